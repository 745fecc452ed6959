// The preview of one response: its text with blanks filled by way of example, its files, its history.
import * as api from "./api.js";
import { setTime } from "./clock.js";
import { byId, fill, icon, keyed, make, part, set, show, write } from "./dom.js";
import { sizeWords } from "./files.js";
import { pieces } from "./response_list.js";
import { say, sayCount } from "./words.js";

const LANGUAGE = document.documentElement.lang;

function drawText(row, samples) {
  const parts = pieces(row.text, samples);
  byId("words-of").replaceChildren(
    ...parts.map(({ text, blank, known }) => {
      if (!blank) return document.createTextNode(text);
      const mark = document.createElement("mark");
      mark.textContent = text;
      mark.className = known ? "known" : "open";
      mark.title = `{{ ${blank} }}`;
      return mark;
    }),
  );
  show(byId("blank-hint"), parts.some(({ blank }) => blank));
}

function drawFile(element, file) {
  const picture = part(element, "picture");
  const shown = file.kind === "image";
  set(part(element, "link"), "href", file.url);
  icon(element, file.kind);
  show(element.querySelector("svg"), !shown);
  show(picture, shown);
  set(picture, "src", shown ? file.url : null);
  fill(element, { name: file.name, size: sizeWords(file.size, LANGUAGE) });
}

function drawFacts(row) {
  fill(byId("chosen"), {
    library: row.library.name,
    category: row.category?.name ?? "",
    title: row.title,
    shortcut: row.shortcut && `/${row.shortcut}`,
    language: row.language_name,
    platforms: row.platforms.map((name) => say(`platform.${name}`)).join(", "),
    channels: row.channels.join(", "),
    uses: row.uses ? sayCount("uses", row.uses) : say("uses.none"),
  });
  setTime(part(byId("chosen"), "used"), "ago", row.used_at);
  show(part(byId("chosen"), "off"), !row.active);
}

function drawVerbs(row) {
  const edit = part(byId("chosen"), "edit");
  show(edit, row.can_change);
  set(edit, "href", edit.dataset.to.replace("/0/", `/${row.id}/`));
  show(byId("delete"), row.can_change);
  show(byId("history"), !row.own);
}

/** Draws it; `samples` are what blanks are filled with. */
export function drawPreview(row, samples) {
  show(byId("unchosen"), !row);
  show(byId("chosen"), row);
  if (!row) return;
  drawFacts(row);
  drawVerbs(row);
  if (byId("chosen").dataset.response !== String(row.id)) byId("history").open = false;
  byId("chosen").dataset.response = row.id;
  drawText(row, samples);
  keyed(byId("files-of"), row.files, (file) => file.id, () => make("file"), drawFile);
  keyed(byId("labels-of"), row.labels, (name) => name, () => make("label"), (element, name) => write(element, name));
}

/** What it said before, once somebody unfolds it. */
export async function loadHistory(row) {
  const answer = await api.get(`responses/${row.id}/revisions/`);
  if (byId("chosen").dataset.response !== String(row.id)) return;
  const list = byId("revisions");
  list.replaceChildren(
    ...answer.revisions.map((line) => {
      const element = make("revision");
      fill(element, { who: say(`revision.${line.verb}`, { name: line.by }), text: line.text || (line.verb === "changed" ? say("revision.rest") : "") });
      setTime(part(element, "at"), "ago", line.at);
      return element;
    }),
  );
  if (!answer.revisions.length) list.textContent = say("revision.none");
}
