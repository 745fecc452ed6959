// What was before with the customer: the list, and one of it to be read.
import * as api from "./api.js";
import { setTime } from "./clock.js";
import { attempt, complain } from "./dialogs.js";
import { wordsOf } from "./draw_carried.js";
import { byId, fill, keyed, make, part, set, show, write } from "./dom.js";
import { glyph, personName, platformName } from "./faces.js";
import { get } from "./store.js";
import { say } from "./words.js";

function whoWords({ agent, wrap_up: code, workgroup }) {
  const name = agent?.name ?? workgroup?.name ?? "";
  return name && code ? say("past.who", { agent: name, code }) : name || code;
}

function drawPast(element, past) {
  const open = part(element, "past-open");
  set(part(element, "platform").querySelector("use"), "href", `#i-${glyph(past)}`);
  set(open, "data-past", past.id);
  fill(element, { "past-open": past.id ? past.subject || say("past.untitled") : "", "past-name": past.id ? "" : platformName(past) });
  fill(element, { "past-who": past.id ? whoWords(past) : say("past.only") });
  setTime(part(element, "at"), past.id ? "moment" : "date", past.at ?? `${past.date}T12:00:00`);
}

/** Draws the history as far as it was read. */
export function drawHistory({ rows, count, more }) {
  show(byId("history-none"), rows.length === 0);
  write(byId("history-count"), count ? String(count) : "");
  show(byId("history-more"), more);
  keyed(byId("history"), rows.map((past, place) => ({ ...past, place })), ({ id, place }) => id ?? `far ${place}`, () => make("past"), drawPast);
}

function drawFile(element, file) {
  const link = part(element, "past-file");
  set(link, "href", file.url);
  write(link, file.name || file.kind);
}

function drawSaid(element, said) {
  const by = said.outbound ? (said.agent?.name ?? say("person.us")) : personName(said.author);
  fill(element, { "past-by": by, "past-text": wordsOf(said) });
  element.classList.toggle("ours", said.outbound);
  setTime(part(element, "at"), "dated", said.at);
  keyed(part(element, "past-files"), said.attachments.filter(({ url }) => url), ({ id }) => id, () => make("past-file"), drawFile);
}

function aboutWords({ channel, workgroup, agent }) {
  const names = { channel: channel?.name ?? "", workgroup: workgroup?.name ?? "", agent: agent?.name ?? "" };
  return say(agent ? "past.aboutAgent" : "past.about", names);
}

/** Shows what was said in an earlier interaction; nothing can be changed there. */
export async function readPast(button) {
  const dialog = byId("past");
  write(byId("past-h"), button.textContent);
  write(byId("past-about"), "");
  byId("past-messages").replaceChildren();
  show(byId("past-more"), false);
  complain(dialog, "");
  dialog.showModal();
  const past = await attempt(dialog, () => api.get(`interactions/${get().open.id}/history/${button.dataset.past}/`));
  if (!past) return;
  write(byId("past-about"), aboutWords(past));
  keyed(byId("past-messages"), past.messages, ({ id }) => id, () => make("past-message"), drawSaid);
  show(byId("past-more"), past.more);
}

/** Watches the dialog. */
export function startPast() {
  const dialog = byId("past");
  dialog.addEventListener("click", (event) => (event.target === dialog || event.target.closest("[data-close]")) && dialog.close());
}
