// The conversation on screen: who, in what state, what one can do; its messages; where one is in them.
import { setTime } from "./clock.js";
import { byId, fill, part, set, show, write } from "./dom.js";
import { drawChat } from "./draw_chat.js";
import { drawTree } from "./draw_tree.js";
import { drawFace, drawState, glyph, personName, platformName } from "./faces.js";
import { change, get } from "./store.js";
import { seen } from "./reduce.js";
import { acting, current, verbsFor, waitsToBeTaken } from "./state.js";
import { asMessages, gapsShown } from "./thread.js";
import { say, sayCount } from "./words.js";

const NEAR = 48; // px from the end that still count as being at the end
let sticks = true; // whether the reader is at the end, so that news may scroll
let placed = null; // the conversation whose first place was found
let last = []; // what was drawn last; the same again need not be drawn

// ---- header ----------------------------------------------------------------------------------------------------

function kindWords(row) {
  return say(row.media_type === "social_conversation" ? "kind.public" : "kind.private", { channel: row.channel.name });
}

function drawHead(state, row) {
  const head = byId("head");
  drawFace(head, row.customer, row);
  fill(head, { name: personName(row.customer), "platform-name": say(`platform.${glyph(row)}`), channel: kindWords(row) });
  fill(head, { workgroup: row.workgroup.name });
  const handed = waitsToBeTaken(state, row);
  drawState(byId("pill"), row.state, handed ? say("state.handed", { name: row.owner?.name ?? row.workgroup.name }) : undefined);
  setTime(part(byId("pill"), "since"), "since", row.state_since);
  const verbs = verbsFor(state, row);
  for (const button of byId("verbs").children) show(button, verbs.includes(button.dataset.verb));
  show(byId("verbs"), [...byId("verbs").children].some((button) => verbs.includes(button.dataset.verb)));
  drawNote(state, row);
}

function drawNote(state, row) {
  const handed = state.open.events.findLast((event) => event.kind === "transferred");
  show(byId("handed"), row.note && row.mine);
  fill(byId("handed"), { by: handed?.by ? say("note.from", { name: handed.by.name }) : say("note.transfer"), note: row.note ?? "" });
}

// ---- where one is ------------------------------------------------------------------------------------------------

const atEnd = (flow) => flow.scrollHeight - flow.scrollTop - flow.clientHeight < NEAR;
const messageElement = (id) => byId("flow").querySelector(`[data-message="${id}"]`);
const end = (flow) => (flow.scrollTop = flow.scrollHeight);

function place(state) {
  const flow = byId("flow");
  const first = state.open.unseen.map(messageElement).find(Boolean);
  if (placed !== state.open.id) {
    placed = state.open.id;
    if (first) first.scrollIntoView({ block: "center" });
    else end(flow);
    sticks = atEnd(flow);
  } else if (sticks) end(flow);
}

/** Which of the new messages are in view; only a page that is looked at counts. */
export function look() {
  const { open } = get();
  if (!open?.loaded || !document.hasFocus() || document.visibilityState !== "visible") return;
  const bottom = byId("flow").getBoundingClientRect().bottom;
  const inView = (id) => (messageElement(id)?.getBoundingClientRect().top ?? bottom) < bottom - 24;
  const ids = open.unseen.filter(inView);
  if (ids.length) change(seen, ids);
}

/** Goes to the next message that was not in view yet, or to the end. */
export function goBelow() {
  const next = get().open?.unseen.map(messageElement).find(Boolean);
  if (next) next.scrollIntoView({ block: "center" });
  else end(byId("flow"));
}

/** Shows a message of mine that was just sent. */
export function goTo(id) {
  messageElement(id)?.scrollIntoView({ block: "nearest" });
}

/** Keeps the reader where he is while earlier messages are put above. */
export async function holding(action) {
  const flow = byId("flow");
  const below = flow.scrollHeight - flow.scrollTop;
  await action();
  queueMicrotask(() => (flow.scrollTop = flow.scrollHeight - below));
}

// ---- messages ------------------------------------------------------------------------------------------------------

function viewOf(state, row, target, canWrite) {
  const states = state.limits[row.kind]?.states;
  const { size, fresh, gaps, messages, more } = state.open;
  return { state, row, me: state.me, size, gaps: gapsShown(gaps, messages, more), fresh: new Set(fresh), target, canWrite, states, composer: acting(state) };
}

function drawMessages(state, row, target, canWrite) {
  const { open } = state;
  const said = [open.id, open.loaded, open.messages, open.events, open.fresh, open.root, open.gaps, open.more, state.outgoing[open.id]];
  const now = [...said, target, canWrite, row.unread, acting(state), state.doing];
  if (now.every((value, index) => value === last[index])) return;
  last = now;
  const isPublic = row.media_type === "social_conversation";
  show(byId("tree"), isPublic);
  show(byId("root"), isPublic && open.root);
  show(byId("chat-log"), !isPublic);
  show(byId("older"), open.more);
  const messages = [...open.messages, ...asMessages(state.outgoing[open.id])];
  const view = viewOf(state, row, target, canWrite);
  if (isPublic) drawTree(open.root, messages, view);
  else drawChat(messages, open.events, view);
  if (open.loaded) place(state);
}

function drawBelow(open) {
  const below = byId("below");
  show(below, open.loaded && open.unseen.length > 0);
  write(part(below, "count"), sayCount("flow.below", open.unseen.length));
}

function drawAbsence(state) {
  const { open } = state;
  show(byId("nothing"), !open && state.ready);
  show(byId("opening"), open && !open.loaded && !open.failed);
  show(byId("not-opened"), open?.failed);
  write(part(byId("not-opened"), "why"), open?.failed ?? "");
  for (const id of ["head", "stage"]) show(byId(id), open?.loaded || (id === "head" && current(state)));
}

/** Draws who is on screen and what one can do, or why nobody is. */
export function drawConversation(state) {
  const row = current(state);
  drawAbsence(state);
  if (!state.open) placed = null;
  set(byId("desk"), "data-view", state.open ? "talk" : "list");
  if (row) drawHead(state, row);
}

/** Draws the messages. It comes after header and composer: the reader's place depends on the room they leave. */
export function drawFlow(state, { target, canWrite }) {
  if (!state.open?.loaded) return;
  drawMessages(state, current(state), target, canWrite);
  drawBelow(state.open);
  look();
}

/** Watches scrolling, resizing and attention. */
export function startConversation() {
  const flow = byId("flow");
  flow.addEventListener("scroll", () => {
    sticks = atEnd(flow);
    look();
  }, { passive: true });
  new ResizeObserver(() => sticks && end(flow)).observe(flow);
  addEventListener("focus", look);
  document.addEventListener("visibilitychange", look);
}
