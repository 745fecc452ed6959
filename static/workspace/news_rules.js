// What is news to an agent, and when it is over: pure functions, no page.
import { alerts, ringsAtMe } from "./state.js";

export const CLOSING = 1800000; // ms of the reply window at which one is told
const MOST = 30; // news kept in the list of the bell

/** The kind of an alert: somebody has handed it over, or the ACD offers it. */
export const kindOfAlert = (row) => (row.returns_to ? "transfer" : "offer");

/** What rings now, each offer once: [{kind, id, key}]. */
export const ringing = (state) => alerts(state).map((row) => ({ kind: kindOfAlert(row), id: row.id, key: `${row.id} ${row.state_since}` }));

/** Interactions whose customer waits for an answer that can soon be given no more: [{kind, id, key}]. */
export function closing(state, now) {
  const soon = (row) => {
    const left = Date.parse(row.window_closes_at) - now;
    return left > 0 && left <= CLOSING;
  };
  const waits = Object.values(state.rows).filter((row) => row.mine && row.waiting_since && row.state !== "alerting" && soon(row));
  return waits.map((row) => ({ kind: "window", id: row.id, key: `${row.id} ${row.window_closes_at}` }));
}

/** Whether what the news tells of was looked after, so that it need not be told again. */
export function isHandled({ kind, id, key }, state, now) {
  const row = state.rows[id];
  if (kind === "assistance") return false; // who asked for it says so himself
  if (!row) return true;
  if (kind === "message") return !row.mine || row.unread === 0;
  if (kind === "window") return !closing(state, now).some((one) => one.key === key);
  return !ringsAtMe(state, row);
}

/** The list of news with one more on top; the same is told once, and what is old falls out. */
export function withNews(list, one) {
  return [one, ...list.filter(({ kind, key }) => kind !== one.kind || key !== one.key)].slice(0, MOST);
}

/** Replies of mine that the platform did not take, or of which I must decide: [{message, state}] of events after `known`. */
export function undelivered(events, known, me) {
  const bad = ({ delivery }) => delivery && (delivery.state === "failed" || (delivery.state === "uncertain" && delivery.can_retry));
  const fresh = events.filter(({ kind, number, data, message }) => kind === "delivery" && number > known && message?.agent?.id === me && data.state === message.delivery?.state && bad(message));
  return fresh.map(({ message }) => ({ message, state: message.delivery.state }));
}
