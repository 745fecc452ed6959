// How long one may still answer, and what stays possible: which words, until when, and out of how long. Pure functions.
import { glyph } from "./faces.js";
import { privatelyAnswerable } from "./possible.js";

const HOUR = 3600000; // ms
const DAY = 24 * HOUR;

/** The newest message of the customer to which one may still answer in private; undefined: none. */
function answerable({ messages, root, composer }, now) {
  const said = [...(root ? [root] : []), ...messages];
  return said.findLast((message) => privatelyAnswerable(message, said, composer?.private_reply_days, now));
}

function ofPost(open, now) {
  const message = answerable(open, now);
  if (!message) return { help: "window.facebookGone" };
  const span = open.composer.private_reply_days * DAY;
  return { word: "window.private", closes: new Date(Date.parse(message.at) + span).toISOString(), span, help: "window.facebook" };
}

function helpOf(row, hours) {
  if (glyph(row) === "whatsapp") return "window.whatsapp";
  return hours > 24 ? "window.human" : "window.messenger";
}

/**
 * The reply window of a conversation: {closes, span} (none where there is no end), `word` and `help` are keys of words,
 * `over` whether it has closed.
 */
export function windowOf(row, open, now) {
  if (row.platform === "twitter") return { help: row.media_type === "social_direct_message" ? "window.twitter_direct" : "window.twitter" };
  if (row.media_type !== "social_direct_message") return ofPost(open, now);
  const closes = open.composer?.closes_at ?? row.window_closes_at;
  const hours = open.composer?.window_hours ?? 24;
  if (!closes) return { help: helpOf(row, hours) };
  const over = Date.parse(closes) <= now;
  return { closes, span: hours * HOUR, over, word: over ? "window.closed" : "window.open", help: over ? "window.over" : helpOf(row, hours) };
}
