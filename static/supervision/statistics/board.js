// The live board: keeps the line, and draws what it says once a second. What is newer wins; nothing is counted here.
import { follow, now } from "../../workspace/clock.js";
import { byId, set, show, write } from "../../workspace/dom.js";
import { Line } from "../../workspace/socket.js";
import { say, sayCount } from "../../workspace/words.js";
import { drawAlarms, startSound } from "./draw_alarms.js";
import { drawCrew } from "./draw_crew.js";
import { drawTiles } from "./draw_tiles.js";
import { drawTotals } from "./draw_totals.js";
import { drawFigures, startFigures } from "./figures.js";
import { newer } from "./newer.js";
import { startPeriods } from "./periods.js";
import { startWall } from "./wall.js";

const board = byId("board");
const state = { frame: null, period: board.dataset.period };

function drawClock(at) {
  const options = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZone: board.dataset.zone };
  write(byId("clock"), new Intl.DateTimeFormat(board.dataset.locale, options).format(at));
}

function draw() {
  const at = now();
  drawClock(at);
  const { frame, period } = state;
  if (!frame || !byId("tiles")) return;
  write(byId("number-of-workgroups"), sayCount("workgroups", frame.workgroups.length, { n: frame.workgroups.length }));
  drawTotals(frame.totals, period, at);
  drawTiles(frame.workgroups, period, at);
  drawAlarms(frame.alerts, board.dataset);
  drawCrew(frame, at);
  drawFigures(frame, at);
  set(byId("tiles"), "aria-busy", false);
}

function hear(frame) {
  if (frame.type !== "figures") return;
  follow(frame.version);
  state.frame = newer(state.frame, frame);
  draw();
}

/** Is the session over? Then the sign-in page is a reload away. */
async function ask() {
  const answer = await fetch(location.href, { method: "HEAD", redirect: "manual" }).catch(() => null);
  if (answer?.type === "opaqueredirect" || answer?.status === 403) location.reload();
}

function showLine(name) {
  show(byId("line-state"), name !== "online");
  if (name !== "online") write(byId("line-words"), say(`line.${name}`));
}

const address = new URL("/ws/board/", location.href);
address.protocol = address.protocol.replace("http", "ws");
startPeriods(board, (period) => {
  state.period = period;
  draw();
});
startFigures(() => state.frame);
startWall(board);
startSound();
setInterval(draw, 1000);
if (byId("tiles")) new Line(address.href, { known: () => ({}), onFrame: hear, onState: showLine, onWelcome: () => {}, onStruggle: ask });
