// Asks to whom an interaction is handed: one field searches colleagues, workgroups and stations, which are live meanwhile.
import * as api from "./api.js";
import { attempt, ask, complain } from "./dialogs.js";
import { byId, keyed, make, part, set, show, write } from "./dom.js";
import { drawTarget } from "./draw_target.js";
import { personName } from "./faces.js";
import { recent, remember } from "./recent.js";
import { get } from "./store.js";
import { say } from "./words.js";

const PAUSE = 200; // ms after the last key before the server is asked
const LIVE = 2500; // ms between two looks at what they are doing
const KINDS = ["recent", "workgroup", "agent", "station"];
const ID = "target-"; // how the ids of the choices begin

let row = null; // what is handed on
let text = ""; // what was asked for last
let order = new Map(); // where each target stands: what was asked for once stays in its place
let targets = []; // those on screen, in the order of the list
let chosen = null; // {kind, id, name} of the marked one

const keyOf = ({ kind, id }) => `${kind}-${id}`;
const field = () => byId("target-search");
const possible = () => targets.filter((target) => !target.refused);

// ---- what is listed ----------------------------------------------------------------------------------------------------

const rank = (target) => [target.refused ? 1 : 0, target.do_not_disturb ? 1 : 0, target.takes_acd === false ? 1 : 0];

/** The free ones first, then by name; compared place by place. */
export function byPresence(a, b) {
  const before = rank(a);
  const difference = rank(b).map((value, place) => before[place] - value).find((value) => value !== 0);
  return difference ?? a.name.localeCompare(b.name);
}

/** The server's answer as one list: those chosen lately first, each under one heading only. */
export function listed(answer, lately, parked) {
  const kinds = parked ? ["workgroup"] : KINDS.slice(1);
  const all = kinds.flatMap((kind) => answer[`${kind}s`].map((target) => ({ ...target, kind })).sort(byPresence));
  const first = lately.map((key) => all.find((target) => keyOf(target) === key)).filter(Boolean);
  return [...first.map((target) => ({ ...target, group: "recent" })), ...all.filter((target) => !first.includes(target)).map((target) => ({ ...target, group: target.kind }))];
}

/** What is listed already keeps its place, whatever its state is now. */
function settled(list) {
  for (const target of list) if (!order.has(keyOf(target))) order.set(keyOf(target), order.size);
  return [...list].sort((a, b) => KINDS.indexOf(a.group) - KINDS.indexOf(b.group) || order.get(keyOf(a)) - order.get(keyOf(b)));
}

function drawGroup(group) {
  const mine = targets.filter((target) => target.group === group);
  const element = byId(`targets-${group}`);
  show(element, mine.length > 0);
  keyed(part(element, "list"), mine, keyOf, (target) => make(`target-${target.kind}`), (option, target) => {
    option.id = ID + keyOf(target);
    set(option, "aria-disabled", target.refused ? "true" : null);
    set(option, "aria-selected", String(chosen !== null && keyOf(target) === keyOf(chosen)));
    drawTarget(option, target);
  });
}

function draw() {
  if (chosen && !possible().some((target) => keyOf(target) === keyOf(chosen))) chosen = null;
  KINDS.forEach(drawGroup);
  show(byId("target-none"), targets.length === 0);
  set(field(), "aria-activedescendant", chosen ? ID + keyOf(chosen) : null);
  write(byId("transfer-to"), chosen ? say("transfer.to", { name: chosen.name }) : say("transfer.choose"));
}

// ---- asking ----------------------------------------------------------------------------------------------------------

async function look(dialog, wanted) {
  try {
    const answer = await api.get(`targets/?for=${row.id}&q=${encodeURIComponent(wanted)}`);
    if (wanted !== field().value.trim() || !dialog.open) return;
    if (wanted !== text) order = new Map();
    targets = settled(listed(answer, recent(), row.state === "parked"));
    if (wanted !== text && wanted && !chosen) [chosen = null] = possible();
    text = wanted;
    draw();
  } catch (error) {
    complain(dialog, error.message);
  }
}

/** Marks a target; with the keyboard the list scrolls to it. */
function choose(target, scrolls = true) {
  chosen = target;
  draw();
  show(byId("transfer-missing"), false);
  if (scrolls && target) byId(ID + keyOf(target)).scrollIntoView({ block: "nearest" });
}

function walk(by) {
  const list = possible();
  const at = list.findIndex((target) => chosen && keyOf(target) === keyOf(chosen));
  const next = at < 0 ? (by > 0 ? 0 : list.length - 1) : (at + by + list.length) % list.length;
  if (list.length) choose(list[next]);
}

const MOVES = { ArrowDown: () => walk(1), ArrowUp: () => walk(-1), PageDown: () => walk(5), PageUp: () => walk(-5) };

function byKey(event) {
  if (!MOVES[event.key] || event.altKey || event.ctrlKey) return;
  event.preventDefault();
  MOVES[event.key]();
}

function watchFields(dialog) {
  let timer;
  field().value = "";
  field().oninput = () => {
    clearTimeout(timer);
    chosen = null;
    draw();
    timer = setTimeout(() => look(dialog, field().value.trim()), PAUSE);
  };
  field().onkeydown = byKey;
  byId("targets").onclick = ({ target }) => {
    const option = target.closest("[role=option]");
    const clicked = option && possible().find((one) => ID + keyOf(one) === option.id);
    if (clicked) choose(clicked, false);
  };
}

/** Answers the target with its name once `hand(target, note)` has succeeded, or null; `wanted` is searched for at first. */
export async function askTransfer(asked, hand, wanted = "") {
  const dialog = byId("transfer");
  [row, chosen, text, targets, order] = [asked, null, "", [], new Map()];
  complain(dialog, "");
  write(byId("transfer-h"), say("transfer.head", { name: personName(row.customer) }));
  byId("transfer-note").value = "";
  show(byId("transfer-missing"), false);
  watchFields(dialog);
  const answer = ask("transfer", async () => {
    show(byId("transfer-missing"), !chosen);
    if (!chosen) return null;
    const target = chosen;
    const done = await attempt(dialog, () => hand({ [target.kind]: target.id }, byId("transfer-note").value.trim()));
    if (done) remember(keyOf(target));
    return done ? target : null;
  });
  draw();
  field().value = wanted;
  look(dialog, wanted);
  const live = setInterval(() => get().connection === "online" && look(dialog, field().value.trim()), LIVE);
  answer.finally(() => clearInterval(live));
  return answer;
}
