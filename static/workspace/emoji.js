// The emoji picker: search by words, arrows to walk, Enter to put one where the caret is. Those used last come first.
import { byId, keyed, make, set, show, write } from "./dom.js";
import { toast } from "./toast.js";
import { say } from "./words.js";

const RECENT = "desk.emoji";
const REMEMBERED = 18;

let all = null; // [{sign, words, kind}], once loaded

function recent() {
  try {
    return JSON.parse(localStorage.getItem(RECENT)) ?? [];
  } catch {
    return [];
  }
}

function remember(sign) {
  try {
    localStorage.setItem(RECENT, JSON.stringify([sign, ...recent().filter((other) => other !== sign)].slice(0, REMEMBERED)));
  } catch {
    // It is put in all the same.
  }
}

/** The signs of one kind, as the data has them: [{sign, words}]. */
export function parse(text) {
  return text.split(/[;\n]+/u).map((entry) => {
    const [sign, ...words] = entry.trim().split(" ");
    return { sign, words: words.join(" ") };
  });
}

/** Those whose words begin with all that was typed, in the order of the data. */
export function matching(list, sought) {
  const wanted = sought.toLowerCase().split(/\s+/u).filter(Boolean);
  return list.filter(({ words }) => wanted.every((start) => words.split(" ").some((word) => word.startsWith(start))));
}

async function load() {
  const { EMOJI } = await import("./emoji_data.js");
  start();
  all = Object.entries(EMOJI).flatMap(([kind, text]) => parse(text).map((one) => ({ ...one, kind })));
}

function groups(sought) {
  if (sought.trim()) return [{ kind: "found", list: matching(all, sought) }];
  const used = recent().map((sign) => all.find((one) => one.sign === sign)).filter(Boolean);
  const kinds = [...new Set(all.map(({ kind }) => kind))];
  return [{ kind: "recent", list: used }, ...kinds.map((kind) => ({ kind, list: all.filter((one) => one.kind === kind) }))].filter(({ list }) => list.length);
}

function drawGroup(element, { kind, list }) {
  write(element.querySelector("h3"), say(`emoji.${kind}`));
  keyed(element.querySelector("div"), list, ({ sign }) => sign, () => make("emoji"), (button, { sign, words }) => {
    write(button, sign);
    set(button, "title", words);
    set(button, "aria-label", words);
  });
}

function draw() {
  const found = groups(byId("emoji-search").value);
  keyed(byId("emoji-groups"), found, ({ kind }) => kind, () => make("emoji-group"), drawGroup);
  show(byId("emoji-none"), found.length === 0 || (found[0].kind === "found" && found[0].list.length === 0));
  const buttons = [...byId("emoji-groups").querySelectorAll("button")];
  buttons.forEach((button, index) => set(button, "tabindex", index ? "-1" : "0"));
}

/** Puts a sign where the caret is, as if it had been typed. */
function insert(sign) {
  const field = byId("text");
  field.setRangeText(sign, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true, data: sign, inputType: "insertText" }));
  remember(sign);
}

function choose(button) {
  byId("emoji").hidePopover();
  insert(button.textContent);
  byId("text").focus();
}

/** The button to which an arrow leads: beside, or the nearest in the next row. */
function neighbor(buttons, from, key) {
  const at = buttons.indexOf(from);
  if (key === "ArrowRight" || key === "ArrowLeft") return buttons[at + (key === "ArrowRight" ? 1 : -1)];
  const down = key === "ArrowDown";
  const here = from.getBoundingClientRect();
  const rows = (down ? buttons.slice(at) : buttons.slice(0, at).reverse()).map((button) => ({ button, box: button.getBoundingClientRect() }));
  const next = rows.find(({ box }) => (down ? box.top > here.bottom - 4 : box.bottom < here.top + 4));
  if (!next) return null;
  const row = rows.filter(({ box }) => Math.abs(box.top - next.box.top) < 4);
  return row.sort((a, b) => Math.abs(a.box.left - here.left) - Math.abs(b.box.left - here.left))[0].button;
}

function walk(event) {
  const buttons = [...byId("emoji-groups").querySelectorAll("button")];
  if (event.target === byId("emoji-search")) {
    if (event.key === "Enter" && buttons.length) choose(buttons[0]);
    else if (event.key === "ArrowDown") buttons[0]?.focus();
    else return;
  } else if (event.key.startsWith("Arrow")) (neighbor(buttons, event.target, event.key) ?? byId("emoji-search")).focus();
  else return;
  event.preventDefault();
}

function place() {
  const [spot, panel] = [byId("emoji-button").getBoundingClientRect(), byId("emoji")];
  panel.style.left = `${Math.max(8, Math.min(spot.left - 12, innerWidth - panel.offsetWidth - 8))}px`;
  panel.style.top = `${Math.max(8, spot.top - panel.offsetHeight - 8)}px`;
}

/** Opens the picker; its signs are fetched the first time. */
export async function openEmoji() {
  try {
    if (!all) await load();
  } catch {
    return toast(say("error.server"));
  }
  byId("emoji-search").value = "";
  byId("emoji").showPopover({ source: byId("emoji-button") });
  draw();
  place();
  return byId("emoji-search").focus();
}

function start() {
  byId("emoji-search").addEventListener("input", draw);
  byId("emoji").addEventListener("keydown", walk);
  byId("emoji-groups").addEventListener("click", ({ target }) => target.closest("button") && choose(target.closest("button")));
  byId("emoji").addEventListener("toggle", ({ newState }) => newState === "closed" && byId("text").focus());
}
