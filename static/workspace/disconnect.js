// Asks before an interaction ends: when something was not sent, or when there is a wrap-up code to choose.
import { attempt, ask, complain } from "./dialogs.js";
import { byId, fill, keyed, make, show, write } from "./dom.js";
import { personName } from "./faces.js";
import { sayCount } from "./words.js";

function prepare(row, { loose, wrapUps }) {
  const dialog = byId("disconnect");
  complain(dialog, "");
  fill(dialog, { name: personName(row.customer) });
  show(byId("loose-draft"), loose.draft);
  show(byId("loose-replies"), loose.unsettled > 0);
  write(byId("loose-replies-text"), sayCount("disconnect.unsettled", loose.unsettled));
  show(byId("wrap-up-field"), wrapUps.length > 0);
  const options = [{ id: "", name: byId("wrap-up").dataset.none }, ...wrapUps];
  keyed(byId("wrap-up"), options, ({ id }) => id, () => make("option"), (element, { id, name }) => {
    element.value = id;
    write(element, name);
  });
  byId("wrap-up").value = "";
  return dialog;
}

/** Ends the interaction by `end(wrapUp)`; answers its row, or null when it was not ended. */
export async function askDisconnect(row, { loose, wrapUps, end }) {
  const needsAsking = loose.draft || loose.unsettled > 0 || wrapUps.length > 0;
  const dialog = prepare(row, { loose, wrapUps });
  if (!needsAsking) {
    const done = await attempt(dialog, end);
    if (done || dialog.querySelector('[data-f="notice"]').hidden) return done;
  }
  return ask("disconnect", () => attempt(dialog, () => end(Number(byId("wrap-up").value) || null)));
}
