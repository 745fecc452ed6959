// How the figures of a report are laid out for a chart and written on its axes.
import { stopwatch } from "../../workspace/clock.js";

/** A value on an axis. */
export function written(unit, value) {
  if (value === null) return "";
  if (unit === "seconds") return stopwatch(value);
  return unit === "percent" ? `${value}\u00a0%` : value.toLocaleString();
}

/** [x, …series] as the library wants them; names stand at 0, 1, 2, … */
export function aligned({ times, names, series }) {
  return [times ?? names.map((_, place) => place), ...series.map((one) => one.values)];
}

const LEAST = { number: 1, seconds: 60 };

/** From 0 to somewhat more than the highest; percent always to 100. */
export const range = (unit, high) => [0, unit === "percent" ? 100 : Math.max(LEAST[unit], (high ?? 0) * 1.08)];

const ROOM = 72; // pixels for a name below the chart

/** As many of these as have room on so many pixels, the first among them. */
export function thinned(times, width) {
  const every = Math.ceil((times.length * ROOM) / width) || 1;
  return times.filter((_, place) => place % every === 0);
}

const DAY = 86400; // s
const DAYS = [1, 2, 7, 14, 28, 91, 182, 365].map((days) => days * DAY);

/** How far marks may lie apart: between two days there is nothing to mark. Undefined: as the library likes. */
export const steps = (times) => (times && times[1] - times[0] >= 23 * 3600 ? DAYS : undefined);

/** A moment (seconds) below the chart, in the report's time zone; `step` is how far two marks lie apart. */
export function moment(at, step, zone, locale) {
  const parts = step < DAY ? { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } : { day: "numeric", month: "short" };
  const text = new Intl.DateTimeFormat(locale, { ...parts, timeZone: zone }).format(at * 1000);
  const isMidnight = step < DAY && text.startsWith("00:00");
  return isMidnight ? new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: zone }).format(at * 1000) : text;
}
