// Files that an agent has put into a composer: uploaded at once, sent with the answer, kept with the draft.
import * as api from "./api.js";
import { partsOf, read, slotOf, type } from "./drafts.js";
import { kindOf, refusal } from "./files.js";
import { uuid4 } from "./uuid.js";

const uploading = new Map(); // slot -> [{uuid, name, size, kind, share, attachment: null}]; share is 0 to 1

let onChange = () => {};

/** What to do after a list has changed: (interaction id). */
export const whenFilesChange = (action) => (onChange = action);

const kept = (attachment) => ({ ...attachment, uuid: String(attachment.id), share: 1, attachment });
const here = (id) => slotOf(id, "reply");

function listOf(key) {
  return [...read(key).files.map(kept), ...(uploading.get(key) ?? [])];
}

/** The files in the composer of an interaction: those that are there, then those that are on their way. */
export const filesOf = (id) => listOf(here(id));

function putUploading(key, list) {
  if (list.length) uploading.set(key, list);
  else uploading.delete(key);
  onChange(partsOf(key).id);
}

function putReady(key, files) {
  type(key, { files });
  onChange(partsOf(key).id);
}

const without = (key, uuid) => putUploading(key, (uploading.get(key) ?? []).filter((file) => file.uuid !== uuid));

function progress(key, uuid, share) {
  putUploading(key, (uploading.get(key) ?? []).map((file) => (file.uuid === uuid ? { ...file, share } : file)));
}

/** Uploads one file for an interaction; `onShare` hears how much of it is there (0 to 1). Answers with the attachment. */
export function upload(id, file, onShare, uuid = uuid4()) {
  const form = new FormData();
  form.set("uuid", uuid);
  form.set("file", file, file.name);
  return api.upload(`interactions/${id}/files/`, form, onShare);
}

async function send(key, entry, file, complain) {
  try {
    const { attachment } = await upload(partsOf(key).id, file, (share) => progress(key, entry.uuid, share), entry.uuid);
    const wanted = (uploading.get(key) ?? []).some(({ uuid }) => uuid === entry.uuid);
    without(key, entry.uuid);
    if (wanted) putReady(key, [...read(key).files, attachment]);
    else forget(attachment);
  } catch (error) {
    without(key, entry.uuid);
    complain(error.message);
  }
}

/** Takes files; those that the platform would not take are refused at once: `refuse({why, values})`. */
export function add(id, files, composer, { refuse, complain }) {
  const key = here(id);
  for (const file of files) {
    const reason = refusal(file, listOf(key), composer);
    if (reason) {
      refuse(reason);
      continue;
    }
    const entry = { uuid: uuid4(), name: file.name, size: file.size, kind: kindOf(file.type), share: 0, attachment: null };
    putUploading(key, [...(uploading.get(key) ?? []), entry]);
    send(key, entry, file, complain);
  }
}

async function forget(attachment) {
  try {
    await api.remove(`files/${attachment.id}/`);
  } catch {
    // What is never sent is thrown away by the server in a day.
  }
}

/** Takes one out again: what is on its way is not waited for. */
export function takeOut(id, uuid) {
  const key = here(id);
  const { attachment } = listOf(key).find((file) => file.uuid === uuid) ?? {};
  if (!attachment) return without(key, uuid);
  putReady(key, read(key).files.filter((file) => file.id !== attachment.id));
  return forget(attachment);
}

/** Whether something is still being uploaded. */
export const isUploading = (id) => uploading.has(here(id));

/** Puts what a file shows, for those who cannot see it, into the composer and on the server. */
export async function describe(id, attachment, alt) {
  const key = here(id);
  const answer = await api.put(`files/${attachment.id}/`, { alt });
  putReady(key, read(key).files.map((file) => (file.id === attachment.id ? answer.attachment : file)));
}

/** Puts attachments that are on the server already into the composer, before those that are there. */
export function putBack(id, attachments) {
  const key = here(id);
  putReady(key, [...attachments, ...read(key).files]);
}
