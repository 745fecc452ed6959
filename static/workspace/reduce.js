// One pure function per event and answer: (state, what came) -> state. Nothing here knows the page or the network.
import { heard } from "./noted.js";
import { NO_MESSAGES, withMessage, withNewest } from "./reduce_thread.js";
import { putMessage } from "./thread.js";

export { branchCame, marked, older, seen, unfolded, wasRead } from "./reduce_thread.js";

const KEPT = 10;

const without = (object, key) => {
  const { [key]: _, ...rest } = object;
  return rest;
};

// ---- rows ----------------------------------------------------------------------------------------------------

function keep(state, id) {
  const kept = [...state.kept.filter((other) => other !== id), id];
  return { ...state, kept: kept.slice(-KEPT) };
}

function forgetRow(state, id) {
  if (state.kept.includes(id)) return state;
  const open = state.open?.id === id ? { ...state.open, row: { ...state.rows[id], mine: false } } : state.open;
  return { ...state, open, rows: without(state.rows, id), holes: without(state.holes, id) };
}

/** The note of a transfer comes with the offer; it is kept for as long as the interaction is here. */
const complete = (fresh, before) => (fresh.note || !before?.note ? fresh : { ...fresh, note: before.note });

/** Takes a row unless a newer one is known. One that ended stays on the list; one that is no longer mine leaves. */
export function row(state, fresh) {
  const before = state.rows[fresh.id];
  if (before && fresh.number < before.number) return state;
  const whole = complete(fresh, before ?? (state.open?.id === fresh.id ? state.open.row : null));
  let next = { ...state, rows: { ...state.rows, [fresh.id]: whole } };
  if (next.open?.id === fresh.id) next.open = { ...next.open, row: whole };
  if (fresh.state === "disconnected") return before ? keep(next, fresh.id) : forgetRow(next, fresh.id);
  next = { ...next, kept: next.kept.filter((id) => id !== fresh.id) };
  return fresh.mine ? next : forgetRow(next, fresh.id);
}

/** An interaction is no longer mine to see. */
export function gone(state, id) {
  return state.rows[id] ? forgetRow(state, id) : state;
}

// ---- the whole desk --------------------------------------------------------------------------------------------

/** The first answer, and the one after a long time away: it replaces the list. What ended stays on it. */
export function desk(state, answer) {
  const closed = answer.closed ?? [];
  const kept = [...state.kept.filter((id) => state.rows[id] && !closed.some((row) => row.id === id)), ...closed.map(({ id }) => id)];
  const rows = Object.fromEntries(kept.map((id) => [id, closed.find((row) => row.id === id) ?? state.rows[id]]));
  const known = { ...state.known };
  for (const fresh of closed) known[fresh.id] ??= fresh.number;
  for (const fresh of answer.interactions) {
    rows[fresh.id] = fresh;
    known[fresh.id] ??= fresh.number;
  }
  return {
    ...state,
    ready: true,
    displaced: false,
    me: answer.me,
    statuses: answer.statuses,
    stations: answer.stations,
    wrapUps: answer.wrap_ups,
    accounts: answer.account_codes ?? [],
    asking: answer.asking ?? [],
    actsIn: answer.acts_in ?? [],
    limits: answer.limits,
    queues: answer.queues,
    rows,
    kept: kept.filter((id) => rows[id].state === "disconnected"),
    known,
  };
}

/** Whole state with a version: an older one than ours is late and ignored. */
export function me(state, fresh) {
  if (state.me && fresh.version < state.me.version) return state;
  const lostSeat = Boolean(state.me?.logged_on && !fresh.logged_on);
  return { ...state, me: fresh, displaced: !fresh.logged_on && (state.displaced || lostSeat) };
}

/** I logged off here: the seat is gone, and nothing is to be explained. */
export function loggedOff(state) {
  return { ...state, me: { ...state.me, logged_on: false, station: null }, displaced: false };
}

