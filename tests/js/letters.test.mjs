import assert from "node:assert/strict";
import test from "node:test";
import { lettersFor } from "../../static/workspace/letters.js";

test("each code has a letter of its own name where one is free, and no two have the same", () => {
  assert.deepEqual(lettersFor(["Solved", "Spam", "Praise", "Ärger"]), ["s", "p", "r", "a"]);
  const many = lettersFor(Array.from({ length: 30 }, (_, n) => `Code ${n}`));
  assert.equal(new Set(many.filter(Boolean)).size, 26);
  assert.deepEqual(many.slice(26), ["", "", "", ""]);
});
