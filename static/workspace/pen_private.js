// Whether an answer to a public message goes to its author alone. The choice is kept with the draft, so that what was
// meant for one person is never sent to everybody after a reload.
import { now } from "./clock.js";
import { byId, show } from "./dom.js";
import { read, slotOf, type } from "./drafts.js";
import { privatelyAnswerable } from "./possible.js";
import { get } from "./store.js";

const find = ({ root, messages }, id) => (root?.id === id ? root : messages.find((message) => message.id === id));

function possible({ open }, target) {
  return privatelyAnswerable(find(open, target), open.messages, open.composer?.private_reply_days, now());
}

/** Whether the answer to `target` goes to its author alone. */
export const goesInPrivate = (state, target) =>
  Boolean(target) && read(slotOf(state.open.id, "reply")).private && possible(state, target);

/** From now on the answer goes to the author of what it answers alone, or (false) to everybody. */
export const choose = (on) => type(slotOf(get().open.id, "reply"), { private: on });

/** Draws the choice where there is one; answers whether it does. */
export function drawPrivate(state, target, canWrite) {
  const offered = canWrite && Boolean(target) && possible(state, target);
  const chosen = offered && goesInPrivate(state, target);
  show(byId("to-whom"), offered);
  byId("to-whom").querySelector(`[value=${chosen ? "private" : "public"}]`).checked = true;
  byId("pen").classList.toggle("privately", chosen);
  return offered;
}

/** Watches the choice. */
export function startPrivate(whenChanged) {
  byId("to-whom").addEventListener("change", (event) => {
    choose(event.target.value === "private");
    whenChanged();
  });
}
