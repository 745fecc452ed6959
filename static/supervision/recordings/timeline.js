// Where in a recording one is: pure, so that it can be tested without a page. All times are milliseconds of the recording.

export const SILENCE = 4000; // so long nothing happens: worth skipping
export const BEFORE = 1000; // so long before the next thing it goes on, so that one sees it come

// The moments at which something happens, in order, each once.
export const momentsOf = (all, length) => [...new Set(all.filter((ms) => ms > 0 && ms <= length))].sort((a, b) => a - b);

// Where one is after `passed` real milliseconds at this speed; a silence that is skipped takes no time.
export function advance({ at, moments, length, speed, skips }, passed) {
  const from = skips ? skipped(at, moments, length) : at;
  return Math.min(length, from + passed * speed);
}

// Past a long silence, to shortly before what comes next; past the last thing, to the end.
function skipped(at, moments, length) {
  const next = moments.find((ms) => ms > at) ?? length;
  const last = moments.findLast((ms) => ms <= at) ?? 0;
  if (next - at <= SILENCE || at - last < BEFORE) return at;
  return next - BEFORE;
}

export function clock(ms) {
  const seconds = Math.floor(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

// Where a key leads; undefined: nowhere. `step` is how far an arrow goes.
export function soughtBy(key, at, length, step = 5000) {
  const to = { ArrowLeft: at - step, ArrowDown: at - step, ArrowRight: at + step, ArrowUp: at + step, Home: 0, End: length }[key];
  return to === undefined ? undefined : Math.max(0, Math.min(length, to));
}
