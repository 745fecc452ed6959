// Sounds made in the page: each tone is a few notes [Hz, begin s, length s, Hz at its end].

const TONES = {
  chime: [[880, 0, 0.4], [1318, 0.13, 0.6]],
  drop: [[1046, 0, 0.14, 520]],
  bell: [[659, 0, 1], [1318, 0, 0.6], [1977, 0, 0.35]],
  knock: [[190, 0, 0.09], [190, 0.15, 0.09]],
  rise: [[523, 0, 0.16], [659, 0.13, 0.16], [784, 0.26, 0.3]],
};
const ATTACK = 0.008; // s; at once would be a click

let context = null;
const whenReady = [];

/** Calls once sounds may be made: browsers allow it after the first click or key on the page. */
export const whenAudible = (action) => (context ? action() : whenReady.push(action));

function unlock() {
  if (context) return;
  context = new AudioContext();
  for (const action of whenReady.splice(0)) action();
}

function strike([from, begin, length, to = from], loudness) {
  const at = context.currentTime + begin;
  const [note, volume] = [context.createOscillator(), context.createGain()];
  note.frequency.setValueAtTime(from, at);
  note.frequency.exponentialRampToValueAtTime(to, at + length);
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(loudness, at + ATTACK);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + length);
  note.connect(volume).connect(context.destination);
  note.start(at);
  note.stop(at + length);
}

/** Plays a tone; `volume` from 0 to 100. "off" and what is not known are silent. */
export function play(tone, volume) {
  if (!context || !volume) return;
  context.resume();
  const notes = TONES[tone] ?? [];
  for (const note of notes) strike(note, ((volume / 100) ** 2 * 0.5) / Math.sqrt(notes.length));
}

/** Waits for the first click or key. */
export function startSounds() {
  for (const type of ["pointerdown", "keydown"]) addEventListener(type, unlock, { capture: true });
}
