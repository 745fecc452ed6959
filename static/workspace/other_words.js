// What another window of the same agent had typed, and what is typed here has gone over: offered until it is put in or left.
import { byId, show, write } from "./dom.js";
import { partsOf, slotOf } from "./drafts.js";
import { field, shownId, typed } from "./pen_text.js";
import { say } from "./words.js";

const lost = new Map(); // slot -> the words

/** Draws the offer where there is one. */
export function drawOther() {
  const text = shownId() ? lost.get(slotOf(shownId())) : undefined;
  show(byId("other-words"), text !== undefined);
  write(byId("other-text"), text === undefined ? "" : say("draft.other", { text }));
}

/** Words of another window gave way to what is typed here. */
export function offerOther(key, text) {
  lost.set(key, text);
  if (partsOf(key).id === shownId()) drawOther();
}

/** Lets them go. */
export function dropOther() {
  lost.delete(slotOf(shownId()));
  drawOther();
  field().focus();
}

/** Puts them behind what is typed here. */
export function insertOther() {
  field().value = [field().value, lost.get(slotOf(shownId()))].filter(Boolean).join("\n");
  typed();
  dropOther();
}
