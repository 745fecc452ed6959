// What its author can do with a note, and how it was worded before. It comes when it is wanted.
import { drawWordings } from "./acts.js";
import * as api from "./api.js";
import { confirmed } from "./confirm.js";
import { ask, attempt, complain } from "./dialogs.js";
import { byId } from "./dom.js";
import { noted, unnoted } from "./noted.js";
import { change, get } from "./store.js";
import { toast } from "./toast.js";
import { say } from "./words.js";

const noteOf = (button) => get().open.notes.find(({ id }) => id === Number(button.closest("[data-note]").dataset.note));

/** Words a note of one's own anew. */
export async function editNote(button) {
  const note = noteOf(button);
  byId("renote-text").value = note.text;
  complain(byId("renote"), "");
  const save = () => attempt(byId("renote"), () => api.put(`notes/${note.id}/`, { text: byId("renote-text").value }));
  const answer = await ask("renote", save);
  if (answer) change(noted, answer.note);
}

/** Takes a note of one's own back, after asking. */
export async function deleteNote(button) {
  const note = noteOf(button);
  if (!(await confirmed({ head: say("note.delete.head"), text: say("note.delete.text"), yes: say("note.delete.yes") }))) return;
  try {
    await api.remove(`notes/${note.id}/`);
    change(unnoted, note.id);
  } catch (error) {
    toast(error.message);
  }
}

/** Shows how a note was worded before. */
export async function showNoteWordings(button) {
  const note = noteOf(button);
  drawWordings([]);
  complain(byId("wordings"), "");
  ask("wordings", () => true);
  const answer = await attempt(byId("wordings"), () => api.get(`notes/${note.id}/`));
  if (answer) drawWordings(answer.revisions);
}
