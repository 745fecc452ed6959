// Where the reader is in a conversation: found when it opens, kept while news and earlier pages come, remembered for the
// next time. What is unread above and below is counted from here.
import { byId, part, show, write } from "./dom.js";
import { Near, firstWhere } from "./near.js";
import { olderBackTo, olderPage } from "./reading.js";
import { seen } from "./reduce.js";
import { current } from "./state.js";
import { change, get } from "./store.js";
import { say, sayCount } from "./words.js";

const AT_END = 48; // px from the end that still count as being at the end
const EDGE = 24; // px of a message that must be in view before it counts as seen
const SOON = 700; // px from the top at which earlier messages are asked for
const LONG_WAY = 600; // px from the end at which the way there is offered
const KEPT = 50; // conversations whose place is remembered
const PROBES = 6; // things at the top of the view among which one is held on to
const FLASH = 1600; // ms

let flow;
let near;
let sticks = true; // whether the reader is at the end, so that news may scroll
let placed = null; // the conversation whose first place was found
let unseen = []; // things on the page that were not in view yet, in their order
let lastTop = 0; // where the view was at the last look
let asked = false; // whether a look is due at the next frame
const kept = new Map(); // conversation -> {id, top} of the message at the top of the view

const atEnd = () => flow.scrollHeight - flow.scrollTop - flow.clientHeight < AT_END;
const idOf = (thing) => Number(thing.dataset.message);

/** How much of the view the pinned post takes. */
const pinned = () => (byId("root").hidden ? 0 : byId("root").offsetHeight);

/** The message with this id as it stands on the page, or null. */
export const thingOf = (id) => flow.querySelector(`[data-message="${id}"]`);

// ---- keeping ---------------------------------------------------------------------------------------------------------

/** Whether a thing belongs to a branch that began before what is loaded: earlier pages come between it and the rest. */
function isOld(thing) {
  const head = thing.closest("#tree > li")?.firstElementChild;
  return Boolean(head) && get().open.above.some(({ id }) => id === idOf(head));
}

/** A few things from the top of the view on. Found by halves: asking the page what is at a point costs too much. */
function thingsInView() {
  const { things } = near;
  const view = flow.getBoundingClientRect();
  const from = firstWhere(things.length, (number) => things[number].getBoundingClientRect().bottom > view.top + pinned() + 8);
  return things.slice(from, from + PROBES).filter((thing) => thing.getBoundingClientRect().top < view.bottom);
}

/** What the reader looks at: the thing at the top of the view, unless earlier pages would come right under it. */
function anchor() {
  const there = thingsInView();
  const thing = there.find((each) => !isOld(each)) ?? there[0];
  return thing ? { thing, id: thing.dataset.message, top: thing.getBoundingClientRect().top } : null;
}

function toEnd() {
  for (let round = 0; round < 3; round += 1) {
    flow.scrollTop = flow.scrollHeight;
    near.settle();
    if (atEnd()) return;
  }
}

/** Changes what is in the flow, while what the reader looks at stays where it is. */
export function keepPlace(action) {
  const before = sticks ? null : anchor();
  action();
  if (sticks) return toEnd();
  near.settle();
  if (before?.thing.isConnected) flow.scrollTop += before.thing.getBoundingClientRect().top - before.top;
  return undefined;
}

// ---- finding ---------------------------------------------------------------------------------------------------------

function center(thing) {
  for (let round = 0; round < 3; round += 1) {
    thing.scrollIntoView({ block: "center" });
    near.settle();
  }
}

/** Back to where a conversation was left; pages that it takes are asked for meanwhile. */
async function putBack(conversation, { id, top }) {
  if (!thingOf(id)) {
    toEnd();
    sticks = true;
    if (get().open.more && Number(id)) await olderBackTo(Number(id));
  }
  const thing = thingOf(id);
  if (!thing || placed !== conversation || get().open?.id !== conversation) return;
  center(thing);
  flow.scrollTop += thing.getBoundingClientRect().top - top;
  near.settle();
  sticks = atEnd();
}

/** A conversation comes on screen: with its newest unread (in a chat the first one), else where it was left, else its end. */
function placeAnew(id, isPublic) {
  placed = id;
  sticks = false;
  const ids = get().open.unseen;
  const byAge = isPublic ? ids.toReversed() : ids;
  const first = unseen.length ? byAge.map(thingOf).find((thing) => unseen.includes(thing)) : null;
  if (first) center(first);
  else if (kept.has(id)) return void putBack(id, kept.get(id));
  else toEnd();
  sticks = atEnd();
  return undefined;
}

/** Puts the messages on the page by `draw(near)` and finds or keeps the reader's place. */
export function placing(state, isPublic, draw) {
  const { id, loaded } = state.open;
  const drawAll = () => {
    near.begin();
    draw(near);
    const news = new Set(state.open.unseen);
    unseen = near.things.filter((thing) => news.has(idOf(thing)));
  };
  if (loaded && placed !== id) {
    drawAll();
    placeAnew(id, isPublic);
  } else keepPlace(drawAll);
}

