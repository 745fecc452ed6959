// A question before something that cannot be undone.
import { ask } from "./dialogs.js";
import { byId, write } from "./dom.js";

let last = Promise.resolve();

/** Asks; true if the answer is yes. Questions wait for each other. */
export function confirmed({ head, text, yes, grave = false }) {
  last = last.then(async () => {
    write(byId("confirm-h"), head);
    write(byId("confirm-text"), text);
    write(byId("confirm-yes"), yes);
    byId("confirm-yes").classList.toggle("danger", grave);
    return (await ask("confirm", () => true)) === true;
  });
  return last;
}
