// Times in words, and the one timer that keeps all of them true.
// The words of a duration are pure functions of seconds; `now` follows the server's clock, not the machine's.

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;

let offset = 0;
const listeners = new Set();

/** This moment by the server's clock, in milliseconds. */
export const now = () => Date.now() + offset;

/** Takes the server's time of an answer; it has whole seconds, so small differences are left alone. */
export function follow(serverTime) {
  const difference = serverTime - Date.now();
  if (Number.isFinite(difference)) offset = Math.abs(difference) > 2000 ? difference : 0;
}

const two = (number) => String(number).padStart(2, "0");

/** Seconds as a stop-watch: 0:48, 12:04, 1:02:03. */
export function stopwatch(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / HOUR);
  const minutes = Math.floor((whole % HOUR) / MINUTE);
  return hours ? `${hours}:${two(minutes)}:${two(whole % MINUTE)}` : `${minutes}:${two(whole % MINUTE)}`;
}

/** Seconds in one unit, rounded down: 40 s, 52 min, 21 h, 3 d. `units` has the translated s, min, h, d. */
export function span(seconds, units) {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < MINUTE) return `${whole} ${units.s}`;
  if (whole < HOUR) return `${Math.floor(whole / MINUTE)} ${units.min}`;
  if (whole < DAY) return `${Math.floor(whole / HOUR)} ${units.h}`;
  return `${Math.floor(whole / DAY)} ${units.d}`;
}

/** Seconds in two units, for what one plans by: 3 d 22 h, 21 h 04 min, 52 min. */
export function longSpan(seconds, units) {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole >= DAY) return `${Math.floor(whole / DAY)} ${units.d} ${Math.floor((whole % DAY) / HOUR)} ${units.h}`;
  if (whole >= HOUR) {
    return `${Math.floor(whole / HOUR)} ${units.h} ${two(Math.floor((whole % HOUR) / MINUTE))} ${units.min}`;
  }
  return span(whole, units);
}

/** How long somebody waits: a stop-watch in the first minute, then whole units that do not flicker. */
export function waited(seconds, units) {
  return seconds < MINUTE ? stopwatch(seconds) : span(seconds, units);
}

function days(at, today) {
  const midnight = (time) => new Date(time).setHours(0, 0, 0, 0);
  return Math.round((midnight(today) - midnight(at)) / (DAY * 1000));
}

const formats = new Map();
function format(locale, options) {
  const key = locale + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale, options));
  return formats.get(key);
}

const HOUR_OF_DAY = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

/** A moment as short as it stays clear: 13:10 today, Tue 12:31 within six days of today, else 9 Nov. */
export function moment(at, today, locale) {
  const distance = Math.abs(days(at, today));
  if (distance === 0) return format(locale, HOUR_OF_DAY).format(at);
  if (distance < 7) return format(locale, { weekday: "short", ...HOUR_OF_DAY }).format(at);
  const year = new Date(at).getFullYear() === new Date(today).getFullYear() ? {} : { year: "numeric" };
  return format(locale, { day: "numeric", month: "short", ...year }).format(at);
}

/** Only the time of day: 13:10. */
export const hour = (at, locale) => format(locale, HOUR_OF_DAY).format(at);

/** Date and time of day, without the date of today: 9 Nov, 13:10. */
export function dated(at, today, locale) {
  const year = new Date(at).getFullYear() === new Date(today).getFullYear() ? {} : { year: "numeric" };
  const date = days(at, today) === 0 ? {} : { day: "numeric", month: "short", ...year };
  return format(locale, { ...date, ...HOUR_OF_DAY }).format(at);
}

/** Only the day, without the year where it is this one: 9 Nov. */
export function date(at, today, locale) {
  const year = new Date(at).getFullYear() === new Date(today).getFullYear() ? {} : { year: "numeric" };
  return format(locale, { day: "numeric", month: "short", ...year }).format(at);
}

/** Only the month, as `date`: March. */
export function month(at, today, locale) {
  const year = new Date(at).getFullYear() === new Date(today).getFullYear() ? {} : { year: "numeric" };
  return format(locale, { month: "long", ...year }).format(at);
}

/** A recent moment: now, 5 min, then as `moment`. */
export function ago(at, today, locale, units) {
  const seconds = (today - at) / 1000;
  if (seconds < MINUTE) return units.now;
  return seconds < HOUR ? span(seconds, units) : moment(at, today, locale);
}

/** The name of a day, for the line between two days of a chat: Today, Yesterday, Tuesday, 9 November. */
export function day(at, today, locale, units) {
  const distance = days(at, today);
  if (distance === 0) return units.today;
  if (distance === 1) return units.yesterday;
  if (distance > 0 && distance < 7) return format(locale, { weekday: "long" }).format(at);
  return format(locale, { day: "numeric", month: "long", year: "numeric" }).format(at);
}

/** The exact moment, for the tooltip. */
export const exact = (at, locale) => format(locale, { dateStyle: "full", timeStyle: "medium", hourCycle: "h23" }).format(at);

/** Every wording a <time data-clock> may ask for, from (moment, this moment, locale, units). */
export const wordings = {
  since: (at, today) => stopwatch((today - at) / 1000),
  waited: (at, today, locale, units) => waited((today - at) / 1000, units),
  ago,
  moment: (at, today, locale) => moment(at, today, locale),
  dated: (at, today, locale) => dated(at, today, locale),
  hour: (at, today, locale) => hour(at, locale),
  date,
  month,
  day,
  left: (at, today, locale, units) => (at > today ? span((at - today) / 1000, units) : units.closed),
  leftLong: (at, today, locale, units) => longSpan((at - today) / 1000, units),
};

let speech = { locale: "en", units: {} };

/** Calls `each` every second, after the times of the page were brought up to date. */
export function everySecond(each) {
  listeners.add(each);
}

function tell(element) {
  const { locale, units } = speech;
  const text = wordings[element.dataset.clock](Date.parse(element.dateTime), now(), locale, units);
  if (element.textContent !== text) element.textContent = text;
}

/** Makes a <time> show `iso` in this wording from now on; null empties and hides it. */
export function setTime(element, wording, iso) {
  if (element.hidden !== !iso) element.hidden = !iso;
  if (!iso || (element.dateTime === iso && element.dataset.clock === wording)) return;
  element.dataset.clock = wording;
  element.dateTime = iso;
  element.title = exact(Date.parse(iso), speech.locale);
  tell(element);
}

/** A moment with all it has, for a tooltip. */
export const exactly = (iso) => (iso ? exact(Date.parse(iso), speech.locale) : "");

/** A moment in one of these wordings, at this moment. */
export const word = (wording, iso) => wordings[wording](Date.parse(iso), now(), speech.locale, speech.units);

/** How long it is between two moments, in words. */
export const spanOf = (since, until) => longSpan((Date.parse(until) - Date.parse(since)) / 1000, speech.units);

/** Starts the timer; `units` are the translated words. */
export function start(locale, units) {
  speech = { locale, units };
  setInterval(() => {
    for (const element of document.querySelectorAll("time[data-clock]:not([hidden])")) tell(element);
    for (const each of listeners) each();
  }, 1000);
}
