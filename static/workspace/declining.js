// Asks why an offer is declined.
import { ask, attempt, complain } from "./dialogs.js";
import { byId, fill } from "./dom.js";
import { personName } from "./faces.js";

/** Opens the question; `decline(reason)` does it. Answers what that answers, or null. */
export function askReason(row, decline) {
  const dialog = byId("declining");
  const reason = byId("decline-reason");
  fill(dialog, { name: personName(row.customer) });
  complain(dialog, "");
  reason.value = "";
  return ask("declining", () => attempt(dialog, () => decline(reason.value.trim())));
}
