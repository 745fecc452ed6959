// The keyboard: a key for every verb, and the page that lists them.
import { toggleContext } from "./columns.js";
import { toGather } from "./customer.js";
import { byId } from "./dom.js";
import { openTab } from "./draw_composer.js";
import { answerFirst } from "./helping.js";
import { openLabels } from "./labels.js";
import { goAbove, goBelow } from "./place.js";
import { markRead, open } from "./reading.js";
import { showSettings } from "./settings.js";
import { alerts, current, inHand, mine, verbsFor } from "./state.js";
import { get } from "./store.js";
import { undo } from "./undo.js";

const HELP = "desk.helpKey";
const VERBS = { KeyX: "decline", KeyH: "hold", KeyP: "park", KeyT: "transfer", KeyE: "disconnect", KeyB: "take-back", KeyO: "reopen", KeyW: "codes", KeyM: "coach", KeyV: "take-over" };
const PAIRS = { KeyR: ["help", "withdraw-help"], KeyY: ["join", "leave-again"], Period: ["record", "stop-recording"] }; // one key, whichever of the two is possible

const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

/** What Alt U means now: the first alert, else the conversation on screen. */
function toPickUp(state) {
  const row = alerts(state)[0] ?? current(state);
  return row && verbsFor(state, row).some((verb) => verb === "pick-up" || verb === "resume") ? row : null;
}

function forVerb(state, verb) {
  const row = verb === "decline" ? (alerts(state)[0] ?? null) : current(state);
  return row && verbsFor(state, row).includes(verb) ? row : null;
}

function walk(by) {
  const rows = mine(get());
  if (!rows.length) return;
  const at = rows.findIndex((row) => row.id === get().open?.id);
  open(rows[(at + by + rows.length) % rows.length].id);
}

const MOVES = {
  KeyS: () => byId("status-menu").togglePopover(),
  KeyC: () => toggleContext(),
  KeyF: () => byId("view").togglePopover(),
  KeyQ: () => byId("news-menu").togglePopover(),
  Comma: showSettings,
  KeyJ: (event) => (event.shiftKey ? goAbove() : goBelow()),
  KeyA: () => inHand(get(), current(get())) && !byId("root").hidden && markRead(null, true),
  KeyG: () => byId("flow").focus(),
  KeyL: openLabels,
  KeyN: () => openTab(),
  KeyZ: undo,
  KeyK: () => byId("text").focus(),
  ArrowDown: () => walk(1),
  ArrowUp: () => walk(-1),
};

function keyOfAlt(event, verbs) {
  const state = get();
  if (event.code === "KeyU") {
    const row = toPickUp(state);
    return row && (() => verbs["pick-up"](row));
  }
  if (event.code === "KeyI") return toGather(state);
  const verb = VERBS[event.code] ?? PAIRS[event.code]?.find((one) => forVerb(state, one));
  if (event.code === "KeyR" && !verb) return answerFirst;
  const row = verb && forVerb(state, verb);
  return row ? () => verbs[verb](row) : MOVES[event.code];
}

function helpIsOn() {
  try {
    return localStorage.getItem(HELP) !== "off";
  } catch {
    return true;
  }
}

function keepHelp(on) {
  try {
    localStorage.setItem(HELP, on ? "on" : "off");
  } catch {
    // Holds until the page is left.
  }
}

/** Shows the list of keys. */
export const showHelp = () => byId("help").showModal();

/** Watches the keyboard; `verbs` are the verbs by name. AltGr writes letters and is left alone. */
export function startKeys(verbs) {
  const single = byId("help-key");
  single.checked = helpIsOn();
  single.addEventListener("change", () => keepHelp(single.checked));
  byId("help").addEventListener("click", (event) => {
    if (event.target === byId("help") || event.target.closest("[data-close]")) byId("help").close();
  });
  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]") || !get().me?.logged_on) return;
    if (event.key === "?" && single.checked && !typing(event.target)) return showHelp();
    if (!event.altKey || event.ctrlKey || event.metaKey || event.getModifierState("AltGraph")) return;
    const action = keyOfAlt(event, verbs);
    if (!action) return;
    event.preventDefault();
    action(event);
  });
}
