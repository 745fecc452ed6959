// Responses in the composer: a slash at the beginning of a word opens the list, what is typed after it narrows it.
// The caret stays in the text field; the text goes in as if it were typed, so that it can be undone.
import * as api from "./api.js";
import { now } from "./clock.js";
import { count } from "./count.js";
import { byId, fill, keyed, make, part, set, show, write } from "./dom.js";
import { platformName } from "./faces.js";
import { limitOf } from "./possible.js";
import { drawBlanks, noteUsed, startBlanks } from "./response_blanks.js";
import { blanksIn, excerpt, filled, fitting, slashAt, typedAfter } from "./response_list.js";
import { field, tab } from "./pen_text.js";
import { current, pen } from "./state.js";
import { get } from "./store.js";
import { announce, toast } from "./toast.js";
import { filesOf, putBack } from "./uploads.js";
import { say, sayCount } from "./words.js";

const FRESH = 60000; // ms for which a list is not asked for again
const PAUSE = 200; // ms without a key before the server looks in those that did not fit into the list
const SHOWN = 50;

const lists = new Map(); // interaction id -> {at, rows, total, more}
let facts = { key: "", values: null, known: {} }; // what blanks are filled with, asked once per opening
let anchor = -1; // where the slash stands; -1: closed
let rows = []; // what is shown
let chosen = 0;
let inserting = false;
let timer = 0;

const box = () => byId("canned");
const isOpen = () => anchor >= 0;
const typed = () => typedAfter(field().value, anchor, field().selectionStart);
const canWrite = () => Boolean(get().open?.loaded && tab() === "reply" && pen(get(), now())?.open);

// ---- what there is -----------------------------------------------------------------------------------------------------

async function load(id) {
  const kept = lists.get(id);
  if (kept && Date.now() - kept.at < FRESH) return;
  try {
    const { responses, total, more } = await api.get(`responses/?interaction=${id}`);
    lists.set(id, { at: Date.now(), rows: responses, total, more });
  } catch (error) {
    if (!kept) lists.set(id, { at: 0, rows: [], total: 0, failed: error.message });
  }
  if (!isOpen() || get().open?.id !== id) return;
  draw();
  tellNumber();
}

const tellNumber = () => isOpen() && announce(sayCount("canned.found", rows.length));

/** The list on this page is long but not endless: what does not stand in it the server finds. */
function loadMore(id, words) {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    try {
      const { responses } = await api.get(`responses/?interaction=${id}&q=${encodeURIComponent(words)}`);
      const list = lists.get(id);
      const known = new Set(list.rows.map((row) => row.id));
      list.rows = [...list.rows, ...responses.filter((row) => !known.has(row.id))];
      if (isOpen() && typed()?.trim() === words) draw();
    } catch {
      // What is in the page already stays to be chosen from.
    }
  }, PAUSE);
}

function loadFacts(id) {
  const key = `${id} ${field().dataset.answers ?? ""}`;
  if (facts.key === key) return;
  const about = field().dataset.answers ? `?message=${field().dataset.answers}` : "";
  const values = api.get(`interactions/${id}/placeholders/${about}`).catch(() => ({ values: {}, dates: {} }));
  facts = { key, values, known: {} };
  values.then((answer) => {
    if (facts.key !== key) return;
    facts.known = answer.values;
    draw();
  });
}

async function textOf(row) {
  const { values, dates } = await facts.values;
  return filled(row.text, { ...values, date: dates[row.language] ?? values.date });
}

// ---- the list ------------------------------------------------------------------------------------------------------------

/** The shortcut in three pieces, what was typed of it in the middle. */
function drawShortcut(element, shortcut, words) {
  const hit = words && shortcut.startsWith(words) ? words.length : 0;
  fill(element, { hit: shortcut && `/${shortcut.slice(0, hit)}`, rest: shortcut.slice(hit) });
  part(element, "hit").classList.toggle("lit", hit > 0);
}

function tooLong(row) {
  const { composer } = get().open;
  const { kind } = current(get());
  const limit = limitOf(composer, filesOf(get().open.id).length + row.files.length > 0);
  return limit && count(row.text, kind) > limit;
}

function drawRow(element, row, words) {
  element.id = `canned-${row.id}`;
  set(element, "aria-selected", String(rows[chosen]?.id === row.id));
  fill(element, {
    title: row.title,
    text: excerpt(row.text, facts.known),
    where: [row.own ? "" : row.library.name, row.category?.name].filter(Boolean).join(" · "),
    language: row.language_name,
    long: tooLong(row) ? say("canned.long", { platform: platformName(current(get())) }) : "",
  });
  show(part(element, "files"), row.files.length);
  drawShortcut(element, row.shortcut, words);
}

function drawNothing(list, words) {
  const why = list.failed ?? (list.total ? say("canned.nothing", { words }) : say("canned.none"));
  write(byId("canned-nothing"), rows.length ? "" : why);
  show(byId("canned-nothing"), !rows.length);
}

