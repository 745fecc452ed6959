// The text field of the composer and the slot whose words stand in it. News never touches what is typed: the field is
// written only when another slot comes on screen, or when another page of the same agent has typed there.
import { byId } from "./dom.js";
import { goTo, newestTarget, placeOf, read, slotOf, type } from "./drafts.js";
import { current } from "./state.js";
import { answerTo } from "./thread.js";

let shown = null; // the interaction whose words are in the field
let chosen = null; // the message that a public reply answers

export const field = () => byId("text");
export const isPublic = (state) => current(state)?.media_type === "social_conversation";

/** The interaction whose words are in the field. */
export const shownId = () => shown;

/** The message that a public reply answers now. */
export const target = () => chosen;

/** Which tab is open: reply or note. */
export const tab = () => (shown ? placeOf(shown).tab : "reply");

/** The version of what stands in the field, as the server has it. */
export const version = () => read(slotOf(shown)).version;

function fillIn() {
  const { text } = read(slotOf(shown));
  if (field().value === text) return;
  const { selectionStart: caret, value } = field();
  const atEnd = caret === value.length;
  field().value = text;
  if (document.activeElement === field() && !atEnd) field().setSelectionRange(Math.min(caret, text.length), Math.min(caret, text.length));
}

/** Puts the words of the conversation on screen into the field, once per conversation. */
export function prepare(state) {
  const id = state.open?.loaded ? state.open.id : null;
  if (id === shown) return followNewest(state);
  shown = id;
  chosen = id && isPublic(state) ? (placeOf(id).target ?? newestTarget(state.open.drafts ?? []) ?? answerTo(state.open.messages, state.open.root)) : null;
  if (chosen && newestTarget(state.open.drafts ?? []) === chosen) goTo(id, { target: chosen });
  if (id) fillIn();
  else field().value = "";
  return undefined;
}

/** While nothing is typed, chosen or about to be typed, an answer goes to the newest comment. */
function followNewest(state) {
  const idle = shown && field().value === "" && placeOf(shown).target === undefined && document.activeElement !== field();
  if (idle && isPublic(state)) chosen = answerTo(state.open.messages, state.open.root);
}

/** The server has news of what is typed about an interaction: the field shows it, unless it is being typed in. */
export function refill(id) {
  if (id === shown && !read(slotOf(id)).dirty) fillIn();
}

/** Somebody has typed: what is answered stays the same from now on. */
export function typed() {
  if (chosen && tab() === "reply" && placeOf(shown).target === undefined) goTo(shown, { target: chosen });
  type(slotOf(shown), { text: field().value });
}

/** Goes to the other tab. */
export function turnTo(name) {
  goTo(shown, { tab: name });
  fillIn();
}

/** Answers this message from now on. Words that were meant for whoever was due go along; those for another one stay there. */
export function retarget(id) {
  const from = slotOf(shown, "reply");
  const before = read(from);
  const meant = placeOf(shown).explicit;
  goTo(shown, { tab: "reply", target: id, explicit: true });
  chosen = id;
  const to = slotOf(shown, "reply");
  if (!meant && to !== from && before.text && !read(to).text) {
    type(from, { text: "", files: [], private: false });
    type(to, { text: before.text, files: before.files });
  }
  fillIn();
}

/** Lets go of the message that was chosen to be answered. */
export function unaim(state) {
  goTo(shown, { target: undefined, explicit: false });
  chosen = isPublic(state) ? answerTo(state.open.messages, state.open.root) : null;
  fillIn();
}

/** Takes what stands in the field: {text, files, private, draft}. It is empty afterwards. */
export function takeOut() {
  const key = slotOf(shown);
  const { files, private: inPrivate, version: draft } = read(key);
  const text = field().value.trim();
  type(key, { text: "", files: [], private: false });
  fillIn();
  return { text, files, private: inPrivate, draft };
}

/** Puts words and files back in front of what stands in the answer to `parent`, and shows them if it is on screen. */
export function putIn(id, { text, parent, files = [], private: inPrivate = false }, toOne) {
  goTo(id, { tab: "reply", ...(toOne && parent ? { target: parent, explicit: true } : {}) });
  const here = read(slotOf(id, "reply"));
  type(slotOf(id, "reply"), { text: [text, here.text].filter(Boolean).join("\n"), files: [...files, ...here.files], private: inPrivate });
  if (id !== shown) return;
  if (toOne && parent) chosen = parent;
  fillIn();
}
