// The customer beside the conversation: what is kept of the answers, when they are asked for, and which window counts.
import assert from "node:assert/strict";
import test from "node:test";
import { opened, opening } from "../../static/workspace/reduce.js";
import { around, olderHistory, panel, panelFailed, panelKey } from "../../static/workspace/reduce_customer.js";
import { current } from "../../static/workspace/state.js";
import { windowOf } from "../../static/workspace/window.js";
import { deskWith, detail, event, message, row } from "./world.mjs";

const NOW = Date.parse("2026-11-22T12:00:00Z");
const DAY = 86400000;
const history = (ids, more = false, count = ids.length) => ({ rows: ids.map((id) => ({ id })), more, count });
const answer = (number, changes = {}) => ({ interaction: 1, number, history: history([3, 2], true, 4), ...changes });
const shown = () => opened(opening(deskWith(row(1)), 1), detail(1, []));
const keyOf = (state) => panelKey(state, current(state));

test("a late answer about the customer, or one about another conversation, is left alone", () => {
  const state = panel(shown(), answer(5));
  assert.equal(panel(state, answer(4)), state);
  assert.equal(panel(state, answer(9, { interaction: 2 })), state);
  assert.equal(panel(state, answer(6)).open.panel.number, 6);
});

test("what was read of the history stays until there is more of it", () => {
  const read = olderHistory(panel(shown(), answer(5)), 1, 2, history([1, 0], false, 4));
  assert.deepEqual(read.open.panel.history.rows.map(({ id }) => id), [3, 2, 1, 0]);
  assert.equal(panel(read, answer(6)).open.panel.history.rows.length, 4);
  assert.equal(panel(read, answer(7, { history: history([4, 3], true, 5) })).open.panel.history.rows.length, 2);
  assert.equal(olderHistory(read, 1, 2, history([1])), read); // asked twice
});

test("a failure is said, and forgotten with the next answer", () => {
  const failed = panelFailed(shown(), 1, "No answer");
  assert.equal(failed.open.panelFailed, "No answer");
  assert.equal(panel(failed, answer(5)).open.panelFailed, "");
});

test("the customer is asked for again when something about him has happened, and not with every message", () => {
  const state = shown();
  const withEvents = (...events) => ({ ...state, open: { ...state.open, events } });
  assert.notEqual(keyOf(state), "");
  assert.equal(keyOf(withEvents(event(2, "message"))), keyOf(state));
  for (const kind of ["labeled", "attribute", "merged", "unmerged", "blocked", "gathered"])
    assert.notEqual(keyOf(withEvents(event(2, kind))), keyOf(state));
  assert.equal(panelKey(opening(deskWith(row(1)), 1), row(1)), "");
});

test("a frame without events says that something around the conversation has changed", () => {
  const state = shown();
  assert.notEqual(keyOf(around(state, { interaction: { id: 1 }, events: [] })), keyOf(state));
  assert.equal(around(state, { interaction: { id: 1 }, events: [event(2, "message")] }), state);
  assert.equal(around(state, { interaction: { id: 2 }, events: [] }), state);
});

test("a private conversation counts down from the platform's own window", () => {
  const private_ = (changes) => row(1, { media_type: "social_direct_message", platform: "facebook", kind: "messenger", ...changes });
  const open = (hours, left) => ({ messages: [], composer: { closes_at: new Date(NOW + left).toISOString(), window_hours: hours } });
  assert.deepEqual([windowOf(private_(), open(24, DAY / 2), NOW)].map(({ help, over, span }) => [help, over, span]), [["window.messenger", false, DAY]]);
  assert.equal(windowOf(private_(), open(168, 3 * DAY), NOW).help, "window.human");
  assert.deepEqual([windowOf(private_(), open(24, -1), NOW)].map(({ help, over }) => [help, over]), [["window.over", true]]);
  assert.equal(windowOf(private_({ platform: "whatsapp", kind: "whatsapp" }), open(24, DAY / 2), NOW).help, "window.whatsapp");
  assert.deepEqual(windowOf(private_({ platform: "twitter", kind: "x_direct" }), open(24, DAY), NOW), { help: "window.twitter_direct" });
});

test("under a public post a private reply is possible once, for seven days", () => {
  const post = row(1, { media_type: "social_conversation", platform: "facebook", kind: "facebook_posts" });
  const said = message(7, { at: new Date(NOW - DAY).toISOString() });
  const composer = { private_reply_days: 7 };
  const found = windowOf(post, { messages: [said], root: null, composer }, NOW);
  assert.deepEqual([found.word, Date.parse(found.closes) - NOW, found.span], ["window.private", 6 * DAY, 7 * DAY]);
  const answered = message(8, { outbound: true, private_reply: true, parent: 7 });
  assert.deepEqual(windowOf(post, { messages: [said, answered], composer }, NOW), { help: "window.facebookGone" });
});
