// Ctrl+K on the desk: beside what the server finds, the commands that make sense now, with their keys.
import { asking, finder } from "../base/finder.js";
import { byId } from "./dom.js";
import { personName } from "./faces.js";
import { alerts, current, verbsFor } from "./state.js";
import { get } from "./store.js";
import { toast } from "./toast.js";
import { verbs } from "./verbs.js";
import { say } from "./words.js";

const MOST = 6; // recent conversations
const SOME = 7; // commands without words

const recentKey = () => `desk.recent.${get().me?.id}`;

function recent() {
  try {
    return JSON.parse(localStorage.getItem(recentKey())) ?? [];
  } catch {
    return [];
  }
}

let last = null;

/** Remembers which conversations were open: their numbers alone, as others may sit here later. */
export function remember({ open, ready }) {
  if (!ready || !open?.loaded || open.id === last) return;
  last = open.id;
  try {
    localStorage.setItem(recentKey(), JSON.stringify([open.id, ...recent().filter((id) => id !== open.id)].slice(0, MOST + 1)));
  } catch {
    // Then there are no recent ones.
  }
}

// ---- commands ---------------------------------------------------------------------------------------------------------

const textOf = (button) => [...button.childNodes].filter(({ nodeName }) => nodeName !== "KBD").map((node) => node.textContent).join(" ").trim();
const iconOf = (button) => button.querySelector("use")?.getAttribute("href").slice(3) ?? "right";

/** A button of the page as a command. */
function asCommand(button) {
  const keys = button.querySelector("kbd")?.textContent ?? button.dataset.keys ?? "";
  return { words: button.dataset.command || textOf(button), icon: iconOf(button), keys, run: () => button.click() };
}

function ofAlert([row]) {
  return row ? [{ words: say("find.pickUp", { name: personName(row.customer) }), icon: "hand", keys: "Alt U", run: () => verbs["pick-up"](row) }] : [];
}

function ofConversation(state) {
  const row = current(state);
  if (!row || !verbsFor(state, row).length) return [];
  const buttons = [...byId("verbs").querySelectorAll("[data-verb]:not([hidden])")];
  return buttons.map((button) => ({ ...asCommand(button), note: personName(row.customer) }));
}

function ofStatus({ statuses, me }) {
  const others = statuses.filter(({ id }) => id !== me.status?.id);
  return others.map(({ id, name, icon }) => ({
    words: say("find.status", { name }),
    icon,
    run: () => byId("statuses").querySelector(`[data-status="${id}"]`).click(),
  }));
}

const ofPage = () => [...document.querySelectorAll("[data-command]:not([hidden])")].filter((one) => !one.closest("[hidden]")).map(asCommand);

/** Commands that have all these words; without words the first few. */
function commands(words) {
  const state = get();
  if (!state.me?.logged_on) return [];
  const all = [...ofAlert(alerts(state)), ...ofConversation(state), ...ofPage(), ...ofStatus(state)];
  if (!words) return all.slice(0, SOME);
  const wanted = words.toLowerCase().split(/\s+/u);
  return all.filter((one) => wanted.every((word) => one.words.toLowerCase().includes(word)));
}

// ---- the search ---------------------------------------------------------------------------------------------------------

/** A colleague is whom one can transfer to, if there is something in hand to transfer. */
function handOver(entry) {
  const row = current(get());
  if (!verbsFor(get(), row).includes("transfer")) return toast(say("find.noTransfer", { name: entry.words }));
  return verbs.transfer(row, entry.words.split(" ")[0]);
}

const runnable = (entry) => (entry.url ? entry : { ...entry, run: () => handOver(entry) });

async function ask(dialog, words) {
  const open = get().open?.id;
  const ids = recent().filter((id) => id !== open).slice(0, MOST);
  const groups = await asking(dialog, words, words ? "" : `&recent=${ids}`);
  const runnables = groups?.map((group) => ({ ...group, found: group.found.map(runnable) }));
  if (words || !runnables) return runnables ?? null;
  const [first, ...rest] = runnables;
  const commanded = { caption: say("find.commands"), found: commands("") };
  return ids.length && first?.found[0]?.url?.includes("#") ? [first, commanded, ...rest] : [commanded, ...runnables];
}

/** Makes the search field and Ctrl+K open it. */
export function startPalette() {
  const dialog = byId("finder");
  const near = (words) => (words ? [{ caption: say("find.commands"), found: commands(words) }] : []);
  const open = finder(dialog, (words) => ask(dialog, words), near);
  for (const button of document.querySelectorAll("[data-find]")) button.addEventListener("click", open);
}
