// The columns: both sides are as wide as the agent likes, and the customer's side folds away.
import { byId, set } from "./dom.js";

const KEPT = "desk.columns";
const STEP = 16; // px by an arrow key
const SIDES = {
  list: { least: 260, most: 480, usual: 320, grows: 1 },
  context: { least: 260, most: 520, usual: 320, grows: -1 },
};
const narrow = matchMedia("(max-width: 1180px)");

let kept = {};

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
}

function keep(changes) {
  kept = { ...kept, ...changes };
  try {
    localStorage.setItem(KEPT, JSON.stringify(kept));
  } catch {
    // Holds until the page is left.
  }
}

// ---- how wide ---------------------------------------------------------------------------------------------------------

const widthOf = (side) => Math.min(SIDES[side].most, Math.max(SIDES[side].least, kept[side] ?? SIDES[side].usual));

function draw(side) {
  document.documentElement.style.setProperty(`--${side}`, `${widthOf(side)}px`);
  set(byId(`${side}-edge`), "aria-valuenow", widthOf(side));
}

function widen(side, width) {
  keep({ [side]: Math.round(width) });
  keep({ [side]: widthOf(side) });
  draw(side);
}

function drag(side, event) {
  const edge = event.currentTarget;
  const [start, width] = [event.clientX, widthOf(side)];
  const move = ({ clientX }) => widen(side, width + (clientX - start) * SIDES[side].grows);
  edge.setPointerCapture(event.pointerId);
  edge.addEventListener("pointermove", move);
  edge.addEventListener("lostpointercapture", () => edge.removeEventListener("pointermove", move), { once: true });
}

function press(side, event) {
  const { least, most, usual, grows } = SIDES[side];
  const step = STEP * grows;
  const to = { ArrowLeft: widthOf(side) - step, ArrowRight: widthOf(side) + step, Home: least, End: most, Enter: usual }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  widen(side, to);
}

function startEdge(side) {
  const edge = byId(`${side}-edge`);
  set(edge, "aria-valuemin", SIDES[side].least);
  set(edge, "aria-valuemax", SIDES[side].most);
  edge.addEventListener("pointerdown", (event) => drag(side, event));
  edge.addEventListener("keydown", (event) => press(side, event));
  edge.addEventListener("dblclick", () => widen(side, SIDES[side].usual));
  draw(side);
}

// ---- the customer's side -------------------------------------------------------------------------------------------------

const isShown = () => (narrow.matches ? byId("desk").dataset.context === "shown" : !byId("desk").hasAttribute("data-folded"));

function say(shown) {
  set(byId("context-toggle"), "aria-expanded", String(shown));
}

/** Shows or hides the customer's side: a column where there is room, kept so; a sheet where there is none. */
export function toggleContext(on = !isShown()) {
  const desk = byId("desk");
  if (narrow.matches) desk.dataset.context = on ? "shown" : "hidden";
  else {
    keep({ folded: !on });
    set(desk, "data-folded", !on);
  }
  say(on);
  if (on && narrow.matches) byId("context-close").focus();
  else if (!on) byId("context-toggle").focus();
}

// ---- landmarks ---------------------------------------------------------------------------------------------------------------

const single = matchMedia("(max-width: 720px)");

/** Where list and conversation take turns the list is the page's main part while it is shown, with its heading as the first. */
export function drawLandmarks(state) {
  const alone = single.matches && !state.open;
  set(byId("work"), "role", alone ? "main" : "complementary");
  const head = byId("mine-head");
  set(head, "role", alone ? "heading" : null);
  set(head, "aria-level", alone ? "1" : null);
}

/** Makes the columns as they were. */
export function startColumns(redraw) {
  kept = read();
  for (const side of Object.keys(SIDES)) startEdge(side);
  set(byId("desk"), "data-folded", Boolean(kept.folded));
  say(isShown());
  for (const media of [narrow, single]) {
    media.addEventListener("change", () => {
      say(isShown());
      redraw();
    });
  }
}
