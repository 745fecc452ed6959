// To whom this agent handed something lately, newest first; kept in this browser.
import { get } from "./store.js";

const MOST = 4;

const place = () => `desk.targets.${get().me.id}`;

/** The keys of the targets chosen lately. */
export function recent() {
  try {
    return JSON.parse(localStorage.getItem(place())) ?? [];
  } catch {
    return [];
  }
}

/** This one was chosen now. */
export function remember(key) {
  try {
    localStorage.setItem(place(), JSON.stringify([key, ...recent().filter((other) => other !== key)].slice(0, MOST)));
  } catch {
    // Holds no longer than the page then.
  }
}
