// The length of a text as the platform counts it. Where counting is an art of its own the server is asked; until it has
// answered, our own estimate stands.
import * as api from "./api.js";
import { count } from "./count.js";

const PAUSE = 250; // ms without a key before the server is asked
const ART = /\S[.:]\S|[^\u0000-\u024f]/u; // what may be an address, and signs that are not plain letters

let known = { text: null, kind: null, length: 0 };
let asked = null; // what is asked, or about to be
let timer = 0;

/** Whether only the server knows for sure: X weighs addresses, emoji and other scripts. */
export const isArt = (text, kind) => kind === "x_posts" && ART.test(text);

async function ask(text, kind, whenKnown) {
  try {
    const { length } = await api.post("lengths/", { kind, text });
    known = { text, kind, length };
    whenKnown();
  } catch {
    // The estimate stands; the server counts again when the text is sent.
  } finally {
    if (asked === text) asked = null;
  }
}

/** The length of `text`; `whenKnown` is called once the server has counted it, if it has to. */
export function measure(text, kind, whenKnown) {
  if (!isArt(text, kind)) return count(text, kind);
  if (known.text === text && known.kind === kind) return known.length;
  if (asked !== text) {
    asked = text;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE, text, kind, whenKnown);
  }
  return count(text, kind);
}
