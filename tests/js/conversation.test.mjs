import assert from "node:assert/strict";
import test from "node:test";
import * as reduce from "../../static/workspace/reduce.js";
import { current, outcome, pen, unsettled, verbsFor } from "../../static/workspace/state.js";
import { answerTo, asMessages, chatLines, gapsShown, grow, mergeMessages, newestInbound, putMessage, treeLines } from "../../static/workspace/thread.js";
import { deskWith, detail, event, message, row } from "./world.mjs";

const ids = (list) => list.map(({ id }) => id);
const opened = (messages, changes) => reduce.opened(reduce.opening(deskWith(row(1)), 1), detail(1, messages, changes));
const sent = (id, state, changes = {}) => message(id, { outbound: true, delivery: { id: id * 10, state, reason: "", can_retry: true }, ...changes });

test("the newest inbound messages are new, as many as the row says", () => {
  const state = opened([message(1), message(2), sent(3, "sent"), message(4)], { unread: 2 });
  assert.deepEqual(state.open.fresh, [2, 4]);
  assert.deepEqual(newestInbound([message(1)], 0), []);
});

test("what was in view is no longer counted below, but stays marked as new", () => {
  const state = reduce.seen(opened([message(1), message(2)], { unread: 2 }), [1]);
  assert.deepEqual(state.open.unseen, [2]);
  assert.deepEqual(state.open.fresh, [1, 2]);
});

test("asking again for a conversation forgets neither earlier pages nor what was new", () => {
  const first = opened([message(3), message(4)], { unread: 1 });
  const paged = reduce.older(first, 1, { messages: [message(1), message(2)], more: true });
  const again = reduce.opened(paged, detail(1, [message(3), message(4), message(5)]));
  assert.deepEqual(ids(again.open.messages), [1, 2, 3, 4, 5]);
  assert.equal(again.open.more, true);
  assert.deepEqual(again.open.fresh, [4]);
});

test("events that overtook the answer about a conversation are asked for again", () => {
  const state = reduce.opening(deskWith(row(1)), 1);
  const ahead = reduce.events(state, { interaction: row(1, { number: 3 }), events: [event(2, "held"), event(3, "picked_up")] });
  const late = reduce.opened(ahead, detail(1, [message(1)], { number: 1 }));
  assert.deepEqual(late.holes, { 1: 1 });
  assert.equal(late.known[1], 1);
});

test("an answer about a conversation that was left meanwhile is dropped", () => {
  const state = reduce.closed(reduce.opening(deskWith(row(1)), 1));
  assert.equal(reduce.opened(state, detail(1, [message(1)])).open, null);
});

test("a delivery event changes the message in its place", () => {
  const state = opened([sent(1, "queued"), message(2)]);
  const after = reduce.events(state, { interaction: row(1, { number: 2 }), events: [event(2, "delivery", { message: sent(1, "read") })] });
  assert.deepEqual(ids(after.open.messages), [1, 2]);
  assert.equal(after.open.messages[0].delivery.state, "read");
});

test("the answer to a reply never undoes what the socket has told already", () => {
  const state = opened([sent(1, "delivered", { thread: 101 })]);
  assert.equal(reduce.posted(state, sent(1, "queued")).open.messages[0].delivery.state, "delivered");
  const stuck = opened([sent(1, "failed", { thread: 101 })]);
  assert.equal(reduce.posted(stuck, sent(1, "queued")).open.messages[0].delivery.state, "queued");
});

test("a reply that came by the socket is not shown twice, and is not sent again", () => {
  const entry = { uuid: "u", text: "Hello", at: "2026-11-22T10:00:00Z" };
  const sending = reduce.sending(opened([]), 1, entry);
  const told = event(2, "reply", { message: message(9, { outbound: true, text: "Hello", agent: { id: 7, name: "Alice" } }) });
  const after = reduce.events(sending, { interaction: row(1, { number: 2 }), events: [told] });
  assert.deepEqual(after.outgoing, {});
  assert.deepEqual(ids(after.open.messages), [9]);
});

