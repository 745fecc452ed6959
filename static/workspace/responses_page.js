// The page of responses: libraries, a list, a preview. What is chosen stands in the address.
import * as api from "./api.js";
import { start as startClock } from "./clock.js";
import { byId, fill, keyed, make, part, set, show, write } from "./dom.js";
import { drawPreview, loadHistory } from "./responses_preview.js";
import { excerpt } from "./response_list.js";
import { categoryOf, drawLines, newName, shelfOf } from "./responses_shelf.js";
import { say, sayCount } from "./words.js";

const PAUSE = 150; // ms without a key before the server is asked
const LANGUAGE = document.documentElement.lang;

let libraries = [];
let labels = [];
let samples = {};
let rows = [];
let more = false;
let loose = []; // the one that the address names, where it is not among the first
let turn = 0; // answers to an earlier question are dropped
let timer = 0;

const asked = new URLSearchParams(location.search);
const chosen = () => [...rows, ...loose].find((row) => String(row.id) === asked.get("response"));
const library = () => libraries.find((one) => String(one.id) === asked.get("library"));

/** Puts what is chosen into the address; a blank takes it out. */
function ask(changes) {
  for (const [name, value] of Object.entries(changes)) if (value) asked.set(name, value); else asked.delete(name);
  history.replaceState(null, "", asked.size ? `?${asked}` : location.pathname);
}

function tell(text) {
  write(byId("said"), "");
  write(byId("said"), text);
  clearTimeout(tell.timer);
  tell.timer = setTimeout(() => write(byId("said"), ""), 5000);
}

function complain(text) {
  write(byId("trouble"), text);
  show(byId("trouble"), text);
}

/** Does something that may be refused; what stands in the way is said. */
async function attempt(action) {
  try {
    complain("");
    return await action();
  } catch (error) {
    complain(error.message);
    return null;
  }
}

// ---- libraries -----------------------------------------------------------------------------------------------------------

function drawShelf() {
  drawLines(shelfOf(libraries, labels), asked);
  const one = library();
  show(byId("import"), one?.can_change);
  show(byId("export"), one);
  show(byId("rename"), one?.can_change && asked.get("category"));
  for (const id of ["import", "export"]) if (one) set(byId(id), "href", byId(id).dataset.to.replace("/0/", `/${one.id}/`));
  const writable = one?.can_change ? `?library=${one.id}` : "";
  set(byId("new"), "href", byId("new").getAttribute("href").split("?")[0] + writable);
}

async function loadShelf() {
  const answer = await attempt(() => api.get("responses/libraries/"));
  if (!answer) return;
  ({ libraries, labels, samples } = answer);
  drawShelf();
}

/** Gives the chosen category another name. */
async function rename() {
  const id = asked.get("category");
  const name = await newName(categoryOf(library(), Number(id)).name);
  if (name && (await attempt(() => api.put(`responses/categories/${id}/`, { name })))) await Promise.all([loadShelf(), load()]);
}

// ---- the list -------------------------------------------------------------------------------------------------------------

function drawRow(element, row) {
  element.id = `row-${row.id}`;
  set(element, "aria-selected", String(row === chosen()));
  fill(element, {
    title: row.title,
    shortcut: row.shortcut && `/${row.shortcut}`,
    text: excerpt(row.text, samples, 200),
    where: [row.library.name, row.category?.name].filter(Boolean).join(" · "),
    language: row.language_name,
    uses: row.uses ? say("uses.short", { count: row.uses.toLocaleString(LANGUAGE) }) : "",
  });
  show(part(element, "files"), row.files.length);
  show(part(element, "off"), !row.active);
}

function drawNothing() {
  const words = asked.get("q");
  const one = library();
  show(byId("nothing"), rows.length === 0);
  const mayWrite = !words && !asked.get("label") && (!one || one.can_change);
  fill(byId("nothing"), {
    head: words ? say("nothing.found", { words }) : say("nothing.here"),
    words: say(words ? "nothing.found.words" : mayWrite ? "nothing.here.words" : "nothing.shared.words"),
  });
  show(part(byId("nothing"), "first"), mayWrite);
}

function drawList(total) {
  keyed(byId("found"), rows, (row) => row.id, () => make("row"), drawRow);
  show(byId("found"), rows.length);
  show(byId("more"), more);
  if (total !== undefined) write(byId("number"), sayCount("number", total));
  drawNothing();
  set(byId("found"), "aria-activedescendant", rows.includes(chosen()) ? `row-${chosen().id}` : null);
}

async function load(offset = 0) {
  const mine = ++turn;
  const query = new URLSearchParams([...asked].filter(([name]) => name !== "response"));
  if (offset) query.set("offset", offset);
  const answer = await attempt(() => api.get(`responses/?${query}`));
  if (!answer || mine !== turn) return;
  rows = offset ? [...rows, ...answer.responses] : answer.responses;
  ({ more } = answer);
  await loadLoose();
  drawList(answer.total);
  drawPreview(chosen(), samples);
  if (!chosen() && byId("responses").dataset.view === "preview") showPane("list");
}

