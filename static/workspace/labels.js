// The labels of the conversation on screen: chips, and the menu from which one is put on it.
import * as api from "./api.js";
import { byId, fill, keyed, make, part, set, show, write } from "./dom.js";
import * as reduce from "./reduce.js";
import { current } from "./state.js";
import { change, get } from "./store.js";
import { toast } from "./toast.js";
import { say } from "./words.js";

const PAUSE = 150; // ms after the last key before the server is asked
const GAP = 4; // px between the button and the menu
let timer;
let chosen = 0;

/** Draws the chips. */
export function drawLabels(labels) {
  write(byId("labels-count"), labels.length ? String(labels.length) : "");
  keyed(byId("labels"), labels, ({ id }) => id, () => make("label"), (element, label) => {
    fill(element, { "label-name": label.name, "label-off-word": say("label.off", { name: label.name }) });
    part(element, "label-off").dataset.label = label.id;
  });
}

async function put(call) {
  try {
    change(reduce.row, (await call(`interactions/${get().open.id}/labels/`)).interaction);
  } catch (error) {
    toast(error.message);
  }
}

/** Takes a label off. */
export const unlabel = (button) => put((path) => api.remove(`${path}${button.dataset.label}/`));

/** Puts one on. */
export function label(button) {
  byId("label-menu").hidePopover();
  const { label: id, name } = button.dataset;
  return put((path) => api.post(path, id ? { label: Number(id) } : { name }));
}

/** What the menu offers: labels that are not there yet, and a new one where nobody has that name. */
export function choices(found, has, words, mayCreate) {
  const list = found.filter(({ id }) => !has.some((other) => other.id === id));
  const same = [...found, ...has].some(({ name }) => name.toLowerCase() === words.toLowerCase());
  return words && mayCreate && !same ? [...list, { id: null, name: words }] : list;
}

function mark(at) {
  const options = [...byId("label-list").children];
  chosen = options.length ? (at + options.length) % options.length : 0;
  options.forEach((option, place) => set(option, "aria-selected", String(place === chosen)));
  options[chosen]?.scrollIntoView({ block: "nearest" });
  set(byId("label-search"), "aria-activedescendant", options[chosen]?.id ?? null);
}

function place() {
  const menu = byId("label-menu");
  const spot = byId("label-add").getBoundingClientRect();
  menu.style.left = `${Math.max(GAP, Math.min(spot.left, innerWidth - menu.offsetWidth - GAP))}px`;
  const below = spot.bottom + GAP + menu.offsetHeight < innerHeight;
  menu.style.top = `${Math.max(GAP, below ? spot.bottom + GAP : spot.top - GAP - menu.offsetHeight)}px`;
}

function drawChoices(found) {
  const words = byId("label-search").value.trim();
  const list = choices(found, current(get()).labels, words, get().open.panel?.may.new_labels);
  keyed(byId("label-list"), list, ({ id, name }) => id ?? `new ${name}`, () => make("label-choice"), (element, { id, name }) => {
    element.id = `label-${id ?? "new"}`;
    fill(element, { "label-choice": id ? name : say("label.create", { name }) });
    set(element, "data-label", id);
    element.dataset.name = name;
  });
  show(byId("label-none"), list.length === 0);
  place();
  mark(0);
}

async function search() {
  const words = byId("label-search").value.trim();
  try {
    const { labels } = await api.get(`labels/?q=${encodeURIComponent(words)}`);
    if (words === byId("label-search").value.trim() && current(get())) drawChoices(labels);
  } catch (error) {
    toast(error.message);
  }
}

function opened() {
  place();
  byId("label-search").value = "";
  byId("label-search").focus();
  search();
}

function steer(event) {
  const moves = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in moves) mark(chosen + moves[event.key]);
  else if (event.key === "Enter") byId("label-list").children[chosen]?.click();
  else return;
  event.preventDefault();
}

/** Opens the menu of labels, with the panel where it is a sheet. */
export function openLabels() {
  if (!current(get())) return;
  if (byId("desk").dataset.context !== "shown" && byId("label-add").offsetParent === null) byId("context-toggle").click();
  byId("label-add").closest("details").open = true;
  byId("label-add").scrollIntoView({ block: "nearest" });
  byId("label-menu").showPopover({ source: byId("label-add") });
}

/** Watches the menu. */
export function startLabels() {
  byId("label-menu").addEventListener("toggle", (event) => event.newState === "open" && opened());
  byId("label-search").addEventListener("keydown", steer);
  byId("label-search").addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE);
  });
}
