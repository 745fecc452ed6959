// How figures are written: numbers, lengths of time, percent; a dash where there is nothing.
import { stopwatch } from "../../workspace/clock.js";
import { say } from "../../workspace/words.js";

export const NOTHING = "–";

/** How long it is since `moment` (milliseconds), which is null for nothing. */
export const since = (moment, at) => (moment === null || moment === undefined ? NOTHING : stopwatch((at - moment) / 1000));

/** A length in seconds. */
export const lasting = (seconds) => (seconds === null || seconds === undefined ? NOTHING : stopwatch(seconds));

/** Whole percent: a decimal would only flicker. */
export const percent = (value) => (value === null || value === undefined ? NOTHING : say("percent", { n: Math.round(value) }));

/** A number of things of which none is nothing to look at. */
export const some = (number) => (number ? String(number) : NOTHING);