async function loadLoose() {
  const id = asked.get("response");
  loose = [];
  if (!id || chosen()) return;
  try {
    loose = [(await api.get(`responses/${id}/`)).response];
  } catch {
    ask({ response: "" }); // it is gone
  }
}

function choose(row) {
  ask({ response: row?.id });
  drawList();
  drawPreview(chosen(), samples);
  if (row) byId(`row-${row.id}`).scrollIntoView({ block: "nearest" });
}

function walk(by) {
  const at = rows.indexOf(chosen());
  const next = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
  if (next) choose(next);
}

// ---- what can be done --------------------------------------------------------------------------------------------------------

async function duplicate() {
  const answer = await attempt(() => api.post(`responses/${chosen().id}/copies/`));
  if (!answer) return;
  await loadShelf();
  ask({ library: answer.response.library.id, category: "", label: "", q: "", response: answer.response.id });
  byId("sought").value = "";
  drawShelf();
  await load();
  tell(say("duplicated", { title: answer.response.title }));
}

function remove() {
  const row = chosen();
  const dialog = byId("sure");
  fill(dialog, { title: row.title });
  dialog.returnValue = "";
  dialog.addEventListener("close", async () => {
    if (dialog.returnValue !== "yes" || (await attempt(() => api.remove(`responses/${row.id}/`).then(() => true))) === null) return;
    const at = rows.indexOf(row);
    ask({ response: (rows[at + 1] ?? rows[at - 1])?.id });
    await Promise.all([loadShelf(), load()]);
    tell(say("deleted", { title: row.title }));
    byId("found").focus();
  }, { once: true });
  dialog.showModal();
}

async function copy() {
  await navigator.clipboard.writeText(chosen().text);
  tell(say("copied"));
}

/** On a narrow window one pane is on screen. */
const showPane = (name) => set(byId("responses"), "data-view", name);

const KEYS = {
  "/": () => byId("sought").focus(),
  n: () => byId("new").click(),
  e: () => chosen()?.can_change && part(byId("chosen"), "edit").click(),
  d: () => chosen() && duplicate(),
  Delete: () => chosen()?.can_change && remove(),
};
const MOVES = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };

function takeKey(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
  const inWords = event.target === byId("sought");
  const by = MOVES[event.key];
  if (by && (event.target === byId("found") || (inWords && Math.abs(by) === 1))) {
    event.preventDefault();
    walk(Number.isFinite(by) ? by : Math.sign(by) * rows.length);
  } else if (event.key === "Enter" && (inWords || event.target === byId("found"))) {
    take();
  } else if (!event.target.closest("input, textarea, select") && KEYS[event.key]) {
    event.preventDefault();
    KEYS[event.key]();
  }
}

function takeShelf(event) {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const to = new URLSearchParams(link.getAttribute("href").slice(1));
  ask({ library: to.get("library"), category: to.get("category"), label: to.get("label"), response: "" });
  drawShelf();
  showPane("list");
  load();
}

function takeWords() {
  ask({ q: byId("sought").value.trim(), response: "" });
  clearTimeout(timer);
  timer = setTimeout(look, PAUSE);
}

function look() {
  clearTimeout(timer);
  timer = 0;
  return load();
}

/** Enter takes the first of what fits what was typed, also where the answer has not come yet. */
async function take() {
  if (timer) await look();
  if (!rows.length) return;
  choose(chosen() ?? rows[0]);
  showPane("preview");
  byId("preview").focus();
}

async function begin() {
  const units = ["s", "min", "h", "d", "now", "today", "yesterday", "closed"];
  startClock(navigator.language.startsWith(LANGUAGE) ? navigator.language : LANGUAGE, Object.fromEntries(units.map((unit) => [unit, say(`unit.${unit}`)])));
  byId("sought").value = asked.get("q") ?? "";
  byId("shelf").addEventListener("click", takeShelf);
  byId("sought").addEventListener("input", takeWords);
  byId("found").addEventListener("click", ({ target }) => {
    const element = target.closest("[role=option]");
    if (element) choose(rows.find((row) => `row-${row.id}` === element.id));
    if (element) showPane("preview");
  });
  byId("more").addEventListener("click", () => load(rows.length));
  byId("rename").addEventListener("click", rename);
  byId("duplicate").addEventListener("click", duplicate);
  byId("copy").addEventListener("click", copy);
  byId("delete").addEventListener("click", remove);
  byId("history").addEventListener("toggle", () => byId("history").open && attempt(() => loadHistory(chosen())));
  byId("show-shelf").addEventListener("click", () => showPane("shelf"));
  byId("show-list").addEventListener("click", () => showPane("list"));
  document.addEventListener("keydown", takeKey);
  const saved = document.querySelector(".page > .messages");
  if (saved) tell(saved.textContent.trim());
  saved?.remove();
  await Promise.all([loadShelf(), load()]);
  if (chosen()) showPane("preview");
}

begin();
