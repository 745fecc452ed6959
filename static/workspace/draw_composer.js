// The composer under the conversation. News never touches what is typed: the text is written only when another
// conversation comes on screen, or when a failed reply is taken back to be edited.
import { everySecond, now, setTime } from "./clock.js";
import { byId, fill, part, set, show, write } from "./dom.js";
import { wordsOf } from "./draw_carried.js";
import { draft, keepDraft } from "./drafts.js";
import { personName } from "./faces.js";
import { measure } from "./measure.js";
import { drawPenFiles, startPenFiles } from "./pen_files.js";
import { choose, drawPrivate, goesInPrivate, startPrivate } from "./pen_private.js";
import { goTo } from "./place.js";
import { limitOf } from "./possible.js";
import { reply } from "./replies.js";
import { blankLeft, takeUsed } from "./response_blanks.js";
import { current, lacksWrapUp, pen } from "./state.js";
import { get } from "./store.js";
import { answerTo } from "./thread.js";
import { filesOf, isUploading, putBack, take } from "./uploads.js";
import { say } from "./words.js";

let shown = null; // the interaction whose draft is in the text field
let chosen = null; // the message a public reply answers
let wanted = null; // the interaction that was picked up and is about to be answered

const field = () => byId("text");
const isPublic = (state) => current(state)?.media_type === "social_conversation";

/** The message a public reply would answer now, and whether one may write: what the tree shows. */
export function aim(state) {
  prepare(state);
  return { target: isPublic(state) ? chosen : null, canWrite: Boolean(pen(state, now())?.open) };
}

/** Puts the draft of the conversation on screen into the field, once per conversation. */
function prepare(state) {
  const id = state.open?.loaded ? state.open.id : null;
  if (id === shown) return followNewest(state);
  shown = id;
  const kept = id ? draft(id) : { text: "" };
  field().value = kept.text;
  chosen = id && isPublic(state) ? (kept.parent ?? answerTo(state.open.messages, state.open.root)) : null;
  return undefined;
}

/** While nothing is typed, chosen or about to be typed, an answer goes to the newest comment. */
function followNewest(state) {
  const idle = shown && field().value === "" && draft(shown).parent === undefined && document.activeElement !== field();
  if (idle && isPublic(state)) chosen = answerTo(state.open.messages, state.open.root);
}

const messageOf = (open, id) => (open.root?.id === id ? open.root : open.messages.find((message) => message.id === id));

function drawToward(state, canWrite) {
  const toward = byId("toward");
  const message = isPublic(state) ? messageOf(state.open, chosen) : null;
  set(field(), "data-answers", message?.id);
  show(toward, message);
  if (!message) return set(field(), "aria-label", say("pen.label", { name: personName(current(state).customer) }));
  fill(toward, { name: message.outbound ? (message.author?.name ?? "") : personName(message.author), quote: wordsOf(message) });
  const root = state.open.root;
  show(part(toward, "root"), canWrite && root?.can_reply && root.id !== chosen);
  return set(field(), "aria-label", say("pen.label", { name: personName(message.author) }));
}

/** Whether there is something to send, and all of it is here. */
function isWhole(id) {
  return (field().value.trim() !== "" || filesOf(id).length > 0) && !isUploading(id) && !blankLeft();
}

function drawCount(state) {
  const { id, composer } = state.open;
  const limit = limitOf(composer, filesOf(id).length > 0);
  const length = measure(field().value, current(state).kind, () => get().open?.id === id && drawComposer(get()));
  const number = (value) => value.toLocaleString(document.documentElement.lang);
  const over = limit && length > limit;
  write(byId("count"), limit ? `${number(length)} / ${number(limit)}` : number(length));
  byId("count").classList.toggle("over", Boolean(over));
  write(byId("too-long"), over ? say("pen.tooLong", { over: number(length - limit) }) : "");
  const can = pen(state, now())?.open && isWhole(id) && !over;
  set(byId("send"), "aria-disabled", can ? null : "true");
  return can;
}

