// Draws what the server told by cloning the page's templates; an element that is already there is kept.

import { GLYPHS, NAMES } from "./platforms.js";

export const part = (name) => document.querySelector(`[data-part="${name}"]`);

const clone = (name) => document.getElementById(name).content.firstElementChild.cloneNode(true);

const initials = (name) => name.split(/\s+/).filter(Boolean).slice(0, 2).map((word) => [...word][0].toUpperCase()).join("");

const write = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

function writeTime(element, seconds, now) {
  const moment = new Date(seconds * 1000);
  write(element, (now - seconds > 43200 ? day : clock).format(moment));
  element.dateTime = moment.toISOString();
  element.title = moment.toLocaleString();
}

// A file never changes, so what is there stays; pictures are shown, other files linked.
function drawFiles(list, files) {
  if (list.children.length === files.length) return;
  list.replaceChildren(...files.map((file) => {
    const address = `/customer/files/${file.id}`;
    if (file.kind === "image") return Object.assign(document.createElement("img"), { src: address, alt: file.name });
    return Object.assign(document.createElement("a"), { href: address, textContent: file.name });
  }));
}

function drawItem(element, item, now, targeted) {
  element.dataset.id = item.id;
  element.dataset.depth = Math.min(item.depth, 3);
  element.classList.toggle("company", item.company);
  element.classList.toggle("targeted", item.id === targeted);
  write(element.querySelector(".face"), initials(item.author));
  write(element.querySelector(".author"), item.author);
  write(element.querySelector(".handle"), item.handle ? `@${item.handle}` : "");
  write(element.querySelector(".text"), item.text);
  write(element.querySelector(".state"), item.state);
  drawFiles(element.querySelector(".files"), item.files);
  element.querySelector(".reply").setAttribute("aria-label", `Reply to ${item.author}: ${item.text.slice(0, 60)}`);
  writeTime(element.querySelector("time"), item.at, now);
}

// Elements in the order of the items; those that stay are not moved, so focus and reading place survive.
export function drawItems(state, targeted) {
  const list = part("items");
  const known = new Map([...list.children].map((element) => [element.dataset.id, element]));
  const wanted = new Set(state.items.map((item) => item.id));
  for (const [id, element] of known) if (!wanted.has(id)) element.remove();
  let before = list.firstElementChild;
  for (const item of state.items) {
    const element = known.get(item.id) ?? clone("item");
    if (!known.has(item.id) && known.size) element.classList.add("arrived");
    drawItem(element, item, state.now, targeted);
    if (element === before) before = before.nextElementSibling;
    else list.insertBefore(element, before);
  }
}

export function drawPeople(people, me) {
  part("people").replaceChildren(...people.map((person) => {
    const element = clone("person");
    const button = element.querySelector("button");
    write(element.querySelector(".face"), initials(person.name));
    write(element.querySelector("b"), person.name);
    write(element.querySelector(".named span"), person.handle ? `@${person.handle}` : person.phone ? `+${person.phone}` : "");
    button.setAttribute("aria-pressed", String(person.name === me.name));
    Object.assign(button.dataset, person);
    return element;
  }));
  part("no-people").hidden = people.length > 0;
}

export function drawAnswers(state) {
  part("answers").replaceChildren(...state.answers.map((answer) => {
    const element = clone("answer");
    element.querySelector("use").setAttribute("href", `/static/customer/glyphs.svg#${GLYPHS[answer.platform]}`);
    write(element.querySelector("b"), NAMES[answer.platform]);
    write(element.querySelector(".text"), answer.text);
    writeTime(element.querySelector("time"), answer.at, state.now);
    return element;
  }));
  part("no-answers").hidden = state.answers.length > 0;
  write(part("published"), String(state.published));
  for (const name of ["sent", "pending", "failed"]) write(part(`webhooks-${name}`), String(state.webhooks[name]));
}

export function drawChannels(channels, chosen) {
  const select = document.getElementById("channel");
  const drawn = [...select.options].map((option) => option.value + option.text).join();
  if (drawn !== channels.map((one) => one.id + one.name).join()) {
    select.replaceChildren(...channels.map((one) => new Option(one.name, one.id)));
  }
  select.value = chosen;
}

export function drawEmpty(platform, state) {
  const [title, text] = state.channels.length ? platform.empty : [
    "Nobody to write to", "No company is known on this platform yet. Describe one with POST /control/world."];
  write(part("empty-title"), title);
  write(part("empty-text"), text);
  part("empty").hidden = state.items.length > 0;
}
