// The right-hand side: who the customer is, how long one may answer, what was before, what happened here.
import { now, setTime } from "./clock.js";
import { byId, fill, keyed, make, part, set, show, write } from "./dom.js";
import { drawFace, drawState, glyph, handleOf, personName } from "./faces.js";
import { eventWords, isTold } from "./journal.js";
import { current } from "./state.js";
import { say } from "./words.js";

const WINDOW = 86400000; // ms, the reply window of private messages

/** How the platform names the customer: handle, phone number, else its own id, else the name alone. */
function platformId(row, open) {
  const said = [open.root, ...open.messages].find((message) => message?.author?.id === row.customer.id);
  const person = { ...said?.author, ...row.customer };
  const handle = handleOf(person.handle ? person : said?.author, row);
  const number = row.platform === "whatsapp" && /^\d+$/.test(person.external_id ?? "") ? "+" : "";
  return handle || (person.external_id ? number + person.external_id : personName(person));
}

function drawPerson(row, open) {
  const panel = byId("person");
  drawFace(panel, row.customer);
  fill(panel, { name: personName(row.customer), since: say(`platform.${glyph(row)}`) });
  fill(byId("identity"), { handle: platformId(row, open), number: String(row.customer.id) });
  set(part(byId("identity"), "platform").querySelector("use"), "href", `#i-${glyph(row)}`);
}

/** Draws the reply window; called every second too, as it closes by itself. */
export function drawWindowPanel(state) {
  const row = current(state);
  const closes = state.open?.composer?.closes_at ?? row?.window_closes_at;
  const isPrivate = row?.media_type === "social_direct_message";
  show(byId("window-fold"), row && (isPrivate || closes));
  if (!row || !(isPrivate || closes)) return;
  const left = closes ? Date.parse(closes) - now() : 0;
  const panel = byId("window");
  panel.classList.toggle("over", Boolean(closes) && left <= 0);
  show(part(panel, "head"), closes);
  write(part(panel, "word"), say(left > 0 ? "window.open" : "window.closed"));
  setTime(part(panel, "time"), left > 0 ? "leftLong" : "moment", closes);
  show(part(panel, "share"), closes && left > 0);
  part(panel, "share").value = Math.max(0, Math.min(1, left / WINDOW));
  write(part(panel, "help"), say(closes ? (left > 0 ? "window.help" : "window.over") : "window.none", { platform: say(`platform.${glyph(row)}`) }));
}

function drawHistory(history) {
  show(byId("history-none"), history.length === 0);
  write(byId("history-count"), history.length ? String(history.length) : "");
  keyed(byId("history"), history, (entry) => entry.id, () => make("past"), (element, entry) => {
    drawState(element, entry.state);
    setTime(part(element, "at"), "moment", entry.at);
    const agent = entry.agent?.name ?? entry.agent;
    const workgroup = entry.workgroup?.name ?? entry.workgroup;
    fill(element, { number: say("history.number", { id: entry.id }), who: [agent, workgroup].filter(Boolean).join(" · ") });
  });
}

function drawElsewhere(places) {
  show(byId("elsewhere-fold"), places.length > 0);
  keyed(byId("elsewhere"), places, ({ channel }) => channel.id, () => make("elsewhere"), (element, place) => {
    drawState(element, place.state);
    const who = [place.channel.name, place.agent?.name].filter(Boolean).join(" · ");
    fill(element, { "elsewhere-where": who, "elsewhere-answered": place.answered ? say("elsewhere.answered") : "" });
  });
}

function drawTimeline(events, state) {
  keyed(byId("timeline"), events.filter(isTold), (event) => event.number, () => make("happened"), (element, event) => {
    setTime(part(element, "at"), "hour", event.at);
    fill(element, { text: eventWords(event, state), why: event.kind === "alerted" ? (event.data.why ?? "") : "" });
  });
}

/** Draws the context of the conversation on screen. */
export function drawContext(state) {
  const row = current(state);
  const loaded = Boolean(row && state.open.loaded);
  show(byId("about"), loaded);
  show(byId("about-nobody"), !loaded);
  if (!loaded) return;
  drawPerson(row, state.open);
  drawWindowPanel(state);
  drawElsewhere(state.open.elsewhere ?? []);
  drawHistory(state.open.history);
  drawTimeline(state.open.events, state);
}
