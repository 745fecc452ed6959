// The composer under the conversation: an answer to the customer, or a note to colleagues.
import { everySecond, now, setTime } from "./clock.js";
import { byId, fill, part, set, show, write } from "./dom.js";
import { wordsOf } from "./draw_carried.js";
import { drawClosed } from "./draw_closed.js";
import { answering, keys, partsOf, read } from "./drafts.js";
import { personName } from "./faces.js";
import { measure } from "./measure.js";
import { writeNote } from "./notes.js";
import { drawPenFiles, startPenFiles } from "./pen_files.js";
import { choose, drawPrivate, goesInPrivate, startPrivate } from "./pen_private.js";
import { drawOther } from "./other_words.js";
import * as words from "./pen_text.js";
import { field, isPublic, shownId, tab, target } from "./pen_text.js";
import { goTo } from "./place.js";
import { limitOf } from "./possible.js";
import { open } from "./reading.js";
import { reply } from "./replies.js";
import { blankLeft, takeUsed } from "./response_blanks.js";
import { current, pen } from "./state.js";
import { get } from "./store.js";
import { filesOf, isUploading } from "./uploads.js";
import { uuid4 } from "./uuid.js";
import { say } from "./words.js";

const NOTE_LIMIT = 4000;
const NEAR = 0.9; // of the limit, from where the counter warns
const SOON = 3600000; // ms before the window closes from which it is said louder

let wanted = null; // the interaction that was picked up and is about to be answered
let note = null; // {id, text, uuid}: a note on its way or without an answer; sending it again cannot double it
let noting = false;

const messageOf = (conversation, id) => (conversation.root?.id === id ? conversation.root : [...conversation.messages, ...(conversation.above ?? [])].find((message) => message.id === id));

/** The message a public reply would answer now, whether one may write, and where unsent answers are: what the tree shows. */
export function aim(state) {
  words.prepare(state);
  const id = state.open?.id;
  return { target: isPublic(state) && tab() === "reply" ? target() : null, canWrite: Boolean(pen(state, now())?.open), drafts: id ? answering(id) : new Set() };
}

// ---- drawing -----------------------------------------------------------------------------------------------------------

function drawToward(state, canWrite) {
  const toward = byId("toward");
  const message = isPublic(state) && tab() === "reply" ? messageOf(state.open, target()) : null;
  show(toward, message);
  set(field(), "data-answers", message?.id);
  const name = personName(message?.author ?? current(state).customer);
  set(field(), "aria-label", tab() === "note" ? say("pen.note") : say("pen.label", { name }));
  if (!message) return;
  fill(toward, { name: message.outbound ? (message.author?.name ?? "") : personName(message.author), quote: wordsOf(message) });
  const root = state.open.root;
  show(part(toward, "root"), canWrite && root?.can_reply && root.id !== target());
}

function drawTabs(state, isNote) {
  for (const button of byId("pen-tabs").children) set(button, "aria-selected", String(button.dataset.tab === tab()));
  byId("pen").classList.toggle("noting", isNote);
  set(field(), "placeholder", say(isNote ? "pen.hint.note" : "pen.hint.reply"));
  const kinds = new Set(keys(state.open.id).filter((key) => read(key).text.trim()).map((key) => partsOf(key).tab));
  for (const name of ["reply", "note"]) show(byId(`unsent-${name}`), tab() !== name && kinds.has(name));
  const waits = isNote ? "" : (state.open.composer.waits ?? "");
  show(byId("pen-waits"), waits);
  write(byId("pen-waits-text"), waits);
  show(byId("send"), !isNote);
  show(byId("send-note"), isNote);
}

/** Whether there is something to send, and all of it is here. */
function isWhole(id) {
  const files = tab() === "reply" ? filesOf(id).length : 0;
  return (field().value.trim() !== "" || files > 0) && !(files && isUploading(id)) && (tab() === "note" || !blankLeft());
}

function limits(state) {
  if (tab() === "note") return { limit: NOTE_LIMIT, length: field().value.trim().length };
  const { id, composer } = state.open;
  const again = () => get().open?.id === id && drawComposer(get());
  return { limit: limitOf(composer, filesOf(id).length > 0), length: measure(field().value, current(state).kind, again) };
}

function drawCount(state) {
  const { limit, length } = limits(state);
  const number = (value) => value.toLocaleString(document.documentElement.lang);
  const over = limit && length > limit;
  write(byId("count"), limit ? `${number(length)} / ${number(limit)}` : number(length));
  byId("count").classList.toggle("over", Boolean(over));
  byId("count").classList.toggle("near", Boolean(limit && !over && length >= limit * NEAR));
  write(byId("too-long"), over ? say("pen.tooLong", { over: number(length - limit) }) : "");
  const can = (tab() === "note" || pen(state, now())?.open) && isWhole(state.open.id) && !over;
  for (const id of ["send", "send-note"]) set(byId(id), "aria-disabled", can ? null : "true");
  return can;
}

/** The time left to answer, louder in its last hour. */
function drawWindow(can) {
  show(byId("closes"), can.open && can.closesAt && tab() === "reply");
  if (!can.open || !can.closesAt) return;
  setTime(part(byId("closes"), "time"), "left", can.closesAt);
  byId("closes").classList.toggle("soon", Date.parse(can.closesAt) - now() < SOON);
}

