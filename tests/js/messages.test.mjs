import assert from "node:assert/strict";
import test from "node:test";
import { carriedName, isGone, lineOf, tally, web } from "../../static/workspace/details.js";
import { kindOf, refusal, shapeOf, sizeWords } from "../../static/workspace/files.js";
import { isArt } from "../../static/workspace/measure.js";
import { fits } from "../../static/workspace/picker.js";
import { limitOf, possibleActs, privatelyAnswerable } from "../../static/workspace/possible.js";
import * as reduce from "../../static/workspace/reduce.js";
import { acting, pen } from "../../static/workspace/state.js";
import { asMessages } from "../../static/workspace/thread.js";
import { deskWith, detail, event, ME, message, row } from "./world.mjs";

const MB = 1024 * 1024;
const X = { files: { image: { largest: 5 * MB, most: 4 }, video: { largest: 500 * MB, most: 1 } }, file_types: ["image/png", "video/mp4"] };
const file = (name, type, size = 1000) => ({ name, type, size });
const why = (...given) => refusal(...given)?.why ?? null;

test("a platform's limits are known before anything is uploaded", () => {
  assert.equal(why(file("a.png", "image/png"), [], X), null);
  assert.equal(why(file("a.png", "image/png", 0), [], X), "empty");
  assert.equal(why(file("a.pdf", "application/pdf"), [], X), "kind");
  assert.equal(why(file("a.svg", "image/svg+xml"), [], X), "type");
  assert.equal(why(file("a.png", "image/png", 6 * MB), [], X), "large");
  assert.equal(refusal(file("a.png", "image/png", 6 * MB), [], X).values.size, "5 MB");
  assert.equal(why(file("a.mp4", "video/mp4"), [{ kind: "image" }], X), "mixed");
  assert.equal(why(file("a.png", "image/png"), Array(4).fill({ kind: "image" }), X), "many");
  const anyFile = { files: { file: { largest: MB, most: 1 } }, file_types: ["image/png"] };
  assert.equal(why(file("a.xyz", ""), [], anyFile), null, "no types are named for this kind");
});

test("kinds and sizes of files", () => {
  assert.deepEqual(["image/gif", "audio/ogg", "application/pdf", ""].map(kindOf), ["image", "audio", "file", "file"]);
  assert.equal(sizeWords(188_000, "en"), "184 kB");
  assert.equal(sizeWords(2.44 * MB, "en"), "2.4 MB");
  assert.equal(sizeWords(10, "en"), "1 kB");
  assert.equal(sizeWords(null, "en"), "");
});

test("a file is shown in place only where the server lets a browser show it", () => {
  const kept = (kind, mime) => ({ kind, mime, state: "kept" });
  assert.equal(shapeOf(kept("image", "image/png")), "picture");
  assert.equal(shapeOf(kept("image", "image/heic")), "paper");
  assert.equal(shapeOf(kept("video", "video/mp4")), "film");
  assert.equal(shapeOf(kept("audio", "audio/amr"), () => false), "paper");
  assert.equal(shapeOf({ kind: "image", state: "waiting" }), "coming");
  assert.equal(shapeOf({ kind: "image", state: "failed" }), "lost");
});

