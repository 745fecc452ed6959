// How the work list is sorted and filtered: chosen in its menu, kept in this browser.
import { byId, set, show, write } from "./dom.js";
import { arranged, filters, plain, steadied } from "./order.js";
import { mine } from "./state.js";
import { get } from "./store.js";
import { isBusy } from "./steady.js";
import { say } from "./words.js";

const KEPT = "desk.list";

let view = plain;
let before = []; // ids in the order in which they were drawn

function kept() {
  try {
    return { ...plain, ...JSON.parse(localStorage.getItem(KEPT)) };
  } catch {
    return plain;
  }
}

function keep() {
  try {
    localStorage.setItem(KEPT, JSON.stringify(view));
  } catch {
    // Holds until the page is left.
  }
}

/** My interactions as the view wants them; in the order they had while somebody is in the list. */
export function listed(state) {
  const rows = arranged(mine(state), view);
  const ordered = isBusy() ? steadied(rows, before) : rows;
  before = ordered.map(({ id }) => id);
  return ordered;
}

/** Whether the filters leave something out that there is. */
export const leavesOut = (state) => filters(view) && arranged(mine(state), view).length < mine(state).length;

/** Draws which view is chosen. */
export function drawView() {
  for (const input of byId("view").querySelectorAll("[name]")) input.checked = view[input.name] === input.value;
  byId("view-open").classList.toggle("on", filters(view));
  set(byId("view-open"), "aria-label", say(filters(view) ? "view.filtered" : "view.all"));
  write(byId("view-sort"), view.sort === plain.sort ? "" : say(`sort.${view.sort}`));
  show(byId("view-sort"), view.sort !== plain.sort);
}

/** Shows all of them again. */
export function clearView(redraw) {
  view = { ...plain, sort: view.sort };
  keep();
  redraw(get());
}

/** Watches the menu. */
export function startView(redraw) {
  view = kept();
  byId("view").addEventListener("change", ({ target }) => {
    view = { ...view, [target.name]: target.value };
    keep();
    redraw(get());
  });
}
