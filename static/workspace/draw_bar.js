// The top bar: status, load, the line to the server, the own menu; and the title of the window.
import { setTime } from "./clock.js";
import { byId, fill, icon, keyed, make, part, set, show, write } from "./dom.js";
import { newsCount } from "./state.js";
import { say, sayCount } from "./words.js";

const PIPS = 8; // more would not fit; the number beside them is exact

/** The icon that administrators gave a status, and whether it means that nobody disturbs. */
function drawMarks(element, status) {
  const mark = part(element, "mark");
  icon(mark, status?.icon ?? "off");
  mark.classList.toggle("ok", Boolean(status?.takes_acd));
  show(part(element, "undisturbed"), status?.do_not_disturb);
}

function drawStatus(state) {
  const { status, status_since: since } = state.me;
  const button = byId("status");
  write(part(button, "name"), status?.name ?? say("status.none"));
  setTime(part(button, "time"), "since", since);
  button.classList.toggle("away", !status?.takes_acd);
  drawMarks(button, status);
  keyed(byId("statuses"), state.statuses, (entry) => entry.id, () => make("status"), (element, entry) => {
    set(element, "data-status", entry.id);
    set(element, "aria-checked", String(entry.id === status?.id));
    write(part(element, "name"), entry.name);
    element.classList.toggle("takes", entry.takes_acd);
    drawMarks(element, entry);
  });
}

/** One bar for each interaction there is room for; what is on hold and takes no room is drawn hollow. */
function drawLoad({ load }) {
  const bars = Array.from({ length: Math.min(load.max, PIPS) }, (_, index) => index);
  const full = load.now - load.exempt;
  keyed(byId("pips"), bars, (index) => index, () => make("pip"), (element, index) => {
    element.classList.toggle("on", index < full);
    element.classList.toggle("exempt", index >= full && index < load.now);
  });
  fill(byId("load"), { now: String(load.now), max: say("load.of", { max: load.max }) });
  const exempt = load.exempt ? sayCount("load.exempt", load.exempt) : "";
  set(byId("load"), "title", [say("load.title", { percent: load.percent }), exempt].filter(Boolean).join(" "));
}

function drawLine(state) {
  const line = byId("line");
  set(line, "data-line", state.connection);
  write(part(line, "word"), say(`line.${state.connection}`));
  set(line, "title", say(`line.${state.connection}.title`));
}

/** Draws the window's title: what is new, in brackets. */
export function drawTitle(state) {
  const news = newsCount(state);
  const title = document.querySelector("title");
  title.dataset.name ??= title.textContent;
  write(title, news ? `(${news}) ${title.dataset.name}` : title.dataset.name);
}

/** Draws the top bar. Status and load are shown to those who are logged on. */
export function drawBar(state) {
  const on = Boolean(state.me?.logged_on);
  for (const id of ["status", "load", "log-off"]) show(byId(id), on);
  drawLine(state);
  if (!state.me) return;
  write(byId("own-seat"), seatWords(state.me));
  if (!on) return;
  drawStatus(state);
  drawLoad(state.me);
}

function seatWords(me) {
  if (!me.logged_on) return say("seat.none");
  return me.station ? say("seat.station", { name: me.station.name }) : say("seat.noStation");
}

/** The strip that says that the line is broken. It lies over the page and moves nothing. */
export function drawStrip(state, since) {
  const broken = ["reconnecting", "offline"].includes(state.connection);
  show(byId("strip"), broken && since > 1200);
  write(byId("strip-text"), say(`strip.${state.connection === "offline" ? "offline" : "reconnecting"}`));
  const lost = Object.values(state.outgoing).flat().length;
  write(byId("strip-more"), lost ? sayCount("strip.kept", lost) : "");
}
