// A private conversation: bubbles, day by day, with what happened in between.
import { exactly, setTime } from "./clock.js";
import { byId, fill, icon, keyed, make, part, set, show, write } from "./dom.js";
import { drawCarried } from "./draw_carried.js";
import { drawDelivery } from "./draw_delivery.js";
import { drawGap } from "./draw_gap.js";
import { drawPortrait, initials } from "./faces.js";
import { eventWords } from "./journal.js";
import { chatLines } from "./thread.js";
import { say } from "./words.js";

const EVENT_ICONS = { wants_person: "person", idle_warned: "clock", transferred: "move", taken_back: "undo", taken_over: "hand", parked: "park", resumed: "again", disconnected: "end" };

function drawBubble(element, line, view) {
  const { row, me, fresh, states } = view;
  const { message } = line;
  if (!element.firstElementChild) element.replaceChildren(...make("turn").childNodes);
  const bubble = part(element, "bubble");
  show(part(element, "face"), !message.outbound && line.first);
  write(part(element, "initials"), initials(message.author?.name ?? row.customer.name));
  drawPortrait(part(element, "face"), message.author?.picture ?? row.customer.picture);
  drawCarried(element, message, view);
  const agent = message.agent?.name ?? "";
  fill(bubble, { agent: message.agent?.id === me.id || message.pending || !line.tail ? "" : agent });
  setTime(part(bubble, "at"), "hour", message.at);
  show(part(bubble, "at"), line.tail || message.edited_at);
  set(bubble, "title", exactly(message.at));
  show(part(bubble, "new"), fresh.has(message.id) && !message.deleted_at);
  drawDelivery(element, message, row, states);
}

/** What a bubble looks like depends on this; while it is the same, it need not be drawn again. */
function looks({ message, first, tail }, view) {
  const { id, parent } = message;
  return [message, first, tail, view.fresh.has(id), view.composer, view.state.doing[id], view.byId.get(parent)];
}

function placeBubble(element, line, view, near) {
  const { message } = line;
  element.dataset.message = message.id;
  element.classList.toggle("in", !message.outbound);
  element.classList.toggle("out", message.outbound);
  element.classList.toggle("first", line.first);
  element.classList.toggle("new", view.fresh.has(message.id));
  near.add(element, looks(line, view), () => drawBubble(element, line, view));
}

function drawEvent(element, line, { state }) {
  icon(element, EVENT_ICONS[line.event.kind]);
  fill(element, { text: eventWords(line.event, state) });
  setTime(part(element, "at"), "hour", line.event.at);
}

const MAKE = { news: "news", day: "day", event: "event", gap: "gap", note: "note", in: "bubble", out: "bubble" };

function drawLine(element, line, view, near) {
  if (line.type === "day") setTime(part(element, "day"), "day", line.at);
  else if (line.type === "gap" || line.type === "note") drawGap(element, line.gap, view.state);
  else if (line.type === "event") drawEvent(element, line, view);
  else if (line.type !== "news") placeBubble(element, line, view, near);
}

/** Draws the chat. `view` has state, row, me, fresh (a Set), states. */
export function drawChat(messages, events, view, near) {
  const lines = chatLines(messages, events, view.gaps, view.state.open.fresh[0] ?? null);
  const chat = byId("chat");
  set(chat, "aria-label", say("chat.label", { name: view.row.customer.name }));
  keyed(chat, lines, (line) => line.key, (line) => make(MAKE[line.type]), (element, line) => drawLine(element, line, view, near));
}
