// Rows, messages and events as the server sends them, for the tests.
import { freshState } from "../../static/workspace/state.js";
import { desk } from "../../static/workspace/reduce.js";

export const ME = { version: 1, id: 7, name: "Alice", logged_on: true, station: null, status: { id: 1, takes_acd: true } };

export const row = (id, changes = {}) => ({
  id,
  number: 1,
  state: "connected",
  media_type: "social_direct_message",
  platform: "whatsapp",
  kind: "whatsapp",
  channel: { id: 1, name: "Care" },
  workgroup: { id: 1, name: "Home Care" },
  thread: 100 + id,
  customer: { id, name: `Customer ${id}`, handle: "" },
  owner: { id: 7, name: "Alice" },
  returns_to: null,
  unread: 0,
  created_at: `2026-11-22T10:00:${String(id).padStart(2, "0")}Z`,
  queued_at: `2026-11-22T10:00:${String(id).padStart(2, "0")}Z`,
  window_closes_at: null,
  note: "",
  mine: true,
  ...changes,
});

export const message = (id, changes = {}) => ({
  id,
  thread: 101,
  interaction: 1,
  parent: null,
  outbound: false,
  kind: "message",
  text: `text ${id}`,
  at: new Date(Date.UTC(2026, 10, 22, 10, 0, id)).toISOString(),
  author: { id: 1, name: "Customer 1", handle: "" },
  agent: null,
  can_reply: true,
  delivery: null,
  ...changes,
});

export const event = (number, kind, changes = {}) => ({
  interaction: 1,
  number,
  kind,
  at: "2026-11-22T10:01:00Z",
  by: null,
  data: {},
  message: null,
  ...changes,
});

/** A desk that has these rows. */
export function deskWith(...rows) {
  const answer = { statuses: [], stations: [], limits: {}, wrap_ups: [], queues: { version: 1, workgroups: [] } };
  return desk(freshState(), { ...answer, me: ME, interactions: rows });
}

/** The answer about one conversation. */
export const detail = (id, messages, changes = {}) => ({
  interaction: row(id, { messages: messages.length, ...changes }),
  messages,
  more: false,
  root: null,
  events: [],
  composer: { open: true, reason: "", limit: 4096, closes_at: null },
});
