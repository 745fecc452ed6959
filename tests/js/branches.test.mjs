import assert from "node:assert/strict";
import test from "node:test";
import { branchIds, isPutAway, joinAround, measureTree } from "../../static/workspace/branches.js";
import { firstWhere, Near } from "../../static/workspace/near.js";
import * as reduce from "../../static/workspace/reduce.js";
import { chatLines, grow, putMessage, treeLines } from "../../static/workspace/thread.js";
import { deskWith, detail, event, message, row } from "./world.mjs";

const around = (changes = {}) => ({ above: [], answers: {}, reads: {}, ...changes });
const opened = (messages, changes = {}, more = {}) =>
  reduce.opened(reduce.opening(deskWith(row(1)), 1), { ...detail(1, messages, changes), ...around(more), ...more });
const told = (number, said) => ({ interaction: row(1, { number }), events: [event(number, "message", { message: said })] });

test("a search by halves finds the first place, whatever it is", () => {
  for (let first = 0; first <= 7; first += 1) assert.equal(firstWhere(7, (place) => place >= first), first);
});

const thing = (top, height = 100) => ({
  top, height, style: {}, isConnected: true, drawn: false,
  classList: { add() {}, remove() {} },
  getBoundingClientRect() { return { top: this.top, bottom: this.top + this.height }; },
});

test("only what is near the view is drawn, and drawn again only when it looks different", () => {
  const flow = { getBoundingClientRect: () => ({ top: 50_000, bottom: 50_800 }) };
  const near = new Near(flow);
  const things = Array.from({ length: 5000 }, (_, number) => thing(number * 100));
  let draws = 0;
  const pass = (look) => {
    near.begin();
    for (const each of things) near.add(each, [look(each)], () => (draws += 1));
    near.settle();
  };
  pass(() => 1);
  assert.ok(draws > 20 && draws < 40, `${draws} of 5000 were drawn`);
  const before = draws;
  pass(() => 1);
  assert.equal(draws, before);
  pass((each) => (each === things[505] ? 2 : 1));
  assert.equal(draws, before + 1);
});

test("a message is put into its place without sorting all of them", () => {
  const many = Array.from({ length: 5000 }, (_, number) => message(number + 1, { at: new Date(number * 1000).toISOString() }));
  const late = message(9000, { at: new Date(2500 * 1000 + 500).toISOString() });
  const put = putMessage(many, late, false);
  assert.equal(put[2501].id, 9000);
  assert.equal(put.length, 5001);
});

test("what stands above comes with a page and leaves when its own page is loaded", () => {
  const state = opened([message(30, { parent: 3 })], {}, { above: [message(3)], answers: { 3: 2 }, more: true });
  assert.deepEqual(state.open.above.map(({ id }) => id), [3]);
  const [node] = measureTree(grow([...state.open.above, ...state.open.messages], null), state.open.answers, new Set());
  assert.deepEqual([node.hidden, node.size], [1, 2]);
  assert.deepEqual(treeLines(node.children, [], node.hidden).map(({ key }) => key), ["hidden", 30]);
  const older = reduce.older(state, 1, { messages: [message(2), message(3), message(4, { parent: 3 })], more: false, ...around() });
  assert.deepEqual(older.open.above, []);
  assert.deepEqual(older.open.messages.map(({ id }) => id), [2, 3, 4, 30]);
});

test("an answer in a branch that is not loaded asks for what stands above it", () => {
  const state = reduce.events(opened([message(30)], {}, { more: true }), told(2, message(31, { parent: 3 })));
  assert.deepEqual(state.open.lack, [31]);
  const known = reduce.branchCame(state, 1, 31, { above: [message(3)], answers: { 3: 1 }, reads: {} });
  assert.deepEqual([known.open.lack, known.open.above.map(({ id }) => id)], [[], [3]]);
  const next = reduce.events(known, told(3, message(32, { parent: 3 })));
  assert.deepEqual([next.open.lack, next.open.answers], [[], { 3: 2 }]);
});

test("unread messages that are not loaded are counted above, and new when their page comes", () => {
  const state = opened([message(5), message(6)], { unread: 4 }, { more: true });
  assert.equal(state.open.unreadAbove, 2);
  const older = reduce.older(state, 1, { messages: [message(2), message(3), message(4)], more: true, ...around() });
  assert.deepEqual([older.open.fresh, older.open.unseen, older.open.unreadAbove], [[3, 4, 5, 6], [3, 4, 5, 6], 0]);
});

test("a branch that was read is put away until something new comes under it, and while nobody looks into it", () => {
  const tree = (messages, fresh = []) => measureTree(grow(messages, null), {}, new Set(fresh))[0];
  const branch = [message(1), message(2, { parent: 1 }), message(3, { parent: 2, outbound: true })];
  const open = { reads: { 1: 2 }, unfolded: [] };
  assert.equal(isPutAway(tree(branch), open), true);
  assert.equal(tree(branch).size, 2);
  assert.equal(isPutAway(tree([...branch, message(4, { parent: 2 })]), open), false);
  assert.equal(isPutAway(tree(branch, [2]), open), false);
  assert.equal(isPutAway(tree(branch), { ...open, unfolded: [1] }), false);
  assert.deepEqual(branchIds(branch, 1), [1, 2, 3]);
});

test("marking a branch as read ends what was new in it", () => {
  const state = opened([message(1), message(2, { parent: 1 }), message(3)], { unread: 3 });
  const read = reduce.wasRead(reduce.unfolded(state, 1), [1, 2]);
  assert.deepEqual([read.open.fresh, read.open.unseen, read.open.unfolded], [[3], [3], []]);
  assert.deepEqual(reduce.wasRead(state, null).open.unseen, []);
});

test("asking again for a conversation joins what stands above", () => {
  const joined = joinAround({ above: [message(1)], answers: { 1: 3 }, reads: {} }, around({ above: [message(2)], reads: { 2: 9 } }), []);
  assert.deepEqual([joined.above.map(({ id }) => id), joined.answers, joined.reads], [[1, 2], { 1: 3 }, { 2: 9 }]);
});

test("bubbles of one minute have one time, and a line stands before what is new", () => {
  const at = (minute, second) => new Date(Date.UTC(2026, 10, 22, 10, minute, second)).toISOString();
  const said = [message(1, { at: at(0, 1) }), message(2, { at: at(0, 40) }), message(3, { at: at(1, 2) })];
  const lines = chatLines(said, [], [], 3);
  assert.deepEqual(lines.map(({ type }) => type), ["day", "in", "in", "news", "in"]);
  assert.deepEqual(lines.filter(({ message: each }) => each).map(({ tail }) => tail), [false, true, true]);
});

test("what is covered by a read mark is not new when the conversation is opened again", () => {
  const branch = [message(1), message(2, { parent: 1 }), message(3), message(4, { parent: 1 })];
  const state = opened(branch, { unread: 4 }, { reads: { 1: 3 } });
  assert.deepEqual([state.open.fresh, state.open.unreadAbove], [[3, 4], 0]);
  const fewer = opened(branch, { unread: 1 }, { reads: { 3: 3, 4: 4 } });
  assert.deepEqual(fewer.open.fresh, [2], "of what was read none is counted as unread");
});
