// What the composer keeps and finds: slots of drafts, notes in their order, emoji by words.
import assert from "node:assert/strict";
import { test } from "node:test";
import { matching, parse } from "../../static/workspace/emoji.js";
import { heard, noted, notesShown } from "../../static/workspace/noted.js";
import { answering, goTo, hasDraft, newestTarget, placeOf, put, read, slotOf, type, typedWords } from "../../static/workspace/drafts.js";

const note = (id, at, changes = {}) => ({ id, at, text: `note ${id}`, interaction: 1, kind: "written", ...changes });
const open = (changes = {}) => ({ open: { id: 1, loaded: true, notes: [], messages: [], size: 0, ...changes } });

test("each message that is answered has a slot of its own, and a note another", () => {
  goTo(5, { target: 7 });
  type(slotOf(5), { text: "To seven" });
  goTo(5, { target: 8 });
  assert.equal(read(slotOf(5)).text, "");
  type(slotOf(5), { text: "To eight" });
  goTo(5, { tab: "note" });
  type(slotOf(5), { text: "For us" });
  assert.equal(slotOf(5), "5 note 0");
  assert.deepEqual([...answering(5)], [7, 8]);
  assert.equal(typedWords(5), "To seven\n\nTo eight\n\nFor us");
  assert.ok(hasDraft(5) && !hasDraft(6));
  assert.deepEqual(placeOf(5), { tab: "note", target: 8 });
});

test("what is emptied stays until the server knows, then it is forgotten", () => {
  const key = "9 reply 0";
  type(key, { text: "" });
  assert.equal(read(key).dirty, true);
  put(key, { text: "", files: [], dirty: false });
  assert.equal(read(key).dirty, false);
  assert.equal(hasDraft(9), false);
});

test("a page that opens the conversation goes on with the answer that was typed last", () => {
  assert.equal(newestTarget([{ tab: "reply", target: 3 }, { tab: "reply", target: 4 }, { tab: "note", target: 0 }]), 4);
  assert.equal(newestTarget([{ tab: "note", target: 0 }]), null);
});

test("notes stand by time, a reworded one in its place", () => {
  const later = note(1, "2026-11-22T10:02:00Z");
  const first = note(2, "2026-11-22T10:01:00Z");
  const state = noted(noted(open(), later), first);
  assert.deepEqual(state.open.notes.map(({ id }) => id), [2, 1]);
  assert.equal(noted(state, { ...first, text: "anew" }).open.notes[0].text, "anew");
});

test("events bring notes, take them back, and take what was called back out of the conversation", () => {
  const event = (kind, changes) => ({ interaction: 1, kind, data: {}, note: null, ...changes });
  const state = heard(open({ messages: [{ id: 4 }], size: 1 }), event("noted", { note: note(1, "2026-11-22T10:00:00Z") }));
  assert.equal(state.open.notes.length, 1);
  assert.equal(heard(state, event("note_deleted", { data: { note: 1 } })).open.notes.length, 0);
  const undone = heard(state, event("undone", { data: { gone: 4 } }));
  assert.deepEqual([undone.open.messages.length, undone.open.size], [0, 0]);
  assert.equal(heard(state, event("noted", { interaction: 2, note: note(9, "2026-11-22T10:00:00Z") })), state);
});

test("earlier notes come with earlier messages", () => {
  const notes = [note(1, "2026-11-22T09:00:00Z"), note(2, "2026-11-22T11:00:00Z")];
  const messages = [{ id: 1, at: "2026-11-22T10:00:00Z" }];
  assert.deepEqual(notesShown({ notes, messages, more: true }).map(({ id }) => id), [2]);
  assert.equal(notesShown({ notes, messages, more: false }).length, 2);
});

test("emoji are found by the beginnings of their words", () => {
  const list = parse("👍 thumbs up yes ok; 👎 thumbs down no\n☕ hot beverage coffee");
  assert.deepEqual(matching(list, "thu up").map(({ sign }) => sign), ["👍"]);
  assert.deepEqual(matching(list, "COF").map(({ sign }) => sign), ["☕"]);
  assert.equal(matching(list, "nothing").length, 0);
});

test("a tab outlives its agent: another one who signs in there finds nothing of his, and he finds his own again", async () => {
  const store = new Map();
  globalThis.sessionStorage = { getItem: (key) => store.get(key) ?? null, setItem: (key, value) => store.set(key, value) };
  const openedBy = (agent, time) => {
    globalThis.document = { getElementById: () => ({ dataset: { agent } }) };
    return import(`../../static/workspace/drafts.js?${agent}-${time}`);
  };
  const alice = await openedBy("7", 1);
  alice.put(alice.slotOf(3), { text: "Dear Ann", files: [], dirty: true });
  alice.keepOutgoing({ 3: [{ uuid: "u", text: "Hi", status: "sending" }] });
  const bob = await openedBy("8", 1);
  assert.deepEqual([bob.keys(), bob.keptOutgoing()], [[], {}]);
  const again = await openedBy("7", 2);
  assert.equal(again.read(again.slotOf(3)).text, "Dear Ann");
  assert.equal(again.keptOutgoing()[3][0].status, "lost");
  delete globalThis.sessionStorage;
  delete globalThis.document;
});
