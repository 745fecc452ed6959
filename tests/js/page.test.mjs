// Scripts and templates name each other by words, ids, parts and verbs; a name that only one side knows is a broken page.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";

const ROOT = new URL("../../", import.meta.url);
const read = (folder, ending) =>
  readdirSync(new URL(folder, ROOT), { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => readFileSync(new URL(folder + entry.name, ROOT), "utf8"))
    .join("\n");

const scripts = read("static/workspace/", ".js");
const templates = read("templates/workspace/", ".html") + read("templates/", ".html");
const all = (text, pattern) => new Set([...text.matchAll(pattern)].map(([, name]) => name));
const missing = (wanted, given) => [...wanted].filter((name) => !given.has(name));

test("every word that a script says is in the dictionary", () => {
  const said = all(scripts, /\bsay\("([\w.]+)"/g);
  const counted = [...all(scripts, /\bsayCount\("([\w.]+)"/g)].map((key) => `${key}.other`);
  const words = all(templates, /data-word="([\w.]+)"/g);
  assert.ok(said.size > 30);
  assert.deepEqual(missing([...said, ...counted], words), []);
});

test("every id, template and part that a script asks for is in the page", () => {
  const ids = all(templates, /\bid="([\w-]+)"/g);
  assert.deepEqual(missing(all(scripts, /\bbyId\("([\w-]+)"\)/g), ids), []);
  assert.deepEqual(missing([...all(scripts, /\bmake\("([\w-]+)"\)/g)].map((name) => `t-${name}`), ids), []);
  assert.deepEqual(missing(all(scripts, /\bpart\([\w()"-]+, "([\w-]+)"\)/g), all(templates, /data-f="([\w-]+)"/g)), []);
});

test("every button does something, and every icon is in the sprite", () => {
  const clicks = readFileSync(new URL("static/workspace/clicks.js", ROOT), "utf8").split("const DO = {")[1].split("};")[0];
  const done = all(clicks, /^ {2}"?([\w-]+)"?(?::|,)/gm);
  assert.deepEqual(missing(all(templates, /data-do="([\w-]+)"/g), done), []);
  const icons = all(templates, /id="i-([\w-]+)"/g);
  assert.deepEqual(missing(all(templates, /_icon\.html" with name="([\w-]+)"/g), icons), []);
  assert.deepEqual(missing(all(templates, /href="#i-([\w-]+)"/g), icons), []);
});
