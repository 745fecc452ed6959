import assert from "node:assert/strict";
import test from "node:test";
import { byPresence, listed } from "../../static/workspace/transfer.js";

const agent = (id, name, more = {}) => ({ id, name, refused: "", takes_acd: true, do_not_disturb: false, ...more });
const answer = {
  workgroups: [{ id: 1, name: "Repairs" }],
  agents: [agent(5, "Zoe"), agent(6, "Ann", { refused: "not logged on" }), agent(7, "Bob", { do_not_disturb: true }), agent(8, "Cid", { takes_acd: false })],
  stations: [{ id: 1, name: "DESK-1", refused: "" }],
};
const names = (list) => list.map(({ name, group }) => `${name} ${group}`);

test("those who can take it come first, who is not to be disturbed after them, who cannot last", () => {
  assert.deepEqual([...answer.agents].sort(byPresence).map(({ name }) => name), ["Zoe", "Cid", "Bob", "Ann"]);
});

test("those chosen lately come first, in that order, and under one heading only", () => {
  assert.deepEqual(names(listed(answer, ["agent-7", "workgroup-1", "agent-99"], false)), [
    "Bob recent", "Repairs recent", "Zoe agent", "Cid agent", "Ann agent", "DESK-1 station",
  ]);
});

test("what is parked goes to workgroups alone", () => {
  assert.deepEqual(names(listed(answer, ["agent-7"], true)), ["Repairs workgroup"]);
});
