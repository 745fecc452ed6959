import assert from "node:assert/strict";
import test from "node:test";
import { blanksIn, filled, fitting, pieces, slashAt, stillIn, typedAfter, wordsOf } from "../../static/workspace/response_list.js";

const row = (id, title, shortcut = "", text = "") => ({ id, title, shortcut, text });
const ROWS = [
  row(1, "Thanks", "thanks", "Thank you for the gasket photo."),
  row(2, "Dichtung, kostenlos", "gas-de", "Wir senden Ihnen die Dichtung für Ihr Gerät."),
  row(3, "Gasket: how to change it", "gas-how", "Ten minutes, no tools."),
  row(4, "Gasket kit, free of charge", "gas", "We send you the kit today."),
];
const ids = (typed) => fitting(ROWS, typed).map(({ id }) => id);

test("the exact shortcut comes first, then its beginning, then titles, then texts", () => {
  assert.deepEqual(ids("gas"), [4, 2, 3, 1]);
  assert.deepEqual(ids("GAS-H"), [3]);
  assert.deepEqual(ids("gasket"), [3, 4, 1]);
  assert.deepEqual(ids("gasket kit"), [4]);
  assert.deepEqual(ids(""), [1, 2, 3, 4]);
});

test("words are found by their beginning, without accents, umlauts in both ways of writing", () => {
  for (const typed of ["gerät", "gerat", "GERAET", "fur geraet"]) assert.deepEqual(ids(typed), [2], typed);
  assert.deepEqual(ids("ostenlos"), []);
  assert.deepEqual(ids("?!"), []);
  assert.deepEqual(wordsOf("Größe, Łódź"), ["grosse", "lodz"]);
});

test("a slash opens the list at the beginning of a word only", () => {
  assert.equal(slashAt("/", 1), 0);
  assert.equal(slashAt("Hi /", 4), 3);
  assert.equal(slashAt("Hi\n/", 4), 3);
  assert.equal(slashAt("either/", 7), -1);
  assert.equal(slashAt("https://", 8), -1);
  assert.equal(slashAt("", 0), -1);
});

test("what follows the slash is looked for until it can be no search any more", () => {
  assert.equal(typedAfter("Hi /gas", 3, 7), "gas");
  assert.equal(typedAfter("Hi /gasket kit", 3, 14), "gasket kit");
  assert.equal(typedAfter("and / or", 4, 6), null);
  assert.equal(typedAfter("Hi /gas\n", 3, 8), null);
  assert.equal(typedAfter("Hi gas", 3, 6), null, "the slash is gone");
  assert.equal(typedAfter("Hi /gas", 3, 3), null, "the caret has left");
});

test("known blanks are filled, others stay and are told", () => {
  const text = "Dear {{ customer.first_name }}, {{serial number}} – {{ customer.first_name }}";
  const done = filled(text, { "customer.first_name": "Marta $& {{ x }}" });
  assert.equal(done.startsWith("Dear Marta $& {{ x }}, {{serial number}}"), true);
  assert.deepEqual(blanksIn("A {{ b }} {{c d}} {} {{ }}").map(({ name }) => name), ["b", "c d"]);
  assert.equal(filled("{{ customer.name }}", { "customer.name": "" }), "{{ customer.name }}", "an empty one is none");
  assert.deepEqual(pieces("Hi {{ a }}, {{ b }}!", { a: "Ann" }), [
    { text: "Hi ", blank: null },
    { text: "Ann", blank: "a", known: true },
    { text: ", ", blank: null },
    { text: "b", blank: "b", known: false },
    { text: "!", blank: null },
  ]);
});

test("a response counts as used while a line of it is left", () => {
  assert.equal(stillIn("Hi Ann,\nWe send you the kit today, promised.", "We send you the kit today.\nBye"), true);
  assert.equal(stillIn("Something else", "We send you the kit today."), false);
  assert.equal(stillIn("ok", "ok"), true);
});
