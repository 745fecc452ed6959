// Calling a reply back in the seconds before it leaves. The server keeps it back; what is shown here only counts down.
import * as api from "./api.js";
import { everySecond, now } from "./clock.js";
import { byId, show, write } from "./dom.js";
import { personName } from "./faces.js";
import { without } from "./noted.js";
import { current } from "./state.js";
import { change, get } from "./store.js";
import { announce, toast } from "./toast.js";
import { say } from "./words.js";

const ABOVE = 12; // px between the composer and the bar

const posted = new Map(); // delivery id -> {id: its interaction, delivery, until, message, name}
let drawn = null; // the delivery that the bar is about
let giveBack = () => {};

/** A reply was taken by the server: it can be called back until `delivery.undo_until`. */
export function canUndo(id, { id: message, parent, delivery }) {
  if (!delivery?.undo_until) return;
  const row = get().rows[id] ?? current(get());
  const name = personName(authorOf(parent) ?? row?.customer);
  posted.set(delivery.id, { id, message, delivery: delivery.id, until: Date.parse(delivery.undo_until), name });
  draw();
}

/** Who wrote what was answered, where that is on screen. */
const authorOf = (parent) => get().open?.messages.find(({ id }) => id === parent)?.author;

/** Replies of mine on screen that another page of mine has sent, or this one before it was reloaded. */
function onScreen({ open, me }) {
  for (const message of open?.messages ?? []) {
    const { agent, delivery } = message;
    if (agent?.id === me?.id && delivery?.undo_until && !posted.has(delivery.id) && Date.parse(delivery.undo_until) > now()) canUndo(open.id, message);
  }
}

/** The newest reply that can still be called back. */
function latest() {
  for (const [id, { until }] of posted) if (until <= now()) posted.delete(id);
  return [...posted.values()].at(-1) ?? null;
}

function draw() {
  const one = latest();
  show(byId("undo"), one);
  byId("undo").style.bottom = `${byId("dock").offsetHeight + ABOVE}px`;
  if (one) write(byId("undo-text"), say("undo.text", { name: one.name, seconds: Math.max(1, Math.ceil((one.until - now()) / 1000)) }));
  if (one && one.delivery !== drawn) announce(say("undo.announce"));
  drawn = one?.delivery ?? null;
}

/** Whether there is something to call back. */
export const hasUndo = () => latest() !== null;

/** Calls the newest reply back; its words and files are in the composer again. */
export async function undo() {
  const one = latest();
  if (!one) return;
  posted.delete(one.delivery);
  draw();
  try {
    const { reply } = await api.post(`deliveries/${one.delivery}/undo/`);
    change(without, one.message);
    giveBack(one.id, reply);
    announce(say("undo.done"));
  } catch (error) {
    toast(error.message);
  }
}

/** Watches what can be called back; `whenBack(interaction, reply)` gets what was. Ctrl+Z does it where nothing is typed. */
export function startUndo(whenBack) {
  giveBack = whenBack;
  everySecond(draw);
  document.addEventListener("keydown", (event) => {
    const typed = event.target.closest("input, textarea, select")?.value;
    if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey || typed || !hasUndo()) return;
    event.preventDefault();
    undo();
  });
  return (state) => {
    onScreen(state);
    draw();
  };
}
