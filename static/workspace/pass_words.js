// What was typed and not sent, when an interaction is handed on or ends: it may stay with it as a note to colleagues.
import * as api from "./api.js";
import { byId, show } from "./dom.js";
import { hasDraft, keys, read, type, typedWords } from "./drafts.js";
import { refill } from "./pen_text.js";
import { uuid4 } from "./uuid.js";

let note = null; // the id of the note that it would become, so that a second try makes one only

/** Asks in this dialog whether the words shall stay as a note, where there are any. */
export function offerWords(name, id) {
  note = uuid4();
  show(byId(`${name}-words`), hasDraft(id) && typedWords(id));
  byId(`${name}-keep`).checked = true;
}

const isWanted = (name) => !byId(`${name}-words`).hidden && byId(`${name}-keep`).checked;

/** Does what was asked for, with the words kept as a note before; they leave the composer only after both. */
export async function withWords(name, id, action) {
  const wanted = isWanted(name);
  if (wanted) await api.post(`interactions/${id}/notes/`, { uuid: note, text: typedWords(id).slice(0, 4000) });
  const answer = await action();
  if (wanted && answer) {
    for (const key of keys(id)) if (read(key).text) type(key, { text: "", files: read(key).files });
    refill(id);
  }
  return answer;
}
