import assert from "node:assert/strict";
import test from "node:test";
import { advance, BEFORE, clock, momentsOf, soughtBy } from "../../static/supervision/recordings/timeline.js";

const at = (place, changes = {}) => ({ at: place, moments: [2000, 60_000, 61_000], length: 70_000, speed: 1, skips: false, ...changes });

test("moments are in order, each once, and only those within the recording", () => {
  assert.deepEqual(momentsOf([5, -3, 0, 2, 5, 900], 100), [2, 5]);
});

test("time goes by as fast as one wants, and not past the end", () => {
  assert.equal(advance(at(0), 1000), 1000);
  assert.equal(advance(at(0, { speed: 16 }), 1000), 16_000);
  assert.equal(advance(at(69_999, { speed: 16 }), 1000), 70_000);
});

test("a silence is skipped to shortly before what comes next, a short one is not", () => {
  const skips = { skips: true };
  assert.equal(advance(at(3500, skips), 0), 60_000 - BEFORE);
  assert.equal(advance(at(2500, skips), 0), 2500, "what has just come is seen for a moment");
  assert.equal(advance(at(60_200, skips), 0), 60_200);
  assert.equal(advance(at(62_500, skips), 0), 70_000 - BEFORE, "past the last thing, to the end");
});

test("keys lead by five seconds and to both ends, and never outside", () => {
  assert.equal(soughtBy("ArrowRight", 1000, 70_000), 6000);
  assert.equal(soughtBy("ArrowLeft", 1000, 70_000), 0);
  assert.equal(soughtBy("End", 1000, 70_000), 70_000);
  assert.equal(soughtBy("Home", 1000, 70_000), 0);
  assert.equal(soughtBy("x", 1000, 70_000), undefined);
});

test("a clock shows hours only where there are some", () => {
  assert.equal(clock(83_000), "1:23");
  assert.equal(clock(3_723_000), "1:02:03");
});
