// Why the conversation on screen waits, or why this agent has it: asked of the ACD, which says it in words.
import * as api from "./api.js";
import { byId, keyed, make, part, show, write } from "./dom.js";
import { current } from "./state.js";
import { get } from "./store.js";

const AGAIN = 5000; // ms until it is asked again while the conversation waits
let asked = ""; // the conversation, state and event for which it was asked last
let again = 0;

/** What the answer says first: the present state of a queue, else the newest offer. */
const linesOf = (answer) => answer.waiting?.lines ?? answer.offers[0]?.lines ?? [];

function draw(answer) {
  const fold = byId("routing-fold");
  const lines = linesOf(answer);
  show(fold, lines.length > 0);
  show(part(fold, "waiting"), answer.waiting);
  show(part(fold, "offered"), !answer.waiting);
  const items = lines.map((text, place) => ({ text, place }));
  keyed(byId("routing"), items, ({ place }) => place, () => make("routing"), (element, { text }) => write(part(element, "text"), text));
}

async function ask(row) {
  try {
    const answer = await api.get(`interactions/${row.id}/routing/`);
    if (current(get())?.id === row.id) draw(answer);
  } catch {
    show(byId("routing-fold"), false); // it is out of reach by now, or the server is: what matters is said elsewhere
  }
}

/** What the answer depends on: anything that happens while it waits, later only another offer. */
function keyOf(row, events) {
  const waits = row.state === "waiting";
  if (!waits && !row.mine) return ""; // on its way to somebody else
  const event = waits ? events.at(-1) : events.findLast(({ kind }) => kind === "alerted");
  return `${row.id} ${waits} ${event?.number ?? 0}`;
}

/** Shows why; asks when something has happened to the conversation, and now and then while it waits. */
export function drawRouting(state) {
  const row = current(state);
  const key = row && state.open?.loaded ? keyOf(row, state.open.events) : "";
  if (key === asked) return;
  asked = key;
  clearInterval(again);
  show(byId("routing-fold"), false);
  if (!key) return;
  ask(row);
  if (row.state === "waiting") again = setInterval(() => document.hidden || ask(row), AGAIN);
}
