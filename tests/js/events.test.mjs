import assert from "node:assert/strict";
import test from "node:test";
import * as reduce from "../../static/workspace/reduce.js";
import { alerts, knownNumbers, mine, newsCount } from "../../static/workspace/state.js";
import { deskWith, event, message, ME, row } from "./world.mjs";

const frame = (interaction, ...events) => ({ interaction, events });
const openDesk = (...rows) => reduce.opening(deskWith(...rows), rows[0].id);

test("an event is applied once, however often it comes", () => {
  const news = frame(row(1, { number: 2, unread: 1 }), event(2, "message", { message: message(5) }));
  const once = reduce.events(openDesk(row(1)), news);
  const twice = reduce.events(once, news);
  assert.equal(twice.open.messages.length, 1);
  assert.deepEqual(twice.open.fresh, [5]);
  assert.equal(twice.known[1], 2);
  assert.deepEqual(twice.holes, {}, "what is known already is no hole");
});

test("events of one frame are applied in the order of their numbers", () => {
  const news = frame(row(1, { number: 3, state: "held" }), event(3, "held"), event(2, "message", { message: message(5) }));
  const after = reduce.events(openDesk(row(1)), news);
  assert.equal(after.known[1], 3);
  assert.deepEqual(after.open.events.map((entry) => entry.number), [2, 3]);
});

test("a hole is noted, and nothing past it is applied until HTTP has answered", () => {
  const late = event(4, "message", { message: message(9) });
  const holed = reduce.events(openDesk(row(1)), frame(row(1, { number: 4 }), event(2, "message", { message: message(5) }), late));
  assert.deepEqual(holed.holes, { 1: 2 });
  assert.deepEqual(holed.open.messages.map(({ id }) => id), [5]);
  const answer = frame(row(1, { number: 4 }), event(3, "message", { message: message(7) }), late);
  const healed = reduce.healed(holed, answer);
  assert.deepEqual(healed.holes, {});
  assert.deepEqual(healed.open.messages.map(({ id }) => id), [5, 7, 9]);
  assert.equal(healed.known[1], 4);
});

test("a number that HTTP does not have either is no hole any more", () => {
  const holed = reduce.events(openDesk(row(1)), frame(row(1, { number: 4 }), event(4, "held")));
  const healed = reduce.healed(holed, frame(row(1, { number: 4 }), event(4, "held")));
  assert.equal(healed.known[1], 4);
  assert.deepEqual(healed.holes, {});
});

test("the first events of an interaction nobody knew begin where they begin", () => {
  const offered = row(2, { number: 3, state: "alerting" });
  const after = reduce.events(deskWith(), frame(offered, event(2, "queued", { interaction: 2 }), event(3, "alerted", { interaction: 2 })));
  assert.equal(after.known[2], 3);
  assert.deepEqual(after.holes, {});
  assert.deepEqual(alerts(after).map(({ id }) => id), [2]);
});

test("an older row never replaces a newer one", () => {
  const state = reduce.row(deskWith(row(1)), row(1, { number: 5, state: "held" }));
  assert.equal(reduce.row(state, row(1, { number: 4 })).rows[1].state, "held");
});

test("a row with the same number may still change: reading writes no event", () => {
  const state = deskWith(row(1, { number: 5, unread: 3 }));
  assert.equal(newsCount(state), 3);
  assert.equal(newsCount(reduce.row(state, row(1, { number: 5, unread: 0 }))), 0);
});

test("what is no longer mine leaves the list", () => {
  const state = deskWith(row(1), row(2));
  assert.deepEqual(mine(reduce.gone(state, 1)).map(({ id }) => id), [2]);
  const handed = reduce.events(state, frame(row(1, { number: 2, state: "waiting", mine: false, owner: null }), event(2, "transferred")));
  assert.deepEqual(mine(handed).map(({ id }) => id), [2]);
});

