// How our dialogs open, close and answer.
import { byId, part, show } from "./dom.js";

/**
 * Opens <dialog id> and waits. `submit(form)` does the work and answers what the dialog answers with; null keeps it open.
 * Ctrl+Enter sends it from any of its fields. Escape, a button with data-close and a click beside the box answer null.
 */
export function ask(id, submit) {
  const dialog = byId(id);
  const form = dialog.querySelector("form");
  const gone = new AbortController();
  const on = (target, type, listener) => target.addEventListener(type, listener, { signal: gone.signal });
  dialog.returnValue = "";
  return new Promise((resolve) => {
    let result = null;
    on(form, "submit", async (event) => {
      event.preventDefault();
      result = await once(form, () => submit(form));
      if (result !== null) dialog.close();
    });
    on(dialog, "click", (event) => (event.target === dialog || event.target.closest("[data-close]")) && dialog.close());
    on(dialog, "keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      form.requestSubmit();
    });
    on(dialog, "close", () => {
      gone.abort();
      resolve(result);
    });
    dialog.showModal();
  });
}

/** Keeps a form from being sent twice while its work is done. */
async function once(form, work) {
  if (form.getAttribute("aria-busy") === "true") return null;
  form.setAttribute("aria-busy", "true");
  try {
    return await work();
  } finally {
    form.removeAttribute("aria-busy");
  }
}

/** Shows a sentence in the dialog's notice, with or without the button "Read it". */
export function complain(dialog, text, canRead = false) {
  show(part(dialog, "notice"), text);
  part(dialog, "notice-text").textContent = text;
  show(part(dialog, "read-it"), canRead);
}

/**
 * Runs a verb inside a dialog. What stood in the way is said there; a message that came meanwhile with the way to read it.
 * The answer is then null.
 */
export async function attempt(dialog, verb) {
  try {
    return await verb();
  } catch (error) {
    complain(dialog, error.message, error.code === "new_message");
    return null;
  }
}