function drawClosed(state, can) {
  const closed = byId("closed");
  show(closed, !can.open);
  if (can.open) return;
  const name = personName(current(state).customer);
  fill(closed, { head: say(`closed.${can.why}`, { name, to: current(state).owner?.name ?? "" }), why: can.reason || (can.codes && lacksWrapUp(state, current(state)) ? say("row.lacksWrapUp") : "") });
  closed.classList.toggle("over", ["passed", "template", "closed"].includes(can.why));
  show(part(closed, "pick-up"), can.pickUp);
  show(part(closed, "template"), can.template);
  show(part(closed, "take-back"), can.takeBack);
  show(part(closed, "reopen"), can.reopen);
  show(part(closed, "codes"), can.codes);
}

/** Draws the composer. */
export function drawComposer(state) {
  prepare(state);
  const can = pen(state, now());
  show(byId("dock"), can);
  if (!can) return;
  drawClosed(state, can);
  show(byId("pen"), can.open || field().value !== "" || filesOf(state.open.id).length > 0);
  byId("pen").classList.toggle("shut", !can.open);
  field().readOnly = !can.open;
  show(byId("template"), can.open && state.open.composer.templates);
  const offered = drawPrivate(state, isPublic(state) ? chosen : null, can.open);
  show(byId("hint-public"), isPublic(state) && !offered);
  show(byId("hint-private"), !isPublic(state));
  show(byId("closes"), can.open && can.closesAt);
  if (can.open) setTime(part(byId("closes"), "time"), "left", can.closesAt);
  drawToward(state, can.open);
  drawPenFiles(state, can.open);
  drawCount(state);
  if (can.open && wanted === state.open.id) takeFocus();
}

function takeFocus() {
  wanted = null;
  if (!document.querySelector("dialog[open]")) field().focus();
}

/** The field takes the focus as soon as this interaction can be answered. */
export function wantPen(id) {
  wanted = id;
  drawComposer(get());
}

/** What is in the composer, which is empty afterwards. */
function takeAll(state) {
  const text = field().value.trim();
  const parent = isPublic(state) ? chosen : undefined;
  const inPrivate = goesInPrivate(state, parent);
  const files = take(shown);
  field().value = "";
  keepDraft(shown, { text: "" });
  return { text, parent, ...takeUsed(shown, text), ...(files.length ? { files } : {}), ...(inPrivate ? { private: true } : {}) };
}

function send() {
  const state = get();
  if (!pen(state, now())?.open || !drawCount(state)) return blankLeft(true);
  const uuid = reply(shown, takeAll(state));
  chosen = isPublic(state) ? answerTo(state.open.messages, state.open.root) : null;
  drawComposer(get());
  queueMicrotask(() => goTo(uuid));
  field().focus();
}

/** Answers this message from now on. */
export function answer(id) {
  chosen = id;
  keepDraft(shown, { ...draft(shown), text: field().value, parent: id });
  drawComposer(get());
  field().focus();
}

/** Answers the author of this message alone. */
export function answerPrivately(id) {
  choose(id, true);
  answer(id);
}

/** Answers the post itself. */
export const answerRoot = () => answer(get().open.root.id);

/** Takes a reply back that was not sent: its text goes before what is there already. `files` are attachments. */
export function takeBack({ text, parent, files = [], private: inPrivate = false }) {
  field().value = [text, field().value].filter(Boolean).join("\n");
  if (parent && isPublic(get())) chosen = parent;
  keepDraft(shown, { ...draft(shown), text: field().value, parent: chosen ?? undefined });
  if (inPrivate) choose(chosen, true);
  if (files.length) putBack(shown, files);
  drawComposer(get());
  field().focus();
}

/** Watches the field. */
export function startComposer() {
  field().addEventListener("input", () => {
    keepDraft(shown, { ...draft(shown), text: field().value });
    drawCount(get());
  });
  startPenFiles(() => drawComposer(get()));
  startPrivate(() => chosen, () => drawComposer(get()));
  field().addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    send();
  });
  byId("send").addEventListener("click", send);
  everySecond(() => {
    const { open, composer } = { ...get(), composer: get().open?.composer };
    if (open?.loaded && composer?.closes_at && now() >= Date.parse(composer.closes_at)) drawComposer(get());
  });
}
