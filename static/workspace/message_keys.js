// The keyboard among the messages: from one to the next, answer, mark as read. Only while the focus is in the messages, so
// that single letters mean nothing anywhere else.
import { answer } from "./draw_composer.js";
import { byId, part } from "./dom.js";
import { step } from "./place.js";
import { toast } from "./toast.js";
import { say } from "./words.js";

const PLAIN = "button, a, input, textarea, select, audio, video";

function reply(thing) {
  if (thing.querySelector('[data-do="answer"]:not([hidden])')) answer(Number(thing.dataset.message));
  else if (byId("text").readOnly || byId("dock").hidden) toast(say("keys.cannotAnswer"));
  else byId("text").focus();
}

function toggleRead(thing) {
  const box = part(thing, "read-box");
  if (box && !box.disabled && !part(thing, "read").hidden) box.click();
}

const MOVES = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 };
const ON_MESSAGE = { Enter: reply, r: reply, " ": toggleRead };

function act(event) {
  const thing = event.target.closest("[data-message]");
  if (MOVES[event.key]) return () => step(MOVES[event.key]);
  const action = thing && ON_MESSAGE[event.key];
  return action ? () => action(thing) : null;
}

/** Watches the keys pressed among the messages. */
export function startMessageKeys() {
  byId("flow").addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest(PLAIN)) return;
    const action = act(event);
    if (!action) return;
    event.preventDefault();
    action();
  });
}
