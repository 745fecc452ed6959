// Holds the one state of the page, changes it by a reducer, and lets the page draw once per batch of changes.
import { freshState } from "./state.js";

let state = freshState();
let due = false;
const watchers = [];

/** The state as it is now. */
export const get = () => state;

/** Registers what happens after changes. Watchers run in the order in which they were registered. */
export const watch = (watcher) => watchers.push(watcher);

function run() {
  due = false;
  for (const watcher of watchers) watcher(state);
}

/** state = reducer(state, ...rest); the page is drawn after the present batch of changes. */
export function change(reducer, ...rest) {
  const next = reducer(state, ...rest);
  if (next === state) return state;
  state = next;
  if (!due) {
    due = true;
    queueMicrotask(run);
  }
  return state;
}
