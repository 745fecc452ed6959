// Who wrote it: a card at the name, shown by hovering, by the focus and by a click.
import { place } from "./acts.js";
import { byId, fill, part, show, write } from "./dom.js";
import { drawPortrait, handleOf, initials, personName, platformName } from "./faces.js";
import { current } from "./state.js";
import { get } from "./store.js";
import { known, say, sayCount } from "./words.js";

const PATIENCE = 350; // ms the pointer rests before the card comes, or is away before it goes

let timer;

function authorOf(button) {
  const id = Number(button.closest("[data-message]").dataset.message);
  const { open } = get();
  const all = [open.root, ...open.messages, ...open.above];
  return all.find((message) => message?.id === id)?.author;
}

/** How many follow a person, in words; blank where the platform does not say. */
export function followers(person) {
  if (person.followers === undefined) return "";
  const number = new Intl.NumberFormat(document.documentElement.lang).format(person.followers);
  return sayCount("author.followers", person.followers, { number });
}

/** By whom a verified person was verified, in words. */
export const verifiedWords = ({ verified }) => (known(`author.verified.${verified}`) ? say(`author.verified.${verified}`) : say("author.verified"));

/** Shows the card of the author whose name this button has. */
export function showAuthor(button) {
  clearTimeout(timer);
  const person = authorOf(button);
  const row = current(get());
  if (!person || !row) return;
  const card = byId("author-card");
  write(part(card, "initials"), initials(person.name));
  drawPortrait(part(card, "face"), person.picture);
  const handle = handleOf(person, row);
  fill(card, { name: personName(person), handle, "author-platform": platformName(row), followers: followers(person) });
  show(part(card, "verified"), person.verified);
  write(part(card, "verified-word"), person.verified ? verifiedWords(person) : "");
  if (!card.matches(":popover-open")) card.showPopover({ source: button });
  place(card, button);
}

function hide() {
  if (byId("author-card").matches(":popover-open")) byId("author-card").hidePopover();
}

function later(action) {
  clearTimeout(timer);
  timer = setTimeout(action, PATIENCE);
}

const nameAt = ({ target }) => target.closest?.("[data-do=author]:not(:disabled)");

/** Watches pointer and focus. */
export function startAuthor() {
  const card = byId("author-card");
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const name = nameAt(event);
    if (name) later(() => showAuthor(name));
    else if (card.contains(event.target)) clearTimeout(timer);
    else later(hide);
  });
  document.addEventListener("focusin", (event) => {
    const name = nameAt(event);
    if (name?.matches(":focus-visible")) showAuthor(name);
    else if (!card.contains(event.target)) hide();
  });
  byId("flow").addEventListener("scroll", hide, { passive: true });
}
