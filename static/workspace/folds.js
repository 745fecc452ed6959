// The sections of the panel fold, and stay as they were left.
import { byId } from "./dom.js";

const FOLDS = "desk.folds";

function kept() {
  try {
    return JSON.parse(localStorage.getItem(FOLDS)) ?? {};
  } catch {
    return {};
  }
}

function keep(name, open) {
  try {
    localStorage.setItem(FOLDS, JSON.stringify({ ...kept(), [name]: open }));
  } catch {
    // Holds until the page is left.
  }
}

/** Folds as it was left, and watches. */
export function startFolds() {
  const folds = kept();
  for (const section of byId("context").querySelectorAll("details[data-fold]")) {
    section.open = folds[section.dataset.fold] ?? section.open;
    section.addEventListener("toggle", () => keep(section.dataset.fold, section.open));
  }
}