test("what was disconnected stays at the end of the list, ten at most, and survives gone", () => {
  const ids = Array.from({ length: 12 }, (_, index) => index + 1);
  let state = deskWith(...ids.map((id) => row(id)), row(30));
  for (const id of ids) state = reduce.row(state, row(id, { number: 2, state: "disconnected", mine: false }));
  assert.deepEqual(mine(state).map(({ id }) => id), [30, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  assert.equal(mine(reduce.gone(state, 12)).at(-1).id, 12);
});

test("an old interaction that is only looked at does not enter the list", () => {
  const looked = reduce.row(reduce.opening(deskWith(), 4), row(4, { state: "disconnected", mine: false }));
  assert.deepEqual(mine(looked), []);
  assert.equal(looked.open.row.id, 4);
});

test("open interactions keep the order they came in, whatever happens to them", () => {
  const state = deskWith(row(2), row(1), row(3));
  const news = reduce.row(state, row(3, { number: 2, unread: 4, waiting_since: "2026-11-22T09:00:00Z" }));
  assert.deepEqual(mine(news).map(({ id }) => id), [1, 2, 3]);
});

test("what a colleague has yet to take is mine but rings at him", () => {
  const handed = row(1, { state: "alerting", owner: { id: 8, name: "Bob" }, returns_to: { id: 7, name: "Alice" } });
  const state = deskWith(handed);
  assert.deepEqual(alerts(state), []);
  assert.deepEqual(mine(state).map(({ id }) => id), [1]);
});

test("the title counts alerts and unread messages, not those of what has ended", () => {
  let state = deskWith(row(1, { unread: 2 }), row(2, { unread: 5 }), row(3, { state: "alerting", unread: 1 }));
  state = reduce.row(state, row(2, { number: 2, state: "disconnected", mine: false, unread: 5 }));
  assert.equal(newsCount(state), 3);
});

test("whole state older than ours is ignored", () => {
  const state = reduce.me(deskWith(), { ...ME, version: 5, status: { id: 2 } });
  assert.equal(reduce.me(state, { ...ME, version: 4 }).me.status.id, 2);
  const queues = reduce.queues(state, { version: 9, workgroups: [{ id: 1 }] });
  assert.equal(reduce.queues(queues, { version: 8, workgroups: [] }).queues.workgroups.length, 1);
});

test("a seat that is lost elsewhere is explained, one that I gave up is not", () => {
  const lost = reduce.me(deskWith(), { ...ME, version: 2, logged_on: false });
  assert.equal(lost.displaced, true);
  assert.equal(reduce.me(lost, { ...ME, version: 3, logged_on: false }).displaced, true);
  assert.equal(reduce.me(lost, { ...ME, version: 3 }).displaced, false);
  const left = reduce.me(reduce.loggedOff(deskWith()), { ...ME, version: 2, logged_on: false });
  assert.equal(left.displaced, false);
});

test("a snapshot replaces the list but keeps what ended and what is known of it", () => {
  let state = deskWith(row(1, { number: 4 }), row(2));
  state = reduce.row(state, row(2, { number: 2, state: "disconnected", mine: false }));
  const answer = { ...state, wrap_ups: [], interactions: [row(1, { number: 6 }), row(3)] };
  const after = reduce.desk(state, answer);
  assert.deepEqual(mine(after).map(({ id }) => id), [1, 3, 2]);
  assert.equal(after.known[1], 4, "events 5 and 6 are still missing and must not be ignored when they come");
  assert.deepEqual(knownNumbers(after), { 1: 4, 2: 1, 3: 1 });
});

test("the note of a transfer outlives the offer it came with", () => {
  const state = deskWith(row(1, { state: "alerting", note: "Only the label is missing" }));
  assert.equal(reduce.row(state, row(1, { number: 2 })).rows[1].note, "Only the label is missing");
});

test("what ended today is on the list after a reload, but not beside the interaction in which it goes on", () => {
  const ended = (id, thread) => row(id, { state: "disconnected", mine: false, thread });
  const answer = { ...deskWith(), me: ME, statuses: [], wrap_ups: [], interactions: [row(3, { thread: 101 })], closed: [ended(1, 101), ended(2, 102)] };
  const state = reduce.desk(deskWith(), answer);
  assert.deepEqual(mine(state).map(({ id }) => id), [3, 2]);
  assert.deepEqual(mine(reduce.desk(state, { ...answer, closed: [ended(2, 102)] })).map(({ id }) => id), [3, 2]);
});
