// Short news over the page: what went wrong, or what was done. They go by themselves and never take the focus.
import { byId, fill, icon, make, part } from "./dom.js";
import { get } from "./store.js";

const STAYS = 8000; // ms
const shown = new Map();

function away(text) {
  shown.get(text)?.remove();
  shown.delete(text);
}

/** Shows a sentence; `kind` is "bad" or "good". The same sentence is shown once, and none over the page that says more. */
export function toast(text, kind = "bad") {
  away(text);
  if (get().signedOut) return;
  const element = make("toast");
  element.classList.add(kind);
  icon(element, kind === "bad" ? "warn" : "ok");
  fill(element, { text });
  part(element, "close").addEventListener("click", () => away(text));
  shown.set(text, element);
  byId("toasts").append(element);
  setTimeout(() => shown.get(text) === element && away(text), STAYS);
}

/** Shows news of an interaction; a click opens it. More of the same interaction takes the place of what is there. */
export function newsToast({ id, head, text }, mark) {
  const key = `news ${id}`;
  away(key);
  const element = make("news-toast");
  icon(element, mark);
  fill(element, { "toast-head": head, "toast-text": text });
  part(element, "toast-open").href = id ? `#${id}` : "/";
  element.addEventListener("click", () => away(key));
  shown.set(key, element);
  byId("news-toasts").append(element);
  setTimeout(() => shown.get(key) === element && away(key), STAYS);
}

/** News of an interaction (id) is shown no longer. */
export const newsAway = (id) => away(`news ${id}`);

/** Says something to screen readers only; `urgent` interrupts. */
export function announce(text, urgent = false) {
  byId(urgent ? "urgent-news" : "quiet-news").textContent = text;
}
