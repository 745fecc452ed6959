// All workgroups together, above the tiles.
import { byId, part, write } from "../../workspace/dom.js";
import { say } from "../../workspace/words.js";
import { percent, since } from "./written.js";

export function drawTotals(totals, period, at) {
  const root = byId("totals");
  const over = totals.over[period] ?? { service_level: null, unanswered: 0 };
  const facts = {
    waiting: String(totals.waiting),
    longest: since(totals.longest_waiting, at),
    conversations: String(totals.active_conversations),
    messages: String(totals.active_messages),
    available: String(totals.available),
    logged_on: say("of", { n: totals.logged_on }),
    level_of: say(`level.${period}`),
    level: percent(over.service_level),
    unanswered: over.unanswered ? say("unanswered", { n: over.unanswered }) : say("unanswered.none"),
  };
  for (const [name, text] of Object.entries(facts)) write(part(root, name), text);
}