/** No conversation is on screen: the next one is placed anew. */
export const unplace = () => (placed = null);

// ---- looking ---------------------------------------------------------------------------------------------------------

function inView() {
  const view = flow.getBoundingClientRect();
  const rect = (number) => unseen[number].getBoundingClientRect();
  const from = firstWhere(unseen.length, (number) => rect(number).bottom > view.top + pinned() + EDGE);
  const to = firstWhere(unseen.length, (number) => rect(number).top >= view.bottom - EDGE);
  return { from, to: Math.max(from, to) };
}

/** Which of the new messages are in view; only a page that is looked at counts. */
export function look() {
  const { open } = get();
  if (!open?.loaded || !document.hasFocus() || document.visibilityState !== "visible") return;
  const { from, to } = inView();
  const ids = unseen.slice(from, to).map(idOf);
  if (open.root && open.unseen.includes(open.root.id)) ids.push(open.root.id);
  if (ids.length) change(seen, ids);
}

const loadedLess = (state) => (current(state)?.unread ? state.open.unreadAbove : 0);

/** Draws how much is unread above and below, and the way to the newest message of a chat. */
export function drawCounters(state) {
  const { open } = state;
  const news = new Set(open.unseen);
  unseen = unseen.filter((thing) => thing.isConnected && news.has(idOf(thing)));
  const { from, to } = open.loaded ? inView() : { from: 0, to: unseen.length };
  const [above, below] = [from + loadedLess(state), unseen.length - to];
  const far = byId("tree").hidden && flow.scrollHeight - flow.scrollTop - flow.clientHeight > LONG_WAY;
  flow.style.setProperty("--pinned", `${pinned()}px`);
  show(byId("above"), open.loaded && above > 0);
  write(part(byId("above"), "count"), sayCount("flow.above", above));
  show(byId("below"), open.loaded && (below > 0 || far));
  write(part(byId("below"), "count"), below > 0 ? sayCount("flow.below", below) : say("flow.newest"));
}

// ---- going -----------------------------------------------------------------------------------------------------------

/** Goes to the next message that was not in view yet, or to the end. */
export function goBelow() {
  if (!get().open?.loaded) return;
  const next = unseen[inView().to];
  if (next) center(next);
  else toEnd();
}

/** Goes to the last unread message above; earlier pages are asked for where it is not loaded. */
export async function goAbove() {
  if (!get().open?.loaded) return;
  if (!inView().from && loadedLess(get())) await olderPage();
  const next = unseen[inView().from - 1];
  if (next) center(next);
}

/** Shows a message of mine that was just sent. */
export function goTo(id) {
  thingOf(id)?.scrollIntoView({ block: "nearest" });
}

/** Goes to a message, however long ago it was said, and shows which one it is. */
export async function goToMessage(id) {
  const { open } = get();
  if (!thingOf(id) && open.more) await olderBackTo(id);
  const thing = thingOf(id);
  if (!thing) return;
  sticks = false;
  center(thing);
  thing.classList.add("flash");
  setTimeout(() => thing.classList.remove("flash"), FLASH);
}

/** The message before (-1) or after (1) the one that has the focus, or the one at the top of the view. */
export function step(by) {
  const { things } = near;
  if (!things.length) return;
  const focused = document.activeElement?.closest("#flow [data-message]");
  const at = things.indexOf(focused ?? anchor()?.thing);
  const next = things[Math.max(0, Math.min(things.length - 1, focused ? at + by : at))];
  near.ensure(next);
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  near.settle();
}

// ---- watching --------------------------------------------------------------------------------------------------------

function remember() {
  const { open } = get();
  if (!open?.loaded || placed !== open.id) return;
  kept.delete(open.id);
  const at = sticks ? null : anchor();
  if (at) kept.set(open.id, { id: at.id, top: at.top });
  if (kept.size > KEPT) kept.delete(kept.keys().next().value);
}

function whenScrolled() {
  asked = false;
  const { open } = get();
  if (!open?.loaded || placed !== open.id) return;
  sticks = atEnd();
  if (near.fill()) keepPlace(() => {});
  else near.forget();
  const upwards = flow.scrollTop < lastTop;
  lastTop = flow.scrollTop;
  if (open.more && upwards && lastTop < SOON) olderPage();
  look();
  drawCounters(get());
  remember();
}

/** Watches scrolling, resizing and attention. */
export function startPlace() {
  flow = byId("flow");
  near = new Near(flow);
  flow.addEventListener("scroll", () => {
    if (!asked) requestAnimationFrame(whenScrolled);
    asked = true;
  }, { passive: true });
  new ResizeObserver(() => placed && (sticks ? toEnd() : near.settle())).observe(flow);
  addEventListener("focus", look);
  document.addEventListener("visibilitychange", look);
}
