// The right-hand side: who the customer is, how long one may answer, what was before, what happened here.
import { drawAttributes, startAttributes } from "./attributes.js";
import { now, setTime } from "./clock.js";
import { byId, fill, keyed, make, part, show, write } from "./dom.js";
import { drawCustomer, drawPerson } from "./draw_customer.js";
import { drawHistory, startPast } from "./draw_past.js";
import { drawState, platformName } from "./faces.js";
import { startFolds } from "./folds.js";
import { eventWords, isTold } from "./journal.js";
import { drawLabels, startLabels } from "./labels.js";
import { current } from "./state.js";
import { windowOf } from "./window.js";
import { say } from "./words.js";

/** Draws the reply window; called every second too, as it closes by itself. */
export function drawWindowPanel(state) {
  const row = current(state);
  show(byId("window-fold"), row);
  if (!row) return;
  const { closes, span, over, word, help } = windowOf(row, state.open, now());
  const panel = byId("window");
  panel.classList.toggle("over", Boolean(over));
  show(part(panel, "head"), closes);
  write(part(panel, "word"), word ? say(word) : "");
  setTime(part(panel, "time"), over ? "moment" : "leftLong", closes ?? null);
  show(part(panel, "share"), closes && !over);
  part(panel, "share").value = closes ? Math.max(0, Math.min(1, (Date.parse(closes) - now()) / span)) : 0;
  const limit = state.open.composer?.limit;
  fill(panel, { help: say(help, { platform: platformName(row) }), limit: limit ? say("window.limit", { limit: limit.toLocaleString() }) : "" });
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

function drawPanel({ panel, panelFailed }) {
  show(byId("panel-failed"), panelFailed && !panel);
  write(part(byId("panel-failed"), "panel-why"), panelFailed ?? "");
  if (!panel) return;
  drawCustomer(panel);
  drawHistory(panel.history);
  drawAttributes(panel);
}

/** Draws the context of the conversation on screen. */
export function drawContext(state) {
  const row = current(state);
  const loaded = Boolean(row && state.open.loaded);
  // It comes as a whole: what is answered later would push down what one reads.
  show(byId("about"), loaded && (state.open.panel || state.open.panelFailed));
  show(byId("about-nobody"), !row);
  if (!loaded) return;
  drawPerson(row, state.open.panel);
  drawPanel(state.open);
  drawLabels(row.labels ?? []);
  drawWindowPanel(state);
  drawElsewhere(state.open.elsewhere ?? []);
  drawTimeline(state.open.events, state);
}

/** Watches the fields, menus and folds of the context. */
export function startContext() {
  for (const begin of [startAttributes, startLabels, startPast, startFolds]) begin();
}
