// What a message carries beside its words: files, facts, what it quotes, and what became of it on the platform.
import { setTime } from "./clock.js";
import { carriedName, isGone, lineOf, tally } from "./details.js";
import { fill, icon, keyed, make, part, set, show, write } from "./dom.js";
import { personName } from "./faces.js";
import { shapeOf, sizeWords } from "./files.js";
import { possibleActs } from "./possible.js";
import { known, say } from "./words.js";

const ICONS = { image: "image", sticker: "image", video: "video", audio: "audio", file: "file" };
const STAR = "★";
const UNLIT = "☆";

// ---- words ---------------------------------------------------------------------------------------------------------

const kindName = (kind) => say(`file.${kind}`);

/** The text of a message, or the name of what it carries instead; that it is gone where it was deleted. */
export function wordsOf(message) {
  if (isGone(message)) return say("message.gone");
  return message.text || carriedName(message, kindName) || (message.kind === "unsupported" ? say("message.unsupported") : "");
}

// ---- files ---------------------------------------------------------------------------------------------------------

let player;

function canPlay(mime) {
  player ??= document.createElement("video");
  return player.canPlayType(mime) !== "";
}

function drawPicture(element, file) {
  const picture = part(element, "picture");
  set(picture, "src", file.url);
  set(picture, "alt", file.alt || file.name || kindName(file.kind));
  element.classList.toggle("sticker", file.kind === "sticker");
  element.dataset.file = file.id;
}

function drawPlayer(element, file) {
  set(element, "src", file.url);
  set(element, "aria-label", file.alt || file.name || kindName(file.kind));
}

function drawPaper(element, file) {
  set(element, "href", file.url);
  icon(element, ICONS[file.kind] ?? "file");
  const size = sizeWords(file.size, document.documentElement.lang);
  fill(element, { "file-name": file.name || kindName(file.kind), "file-size": size });
}

function drawComing(element, file) {
  element.dataset.kind = file.kind;
  write(part(element, "coming-word"), say("file.coming", { kind: kindName(file.kind) }));
}

function drawLost(element, file) {
  element.dataset.kind = file.kind;
  fill(element, { "lost-word": say("file.lost", { kind: file.name || kindName(file.kind) }), "lost-why": file.reason });
}

const SHAPES = {
  picture: { create: () => make("picture"), draw: drawPicture },
  film: { create: () => make("film"), draw: drawPlayer },
  sound: { create: () => make("sound"), draw: drawPlayer },
  paper: { create: () => make("paper"), draw: drawPaper },
  coming: { create: () => make("coming"), draw: drawComing },
  lost: { create: () => make("lost"), draw: drawLost },
};

function drawFiles(list, files) {
  const shape = (file) => shapeOf(file, canPlay);
  show(list, files.length > 0);
  list.classList.toggle("many", files.filter(({ kind }) => kind === "image").length > 1);
  keyed(list, files, (file) => `${shape(file)} ${file.id}`, (file) => SHAPES[shape(file)].create(), (element, file) => {
    SHAPES[shape(file)].draw(element, file);
  });
}

// ---- facts ---------------------------------------------------------------------------------------------------------

function factName(line) {
  if (line.often) return say("detail.often");
  if (!line.text && known(`detail.${line.kind}.alone`)) return say(`detail.${line.kind}.alone`);
  return known(`detail.${line.kind}`) ? say(`detail.${line.kind}`) : line.name;
}

function factText(line) {
  if (line.stars) return say("detail.stars", { count: line.stars });
  if (line.rating) return say(`detail.${line.rating}`);
  return line.kind === "link" || line.kind === "share" ? (line.text === line.url ? "" : line.text) : line.text;
}

function host(address) {
  try {
    return new URL(address).host;
  } catch {
    return address;
  }
}

