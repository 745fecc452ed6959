// Words to colleagues: written in the composer's second tab, drawn yellow where they lie in time, and beside the customer.
import * as api from "./api.js";
import { setTime } from "./clock.js";
import { byId, fill, keyed, make, part, show, write } from "./dom.js";
import { noted } from "./noted.js";
import { change } from "./store.js";
import { toast } from "./toast.js";
import { say } from "./words.js";

const IN_PANEL = 20;

/** Writes a note; answers whether it is kept. */
export async function writeNote(id, uuid, text, draft) {
  try {
    const { note } = await api.post(`interactions/${id}/notes/`, { uuid, text, draft });
    change(noted, note);
    return true;
  } catch (error) {
    toast(error.message);
    return false;
  }
}

const isMine = (note, state) => note.by?.id === state.me.id && note.kind === "written" && note.interaction === state.open.id;

function about(note, state) {
  const by = note.by?.id === state.me.id ? say("person.you") : (note.by?.name ?? say("note.product"));
  if (note.only_for) return say("note.only", { by, name: note.only_for.id === state.me.id ? say("person.you") : note.only_for.name });
  return note.kind === "written" || note.kind === "notice" ? by : say(note.kind === "transfer" ? "note.handed" : "note.decline", { by });
}

/** Draws one note into its template. */
export function drawNote(element, note, state) {
  element.dataset.note = note.id;
  element.classList.toggle("only", Boolean(note.only_for));
  fill(element, { "note-text": note.text, "note-by": about(note, state) });
  setTime(part(element, "note-at"), "ago", note.at);
  show(part(element, "note-edited"), note.edited_at);
  show(part(element, "note-acts"), isMine(note, state));
}

/** The notes of a conversation as lines between its messages. */
export const noteLines = (notes) => (notes ?? []).map((note) => ({ id: `note ${note.id}`, since: note.at, until: note.at, note }));

/** Draws the notes beside the customer, the newest on top. */
export function drawNotesPanel(state) {
  const notes = (state.open?.notes ?? []).toReversed();
  show(byId("notes-fold"), state.open?.loaded);
  write(byId("notes-count"), notes.length ? String(notes.length) : "");
  show(byId("notes-none"), notes.length === 0);
  keyed(byId("notes-list"), notes.slice(0, IN_PANEL), ({ id }) => id, () => make("note-in-panel"), (element, note) => drawNote(element, note, state));
}
