// Blanks that are left in what is written, and which responses it was made with.
import { byId, keyed, make, part, show, write } from "./dom.js";
import { blanksIn, stillIn } from "./response_list.js";

const used = new Map(); // interaction id -> [{id, text}] inserted into what is written now

const field = () => byId("text");

/** This response was inserted, as this text. */
export function noteUsed(id, response, text) {
  used.set(id, [...(used.get(id) ?? []), { id: response, text }]);
}

/** The ids of the responses that are in the text about to be sent; forgotten with it. */
export function takeUsed(id, text) {
  const found = (used.get(id) ?? []).filter((one) => stillIn(text, one.text)).map((one) => one.id);
  used.delete(id);
  return found.length ? { responses: [...new Set(found)] } : {};
}

/** Whether a blank is left in what is written; with `go` it is selected. */
export function blankLeft(go = false) {
  const [first] = blanksIn(field().value);
  if (first && go) goToBlank(first);
  return Boolean(first);
}

function goToBlank({ start, end }) {
  field().focus();
  field().setSelectionRange(start, end);
}

/** Names the blanks that are left under the text. */
export function drawBlanks(canWrite) {
  const left = canWrite ? blanksIn(field().value) : [];
  show(byId("blanks"), left.length);
  keyed(byId("blanks-list"), left, (blank) => `${blank.name} ${blank.start}`, () => make("left-blank"), (element, { name }) => {
    write(part(element, "name"), name);
  });
}

/** Watches their names, which lead to them. */
export function startBlanks() {
  byId("blanks-list").addEventListener("click", ({ target }) => {
    const at = [...byId("blanks-list").children].indexOf(target.closest("li"));
    const blank = blanksIn(field().value)[at];
    if (blank) goToBlank(blank);
  });
}
