// Choosing, filling in and sending an approved template.
import * as api from "./api.js";
import { ask, attempt, complain } from "./dialogs.js";
import { byId, fill, keyed, make, part, set, show, write } from "./dom.js";
import { refusal } from "./files.js";
import { personName, platformName } from "./faces.js";
import { reply } from "./replies.js";
import { current } from "./state.js";
import { get } from "./store.js";
import { upload } from "./uploads.js";
import { known, say } from "./words.js";

const PAUSE = 200; // ms without a key before the preview is asked for

let id; // the interaction that the template is for
let templates = [];
let chosen = null; // {template, values, preview, complete, file}
let timer = 0;
let turn = 0; // answers about an earlier choice or wording are dropped

const dialog = () => byId("models");
const wantedFile = (template) => (template.file ?? "").toLowerCase().replace("document", "file");

// ---- the list --------------------------------------------------------------------------------------------------------

/** Whether the words somebody typed are all in what a template says of itself. */
export function fits(template, sought) {
  const { name, purpose_words: purpose, category, body, header, language } = template;
  const text = [name, name.replaceAll("_", " "), purpose, category, body, header, language].join(" ").toLowerCase();
  return sought.toLowerCase().split(/\s+/u).every((word) => text.includes(word));
}

function about({ purpose_words: purpose, category, language }) {
  return [purpose, category?.toLowerCase(), language].filter(Boolean).join(" · ");
}

function drawList() {
  const found = templates.filter((template) => fits(template, byId("models-search").value.trim()));
  show(byId("models-nothing"), templates.length > 0 && found.length === 0);
  keyed(byId("models-list"), found, (template) => template.id, () => make("model"), (element, template) => {
    const radio = element.querySelector("input");
    radio.value = template.id;
    radio.checked = chosen?.template.id === template.id;
    fill(element, { "model-name": template.name.replaceAll("_", " "), "model-about": about(template) });
  });
}

function drawAbsence(loading) {
  show(byId("models-loading"), loading);
  show(byId("models-none"), !loading && templates.length === 0);
  show(byId("models-all"), templates.length > 0);
}

// ---- the chosen one --------------------------------------------------------------------------------------------------

const isReady = () => Boolean(chosen?.complete) && (!wantedFile(chosen.template) || Boolean(chosen.file));

function drawReady() {
  set(byId("model-send"), "aria-disabled", isReady() ? null : "true");
}

/** The name of a placeholder: its own or its number, and where it stands unless in the body (`header.1`, `button.0`). */
function blankName(key) {
  const [place, name] = key.includes(".") ? key.split(".") : ["body", key];
  if (place === "button") return say("blank.button", { number: Number(name) + 1 });
  const plain = /^\d+$/.test(name) ? say("blank.numbered", { number: Number(name) }) : name.replaceAll("_", " ");
  return place === "header" ? say("blank.header", { name: plain }) : plain;
}

function drawBlanks() {
  const rows = chosen?.template.placeholders ?? [];
  keyed(byId("model-blanks"), rows, ({ key }) => `${chosen.template.id} ${key}`, () => make("blank"), (element, row) => {
    const source = `blank.${row.source}`;
    fill(element, { "blank-name": blankName(row.key), "blank-source": known(source) ? say(source) : "" });
    const input = part(element, "blank-value");
    input.dataset.blank = row.key;
    set(input, "placeholder", row.example ? say("blank.example", { example: row.example }) : null);
    if (document.activeElement !== input) input.value = chosen.values[row.key] ?? "";
    set(input, "aria-invalid", chosen.missing.includes(row.key) ? "true" : null);
  });
}

function drawChosen() {
  show(byId("model-choose"), !chosen);
  show(byId("model-see"), chosen);
  const wanted = chosen ? wantedFile(chosen.template) : "";
  show(byId("model-file-field"), wanted);
  write(byId("model-file-name"), wanted ? say("blank.file", { kind: say(`file.${wanted}`) }) : "");
  write(byId("model-preview"), chosen?.preview ?? "");
  drawBlanks();
  drawReady();
}

async function preview(template, values, facts) {
  turn += 1;
  const mine = turn;
  const answer = await attempt(dialog(), () => api.post(`templates/${template.id}/preview/`, { facts, values }));
  if (!answer || mine !== turn) return;
  complain(dialog(), "");
  const file = chosen?.template.id === template.id ? chosen.file : null;
  // What was typed is left as it was typed.
  chosen = { template, ...answer, values: { ...answer.values, ...values }, file };
  drawChosen();
}

function typed() {
  const fields = [...byId("model-blanks").querySelectorAll("[data-blank]")];
  return Object.fromEntries(fields.map((field) => [field.dataset.blank, field.value]));
}

function takeTyping() {
  clearTimeout(timer);
  chosen = { ...chosen, complete: false };
  drawReady();
  const { template } = chosen;
  // What is known was filled in at first. What somebody then takes out shall not come back, so it is not told again.
  timer = setTimeout(() => preview(template, typed(), {}), PAUSE);
}

async function takeFile({ target }) {
  const [file] = target.files;
  if (!file) return;
  chosen = { ...chosen, file: null };
  drawReady();
  const reason = refusal(file, [], get().open.composer);
  const platform = platformName(current(get()));
  if (reason) return complain(dialog(), say(`refused.${reason.why}`, { platform, ...reason.values }));
  const { template } = chosen;
  const answer = await attempt(dialog(), () => upload(id, file, () => {}));
  if (answer && chosen.template === template) chosen = { ...chosen, file: answer.attachment };
  drawReady();
  return undefined;
}

// ---- all of it -------------------------------------------------------------------------------------------------------

function send() {
  if (!isReady()) return null;
  const { template, values, preview: text, file } = chosen;
  reply(id, { text, template: template.id, values, files: file ? [file] : [] });
  return true;
}

async function load(channel) {
  templates = [];
  chosen = null;
  byId("models-search").value = "";
  drawAbsence(true);
  drawChosen();
  const answer = await attempt(dialog(), () => api.get(`templates/?channel=${channel}`));
  templates = answer?.templates ?? [];
  drawAbsence(false);
  drawList();
  if (templates.length) byId("models-search").focus();
}

/** Opens the picker for the conversation on screen. */
export function chooseTemplate() {
  const row = current(get());
  ({ id } = row);
  fill(dialog(), { name: personName(row.customer) });
  complain(dialog(), "");
  ask("models", send);
  load(row.channel.id);
}

/** Watches the picker. */
export function startPicker() {
  byId("models-search").addEventListener("input", drawList);
  byId("models-list").addEventListener("change", ({ target }) => {
    byId("model-file").value = "";
    preview(templates.find((template) => template.id === Number(target.value)), {}, get().open?.composer?.facts ?? {});
  });
  byId("model-blanks").addEventListener("input", takeTyping);
  byId("model-file").addEventListener("change", takeFile);
}
