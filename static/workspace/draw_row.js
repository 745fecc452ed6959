// One interaction as a row: in My interactions and in the workgroup queues.
import { now, setTime } from "./clock.js";
import { fill, make, part, set, show } from "./dom.js";
import { drawFace, drawState, personName, platformName } from "./faces.js";
import { lacksWrapUp, waitsToBeTaken } from "./state.js";
import { say } from "./words.js";

const SOON = 3600000; // ms of the reply window from which on it is marked

function lastWords(row) {
  return row.last_out ? say("row.you", { text: row.last_text }) : row.last_text;
}

function drawWhen(element, row) {
  const when = part(element, "when");
  if (row.waiting_since && row.state !== "disconnected") {
    setTime(when, "waited", row.waiting_since);
    set(when, "title", say("row.waiting", { time: when.title }));
  } else setTime(when, "ago", row.last_at ?? row.created_at);
}

/** Marks a window that closes soon or has closed; called again every second, as time passes without news. */
export function drawWindow(element) {
  const left = Date.parse(part(element, "left-time").dateTime) - now();
  element.classList.toggle("soon", left > 0 && left < SOON);
  element.classList.toggle("over", left <= 0);
}

function drawLeft(element, row) {
  const left = part(element, "left");
  const counts = row.window_closes_at && row.state !== "disconnected";
  show(left, counts);
  if (!counts) return;
  const time = part(left, "left-time");
  setTime(time, "left", row.window_closes_at);
  set(left, "title", say("row.window", { time: time.title }));
  drawWindow(left);
}

function stateWord(state, row) {
  if (waitsToBeTaken(state, row)) return say("state.handed", { name: row.owner?.name ?? row.workgroup.name });
  return say(`state.${row.state}`);
}

function drawUntil(element, row) {
  const until = part(element, "until");
  const parked = row.state === "parked" && row.parked_until;
  show(until, parked);
  show(part(element, "where"), !parked && row.state !== "alerting");
  if (parked) setTime(part(until, "until-time"), "moment", row.parked_until);
}

/** Draws a row of the list; `currentId` is the interaction on screen. */
export function drawRow(state, element, row, currentId) {
  const link = element.firstElementChild;
  const unread = row.state === "disconnected" ? 0 : row.unread;
  set(link, "href", `#${row.id}`);
  set(link, "data-id", row.id);
  set(link, "aria-current", row.id === currentId ? "true" : null);
  link.classList.toggle("news", unread > 0);
  drawState(link, row.state, stateWord(state, row));
  drawFace(link, row.customer, row);
  fill(link, { name: personName(row.customer), "platform-name": `, ${platformName(row)}`, says: lastWords(row) });
  fill(link, { where: lacksWrapUp(state, row) ? say("row.lacksWrapUp") : row.workgroup.name, unread: unread || "" });
  fill(link, { words: (row.labels ?? []).map(({ name }) => name).join(", ") });
  show(part(link, "badge"), unread > 0);
  drawUntil(link, row);
  drawWhen(link, row);
  drawLeft(link, row);
}

/** An empty row, to be drawn. */
export const makeRow = () => make("row");