function drawTools(state, can, isNote) {
  const mayReply = can.open && !isNote;
  show(byId("template"), mayReply && state.open.composer.templates);
  const offered = drawPrivate(state, isPublic(state) ? target() : null, mayReply);
  show(byId("hint-public"), !isNote && isPublic(state) && !offered);
  show(byId("hint-private"), !isNote && !isPublic(state));
  show(byId("hint-note"), isNote);
  show(byId("emoji-button"), can.open || isNote);
  drawWindow(can);
  drawPenFiles(state, mayReply);
}

/** Draws the composer. */
export function drawComposer(state) {
  words.prepare(state);
  const can = pen(state, now());
  show(byId("dock"), can);
  if (!can) return;
  const isNote = tab() === "note";
  drawClosed(state, can, isNote);
  show(byId("pen"), isNote || can.open || field().value !== "" || filesOf(state.open.id).length > 0);
  byId("pen").classList.toggle("shut", !can.open && !isNote);
  field().readOnly = !can.open && !isNote;
  drawTabs(state, isNote);
  drawTools(state, can, isNote);
  drawToward(state, can.open);
  drawOther();
  drawCount(state);
  if (can.open && wanted === state.open.id) takeFocus();
}

// ---- focus and tabs ----------------------------------------------------------------------------------------------------

function takeFocus() {
  if (!document.querySelector("dialog[open]")) field().focus();
  // What is not shown yet takes no focus: the next drawing tries again.
  if (document.activeElement === field() || document.querySelector("dialog[open]")) wanted = null;
}

/** The field takes the focus as soon as this interaction can be answered. */
export function wantPen(id) {
  wanted = id;
  drawComposer(get());
}

/** Opens a tab of the composer, or (without a name) the other one, and goes to its field. */
export function openTab(name = tab() === "note" ? "reply" : "note") {
  if (!shownId()) return;
  words.turnTo(name);
  redraw();
  field().focus();
}

/** Draws the composer, and the tree too: it shows what is answered. */
function redraw() {
  drawComposer(get());
  whenAimed();
}

let whenAimed = () => {};

// ---- sending -----------------------------------------------------------------------------------------------------------

function takeAll(state) {
  const parent = isPublic(state) ? target() : undefined;
  const inPrivate = goesInPrivate(state, parent);
  const { text, files, draft } = words.takeOut();
  return { text, parent, draft, ...takeUsed(shownId(), text), ...(files.length ? { files } : {}), ...(inPrivate ? { private: true } : {}) };
}

function send() {
  const state = get();
  if (!pen(state, now())?.open || !drawCount(state)) return blankLeft(true);
  const uuid = reply(shownId(), takeAll(state));
  words.unaim(state);
  drawComposer(get());
  queueMicrotask(() => goTo(uuid));
  field().focus();
}

/** Keeps the note; what is typed stays until the server has it. */
async function sendNote() {
  const [id, text] = [shownId(), field().value];
  if (noting || !drawCount(get())) return;
  if (note?.id !== id || note.text !== text) note = { id, text, uuid: uuid4() };
  noting = true;
  field().readOnly = true;
  const kept = await writeNote(id, note.uuid, text, words.version());
  noting = false;
  if (kept) note = null;
  if (kept && shownId() === id && tab() === "note") words.takeOut();
  redraw();
  field().focus();
}

const submit = () => (tab() === "note" ? sendNote() : send());

// ---- what is answered ----------------------------------------------------------------------------------------------------

/** Answers this message from now on. */
export function answer(id) {
  words.retarget(id);
  redraw();
  field().focus();
}

/** Answers the author of this message alone. */
export function answerPrivately(id) {
  answer(id);
  choose(true);
  redraw();
}

/** Lets go of the message that was chosen. */
export function unaim() {
  words.unaim(get());
  redraw();
  field().focus();
}

/** Answers the post itself. */
export const answerRoot = () => answer(get().open.root.id);

/** Takes a reply back that was not sent: its text goes before what is there already. `files` are attachments. */
export function takeBack(given, id = shownId()) {
  const row = get().rows[id] ?? current(get());
  words.putIn(id, given, row?.media_type === "social_conversation");
  if (id !== shownId()) return open(id);
  redraw();
  return field().focus();
}

/** Watches the field; `drawAimed` draws what shows what is answered. */
export function startComposer(drawAimed = () => {}) {
  whenAimed = drawAimed;
  field().addEventListener("input", () => {
    words.typed();
    drawCount(get());
  });
  startPenFiles(() => drawComposer(get()));
  startPrivate(() => drawComposer(get()));
  field().addEventListener("keydown", (event) => {
    if (event.key === "Escape" && part(byId("toward"), "root").checkVisibility()) answerRoot();
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  for (const id of ["send", "send-note"]) byId(id).addEventListener("click", submit);
  everySecond(() => {
    const closesAt = get().open?.loaded && get().open.composer?.closes_at;
    if (closesAt && Date.parse(closesAt) - now() < SOON) drawComposer(get());
  });
}
