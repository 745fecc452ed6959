// The files in the composer: by button, by pasting, by dropping one on the conversation; shown as chips.
import { byId, fill, icon, keyed, make, part, set, show, write } from "./dom.js";
import { sizeWords } from "./files.js";
import { platformName } from "./faces.js";
import { current, pen } from "./state.js";
import { get } from "./store.js";
import { now } from "./clock.js";
import { announce } from "./toast.js";
import { ask, attempt, complain } from "./dialogs.js";
import { add, describe, filesOf, takeOut, whenFilesChange } from "./uploads.js";
import { say } from "./words.js";

const complaints = new Map(); // interaction id -> why the last file was not taken

function drawChip(element, file) {
  element.dataset.uuid = file.uuid;
  icon(element, file.kind === "file" ? "file" : file.kind);
  const picture = part(element, "chip-picture");
  const url = file.kind === "image" ? file.attachment?.url : null;
  show(picture, url);
  set(picture, "src", url);
  fill(element, { "chip-name": file.name, "chip-size": sizeWords(file.size, document.documentElement.lang) });
  write(part(element, "chip-away-word"), say("file.remove", { name: file.name }));
  const mayDescribe = file.attachment && ["image", "video"].includes(file.kind) && get().open?.composer?.alt_limit > 0;
  show(part(element, "chip-alt"), mayDescribe);
  write(part(element, "chip-alt"), mayDescribe ? say(file.attachment.alt ? "file.described" : "file.describe") : "");
  set(part(element, "chip-alt"), "title", file.attachment?.alt);
  const share = part(element, "chip-share");
  share.hidden = Boolean(file.attachment);
  share.value = file.share;
}

/** Draws the chips, the button, and why a file was not taken. */
export function drawPenFiles(state, canWrite) {
  const { id, composer } = state.open;
  const files = filesOf(id);
  const takes = canWrite && Object.keys(composer.files ?? {}).length > 0;
  show(byId("attach"), takes);
  const types = composer.files?.file ? [] : (composer.file_types ?? []); // where any file goes, none is hidden
  set(byId("attach-file"), "accept", types.length ? types.join(",") : null);
  show(byId("chips"), files.length > 0);
  keyed(byId("chips"), files, (file) => file.uuid, () => make("chip"), drawChip);
  write(byId("file-wrong"), complaints.get(id) ?? "");
  show(byId("file-wrong"), complaints.has(id));
}

function take(files) {
  const state = get();
  if (!files.length || !pen(state, now())?.open) return;
  const { id, composer } = state.open;
  const platform = platformName(current(state));
  complaints.delete(id);
  const complain = (text) => {
    complaints.set(id, text);
    redraw();
  };
  const refuse = ({ why, values }) => complain(say(`refused.${why}`, { platform, ...values }));
  add(id, files, composer, { refuse, complain });
  redraw();
}

let redraw = () => {};

/** Takes the file with this button out again. */
export function unfile(button) {
  const { uuid } = button.closest("[data-uuid]").dataset;
  complaints.delete(get().open.id);
  takeOut(get().open.id, uuid);
  byId("text").focus();
}

/** Asks what the picture with this button shows. */
export async function describeFile(button) {
  const { uuid } = button.closest("[data-uuid]").dataset;
  const { id } = get().open;
  const { attachment } = filesOf(id).find((file) => file.uuid === uuid);
  byId("describe-text").value = attachment.alt;
  complain(byId("describe"), "");
  await ask("describe", () => attempt(byId("describe"), async () => (await describe(id, attachment, byId("describe-text").value)) ?? true));
}

/** Opens the system's dialog for files. */
export const chooseFile = () => byId("attach-file").click();

const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

function startDropping() {
  const talk = byId("talk");
  const lit = (on) => byId("pen").classList.toggle("drop", on);
  addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault(); // else the browser leaves the desk to show the file
    lit(talk.contains(event.target));
  });
  addEventListener("dragleave", (event) => event.relatedTarget === null && lit(false));
  addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    lit(false);
    if (talk.contains(event.target)) take([...event.dataTransfer.files]);
  });
}

/** Watches the button, pasting and dropping; `whenChanged` draws the composer again. */
export function startPenFiles(whenChanged) {
  redraw = whenChanged;
  whenFilesChange((id) => {
    if (get().open?.id !== id) return;
    const ready = filesOf(id).filter(({ attachment }) => attachment).length;
    if (ready && ready === filesOf(id).length) announce(say("file.ready"));
    redraw();
  });
  byId("attach-file").addEventListener("change", ({ target }) => {
    take([...target.files]);
    target.value = "";
    byId("text").focus();
  });
  byId("text").addEventListener("paste", (event) => {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    take([...event.clipboardData.files]);
  });
  startDropping();
}