test("a colleague's reply with the same words settles nothing of mine", () => {
  const sending = reduce.sending(opened([]), 1, { uuid: "u", text: "Hello", at: "2026-11-22T10:00:00Z" });
  const told = event(2, "reply", { message: message(9, { outbound: true, text: "Hello", agent: { id: 8, name: "Bob" } }) });
  const after = reduce.events(sending, { interaction: row(1, { number: 2 }), events: [told] });
  assert.equal(after.outgoing[1].length, 1);
});

test("sending again keeps the id and the place of a lost reply", () => {
  const entry = { uuid: "u", text: "Hello", at: "2026-11-22T10:00:00Z" };
  const lost = reduce.unsent(reduce.sending(opened([]), 1, entry), 1, "u", "lost", "no answer");
  assert.equal(outcome(asMessages(lost.outgoing[1])[0]).trouble, "lost");
  const again = reduce.sending(lost, 1, lost.outgoing[1][0]);
  assert.deepEqual(again.outgoing[1].map(({ uuid, status }) => [uuid, status]), [["u", "sending"]]);
});

test("what did not leave for sure is counted before disconnecting", () => {
  let state = opened([sent(1, "failed"), sent(2, "uncertain"), sent(3, "sent")]);
  state = reduce.sending(state, 1, { uuid: "u", text: "Hello", at: "2026-11-22T10:00:00Z" });
  assert.equal(unsettled(state, 1), 3);
  assert.equal(unsettled(reduce.discarded(state, 10), 1), 2);
});

test("trouble offers what the server allows", () => {
  assert.deepEqual(outcome(sent(1, "failed")).actions, ["retry", "edit", "discard"]);
  assert.deepEqual(outcome(sent(1, "uncertain")).actions, ["again"]);
  const looking = outcome(sent(1, "uncertain", { delivery: { id: 1, state: "uncertain", can_retry: false } }));
  assert.deepEqual([looking.trouble, looking.actions], ["checking", []]);
  assert.deepEqual(outcome(sent(1, "sent")), { tick: "sent" });
});

test("verbs follow state and owner", () => {
  const state = deskWith();
  const verbs = (changes) => verbsFor(state, row(1, changes));
  assert.deepEqual(verbs({}), ["hold", "park", "transfer", "record", "help", "disconnect"]);
  const recording = reduce.opened(reduce.opening(deskWith(row(1)), 1), { ...detail(1, []), snippet: { agent: 7 } });
  assert.ok(verbsFor(recording, row(1)).includes("stop-recording"), "while it records, it can be ended");
  assert.deepEqual(verbs({ state: "held" })[0], "resume");
  assert.deepEqual(verbs({ state: "alerting" }), ["pick-up", "decline"]);
  assert.deepEqual(verbs({ state: "alerting", owner: { id: 8 }, returns_to: { id: 7 } }), ["take-back"]);
  assert.deepEqual(verbs({ state: "waiting", mine: false, owner: null }), ["pick-up"]);
  assert.deepEqual(verbs({ mine: false, owner: { id: 8 } }), []);
  assert.deepEqual(verbs({ state: "disconnected", mine: false }), []);
});

test("the pen closes by itself when the window does", () => {
  const closes = "2026-11-22T12:00:00Z";
  const answer = { ...detail(1, []), composer: { open: true, reason: "", limit: 4096, closes_at: closes } };
  const state = reduce.opened(reduce.opening(deskWith(row(1)), 1), answer);
  assert.equal(pen(state, Date.parse(closes) - 1).open, true);
  assert.deepEqual(pen(state, Date.parse(closes)), { open: false, why: "passed" });
});

test("the pen asks for a pick-up while an interaction is held", () => {
  const state = reduce.opened(reduce.opening(deskWith(row(1)), 1), detail(1, [], { state: "held" }));
  assert.equal(pen(state, 0).pickUp, true);
});

test("what waits and is not for me cannot be picked up, and says why", () => {
  const composer = { open: false, not_for_me: "No license." };
  const state = reduce.opened(reduce.opening(deskWith(row(1)), 1), { ...detail(1, [], { state: "waiting", owner: null, mine: false }), composer });
  assert.deepEqual(pen(state, 0), { open: false, why: "notForMe", reason: "No license." });
  assert.deepEqual(verbsFor(state, current(state)), []);
});

