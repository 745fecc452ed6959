// The sections of the panel fold, and stay as they were left.
import { byId } from "./dom.js";

const FOLDED = "desk.folded";

function folded() {
  try {
    return new Set(JSON.parse(localStorage.getItem(FOLDED) ?? "[]"));
  } catch {
    return new Set();
  }
}

function keep(name, open) {
  const names = folded();
  names[open ? "delete" : "add"](name);
  try {
    localStorage.setItem(FOLDED, JSON.stringify([...names]));
  } catch {
    // Holds until the page is left.
  }
}

/** Folds what was folded, and watches. */
export function startFolds() {
  const names = folded();
  for (const section of byId("context").querySelectorAll("details[data-fold]")) {
    section.open = !names.has(section.dataset.fold);
    section.addEventListener("toggle", () => keep(section.dataset.fold, section.open));
  }
}
