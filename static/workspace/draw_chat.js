// A private conversation: bubbles, day by day, with what happened in between.
import { setTime } from "./clock.js";
import { byId, fill, icon, keyed, make, part, set, show, write } from "./dom.js";
import { drawCarried } from "./draw_carried.js";
import { drawDelivery } from "./draw_delivery.js";
import { drawGap } from "./draw_gap.js";
import { initials } from "./faces.js";
import { eventWords } from "./journal.js";
import { chatLines } from "./thread.js";
import { say } from "./words.js";

const EVENT_ICONS = { wants_person: "person", idle_warned: "clock", transferred: "move", taken_back: "undo", taken_over: "hand", parked: "park", resumed: "again", disconnected: "end" };

function drawBubble(element, line, view) {
  const { row, me, fresh, states } = view;
  const { message } = line;
  const bubble = part(element, "bubble");
  element.dataset.message = message.id;
  element.classList.toggle("in", !message.outbound);
  element.classList.toggle("out", message.outbound);
  element.classList.toggle("first", line.first);
  element.classList.toggle("new", fresh.has(message.id));
  show(part(element, "face"), !message.outbound && line.first);
  write(part(element, "initials"), initials(message.author?.name ?? row.customer.name));
  drawCarried(element, message, view);
  const agent = message.agent?.name ?? "";
  fill(bubble, { agent: message.agent?.id === me.id || message.pending ? "" : agent });
  setTime(part(bubble, "at"), "hour", message.at);
  show(part(bubble, "new"), fresh.has(message.id) && !message.deleted_at);
  drawDelivery(element, message, row, states);
}

function drawEvent(element, line, { state }) {
  icon(element, EVENT_ICONS[line.event.kind]);
  fill(element, { text: eventWords(line.event, state) });
  setTime(part(element, "at"), "hour", line.event.at);
}

const MAKE = { day: "day", event: "event", gap: "gap", in: "bubble", out: "bubble" };

function drawLine(element, line, view) {
  if (line.type === "day") setTime(part(element, "day"), "day", line.at);
  else if (line.type === "gap") drawGap(element, line.gap);
  else if (line.type === "event") drawEvent(element, line, view);
  else drawBubble(element, line, view);
}

/** Draws the chat. `view` has state, row, me, fresh (a Set), states. */
export function drawChat(messages, events, view) {
  const lines = chatLines(messages, events, view.gaps);
  const chat = byId("chat");
  set(chat, "aria-label", say("chat.label", { name: view.row.customer.name }));
  keyed(chat, lines, (line) => line.key, (line) => make(MAKE[line.type]), (element, line) => drawLine(element, line, view));
}
