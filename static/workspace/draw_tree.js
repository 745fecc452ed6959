// A public conversation: the root on top, under it the comments as a tree with lines.
import { isPutAway, measureTree } from "./branches.js";
import { now, setTime } from "./clock.js";
import { byId, fill, keyed, make, part, set, show, write } from "./dom.js";
import { drawCarried, wordsOf } from "./draw_carried.js";
import { drawDelivery } from "./draw_delivery.js";
import { drawGap } from "./draw_gap.js";
import { drawPortrait, handleOf, initials, personName } from "./faces.js";
import { privatelyAnswerable } from "./possible.js";
import { grow, treeLines } from "./thread.js";
import { say, sayCount } from "./words.js";

function author(message, row) {
  return message.outbound ? (message.author?.name ?? row.channel.name) : personName(message.author);
}

function drawBy(element, message, { row, me }) {
  const handle = handleOf(message.author, row);
  const us = message.agent ? (message.agent.id === me.id ? say("person.you") : message.agent.name) : say("person.us");
  fill(element, {
    author: author(message, row),
    handle: handle !== message.author?.name && !message.outbound ? handle : "",
    us: message.outbound ? (message.pending ? say("person.you") : us) : "",
  });
  part(element, "author").disabled = message.outbound || !message.author;
  const face = part(element, "face");
  face.classList.toggle("us", message.outbound);
  show(part(face, "ours"), message.outbound);
  show(part(face, "initials"), !message.outbound);
  write(part(face, "initials"), initials(message.author?.name));
  drawPortrait(face, message.outbound ? null : message.author?.picture);
  show(part(element, "verified"), message.author?.verified && !message.outbound);
  setTime(part(element, "at"), "ago", message.at);
}

function drawLink(element, message, row) {
  const link = part(element, "link");
  show(link, message.permalink);
  set(link, "href", message.permalink || null);
  if (message.permalink) set(link, "title", say("message.open", { platform: say(`platform.${row.platform}`) }));
}

function drawAnswers(element, message, view) {
  const may = view.canWrite && message.can_reply && !message.deleted_at;
  show(part(element, "answer"), may && (!message.outbound || message === view.state.open.root));
  part(element, "answer").classList.toggle("begun", view.drafts.has(message.id));
  set(part(element, "answer"), "title", view.drafts.has(message.id) ? say("draft.here") : null);
  const asked = view.answered.has(message.id);
  const privately = may && !asked && privatelyAnswerable(message, [], view.state.open.composer?.private_reply_days, now());
  show(part(element, "answer-privately"), privately);
}

// ---- comments --------------------------------------------------------------------------------------------------------

function drawReadBox(element, message, { mayRead }, on) {
  const box = part(element, "read");
  show(box, !message.outbound && (mayRead || on));
  part(box, "read-box").checked = on;
  part(box, "read-box").disabled = !mayRead;
}

function drawWhole(said, { message }, view) {
  if (!said.querySelector(":scope > .body")) said.replaceChildren(...make("said").childNodes);
  drawBy(said, message, view);
  drawCarried(said, message, view);
  drawLink(said, message, view.row);
  show(part(said, "new"), view.fresh.has(message.id) && !message.deleted_at);
  drawAnswers(said, message, view);
  show(part(said, "fold"), view.state.open.unfolded.includes(message.id));
  drawDelivery(said, message, view.row, view.states);
  drawReadBox(said, message, view, message.id in view.state.open.reads);
}

/** A branch that was read, in one line. */
function drawSum(said, node, view) {
  const { message } = node;
  if (!said.querySelector(":scope > .sum")) said.replaceChildren(make("sum"));
  const text = wordsOf(message).replaceAll("\n", " ");
  fill(said, { "sum-author": author(message, view.row), "sum-text": text, "sum-size": node.size ? sayCount("branch.size", node.size) : "" });
  write(part(said, "initials"), initials(message.author?.name));
  drawPortrait(part(said, "face"), message.author?.picture);
  drawReadBox(said, message, view, true);
}

/** What a comment looks like depends on this; while it is the same, it need not be drawn again. */
function looks({ message, size }, view, away) {
  const { open, doing } = view.state;
  const { id } = message;
  return [message, away, away && size, id in open.reads, open.unfolded.includes(id), view.mayRead, view.fresh.has(id), view.canWrite, view.composer, doing[id], view.answered.has(id), view.drafts.has(id)];
}

function drawComment(element, node, view, near) {
  const { message, children } = node;
  const said = element.firstElementChild;
  const away = isPutAway(node, view.state.open);
  said.dataset.message = message.id;
  said.classList.toggle("away", away);
  said.classList.toggle("to", view.target === message.id && view.canWrite);
  near.add(said, looks(node, view, away), () => (away ? drawSum : drawWhole)(said, node, view));
  const list = part(element, "children");
  const lines = away ? [] : treeLines(children, [], node.hidden);
  show(list, lines.length > 0);
  drawLines(list, lines, view, near);
}

function drawHidden(element, count) {
  write(part(element, "hidden-count"), sayCount("branch.hidden", count));
}

function drawLines(list, lines, view, near) {
  const draw = (element, { gap, hidden, node }) => {
    if (gap) drawGap(element, gap, view.state);
    else if (hidden) drawHidden(element, hidden);
    else drawComment(element, node, view, near);
  };
  const create = ({ gap, hidden }) => make(gap?.note ? "note-in-tree" : gap ? "gap-in-tree" : hidden ? "hidden" : "comment");
  keyed(list, lines, ({ key }) => key, create, draw);
}

function drawRoot(root, messages, view) {
  const element = byId("root");
  show(element, root);
  if (!root) return;
  element.dataset.message = root.id;
  drawBy(element, root, view);
  drawCarried(element, root, root.thread === view.row.thread ? view : { ...view, composer: null });
  drawLink(element, root, view.row);
  const ours = messages.some((message) => message.id === root.id) ? 1 : 0;
  const count = view.size - ours;
  write(part(element, "size"), sayCount(`size.${view.row.platform}`, count));
  drawAnswers(element, root, view);
  show(part(element, "read-all"), view.mayRead && count > 0);
}

/** Draws root and tree. `view` has state, row, me, size, gaps, fresh (a Set), target, canWrite, states, mayRead. */
export function drawTree(root, messages, view, near) {
  drawRoot(root, messages, view);
  const { above, answers } = view.state.open;
  const nodes = measureTree(grow([...above, ...messages], root), answers, view.fresh);
  drawLines(byId("tree"), treeLines(nodes, view.gaps), view, near);
}