/** The tallies of the workgroup queues, with a version. */
export function queues(state, fresh) {
  return fresh.version < state.queues.version ? state : { ...state, queues: fresh };
}

/** The waiting rows of one workgroup; null when it is folded again. */
export function queue(state, workgroup, rows) {
  const queueRows = rows ? { ...state.queueRows, [workgroup]: rows } : without(state.queueRows, workgroup);
  return { ...state, queueRows };
}

/** The seat was taken by another log-on, or given up elsewhere. */
export const displaced = (state) => ({ ...state, displaced: true, me: state.me && { ...state.me, logged_on: false } });

/** The session ended. */
export const signedOut = (state) => ({ ...state, signedOut: true });

/** It holds again. */
export const signedIn = (state) => ({ ...state, signedOut: false });

/** How the line to the server is: connecting, online, reconnecting or offline. */
export const connection = (state, name) => (state.connection === name ? state : { ...state, connection: name });

// ---- events ----------------------------------------------------------------------------------------------------

function applyToOpen(state, event) {
  const open = state.open;
  if (open?.id !== event.interaction) return state;
  const events = [...open.events, { ...event, message: null }];
  if (!event.message) return { ...state, open: { ...open, events } };
  const inbound = event.kind === "message" && !event.message.outbound;
  return { ...state, open: { ...withMessage(open, event.message, inbound), events } };
}

const fileIds = (thing) => (thing ?? []).map((file) => file.id);

/** Whether a message is what a reply on its way has become. Words and files may have gone as two messages. */
function isTwin(entry, message) {
  const own = fileIds(entry.files);
  return entry.text === message.text && fileIds(message.attachments).every((id) => own.includes(id));
}

/** Our own reply came by the socket before the answer to its POST: it need not be shown twice. */
function settleOutgoing(state, event) {
  const waiting = state.outgoing[event.interaction] ?? [];
  const ours = event.kind === "reply" && event.message?.agent?.id === state.me?.id;
  const twin = ours && waiting.find((entry) => isTwin(entry, event.message));
  return twin ? dropped(state, event.interaction, twin.uuid) : state;
}

/** What is on its way to be done to a message; an empty `act` when it is over. */
export function doing(state, message, act) {
  const rest = without(state.doing, message);
  return { ...state, doing: act ? { ...rest, [message]: act } : rest };
}

/** An act was asked for, or it is over. That a file was fetched says nothing of it. */
function settleActs(state, { kind, message, data }) {
  if (!message) return state;
  if (kind === "act") return doing(state, message.id, data.state);
  const over = kind === "act_failed" || (kind === "changed" && data.state !== "file");
  return over && state.doing[message.id] ? doing(state, message.id, null) : state;
}

function applyAll(state, id, list) {
  let next = state;
  for (const event of list) {
    next = settleActs(settleOutgoing(heard(applyToOpen(next, event), event), event), event);
    next = { ...next, known: { ...next.known, [id]: event.number } };
  }
  return next;
}

/** Events of one interaction: known numbers are ignored; a hole is noted and nothing past it applied. */
export function events(state, frame) {
  const id = frame.interaction.id;
  const known = state.known[id];
  const list = frame.events.filter((event) => known === undefined || event.number > known);
  list.sort((a, b) => a.number - b.number);
  const next = row(state, frame.interaction);
  if (known === undefined) {
    const start = list.length ? list[0].number - 1 : frame.interaction.number;
    return applyAll({ ...next, known: { ...next.known, [id]: start } }, id, list);
  }
  const whole = list.filter((event, index) => event.number === known + 1 + index);
  const after = applyAll(next, id, whole);
  return whole.length === list.length ? after : { ...after, holes: { ...after.holes, [id]: after.known[id] } };
}

