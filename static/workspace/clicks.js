// What buttons do. A button says it by data-do; what it acts on it finds around itself.
import { act, openMenu, showWordings } from "./acts.js";
import * as api from "./api.js";
import { showAuthor } from "./author.js";
import * as customer from "./customer.js";
import { toggleContext } from "./columns.js";
import { byId } from "./dom.js";
import { answer, answerPrivately, answerRoot, openTab, takeBack, unaim } from "./draw_composer.js";
import { readPast } from "./draw_past.js";
import { answerHelp } from "./helping.js";
import { showHelp } from "./keys.js";
import { label, unlabel } from "./labels.js";
import { enlarge } from "./lightbox.js";
import { dropOther, insertOther } from "./other_words.js";
import { chooseFile, describeFile, unfile } from "./pen_files.js";
import { chooseTemplate } from "./picker.js";
import { goAbove, goBelow, goToMessage } from "./place.js";
import { follow, markRead, olderBackTo, refresh } from "./reading.js";
import * as reduce from "./reduce.js";
import * as replies from "./replies.js";
import { openResponses } from "./responses.js";
import { showSettings, tryOut } from "./settings.js";
import { current } from "./state.js";
import { change, get } from "./store.js";
import { toast } from "./toast.js";
import { undo } from "./undo.js";
import { verbs } from "./verbs.js";
import { say } from "./words.js";

/** The row a button is about: that of its card, else the conversation on screen. */
function rowOf(button) {
  const card = button.closest(".card");
  return card ? get().rows[card.dataset.id] : current(get());
}

function messageOf(button) {
  const id = button.closest("[data-message]").dataset.message;
  const { open, outgoing } = get();
  const pending = (outgoing[open.id] ?? []).find((entry) => entry.uuid === id);
  const message = open.root?.id === Number(id) ? open.root : open.messages.find((other) => other.id === Number(id));
  return { pending, message };
}

function retry(button) {
  const { pending, message } = messageOf(button);
  if (pending) replies.again(get().open.id, pending.uuid);
  else replies.retry(message.delivery.id);
}

async function discard(button) {
  const { pending, message } = messageOf(button);
  if (pending) replies.giveUp(get().open.id, pending.uuid);
  else await replies.discard(message.delivery.id);
}

async function edit(button) {
  const { pending, message } = messageOf(button);
  if (pending) replies.giveUp(get().open.id, pending.uuid);
  else if (!(await replies.discard(message.delivery.id))) return;
  if (pending?.template) return chooseTemplate();
  takeBack(pending ?? { text: message.text, parent: message.parent, private: message.private_reply });
  // The server has thrown its files away with the reply.
  if (message?.attachments?.length) toast(say("file.again"));
}

const idOf = (element) => Number(element.closest("[data-message]").dataset.message);

/** The box goes away with what is collapsed: the focus stays on the comment. */
async function readBox(box) {
  const thing = box.closest("[data-message]");
  await markRead(idOf(box), box.checked);
  queueMicrotask(() => document.activeElement === document.body && thing.focus({ preventScroll: true }));
}

/** The answers of a comment that are not loaded: everything since that comment is asked for. */
function readHidden(button) {
  const head = button.closest("ol").previousElementSibling;
  return olderBackTo(idOf(head));
}

const messageOnly = (button) => messageOf(button).message;

async function foldQueue(button) {
  const workgroup = Number(button.dataset.workgroup);
  if (get().queueRows[workgroup]) change(reduce.queue, workgroup, null);
  else await readQueue(workgroup);
}

/** Reads the waiting rows of a queue that is unfolded: of a workgroup by its id, or the agent's own, "mine". */
export async function readQueue(workgroup) {
  const path = workgroup === "mine" ? "own-queue/" : `queues/${workgroup}/`;
  try {
    change(reduce.queue, workgroup, (await api.get(path)).interactions);
  } catch (error) {
    toast(error.message);
  }
}

async function readIt(button) {
  button.closest("dialog").close();
  await refresh();
  goBelow();
}

const merging = () => import("./merging.js");
const noteDialogs = () => import("./note_dialogs.js");
const emoji = () => import("./emoji.js");

/** Dialogs that are wanted now and then come when they are. */
const later = (name, load = merging) => async (button) => {
  try {
    await (await load())[name](button);
  } catch (error) {
    toast(error instanceof TypeError ? say("error.server") : error.message);
  }
};

const DO = {
  "answer-help": (button) => answerHelp(Number(button.closest("[data-interaction]").dataset.interaction)),
  verb: (button) => verbs[button.dataset.verb](rowOf(button)),
  retry,
  again: retry,
  discard,
  edit,
  answer: (button) => answer(Number(button.closest("[data-message]").dataset.message)),
  "answer-privately": (button) => answerPrivately(messageOnly(button).id),
  "answer-root": answerRoot,
  attach: chooseFile,
  unfile,
  describe: describeFile,
  template: chooseTemplate,
  responses: openResponses,
  tab: (button) => openTab(button.dataset.tab),
  emoji: later("openEmoji", emoji),
  undo,
  "note-edit": later("editNote", noteDialogs),
  "note-delete": later("deleteNote", noteDialogs),
  "note-wordings": later("showNoteWordings", noteDialogs),
  "other-words": insertOther,
  "other-away": dropOther,
  unaim,
  enlarge,
  menu: (button) => openMenu(button, messageOnly(button)),
  act,
  revisions: (button) => showWordings(messageOnly(button)),
  below: goBelow,
  above: goAbove,
  read: readBox,
  "read-all": () => markRead(null, true),
  unfold: (button) => change(reduce.unfolded, idOf(button)),
  hidden: readHidden,
  author: showAuthor,
  quoted: (button) => goToMessage(Number(button.dataset.quoted)),
  queue: foldQueue,
  context: () => toggleContext(),
  help: showHelp,
  "read-it": readIt,
  "open-again": follow,
  settings: showSettings,
  "try-out": tryOut,
  skip: () => byId("talk").focus(),
  "read-past": readPast,
  "more-history": customer.moreHistory,
  "customer-again": customer.load,
  copy: customer.copy,
  gather: customer.gather,
  unmerge: customer.unmerge,
  unblock: customer.unblock,
  merge: later("merge"),
  block: later("block"),
  label,
  unlabel,
};

/** Watches every click of the page. */
export function startClicks() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    if (button.dataset.do === "skip") event.preventDefault(); // the address names an interaction, nothing else
    DO[button.dataset.do](button);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && byId("desk").dataset.context === "shown") toggleContext(false);
  });
}
