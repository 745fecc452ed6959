import assert from "node:assert/strict";
import test from "node:test";
import * as reduce from "../../static/workspace/reduce.js";
import { pen, verbsFor } from "../../static/workspace/state.js";
import { deskWith, detail, ME, row } from "./world.mjs";

const other = { owner: { id: 8, name: "Bob" }, mine: false };
const request = (more = {}) => ({ id: 1, state: "asked", agent: { id: ME.id, name: "Alice" }, text: "", ...more });

/** A desk with one interaction on screen. */
function looking(changes, help, more = {}) {
  const state = reduce.opening({ ...deskWith(), ...more }, 1);
  return reduce.opened(state, { ...detail(1, [], changes), help });
}

const verbs = (state) => verbsFor(state, state.open.row);

test("who has it asks for help, or withdraws what he asked", () => {
  assert.ok(verbs(looking({}, { request: null, joined: [] })).includes("help"));
  assert.ok(verbs(looking({}, { request: request(), joined: [] })).includes("withdraw-help"));
  assert.ok(verbs(looking({}, { request: request({ state: "answered" }), joined: [] })).includes("help"));
});

test("a supervisor coaches, joins and takes over where he acts, and nowhere else", () => {
  const help = { request: null, joined: [] };
  assert.deepEqual(verbs(looking(other, help, { actsIn: [1] })), ["coach", "join", "take-over"]);
  assert.deepEqual(verbs(looking(other, help, { actsIn: [2] })), []);
  assert.deepEqual(verbs(looking({ ...other, state: "disconnected" }, help, { actsIn: [1] })), []);
});

test("who has joined writes while it is connected, and leaves", () => {
  const joined = { request: null, joined: [{ id: ME.id, name: "Alice" }] };
  const state = looking(other, joined, { actsIn: [1] });
  assert.deepEqual(verbs(state), ["coach", "leave-again", "take-over"]);
  assert.equal(pen(state, 0).open, true);
  assert.equal(pen(looking({ ...other, state: "held" }, joined, { actsIn: [1] }), 0).open, false);
  assert.equal(pen(looking(other, { request: null, joined: [] }, { actsIn: [1] }), 0).why, "owned");
});
