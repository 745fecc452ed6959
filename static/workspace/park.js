// Asks until when an interaction is parked.
import { exact, now } from "./clock.js";
import { ask } from "./dialogs.js";
import { byId, fill } from "./dom.js";
import { personName } from "./faces.js";

const HOUR = 3600000;

/** Tomorrow at nine by the agent's own clock. */
function tomorrowAtNine(moment) {
  const day = new Date(moment);
  day.setDate(day.getDate() + 1);
  return day.setHours(9, 0, 0, 0);
}

/** The moment a choice stands for, in milliseconds; null for a time that is missing or past. */
export function untilOf(choice, typed, moment) {
  if (choice === "hour") return moment + HOUR;
  if (choice === "tomorrow") return tomorrowAtNine(moment);
  if (choice === "day") return moment + 24 * HOUR;
  const at = Date.parse(typed);
  return Number.isFinite(at) && at > moment ? at : null;
}

/** A moment as <input type="datetime-local"> wants it, in local time. */
function local(moment) {
  const date = new Date(moment);
  return new Date(moment - date.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

/** Answers the moment as ISO text, or null. */
export function askPark(row) {
  const dialog = byId("park");
  const typed = byId("park-at");
  fill(dialog, { name: personName(row.customer) });
  typed.min = local(now());
  typed.value = local(now() + 24 * HOUR);
  for (const radio of dialog.querySelectorAll("[name=until]")) {
    const at = untilOf(radio.value, typed.value, now());
    radio.parentElement.title = radio.value === "at" ? "" : exact(at, document.documentElement.lang);
  }
  typed.onfocus = () => (dialog.querySelector("[value=at]").checked = true);
  return ask("park", (form) => {
    const at = untilOf(new FormData(form).get("until"), typed.value, now());
    typed.setCustomValidity(at ? "" : typed.dataset.past);
    typed.oninput = () => typed.setCustomValidity("");
    if (!at) typed.reportValidity();
    return at && new Date(at).toISOString();
  });
}
