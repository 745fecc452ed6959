// A public conversation: the root on top, under it the comments as a tree with lines.
import { now, setTime } from "./clock.js";
import { byId, fill, keyed, make, part, set, show, write } from "./dom.js";
import { drawCarried } from "./draw_carried.js";
import { drawDelivery } from "./draw_delivery.js";
import { drawGap } from "./draw_gap.js";
import { handleOf, initials, personName } from "./faces.js";
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
  const face = part(element, "face");
  face.classList.toggle("us", message.outbound);
  show(part(face, "ours"), message.outbound);
  show(part(face, "initials"), !message.outbound);
  write(part(face, "initials"), initials(message.author?.name));
  setTime(part(element, "at"), "ago", message.at);
}

function drawLink(element, message, row) {
  const link = part(element, "link");
  show(link, message.permalink);
  set(link, "href", message.permalink || null);
  if (message.permalink) set(link, "title", say("message.open", { platform: say(`platform.${row.platform}`) }));
}

function drawAnswers(element, message, { canWrite, state }) {
  const may = canWrite && message.can_reply && !message.deleted_at;
  show(part(element, "answer"), may && (!message.outbound || message === state.open.root));
  const { messages, composer } = state.open;
  show(part(element, "answer-privately"), may && privatelyAnswerable(message, messages, composer?.private_reply_days, now()));
}

function drawComment(element, { message, children }, view) {
  const said = element.firstElementChild;
  said.dataset.message = message.id;
  drawBy(said, message, view);
  drawCarried(said, message, view);
  drawLink(said, message, view.row);
  show(part(said, "new"), view.fresh.has(message.id) && !message.deleted_at);
  said.classList.toggle("to", view.target === message.id && view.canWrite);
  drawAnswers(said, message, view);
  drawDelivery(said, message, view.row, view.states);
  const list = part(element, "children");
  show(list, children.length > 0);
  drawLines(list, treeLines(children, []), view);
}

function drawLines(list, lines, view) {
  const draw = (element, { gap, node }) => (gap ? drawGap(element, gap) : drawComment(element, node, view));
  keyed(list, lines, ({ key }) => key, ({ gap }) => make(gap ? "gap-in-tree" : "comment"), draw);
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
  write(part(element, "size"), sayCount(`size.${view.row.platform}`, view.size - ours));
  drawAnswers(element, root, view);
}

/** Draws root and tree. `view` has row, me, size, gaps, fresh (a Set), target, canWrite, states. */
export function drawTree(root, messages, view) {
  drawRoot(root, messages, view);
  drawLines(byId("tree"), treeLines(grow(messages, root), view.gaps), view);
}
