// The desk's state: one plain object, and the questions the page asks of it.

/** A desk that knows nothing yet. */
export function freshState() {
  return {
    ready: false,
    signedOut: false,
    displaced: false,
    connection: "connecting",
    me: null,
    statuses: [],
    stations: [],
    wrapUps: [],
    accounts: [],
    actsIn: [], // ids of the workgroups whose interactions I may coach, join and take over
    asking: [], // ids of the workgroups that want a wrap-up code
    limits: {},
    queues: { version: 0, workgroups: [] },
    queueRows: {}, // workgroup id -> its waiting rows, for the queues that are unfolded
    rows: {}, // interaction id -> row
    kept: [], // disconnected interactions that stay on the list, oldest first
    known: {}, // interaction id -> number of the last event applied
    holes: {}, // interaction id -> number after which events are missing
    open: null, // the conversation on screen, see reduce.opened
    outgoing: {}, // interaction id -> replies on their way to the server
    present: null, // who else looks at the conversation on screen
    doing: {}, // message id -> the act upon it that is on its way to the platform
  };
}

/** Whether this row rings at me (and not at a colleague I transferred it to). */
export const ringsAtMe = (state, row) => row.state === "alerting" && row.mine && row.owner?.id === state.me?.id;

/** Whether this row waits for a colleague to take it from me. */
export const waitsToBeTaken = (state, row) =>
  row.state === "alerting" && row.returns_to?.id === state.me?.id && row.owner?.id !== state.me?.id;

const arrived = (row) => Date.parse(row.queued_at ?? row.created_at);
const byArrival = (a, b) => arrived(a) - arrived(b) || a.id - b.id;

/** Interactions ringing at me, the one that goes back first on top. */
export function alerts(state) {
  return Object.values(state.rows)
    .filter((row) => ringsAtMe(state, row))
    .sort((a, b) => Date.parse(a.offer_expires_at) - Date.parse(b.offer_expires_at) || byArrival(a, b));
}

/**
 * My interactions: open ones in the order they came, so that news moves nothing; then the disconnected ones, unless their
 * conversation goes on in an open one.
 */
export function mine(state) {
  const listed = Object.values(state.rows).filter((row) => row.mine && !ringsAtMe(state, row));
  const open = listed.filter((row) => row.state !== "disconnected").sort(byArrival);
  const goesOn = new Set(open.map((row) => row.thread));
  return [...open, ...state.kept.map((id) => state.rows[id]).filter((row) => row && !goesOn.has(row.thread))];
}

/** The row of the conversation on screen, or null. */
export const current = (state) => (state.open ? (state.rows[state.open.id] ?? state.open.row ?? null) : null);

/** What the title counts: alerts and unread messages. */
export function newsCount(state) {
  const unread = mine(state).reduce((sum, row) => sum + (row.state === "disconnected" ? 0 : row.unread), 0);
  return alerts(state).length + unread;
}

/** Replies of an interaction that did not leave for sure: on their way, refused, failed or uncertain. */
export function unsettled(state, id) {
  const messages = state.open?.id === id ? state.open.messages : [];
  const stuck = messages.filter((message) => ["failed", "uncertain"].includes(message.delivery?.state));
  return (state.outgoing[id] ?? []).length + stuck.length;
}

/** How many workgroup interactions wait, and since when the longest. */
export function queueTally(state) {
  const groups = state.queues.workgroups;
  const longest = groups.map((group) => group.longest_since).filter(Boolean).sort()[0] ?? null;
  return { waiting: groups.reduce((sum, group) => sum + group.waiting, 0), longest };
}

/** What a reply of mine went through, for the line under it: {tick} or {trouble, reason, actions}. */
export function outcome(message) {
  const { pending, delivery } = message;
  if (pending?.status === "sending") return { tick: "sending" };
  if (pending) return { trouble: pending.status, reason: pending.reason, actions: ["retry", "edit", "discard"] };
  if (!delivery) return {};
  if (!["failed", "uncertain"].includes(delivery.state)) return { tick: delivery.state };
  if (!delivery.can_retry) return { trouble: delivery.state === "failed" ? "failed" : "checking", reason: delivery.reason, actions: [] };
  // What may be on the platform cannot be unsaid by deleting it here, so doubt offers no Delete.
  const actions = delivery.state === "failed" ? ["retry", "edit", "discard"] : ["again"];
  return { trouble: delivery.state, reason: delivery.reason, actions };
}

/**
 * Whether one may write now: {open: true, closesAt}, or why not: `why` is a key of words, `reason` the server's sentence,
 * `pickUp` whether picking up would open it, `template` whether a template may be sent instead. Null when nothing is on
 * screen.
 */
