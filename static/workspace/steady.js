// Keeps the work list still while somebody points at it or walks through it: what one is about to click must not move.
import { byId } from "./dom.js";

const stays = matchMedia("(prefers-reduced-motion: reduce)");
let pointed = null; // the row, card or button under the pointer
const list = () => byId("work").querySelector(".scroll");

const anchorOf = (element) => element?.closest?.(".row, .card, .fold-queue, .sec") ?? null;

/** What must stay where it is: what is pointed at, else what the keyboard is at. A click leaves the focus behind, too. */
function anchor() {
  const { activeElement: focused } = document;
  const element = pointed?.isConnected ? pointed : focused?.matches(":focus-visible") && anchorOf(focused);
  return element && list().contains(element) ? element : null;
}

/** Whether somebody is in the list at this moment. */
export const isBusy = () => Boolean(anchor());

/** Scrolls so that `moved` px more or less above are not seen; where there is nothing to scroll, room is made. */
function absorb(moved) {
  const scroll = list();
  const above = parseFloat(scroll.style.paddingTop) || 0;
  if (moved < 0 && scroll.scrollTop < -moved) scroll.style.paddingTop = `${above - moved - scroll.scrollTop}px`;
  if (moved > 0) scroll.style.paddingBottom = `${scroll.clientHeight}px`;
  scroll.scrollTop += moved;
}

/** Lets the rows glide to where they are now, instead of jumping there. */
function glide(section, moved) {
  if (stays.matches || !section.checkVisibility()) return;
  section.animate([{ transform: `translateY(${-moved}px)` }, { transform: "none" }], { duration: 140, easing: "cubic-bezier(.2, 0, 0, 1)" });
}

const topOf = (element) => element.getBoundingClientRect().top;

/** Draws, and lets nothing that is pointed at move; `below` is what makes room for what is drawn above it. */
export function steadily(below, draw) {
  const still = anchor();
  const [before, section] = [still && topOf(still), topOf(below)];
  draw();
  if (still?.isConnected) {
    const moved = topOf(still) - before;
    if (Math.abs(moved) >= 1) absorb(moved);
    return;
  }
  const moved = topOf(below) - section;
  if (Math.abs(moved) >= 1) glide(below, moved);
}

/** Gives back the room that was made, and shows what rings; `redraw` brings the order up to date. */
function settle(redraw) {
  const scroll = list();
  const made = scroll.style.paddingTop || scroll.style.paddingBottom;
  scroll.style.paddingTop = scroll.style.paddingBottom = "";
  if (made || !byId("alerting").hidden) scroll.scrollTop = 0;
  redraw();
}

/** Watches pointer and focus in the list. */
export function startSteady(redraw) {
  const scroll = list();
  scroll.addEventListener("pointermove", (event) => event.pointerType === "mouse" && (pointed = anchorOf(event.target)));
  scroll.addEventListener("pointerleave", () => {
    pointed = null;
    if (!isBusy()) settle(redraw);
  });
  scroll.addEventListener("focusout", (event) => {
    if (!scroll.contains(event.relatedTarget) && !pointed) settle(redraw);
  });
}
