// Help: the agent asks, supervisors are told, look, coach, write along or take over.
import * as api from "./api.js";
import { setTime } from "./clock.js";
import { ask, attempt, complain } from "./dialogs.js";
import { byId, fill, keyed, make, part, set, show, write } from "./dom.js";
import { personName } from "./faces.js";
import { handled, tell } from "./news.js";
import { open, refresh, refreshComposer } from "./reading.js";
import * as reduce from "./reduce.js";
import { current } from "./state.js";
import { change, get } from "./store.js";
import { toast } from "./toast.js";
import { uuid4 } from "./uuid.js";
import { say, sayCount } from "./words.js";

const told = new Set(); // requests that this page has told of
const ABOUT = ["help_asked", "help_seen", "help_answered", "help_withdrawn", "joined", "left", "taken_over", "disconnected"];

async function simply(work) {
  try {
    await work();
    return true;
  } catch (error) {
    toast(error.message);
    return false;
  } finally {
    refreshComposer();
  }
}

// ---- the agent -----------------------------------------------------------------------------------------------------

function askWords(id) {
  const dialog = byId(id);
  complain(dialog, "");
  const field = dialog.querySelector("textarea");
  field.value = "";
  return { dialog, field };
}

/** Asks the supervisors to come, with a few words. */
export async function askHelp(row) {
  const { dialog, field } = askWords("ask-help");
  const done = await ask("ask-help", () => attempt(dialog, () => api.post(`interactions/${row.id}/help/`, { text: field.value })));
  if (done) refreshComposer();
}

/** Needs none any more. */
export const withdrawHelp = (row) => simply(() => api.remove(`interactions/${row.id}/help/`));

// ---- the supervisor ------------------------------------------------------------------------------------------------

/** Goes to whoever asked: he is told who comes. */
export async function answerHelp(interaction) {
  open(interaction);
  await simply(() => api.post(`interactions/${interaction}/help/answer/`));
}

/** Opens the oldest request for help; false: there is none. */
export function answerFirst() {
  const [first] = get().me?.help.requests ?? [];
  if (first) answerHelp(first.interaction);
  return Boolean(first);
}

/** Says something that only the agent reads. */
export async function coach(row) {
  const { dialog, field } = askWords("coach");
  fill(dialog, { agent: row.owner?.name });
  const uuid = uuid4();
  const done = await ask("coach", () => attempt(dialog, () => api.post(`interactions/${row.id}/coach/`, { uuid, text: field.value })));
  if (done) toast(say("help.coached", { name: row.owner?.name }), "good");
}

/** Writes along while the agent keeps it. */
export const join = (row) => simply(() => api.post(`interactions/${row.id}/join/`));

/** Writes along no more. */
export const leaveAgain = (row) => simply(() => api.remove(`interactions/${row.id}/join/`));

/** Takes it out of the agent's hands. */
export async function takeOver(row) {
  if (await simply(async () => change(reduce.row, (await api.post(`interactions/${row.id}/take-over/`)).interaction))) refresh();
}

// ---- what comes ----------------------------------------------------------------------------------------------------

function tellOf(request) {
  told.add(request.id);
  const head = say("help.told", { by: request.agent.name, name: personName(request.customer) });
  tell({ kind: "assistance", id: request.interaction, key: String(request.id), head, text: request.text });
}

/** The agent himself has changed: somebody new may ask for help, or does so no more. */
export function takeRequests({ me, ready }) {
  const requests = ready && me?.logged_on ? me.help.requests : [];
  for (const id of told) if (!requests.some((request) => request.id === id)) handled("assistance", String(id));
  const fresh = requests.filter(({ id }) => !told.has(id));
  fresh.forEach(tellOf);
  if (!document.hasFocus()) return;
  for (const request of fresh.filter(({ seen }) => !seen)) {
    api.post(`interactions/${request.interaction}/help/seen/`).catch(() => {}); // it may be over; the next look tells
  }
}

/** News of an interaction that concern help: what stands about it on screen is asked for again, and a coach is told of. */
export function takeHelp({ interaction, events }) {
  const coached = events.filter(({ kind, note }) => kind === "noted" && note?.only_for?.id === get().me?.id);
  for (const { note } of coached) toast(say("help.coach", { by: note.by?.name ?? "", text: note.text }), "good");
  const about = events.filter(({ kind }) => ABOUT.includes(kind));
  if (about.length && get().open?.id === interaction.id) refreshComposer();
  const answered = about.findLast(({ kind, by }) => kind === "help_answered" && by?.id !== get().me?.id);
  if (answered && interaction.mine) toast(say("help.comes", { name: answered.by?.name ?? "" }), "good");
}

/** What the server should tell of although it is somebody else's: {interaction, number}, or nothing. */
export function watched(state) {
  const row = current(state);
  const others = row && state.open.loaded && !row.mine && row.owner && row.owner.id !== state.me?.id && row.state !== "disconnected";
  return others ? { interaction: row.id, number: state.known[row.id] ?? row.number } : { interaction: null };
}

// ---- drawing -------------------------------------------------------------------------------------------------------

function requestWords(request, mine) {
  if (request?.state === "asked") {
    if (!mine) return say(request.text ? "help.asksWords" : "help.asks", { by: request.agent.name, text: request.text });
    return request.seen_by ? say("help.seen", { name: request.seen_by.name }) : say("help.waits");
  }
  return request?.state === "answered" && mine ? say("help.comes", { name: request.answered_by.name }) : "";
}

function joinedWords(joined, me) {
  if (joined.some(({ id }) => id === me)) return say("help.youJoined");
  return joined.length ? sayCount("help.joined", joined.length, { names: joined.map(({ name }) => name).join(", ") }) : "";
}

/** Who helps with what is on screen, in one line under the verbs. */
function drawLine(state) {
  const help = state.open?.help;
  const row = current(state);
  const mine = row?.owner?.id === state.me?.id;
  const open_ = row && row.state !== "disconnected" && help;
  const words = open_ ? [requestWords(help.request, mine), joinedWords(help.joined, state.me.id)].filter(Boolean) : [];
  show(byId("help-line"), words.length > 0);
  fill(byId("help-line"), { request: words[0] ?? "", joined: words[1] ?? "" });
}

/** Draws the line, and the requests on the work list. */
export function drawHelp(state) {
  drawLine(state);
  const { requests, joined } = state.me.help ?? { requests: [], joined: [] };
  show(byId("help-wanted"), requests.length + joined.length > 0);
  write(byId("help-count"), requests.length ? String(requests.length) : "");
  keyed(byId("help-requests"), requests, ({ id }) => id, () => make("help-request"), (element, request) => {
    set(element, "data-interaction", request.interaction);
    fill(element, { by: request.agent.name, about: say("help.about", { name: personName(request.customer), workgroup: request.workgroup?.name ?? "" }), words: request.text });
    setTime(part(element, "at"), "waited", request.at);
  });
  keyed(byId("help-joined"), joined, ({ interaction }) => interaction, () => make("help-joined"), (element, one) => {
    set(element.firstElementChild, "href", `#${one.interaction}`);
    fill(element, { "joined-words": say("help.along", { name: personName(one.customer), agent: one.agent?.name ?? "" }) });
  });
}

/** The verbs by name. */
export const verbs = { help: askHelp, "withdraw-help": withdrawHelp, coach, join, "leave-again": leaveAgain, "take-over": takeOver };
