// A span in which the platform did not show us everything, where it lies in a conversation.
import { setTime, spanOf } from "./clock.js";
import { part, write } from "./dom.js";

/** Draws a gap: from when, until when, and how long that is. */
export function drawGap(element, { since, until }) {
  setTime(part(element, "since"), "dated", since);
  setTime(part(element, "until"), "dated", until);
  write(part(element, "length"), spanOf(since, until));
}