test("details become lines for a reader, whatever is in them", () => {
  const line = (kind, text = "", data = {}, said = "") => lineOf({ kind, name: kind, text, data }, said);
  assert.deepEqual(line("location", "Lisbon", { latitude: 38.72231234, longitude: -9.1 }).more, ["38.722312, -9.1"]);
  assert.deepEqual(line("location", "Lisbon", { place_id: "1" }).more, []);
  assert.deepEqual(line("contact", "Ana", { phones: [{ phone: "1" }, { wa_id: 2 }], org: { company: "Acme" } }).more, ["Acme", "1", "2"]);
  assert.deepEqual(line("form", "", { flow_token: "x", first_name: "Ana" }).more, ["first name: Ana"]);
  assert.equal(line("choice", "Yes", {}, "Yes").text, "", "the text of the message is not repeated");
  assert.deepEqual([line("rating", "4").stars, line("rating", "4").text], [4, ""]);
  assert.equal(line("rating", "positive").rating, "recommends");
  assert.equal(line("forwarded", "", { often: true }).often, true);
  assert.deepEqual([line("quoted", "So?", { url: "https://x.com/1", handle: "ana" }).by, line("quoted", "So?", { url: "https://x.com/1", handle: "ana" }).url], ["@ana", "https://x.com/1"]);
  assert.equal(line("quoted", "", { url: "https://cdn.example/signed" }).url, "", "a story's file soon ends");
  for (const odd of [null, 7, [], "x"]) assert.deepEqual(line("contact", "", odd).more, []);
  assert.deepEqual(line("contact", null, { phones: "x", org: 3 }).more, []);
});

test("only addresses of the web are followed", () => {
  assert.equal(web("https://example.com/"), "https://example.com/");
  assert.equal(web("javascript:alert(1)"), "");
  assert.equal(web({}), "");
});

test("what has no words is called by what it carries", () => {
  assert.equal(carriedName({ attachments: [{ kind: "image" }], details: [] }, (kind) => `a ${kind}`), "a image");
  assert.equal(carriedName({ attachments: [], details: [{ name: "Location" }] }, String), "Location");
  assert.equal(carriedName({}, String), "");
});

test("a deleted message is gone, unless it is kept for this reader", () => {
  const deleted = message(1, { deleted_at: "2026-11-22T10:00:00Z" });
  assert.deepEqual([message(1), deleted, { ...deleted, kept: true }].map(isGone), [false, true, false]);
});

test("reactions are counted by their sign", () => {
  const by = (name) => ({ name });
  const found = tally([{ emoji: "👍", by: by("Ana") }, { emoji: "❤️", by: null }, { emoji: "👍", by: by("Rui") }]);
  assert.deepEqual(found, [{ emoji: "👍", count: 2, names: ["Ana", "Rui"] }, { emoji: "❤️", count: 1, names: [] }]);
});

test("the menu offers what the platform has and the message allows", () => {
  const composer = { acts: ["like", "unlike", "hide", "unhide"], own_acts: ["edit", "delete"] };
  const there = message(1, { external_id: "9", liked: false, hidden: false });
  assert.deepEqual(possibleActs(there, composer), ["like", "hide"]);
  assert.deepEqual(possibleActs({ ...there, liked: true, hidden: true }, composer), ["unlike", "unhide"]);
  assert.deepEqual(possibleActs({ ...there, outbound: true }, composer), ["edit", "delete"]);
  assert.deepEqual(possibleActs({ ...there, deleted_at: "2026-11-22T10:00:00Z" }, composer), []);
  assert.deepEqual(possibleActs({ ...there, external_id: null }, composer), []);
  assert.deepEqual(possibleActs(there, null), []);
});

test("acts are for whoever has the conversation in hand", () => {
  const opened = (changes) => reduce.opened(reduce.opening(deskWith(row(1, changes)), 1), detail(1, [], changes));
  assert.equal(acting(opened({}))?.open, true);
  assert.equal(acting(opened({ state: "held" })), null);
  assert.equal(acting(opened({ owner: { id: 8, name: "Bob" } })), null);
});

test("a comment is answered in private once, and not after its days", () => {
  const [now, said] = [Date.UTC(2026, 10, 23), message(1)];
  assert.equal(privatelyAnswerable(said, [said], 7, now), true);
  assert.equal(privatelyAnswerable(said, [said], null, now), false);
  assert.equal(privatelyAnswerable(said, [said], 7, Date.UTC(2026, 10, 30)), false);
  assert.equal(privatelyAnswerable(said, [said, message(2, { outbound: true, private_reply: true, parent: 1 })], 7, now), false);
  assert.equal(privatelyAnswerable({ ...said, outbound: true }, [], 7, now), false);
});