test("messages are ordered by time, then id; one from before the loaded ones stays out", () => {
  const at = "2026-11-22T10:00:09Z";
  const list = putMessage([message(3, { at })], message(2, { at }), false);
  assert.deepEqual(ids(list), [2, 3]);
  assert.deepEqual(ids(putMessage(list, message(1), true)), [2, 3]);
  assert.deepEqual(ids(putMessage(list, message(1), false)), [1, 2, 3]);
});

test("two lists without overlap do not pretend to be one", () => {
  assert.deepEqual(ids(mergeMessages([message(1)], [message(8), message(9)], true)), [8, 9]);
  assert.deepEqual(ids(mergeMessages([message(1), message(8)], [message(8), message(9)], true)), [1, 8, 9]);
});

test("comments grow into a tree under the root; a comment without its parent stands on top", () => {
  const root = message(1);
  const tree = grow([root, message(2, { parent: 1 }), message(3, { parent: 2 }), message(4, { parent: 99 }), message(5)], root);
  assert.deepEqual(tree.map(({ message: { id } }) => id), [2, 4, 5]);
  assert.deepEqual(tree[0].children.map(({ message: { id } }) => id), [3]);
});

test("a public reply goes to the newest comment that may be answered, else to the post", () => {
  const root = message(1);
  assert.equal(answerTo([root, message(2), message(3, { can_reply: false }), sent(4, "sent")], root), 2);
  assert.equal(answerTo([root, message(2), message(3, { deleted_at: root.at })], root), 2);
  assert.equal(answerTo([root], root), 1);
  assert.equal(answerTo([], null), null);
});

const hours = (from, to) => ({ since: `2026-11-22T${from}:00:00Z`, until: `2026-11-22T${to}:00:00Z` });
const at = (time) => ({ at: `2026-11-22T${time}:00:00Z` });

test("a gap stands in a chat where it begins, after what was read last", () => {
  const said = [message(1, at("09")), message(2, at("12"))];
  const lines = chatLines(said, [], [{ id: 5, ...hours("09", "11"), own: true }]);
  assert.deepEqual(lines.map(({ key }) => key).slice(1), ["message 1", "gap 5", "message 2"]);
});

test("a gap stands among the comments of its time", () => {
  const nodes = grow([message(1, at("09")), message(2, { ...at("10"), parent: 1 }), message(3, at("12"))], null);
  assert.deepEqual(treeLines(nodes, [{ id: 5, ...hours("09", "11") }]).map(({ key }) => key), [1, "gap 5", 3]);
});

test("a gap from before what is loaded is shown only where nothing earlier is to come, and it is the customer's own", () => {
  const [before, own, across] = [{ ...hours("05", "06") }, { ...hours("05", "06"), own: true }, { ...hours("08", "10") }];
  const said = [message(1, at("09"))];
  assert.deepEqual(gapsShown([before, own, across], said, true), [across]);
  assert.deepEqual(gapsShown([before, own, across], said, false), [own, across]);
  assert.deepEqual(gapsShown(undefined, said, false), []);
});

test("a chat has a line for each day, bubbles by side, and what happened between them", () => {
  const days = [message(1, { at: "2026-11-21T12:00:00Z" }), message(2, { at: "2026-11-22T12:00:00Z" })];
  const more = [message(3, { at: "2026-11-22T12:01:00Z" }), sent(4, "sent", { at: "2026-11-22T12:02:00Z" })];
  const held = [event(5, "transferred", { at: "2026-11-22T12:03:00Z" }), event(6, "acknowledged", { at: "2026-11-22T12:03:00Z" })];
  const lines = chatLines([...days, ...more], held);
  assert.deepEqual(lines.map(({ type }) => type), ["day", "in", "day", "in", "in", "out", "event"]);
  assert.deepEqual(lines.filter(({ message: said }) => said).map(({ first }) => first), [true, true, false, true]);
  assert.equal(new Set(lines.map(({ key }) => key)).size, lines.length);
});
