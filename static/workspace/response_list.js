// Responses without a page: which fit what was typed, in which order, and how blanks in them are filled. Pure functions.

const BLANK = /\{\{\s*([^{}\s](?:[^{}\n]{0,58}[^{}\s])?)\s*\}\}/gu;
const SPECIAL = { ß: "ss", ø: "o", æ: "ae", œ: "oe", ł: "l", đ: "d", ı: "i" };
const SPELLED = { ä: "ae", ö: "oe", ü: "ue", å: "aa", ø: "oe", æ: "ae" };

const bare = (text) =>
  text.toLowerCase().replace(/[ßøæœłđı]/gu, (letter) => SPECIAL[letter]).normalize("NFKD").replace(/\p{M}/gu, "");

/** The words somebody looks for: small letters, no accents. */
export const wordsOf = (text) => bare(text.normalize("NFC")).match(/[\p{L}\p{N}]+/gu) ?? [];

/** The words of a text, umlauts in both ways of writing, with a blank before each; as the server keeps them. */
function folded(text) {
  const spelled = text.normalize("NFC").toLowerCase().replace(/[äöüåøæ]/gu, (letter) => SPELLED[letter]);
  return ` ${[...wordsOf(text), ...wordsOf(spelled)].join(" ")}`;
}

const kept = new WeakMap(); // row -> its words, folded once

function sought(row) {
  if (!kept.has(row)) kept.set(row, { title: folded(`${row.shortcut} ${row.title}`), all: folded(`${row.shortcut} ${row.title} ${row.text}`) });
  return kept.get(row);
}

/** How well a row fits: 0 its shortcut, 1 its shortcut's beginning, 2 its title, 3 its text; null not at all. */
function fit(row, typed, words) {
  if (typed && row.shortcut === typed) return 0;
  if (typed && row.shortcut.startsWith(typed)) return 1;
  const { title, all } = sought(row);
  if (words.every((word) => title.includes(` ${word}`))) return 2;
  return words.every((word) => all.includes(` ${word}`)) ? 3 : null;
}

/** The rows that fit what was typed, the best first; among equals the order in which they came stays. */
export function fitting(rows, typed) {
  const small = typed.trim().toLowerCase();
  const words = wordsOf(typed);
  if (!small) return rows;
  return rows
    .map((row) => ({ row, rank: words.length || small === row.shortcut ? fit(row, small, words) : null }))
    .filter(({ rank }) => rank !== null)
    .sort((one, other) => one.rank - other.rank)
    .map(({ row }) => row);
}

/** The text with every blank filled that is known; `values` by name. Others stay as they are. */
export const filled = (text, values) => text.replace(BLANK, (whole, name) => values[name] || whole);

/** The beginning of a text on one line, for a list. */
export const excerpt = (text, values, length = 160) => filled(text, values).replace(BLANK, "…").replace(/\s+/gu, " ").slice(0, length);

/** The blanks left in a text: [{name, start, end}]. */
export function blanksIn(text) {
  return [...text.matchAll(BLANK)].map((match) => ({ name: match[1], start: match.index, end: match.index + match[0].length }));
}

/** A text in pieces, blanks apart: [{text, blank: name or null, known}]. */
export function pieces(text, values) {
  const found = [];
  let at = 0;
  for (const { name, start, end } of blanksIn(text)) {
    if (start > at) found.push({ text: text.slice(at, start), blank: null });
    found.push({ text: values[name] || name, blank: name, known: Boolean(values[name]) });
    at = end;
  }
  if (at < text.length) found.push({ text: text.slice(at), blank: null });
  return found;
}

/** Where the slash stands that was just typed at the beginning of a word, before the caret; -1: none. */
export function slashAt(text, caret) {
  const at = caret - 1;
  return text[at] === "/" && (at === 0 || /\s/u.test(text[at - 1])) ? at : -1;
}

/** What was typed after the slash at `anchor`; null where it is no search (any more). */
export function typedAfter(text, anchor, caret) {
  if (text[anchor] !== "/" || caret <= anchor) return null;
  const typed = text.slice(anchor + 1, caret);
  return /^\s|[\n/]/u.test(typed) || typed.length > 60 ? null : typed;
}

/** Whether enough of what was inserted is still in the text that is sent, so that it counts as used. */
export function stillIn(text, inserted) {
  const lines = inserted.split("\n").map((line) => line.trim()).filter((line) => line.length > 3);
  return (lines.length ? lines : [inserted.trim()]).some((line) => text.includes(line.slice(0, 24)));
}
