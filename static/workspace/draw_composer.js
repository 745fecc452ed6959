// The composer under the conversation. News never touches what is typed: the text is written only when another
// conversation comes on screen, or when a failed reply is taken back to be edited.
import { everySecond, now, setTime } from "./clock.js";
import { count } from "./count.js";
import { byId, fill, part, set, show, write } from "./dom.js";
import { textOf } from "./draw_delivery.js";
import { goTo } from "./draw_conversation.js";
import { draft, keepDraft } from "./drafts.js";
import { personName } from "./faces.js";
import { reply } from "./replies.js";
import { current, pen } from "./state.js";
import { get } from "./store.js";
import { answerTo } from "./thread.js";
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
  show(toward, message);
  if (!message) return set(field(), "aria-label", say("pen.label", { name: personName(current(state).customer) }));
  fill(toward, { name: message.outbound ? (message.author?.name ?? "") : personName(message.author), quote: textOf(message) });
  const root = state.open.root;
  show(part(toward, "root"), canWrite && root?.can_reply && root.id !== chosen);
  return set(field(), "aria-label", say("pen.label", { name: personName(message.author) }));
}

function drawCount(state, limit) {
  const length = count(field().value, current(state).kind);
  const number = (value) => value.toLocaleString(document.documentElement.lang);
  const over = limit && length > limit;
  write(byId("count"), limit ? `${number(length)} / ${number(limit)}` : number(length));
  byId("count").classList.toggle("over", Boolean(over));
  write(byId("too-long"), over ? say("pen.tooLong", { over: number(length - limit) }) : "");
  const can = pen(state, now())?.open && field().value.trim() !== "" && !over;
  set(byId("send"), "aria-disabled", can ? null : "true");
  return can;
}

function drawClosed(state, can) {
  const closed = byId("closed");
  show(closed, !can.open);
  if (can.open) return;
  const name = personName(current(state).customer);
  fill(closed, { head: say(`closed.${can.why}`, { name }), why: can.reason ?? "" });
  closed.classList.toggle("over", can.why === "passed" || can.why === "closed");
  show(part(closed, "pick-up"), can.pickUp);
}

/** Draws the composer. */
export function drawComposer(state) {
  prepare(state);
  const can = pen(state, now());
  show(byId("dock"), can);
  if (!can) return;
  drawClosed(state, can);
  show(byId("pen"), can.open || field().value !== "");
  byId("pen").classList.toggle("shut", !can.open);
  field().readOnly = !can.open;
  show(byId("hint-public"), isPublic(state));
  show(byId("hint-private"), !isPublic(state));
  show(byId("closes"), can.open && can.closesAt);
  if (can.open) setTime(part(byId("closes"), "time"), "left", can.closesAt);
  drawToward(state, can.open);
  drawCount(state, can.limit ?? state.open.composer.limit);
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

function send() {
  const state = get();
  if (!pen(state, now())?.open || !drawCount(state, state.open.composer.limit)) return;
  const text = field().value.trim();
  field().value = "";
  keepDraft(shown, { text: "" });
  const parent = isPublic(state) ? chosen : undefined;
  const uuid = reply(shown, text, parent);
  chosen = isPublic(state) ? answerTo(state.open.messages, state.open.root) : null;
  drawComposer(get());
  queueMicrotask(() => goTo(uuid));
  field().focus();
}

/** Answers this message from now on. */
export function answer(id) {
  chosen = id;
  keepDraft(shown, { text: field().value, parent: id });
  drawComposer(get());
  field().focus();
}

/** Answers the post itself. */
export const answerRoot = () => answer(get().open.root.id);

/** Takes a text back into the field, before what is there already. */
export function takeBack(text, parent) {
  field().value = [text, field().value].filter(Boolean).join("\n");
  if (parent && isPublic(get())) chosen = parent;
  keepDraft(shown, { text: field().value, parent: chosen ?? undefined });
  drawComposer(get());
  field().focus();
}

/** Watches the field. */
export function startComposer() {
  field().addEventListener("input", () => {
    keepDraft(shown, { ...draft(shown), text: field().value });
    drawCount(get(), get().open.composer.limit);
  });
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