function draw() {
  const words = typed();
  const list = lists.get(get().open.id);
  show(byId("canned-loading"), !list);
  if (words === null) return close();
  const small = words.trim().toLowerCase();
  rows = list ? fitting(list.rows, words).slice(0, SHOWN) : [];
  if (list && !rows.length && small.includes(" ")) return close(); // somebody goes on writing
  chosen = Math.min(chosen, Math.max(0, rows.length - 1));
  keyed(byId("canned-list"), rows, (row) => row.id, () => make("canned"), (element, row) => drawRow(element, row, small));
  if (list) drawNothing(list, words);
  write(byId("canned-all"), list ? sayCount("canned.all", list.total) : "");
  if (list?.more && small) loadMore(get().open.id, words.trim());
  return point();
}

/** Says to the field which row is chosen, and keeps it in view. */
function point() {
  const row = rows[chosen];
  set(field(), "aria-activedescendant", row ? `canned-${row.id}` : null);
  if (row) byId(`canned-${row.id}`).scrollIntoView({ block: "nearest" });
}

function choose(by) {
  if (!rows.length) return;
  chosen = (chosen + by + rows.length) % rows.length;
  for (const element of byId("canned-list").children) set(element, "aria-selected", String(element.id === `canned-${rows[chosen].id}`));
  point();
}

function openAt(at) {
  const { id } = get().open;
  anchor = at;
  chosen = 0;
  show(box(), true);
  set(field(), "aria-controls", "canned-list");
  load(id);
  loadFacts(id);
  draw();
  if (lists.has(id)) tellNumber();
}

function close() {
  anchor = -1;
  clearTimeout(timer);
  facts = { key: "", values: null, known: {} };
  show(box(), false);
  set(field(), "aria-activedescendant", null);
  set(field(), "aria-controls", null);
}

// ---- putting one in --------------------------------------------------------------------------------------------------------

/** Types `text` in place of what stands from `from` to `to`: one step that can be undone. */
function type(text, from, to) {
  inserting = true;
  field().focus();
  field().setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, text)) {
    field().setRangeText(text, from, to, "end");
    field().dispatchEvent(new Event("input", { bubbles: true }));
  }
  inserting = false;
}

async function insert(row) {
  const { id } = get().open;
  const from = anchor;
  const to = field().selectionStart;
  const before = field().value;
  const text = await textOf(row);
  close();
  if (get().open?.id !== id || field().value !== before) return; // something else is on screen, or was typed
  type(text, from, to);
  noteUsed(id, row.id, text);
  const [first] = blanksIn(text);
  if (first) field().setSelectionRange(from + first.start, from + first.end);
  drawBlanks(true);
  if (row.files.length) attach(id, row);
}

async function attach(id, row) {
  try {
    const { attachments, refused } = await api.post(`interactions/${id}/response-files/`, { response: row.id });
    if (attachments.length) putBack(id, attachments);
    refused.forEach((reason) => toast(reason));
  } catch (error) {
    toast(error.message);
  }
}

// ---- watching ----------------------------------------------------------------------------------------------------------------

const KEYS = { ArrowDown: () => choose(1), ArrowUp: () => choose(-1), Escape: close, Enter: take, Tab: take };

function take() {
  if (rows[chosen]) insert(rows[chosen]);
  else close();
}

function takeKey(event) {
  const action = isOpen() && !event.isComposing && !event.shiftKey ? KEYS[event.key] : null;
  if (!action) return;
  event.preventDefault();
  event.stopImmediatePropagation(); // neither sends nor closes anything else
  action();
}

function takeTyping() {
  if (inserting || !canWrite()) return;
  drawBlanks(true);
  if (isOpen()) {
    chosen = 0;
    return draw();
  }
  const at = slashAt(field().value, field().selectionStart);
  return at >= 0 ? openAt(at) : undefined;
}

/** Opens the list at the caret, as if a slash had been typed there; closes it where it is open. */
export function openResponses() {
  if (isOpen()) return close();
  if (!canWrite()) return undefined;
  const { selectionStart: from, selectionEnd: to, value } = field();
  const apart = from > 0 && !/\s/u.test(value[from - 1]) ? " " : "";
  type(`${apart}/`, from, to);
  return openAt(from + apart.length);
}

/** Draws what depends on the conversation on screen. */
export function drawResponses(state) {
  if (isOpen() && (!canWrite() || !state.open?.loaded)) close();
  if (state.open?.loaded) drawBlanks(canWrite());
  show(byId("canned-open"), canWrite());
}

const isKey = (event) => event.altKey && !event.ctrlKey && !event.metaKey && !event.getModifierState("AltGraph") && event.key === "/";

/** Watches the text field. */
export function startResponses() {
  field().addEventListener("keydown", takeKey, true);
  field().addEventListener("input", takeTyping);
  field().addEventListener("blur", close);
  box().addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  byId("canned-list").addEventListener("click", ({ target }) => {
    const element = target.closest("[role=option]");
    const row = element && rows.find((one) => `canned-${one.id}` === element.id);
    if (row) insert(row);
  });
  startBlanks();
  document.addEventListener("keydown", (event) => {
    if (!isKey(event) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    openResponses();
  });
}
