import test from "node:test";
import assert from "node:assert/strict";
import { aligned, moment, range, steps, thinned, written } from "../../static/supervision/reports/scales.js";

test("series stand beside their moments, or beside places where rows are things", () => {
  const series = [{ values: [1, null] }];
  assert.deepEqual(aligned({ times: [10, 20], names: null, series }), [[10, 20], [1, null]]);
  assert.deepEqual(aligned({ times: null, names: ["Ann", "Bob"], series }), [[0, 1], [1, null]]);
});

test("percent always reaches to a hundred, and nothing at all still has a height", () => {
  assert.deepEqual(range("percent", 40), [0, 100]);
  assert.deepEqual(range("number", null), [0, 1]);
  assert.deepEqual(range("seconds", 2), [0, 60]);
  assert.equal(written("seconds", 125), "2:05");
});

test("days are marked by days, whatever the clock did, and hours as it fits", () => {
  assert.equal(steps([0, 82800])[0], 86400);
  assert.equal(steps([0, 3600]), undefined);
  assert.equal(steps([0]), undefined);
});

test("midnight is written as its day, in the time zone of the report", () => {
  const midnight = Date.UTC(2026, 2, 1, 23) / 1000;
  assert.equal(moment(midnight, 3600, "Europe/Berlin", "en-GB"), "2 Mar");
  assert.equal(moment(midnight, 3600, "UTC", "en-GB"), "23:00");
  assert.equal(moment(midnight, 86400, "UTC", "en-GB"), "1 Mar");
});

test("of names below a chart those stand there for which there is room", () => {
  assert.deepEqual(thinned([1, 2, 3, 4], 1000), [1, 2, 3, 4]);
  assert.deepEqual(thinned([1, 2, 3, 4], 150), [1, 3]);
});