test("a caption may be shorter than a text; where it is a message of its own it may not", () => {
  assert.equal(limitOf({ limit: 4096, caption_limit: 1024 }, true), 1024);
  assert.equal(limitOf({ limit: 4096, caption_limit: 1024 }, false), 4096);
  assert.equal(limitOf({ limit: 2000, caption_limit: 0 }, true), 2000);
  assert.equal(limitOf({ limit: 280, caption_limit: null }, true), 280);
});

test("after the window a template is the next step, where the platform has them", () => {
  const now = Date.UTC(2026, 10, 22, 12);
  const composer = { open: true, reason: "", limit: 4096, closes_at: "2026-11-22T11:00:00Z", templates: true };
  const state = reduce.opened(reduce.opening(deskWith(row(1)), 1), { ...detail(1, []), composer });
  assert.deepEqual(pen(state, now), { open: false, why: "template", template: true });
});

test("an act is under way until the platform has done or refused it", () => {
  const said = message(1, { external_id: "9" });
  const state = reduce.opened(reduce.opening(deskWith(row(1)), 1), detail(1, [said]));
  const after = (before, ...events) => reduce.events(before, { interaction: row(1, { number: events.at(-1).number }), events });
  const asked = after(state, event(2, "act", { message: said, data: { state: "like" } }));
  assert.deepEqual(asked.doing, { 1: "like" });
  assert.deepEqual(after(asked, event(3, "changed", { message: said, data: { state: "file" } })).doing, { 1: "like" });
  const done = after(asked, event(3, "changed", { message: { ...said, liked: true }, data: { state: "like" } }));
  assert.deepEqual([done.doing, done.open.messages[0].liked], [{}, true]);
  assert.deepEqual(after(asked, event(3, "act_failed", { message: said, data: { state: "like" } })).doing, {});
});

test("a change of the post itself shows on the post", () => {
  const root = message(5, { text: "post" });
  const state = reduce.opened(reduce.opening(deskWith(row(1)), 1), { ...detail(1, [root]), root });
  const frame = { interaction: row(1, { number: 2 }), events: [event(2, "changed", { message: { ...root, hidden: true }, data: { state: "hide" } })] };
  assert.equal(reduce.events(state, frame).open.root.hidden, true);
});

test("a reply with files is shown with them, and settles as the message that has them", () => {
  const files = [{ id: 3, kind: "image", state: "kept" }];
  const state = reduce.sending(reduce.opened(reduce.opening(deskWith(row(1)), 1), detail(1, [])), 1, { uuid: "u", text: "", files, at: "2026-11-22T10:00:00Z" });
  assert.deepEqual(asMessages(state.outgoing[1])[0].attachments, files);
  const ours = (changes) => message(9, { outbound: true, agent: { id: ME.id }, text: "", ...changes });
  const with_ = (attachments) => reduce.events(state, { interaction: row(1, { number: 2 }), events: [event(2, "reply", { message: ours({ attachments }) })] });
  assert.equal(with_([{ id: 4 }]).outgoing[1].length, 1, "another file is another reply");
  assert.equal(with_([{ id: 3 }]).outgoing[1], undefined);
});

test("templates are found by any of their words", () => {
  const template = { name: "repair_update", purpose_words: "Issue Resolution", category: "UTILITY", body: "There is news", header: "", language: "en" };
  assert.equal(fits(template, ""), true);
  assert.equal(fits(template, "repair issue"), true);
  assert.equal(fits(template, "NEWS utility"), true);
  assert.equal(fits(template, "delivery"), false);
});

test("the server is asked where X counts in its own way", () => {
  assert.equal(isArt("Hello there", "x_posts"), false);
  assert.equal(isArt("Hällo thére.", "x_posts"), false);
  for (const text of ["see example.com", "ok 👍", "日本", "http://x"]) assert.equal(isArt(text, "x_posts"), true, text);
  assert.equal(isArt("ok 👍", "whatsapp"), false);
});
