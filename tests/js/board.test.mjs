import test from "node:test";
import assert from "node:assert/strict";
import { byStatus, squares } from "../../static/supervision/statistics/draw_crew.js";
import { newer } from "../../static/supervision/statistics/newer.js";
import { floorOf, points } from "../../static/supervision/statistics/spark.js";

globalThis.document = {
  documentElement: { lang: "en" },
  getElementById: () => ({ content: { children: [] } }),
};

test("an older whole state never replaces a newer one, unless the server's clock went back", () => {
  const [old, fresh] = [{ version: 100000 }, { version: 160000 }];
  assert.equal(newer(null, old), old);
  assert.equal(newer(old, fresh), fresh);
  assert.equal(newer(fresh, { version: 159000 }), fresh);
  assert.equal(newer({ version: 900000 }, old), old);
});

test("squares show what an agent has, and the room that is left", () => {
  assert.deepEqual(squares({ connected: 2, held: 1, alerting: 0, room: 4 }), ["c", "c", "h", "", "x"]);
  assert.deepEqual(squares({ connected: 0, held: 0, alerting: 1, room: 5 }), ["a", "", "", "", ""]);
});

test("with room for more than five, each kind still has a square", () => {
  assert.deepEqual(squares({ connected: 10, held: 1, alerting: 0, room: 20 }), ["c", "c", "c", "h", ""]);
});

test("a line leaves out what there is not, and 100 % lies at the top", () => {
  assert.equal(floorOf([100, 80, null]), 50);
  assert.equal(floorOf([33, 80]), 30);
  assert.deepEqual(points([100, null, 50], 50), [[0, 2], [120, 42]]);
});

test("agents stand under their status, in the order of the server, those without one last", () => {
  const statuses = [{ id: 1, name: "Available" }, { id: 2, name: "At Lunch" }];
  const agents = [{ id: 7, status: 2 }, { id: 8, status: null }];
  assert.deepEqual(byStatus({ statuses, agents }).map((one) => [one.status.id, one.agents.length]), [[2, 1], [null, 1]]);
});