/** The answer about a hole: what HTTP says is the whole truth, a number that still lacks will never come. */
export function healed(state, answer) {
  const id = answer.interaction.id;
  const list = answer.events.filter((event) => event.number > (state.known[id] ?? 0));
  const next = row({ ...state, holes: without(state.holes, id) }, answer.interaction);
  return applyAll(next, id, list.sort((a, b) => a.number - b.number));
}

// ---- the conversation on screen ---------------------------------------------------------------------------------

/** A conversation is asked for; until the answer comes its row is shown. */
export function opening(state, id) {
  if (state.open?.id === id) return { ...state, open: { ...state.open, failed: "" } };
  const found = state.rows[id] ?? Object.values(state.queueRows).flat().find((other) => other.id === id) ?? null;
  return { ...state, open: { id, row: found, loaded: false, failed: "", ...NO_MESSAGES } };
}

/** It could not be had; `detail` says why. */
export function notOpened(state, id, detail) {
  return state.open?.id === id ? { ...state, open: { ...state.open, failed: detail } } : state;
}

/** The answer: newest messages, journal, history, composer. What came by the socket meanwhile is asked for again. */
export function opened(state, answer) {
  const id = answer.interaction.id;
  if (state.open?.id !== id) return state;
  const before = state.open;
  const number = answer.interaction.number;
  const ahead = (state.known[id] ?? 0) > number;
  const open = {
    ...before,
    ...answer,
    row: answer.interaction,
    ...withNewest(before, answer),
    loaded: true,
    failed: "",
  };
  const next = row({ ...state, open, known: { ...state.known, [id]: number } }, answer.interaction);
  return ahead ? { ...next, holes: { ...next.holes, [id]: number } } : next;
}

/** Only what the composer may do, asked again after the state or the window changed. */
export function composer(state, answer) {
  const open = state.open?.id === answer.interaction.id ? { ...state.open, composer: answer.composer, reopen: answer.reopen, help: answer.help, snippet: answer.snippet } : state.open;
  return row({ ...state, open }, answer.interaction);
}

/** Nothing is on screen any more. */
export const closed = (state) => ({ ...state, open: null });

// ---- replies ------------------------------------------------------------------------------------------------------

const STUCK = ["failed", "uncertain"];

/** A reply leaves the page, or leaves again: `entry` has uuid, text, parent, at, and files, private, template if any. */
export function sending(state, id, entry) {
  const others = (state.outgoing[id] ?? []).filter((other) => other.uuid !== entry.uuid);
  const list = [...others, { ...entry, status: "sending", reason: "" }];
  return { ...state, outgoing: { ...state.outgoing, [id]: list } };
}

/** No answer ("lost": same uuid again is safe) or the server would not ("refused", with its reason). */
export function unsent(state, id, uuid, status, reason) {
  const change = (entry) => (entry.uuid === uuid ? { ...entry, status, reason } : entry);
  return { ...state, outgoing: { ...state.outgoing, [id]: (state.outgoing[id] ?? []).map(change) } };
}

/** A reply on its way is no longer ours to watch. */
export function dropped(state, id, uuid) {
  const left = (state.outgoing[id] ?? []).filter((entry) => entry.uuid !== uuid);
  const outgoing = left.length ? { ...state.outgoing, [id]: left } : without(state.outgoing, id);
  return { ...state, outgoing };
}

/** The answer to a reply or a retry. The socket may have been faster: only absent or stuck messages are written. */
export function posted(state, message) {
  const open = state.open;
  if (!open || message.thread !== open.row?.thread) return state;
  const present = open.messages.find((other) => other.id === message.id);
  if (present && !STUCK.includes(present.delivery?.state)) return state;
  const messages = putMessage(open.messages, message, open.more);
  const size = open.size + messages.length - open.messages.length;
  return { ...state, open: { ...open, messages, size, fresh: [] } };
}

/** A failed reply was thrown away. */
export function discarded(state, delivery) {
  if (!state.open) return state;
  const messages = state.open.messages.filter((message) => message.delivery?.id !== delivery);
  return { ...state, open: { ...state.open, messages } };
}
