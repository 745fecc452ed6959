// The conversation on screen: who, in what state, what one can do; its messages; where one is in them.
import { setTime } from "./clock.js";
import { byId, fill, part, set, show, write } from "./dom.js";
import { drawChat } from "./draw_chat.js";
import { drawTree } from "./draw_tree.js";
import { drawFace, drawState, glyph, personName, platformName } from "./faces.js";
import { notesShown } from "./noted.js";
import { noteLines } from "./notes.js";
import { drawCounters, look, placing, startPlace, unplace } from "./place.js";
import { drawPresent } from "./presence.js";
import { acting, current, inHand, verbsFor, waitsToBeTaken } from "./state.js";
import { asMessages, gapsShown } from "./thread.js";
import { say } from "./words.js";

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
  drawPresent(state);
}

function drawNote(state, row) {
  const handed = state.open.events.findLast((event) => event.kind === "transferred");
  show(byId("handed"), row.note && row.mine);
  fill(byId("handed"), { by: handed?.by ? say("note.from", { name: handed.by.name }) : say("note.transfer"), note: row.note ?? "" });
}

// ---- messages ------------------------------------------------------------------------------------------------------

function viewOf(state, row, messages, { target, canWrite, drafts }) {
  const { open } = state;
  const loaded = [...open.above, ...messages, ...(open.root ? [open.root] : [])];
  const gaps = [...gapsShown(open.gaps, open.messages, open.more), ...noteLines(notesShown(open))];
  const answered = new Set(loaded.filter((message) => message.private_reply).map(({ parent }) => parent));
  return {
    state, row, me: state.me, size: open.size, gaps, target, canWrite, drafts, answered,
    states: state.limits[row.kind]?.states,
    fresh: new Set(open.fresh),
    composer: acting(state),
    mayRead: inHand(state, row),
    byId: new Map(loaded.map((message) => [message.id, message])),
  };
}

function drawMessages(state, row, aim) {
  const { open } = state;
  const said = [open.id, open.loaded, open.messages, open.above, open.events, open.fresh, open.root, open.gaps, open.notes, open.more, open.reads, open.answers, open.unfolded];
  const now = [...said, state.outgoing[open.id], aim.target, aim.canWrite, [...aim.drafts].join(), row.state, row.waiting_since, acting(state), state.doing];
  if (now.every((value, index) => value === last[index])) return;
  last = now;
  const isPublic = row.media_type === "social_conversation";
  const messages = [...open.messages, ...asMessages(state.outgoing[open.id])];
  const view = viewOf(state, row, messages, aim);
  placing(state, isPublic, (near) => {
    show(byId("tree"), isPublic);
    show(byId("root"), isPublic && open.root);
    show(byId("chat-log"), !isPublic);
    show(byId("older"), open.more);
    show(byId("waits"), row.waiting_since && row.state !== "disconnected");
    setTime(part(byId("waits"), "time"), "waited", row.waiting_since);
    if (isPublic) drawTree(open.root, messages, view, near);
    else drawChat(messages, open.events, view, near);
  });
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
  if (!state.open) unplace();
  set(byId("desk"), "data-view", state.open ? "talk" : "list");
  if (row) drawHead(state, row);
}

/** Draws the messages. It comes after header and composer: the reader's place depends on the room they leave. */
export function drawFlow(state, aim) {
  if (!state.open?.loaded) return;
  drawMessages(state, current(state), aim);
  drawCounters(state);
  look();
}

/** Watches scrolling, resizing and attention. */
export const startConversation = startPlace;
