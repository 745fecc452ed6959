// What is known of the customer: one field per attribute, saved when one leaves it; what is wrong is said beneath it.
import * as api from "./api.js";
import { word } from "./clock.js";
import { changed } from "./customer.js";
import { byId, keyed, make, part, set, show, write } from "./dom.js";
import { say } from "./words.js";

const LISTS = { language: ["language", 2], country: ["region", 2] };
const lists = {};

/** All two-letter codes of languages or countries that the browser has a name for: [[code, name], …] by name. */
function codes(key) {
  if (lists[key]) return lists[key];
  const [type] = LISTS[key];
  const names = new Intl.DisplayNames(document.documentElement.lang, { type, fallback: "none" });
  const letters = [..."abcdefghijklmnopqrstuvwxyz"];
  const all = letters.flatMap((one) => letters.map((two) => (type === "region" ? (one + two).toUpperCase() : one + two)));
  const named = all.map((code) => [code, names.of(code)]).filter(([, name]) => name);
  return (lists[key] = named.sort((one, other) => one[1].localeCompare(other[1])));
}

function options({ key, kind, value, choices }) {
  if (kind === "yes_no") return [["yes", say("attribute.yes")], ["no", say("attribute.no")]];
  const list = key in LISTS ? codes(key) : choices.map((one) => [one, one]);
  return value && !list.some(([code]) => code === value) ? [...list, [value, value]] : list;
}

const isList = ({ key, kind }) => kind === "choice" || kind === "yes_no" || key in LISTS;

function makeField(attribute) {
  if (!attribute.editable) return document.createElement("output");
  if (!isList(attribute)) {
    const field = document.createElement("input");
    field.type = attribute.kind === "date" ? "date" : "text";
    if (attribute.kind === "number") field.inputMode = "decimal";
    return field;
  }
  const select = document.createElement("select");
  for (const [value, text] of [["", say("attribute.none")], ...options(attribute)]) select.append(new Option(text, value));
  return select;
}

function create(attribute) {
  const element = make("attribute");
  const field = makeField(attribute);
  field.dataset.attribute = attribute.key;
  part(element, "attribute-field").replaceWith(field);
  return element;
}

function update(element, attribute) {
  const field = element.querySelector("[data-attribute]");
  write(part(element, "attribute-name"), attribute.name);
  if (field.tagName === "OUTPUT") return write(field, attribute.kind === "moment" ? word("moment", attribute.value) : attribute.value || say("attribute.none"));
  if (field.tagName === "INPUT") set(field, "placeholder", say("attribute.none"));
  // What somebody types is left alone, and what was refused stays to be mended.
  if (field !== document.activeElement && !part(element, "attribute-wrong").textContent) field.value = attribute.value;
  field.classList.toggle("blank", !field.value);
}

/** Draws them all; the fields of another customer are made anew. */
export function drawAttributes({ attributes, customer }) {
  show(byId("attributes-fold"), attributes.length);
  write(byId("attributes-count"), String(attributes.filter(({ value }) => value).length || ""));
  const keyOf = ({ key, kind, choices }) => [customer.id, key, kind, choices.join()].join(" ");
  keyed(byId("attributes"), attributes, keyOf, create, update);
}

async function save(field) {
  const wrong = part(field.closest("[data-key]"), "attribute-wrong");
  write(wrong, "");
  set(field, "aria-invalid", null);
  try {
    await changed((base) => api.put(`${base}/attributes/${field.dataset.attribute}/`, { value: field.value }));
  } catch (error) {
    write(wrong, error.message);
    set(field, "aria-invalid", "true");
  }
}

/** Watches the fields. */
export function startAttributes() {
  byId("attributes").addEventListener("change", (event) => save(event.target));
  byId("attributes").addEventListener("keydown", (event) => event.key === "Enter" && event.target.blur());
}
