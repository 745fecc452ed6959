// A span in which the platform did not show us everything, where it lies in a conversation.
import { setTime, spanOf } from "./clock.js";
import { part, write } from "./dom.js";
import { drawNote } from "./notes.js";

/** Draws a gap: from when, until when, and how long that is; or a note, which lies between messages too. */
export function drawGap(element, { since, until, note }, state) {
  if (note) return drawNote(element, note, state);
  setTime(part(element, "since"), "dated", since);
  setTime(part(element, "until"), "dated", until);
  return write(part(element, "length"), spanOf(since, until));
}
