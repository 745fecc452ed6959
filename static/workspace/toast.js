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

/** Says something to screen readers only; `urgent` interrupts. */
export function announce(text, urgent = false) {
  byId(urgent ? "urgent-news" : "quiet-news").textContent = text;
}