export function pen(state, now) {
  const row = current(state);
  const composer = state.open?.composer;
  if (!row || !composer) return null;
  const verbs = verbsFor(state, row);
  if (row.state === "waiting" && composer.not_for_me) return { open: false, why: "notForMe", reason: composer.not_for_me };
  if (verbs.includes("pick-up") || verbs.includes("resume")) return { open: false, why: "pickUp", pickUp: true };
  if (isJoined(state)) return row.state === "connected" ? whileOpen(composer, now) : { open: false, why: "notYours" };
  if (verbs.includes("take-back")) return { open: false, why: "handed", takeBack: true };
  if (row.state === "disconnected") return penOfEnded(state, verbs);
  const others = row.owner && row.owner.id !== state.me?.id;
  if (others && row.state !== "alerting") return { open: false, why: "owned" };
  if (row.state !== "connected" || row.owner?.id !== state.me?.id) return { open: false, why: "notYours" };
  return whileOpen(composer, now);
}

function whileOpen(composer, now) {
  const closesAt = composer.closes_at;
  const passed = closesAt && Date.parse(closesAt) <= now;
  if (passed) return composer.templates ? { open: false, why: "template", template: true } : { open: false, why: "passed" };
  if (!composer.open) return { open: false, why: "closed", reason: composer.reason };
  return { open: true, closesAt };
}

function penOfEnded({ open }, verbs) {
  return { open: false, why: "ended", reason: open.reopen?.why ?? "", reopen: verbs.includes("reopen"), codes: verbs.includes("codes") };
}

/** Whether a row has ended without the wrap-up code that its workgroup wants. */
export const lacksWrapUp = (state, row) => row.state === "disconnected" && !row.wrap_up && state.asking.includes(row.workgroup.id);

function verbsOfEnded(state, row) {
  const codes = row.owner?.id === state.me?.id && state.wrapUps.length + state.accounts.length > 0;
  const reopen = state.open?.id === row.id && state.open.reopen?.allowed;
  return [reopen && "reopen", codes && "codes"].filter(Boolean);
}

/** Whether I write along with whoever has what is on screen. */
export const isJoined = (state) => Boolean(state.open?.help?.joined.some(({ id }) => id === state.me?.id)) && current(state)?.owner?.id !== state.me?.id;

/** What a supervisor may do with what a colleague has. */
function verbsBeside(state, row) {
  if (row.mine || !row.owner || !state.actsIn.includes(row.workgroup.id)) return [];
  return ["coach", isJoined(state) && state.open.id === row.id ? "leave-again" : "join", "take-over"];
}

function verbsOfHelp(state, row) {
  const asked = state.open?.id === row.id && state.open.help?.request;
  return asked && asked.state === "asked" && asked.agent.id === state.me.id ? "withdraw-help" : "help";
}

const verbOfRecording = (state, row) => (state.open?.id === row.id && state.open.snippet ? "stop-recording" : "record");

/** What the composer allows upon messages now; null unless the conversation is in my hands. */
export function acting(state) {
  const row = current(state);
  const mine = row?.state === "connected" && row.mine && row.owner?.id === state.me?.id;
  return mine && state.open.loaded ? state.open.composer : null;
}

/** Whether this row is in my hands, on hold and parked too: then I may mark what I have read. */
export const inHand = (state, row) => ["connected", "held", "parked"].includes(row?.state) && row.owner?.id === state.me?.id;

/** The verbs an agent may use on this row now, in the order of the bar. */
export function verbsFor(state, row) {
  if (!row) return [];
  if (ringsAtMe(state, row)) return ["pick-up", "decline"];
  if (waitsToBeTaken(state, row)) return ["take-back"];
  if (row.state === "waiting") return state.open?.id === row.id && state.open.composer?.not_for_me ? [] : ["pick-up"];
  if (row.state === "disconnected") return verbsOfEnded(state, row);
  if (!row.mine || row.owner?.id !== state.me?.id) return verbsBeside(state, row);
  const rest = ["park", "transfer", verbOfRecording(state, row), verbsOfHelp(state, row), "disconnect"];
  const verbs = { connected: ["hold", ...rest], held: ["resume", ...rest] };
  return verbs[row.state] ?? (row.state === "parked" ? ["resume", "transfer"] : []);
}

/** What the hello says: numbers of what is on the list or on screen; the rest is history. */
export function knownNumbers(state) {
  const ids = new Set([...Object.keys(state.rows), String(state.open?.id)]);
  return Object.fromEntries(Object.entries(state.known).filter(([id]) => ids.has(id)));
}
