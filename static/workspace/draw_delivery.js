// What became of a reply: a tick with a word, or a line that says what went wrong and what one can do.
import { exactly } from "./clock.js";
import { fill, icon, part, set, show, write } from "./dom.js";
import { glyph, platformName } from "./faces.js";
import { outcome } from "./state.js";
import { known, say } from "./words.js";

const TICKS = { queued: "clock", sending: "wait", sent: "ok", delivered: "ok2", read: "ok2" };

function drawTick(element, tick, title) {
  show(element, tick);
  if (!tick) return;
  icon(element, TICKS[tick]);
  element.querySelector("svg").classList.toggle("i-spin", tick === "sending");
  element.classList.toggle("seen-it", tick === "read");
  write(part(element, "tick-word"), say(`delivery.${tick}`));
  set(element, "title", title);
}

/** When it was sent, delivered, read, as far as it is. */
function moments(delivery) {
  const reached = ["sent", "delivered", "read"].filter((state) => delivery?.[`${state}_at`]);
  return reached.map((state) => say(`delivery.${state}.at`, { time: exactly(delivery[`${state}_at`]) }));
}

/** Tooltip of a tick; where the platform reports no more than this, it says so. */
function tickTitle(tick, row, states) {
  const last = states?.length && tick === states.at(-1) && tick !== "read";
  const key = `delivery.${tick}.title`;
  if (last && tick === "sent") return say("delivery.noReceipts", { platform: platformName(row) });
  return known(key) ? say(key, { platform: platformName(row) }) : say(`delivery.${tick}`);
}

function drawTrouble(element, result, row) {
  show(element, result.trouble);
  if (!result.trouble) return;
  const platform = say(`platform.${glyph(row)}`);
  element.classList.toggle("unsure", ["uncertain", "checking", "lost"].includes(result.trouble));
  fill(element, { head: say(`trouble.${result.trouble}`, { platform }) });
  const ownWords = { uncertain: "trouble.maybe", checking: "trouble.look", lost: "trouble.kept" }[result.trouble];
  fill(element, { why: ownWords ? say(ownWords) : (result.reason ?? "") });
  for (const button of element.querySelectorAll("[data-do]")) show(button, result.actions.includes(button.dataset.do));
}

/** Draws the outcome of an outbound message into its template's parts. */
export function drawDelivery(element, message, row, states) {
  const result = message.outbound && !message.deleted_at ? outcome(message) : {};
  drawTick(part(element, "tick"), result.tick, result.tick && [tickTitle(result.tick, row, states), ...moments(message.delivery)].join("\n"));
  drawTrouble(part(element, "trouble"), result, row);
}
