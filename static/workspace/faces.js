// How people, platforms and states look in small: initials, glyphs, icons.
import { icon, oneOf, part, show, write } from "./dom.js";
import { say } from "./words.js";

/** Icon of each state in the sprite. */
export const STATE_ICONS = {
  waiting: "inbox",
  alerting: "bell",
  connected: "talk",
  held: "pause",
  parked: "park",
  disconnected: "end",
};

/** Glyph of a row's platform; Messenger has its own. */
export const glyph = (row) => (row.kind === "messenger" ? "messenger" : row.platform);

/** Name of a row's platform as people know it. */
export const platformName = (row) => say(`platform.${glyph(row)}`);

/** Up to two initials of a name; a phone number or nothing gives a sign. */
export function initials(name) {
  const parts = (name ?? "").split(/\s+/u).filter((word) => /^\p{L}/u.test(word));
  const letters = [parts[0], parts.length > 1 ? parts.at(-1) : ""].map((word) => [...(word ?? "")][0] ?? "");
  return letters.join("").toUpperCase() || "#";
}

/** How a customer is called: by name, else by handle. */
export const personName = (person) => person?.name || person?.handle || say("person.unknown");

/** The handle of a person on the row's platform, as people write it there; empty where there is none. */
export function handleOf(person, row) {
  const handle = person?.handle ?? "";
  return handle && row.platform === "twitter" ? `@${handle.replace(/^@/, "")}` : handle;
}

/** Draws the round face with the platform's glyph (where the template has one). */
export function drawFace(root, person, row) {
  write(part(root, "initials"), initials(person?.name));
  drawPortrait(part(root, "face"), person?.picture);
  const mark = part(root, "platform");
  if (mark && row) icon(mark, glyph(row));
}

/** Puts a person's portrait over the initials; without one they stay. */
export function drawPortrait(face, address) {
  if (!face) return;
  let image = face.querySelector(":scope > .portrait");
  if (!address) return image?.remove();
  if (!image) {
    image = document.createElement("img");
    image.className = "portrait";
    image.alt = "";
    face.append(image);
  }
  if (image.getAttribute("src") !== address) image.src = address;
}

/** State by color, word and icon on a row, card or pill. */
export function drawState(element, state, label = say(`state.${state}`)) {
  oneOf(element, Object.keys(STATE_ICONS), state);
  const word = part(element, "state");
  icon(word, STATE_ICONS[state]);
  write(part(element, "state-word"), label);
  show(word, true);
}