function drawFact(element, line) {
  icon(element, document.getElementById(`i-${line.kind}`) ? line.kind : "system");
  element.classList.toggle("quoted", line.quote);
  const stars = line.stars ? STAR.repeat(line.stars) + UNLIT.repeat(5 - line.stars) : "";
  const name = [factName(line), line.by].filter(Boolean).join(" ");
  fill(element, { "fact-name": name, "fact-stars": stars, "fact-text": factText(line), "fact-more": line.more.join("\n") });
  const link = part(element, "fact-link");
  show(link, line.url);
  set(link, "href", line.url || null);
  write(part(link, "fact-link-word"), line.url ? (line.linkWord ?? host(line.url)) : "");
}

/** The details as lines; what cannot be shown here is linked to where it can. */
function linesOf(message, platform) {
  const lines = (message.details ?? []).map((detail) => lineOf(detail, message.text));
  const original = { url: message.permalink, linkWord: say("message.open", { platform }) };
  const cannot = message.kind === "unsupported" && !lines.some(({ kind }) => kind === "unsupported");
  if (cannot) lines.push({ kind: "unsupported", name: say("message.unsupported"), text: "", more: [] });
  return lines.map((line) => (line.kind === "unsupported" && message.permalink ? { ...line, ...original } : line));
}

function drawFacts(list, lines) {
  show(list, lines.length > 0);
  const placed = lines.map((line, place) => ({ line, place }));
  keyed(list, placed, ({ place }) => place, () => make("fact"), (element, { line }) => drawFact(element, line));
}

// ---- what became of it -----------------------------------------------------------------------------------------------

function drawSigns(element, signs) {
  show(element, signs.length > 0);
  set(element, "title", signs.map(({ emoji, names }) => `${emoji} ${names.join(", ")}`).join("\n") || null);
  keyed(element, signs, ({ emoji }) => emoji, () => make("sign"), (each, { emoji, count }) => {
    fill(each, { sign: emoji, "sign-count": count > 1 ? count : "" });
  });
}

function drawMarks(marks, message, act) {
  const gone = isGone(message);
  setTime(part(marks, "edited-at"), "moment", message.edited_at ?? null);
  show(part(marks, "edited"), message.edited_at && !gone);
  show(part(marks, "is-hidden"), message.hidden && !gone);
  show(part(marks, "in-private"), message.private_reply);
  show(part(marks, "is-liked"), message.liked && !gone);
  write(part(marks, "our-emoji"), message.our_reaction ?? "");
  show(part(marks, "our-sign"), message.our_reaction && !gone);
  drawSigns(part(marks, "signs"), gone ? [] : tally(message.reactions));
  show(part(marks, "under-way"), act);
  write(part(marks, "under-way-word"), act ? say(`doing.${act}`) : "");
  show(marks, [...marks.children].some((child) => !child.hidden));
}

function drawQuote(element, message, { byId, row }) {
  const quote = part(element, "quote");
  if (!quote) return;
  const quoted = message.parent && byId.get(message.parent);
  show(quote, quoted && !isGone(message));
  if (!quoted) return;
  const name = quoted.outbound ? (quoted.agent?.name ?? row.channel.name) : personName(quoted.author ?? row.customer);
  quote.dataset.quoted = quoted.id;
  fill(quote, { "quote-name": name, "quote-text": wordsOf(quoted) });
}

/** Draws all of it into the parts of a message's template. `view` has state, row, composer (null: nothing may be done). */
export function drawCarried(element, message, view) {
  const gone = isGone(message);
  show(part(element, "gone"), message.deleted_at);
  show(part(element, "kept"), message.kept);
  setTime(part(element, "gone-at"), "moment", message.deleted_at ?? null);
  fill(element, { text: gone ? "" : message.text });
  drawFiles(part(element, "files"), gone ? [] : (message.attachments ?? []));
  drawFacts(part(element, "facts"), gone ? [] : linesOf(message, say(`platform.${view.row.platform}`)));
  drawQuote(element, message, view);
  drawMarks(part(element, "marks"), message, view.state.doing[message.id]);
  show(part(element, "more"), possibleActs(message, view.composer).length > 0);
}
