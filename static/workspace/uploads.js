// Files that an agent has put into a composer: uploaded at once, sent with the answer, kept with the draft.
import * as api from "./api.js";
import { draft, keepDraft } from "./drafts.js";
import { kindOf, refusal } from "./files.js";
import { uuid4 } from "./uuid.js";

const lists = new Map(); // interaction id -> [{uuid, name, size, kind, share, attachment}]; share is 0 to 1

let onChange = () => {};

/** What to do after a list has changed: (interaction id). */
export const whenFilesChange = (action) => (onChange = action);

const kept = (attachment) => ({ ...attachment, uuid: String(attachment.id), share: 1, attachment });

/** The files in the composer of an interaction. */
export function filesOf(id) {
  if (!lists.has(id)) lists.set(id, (draft(id).files ?? []).map(kept));
  return lists.get(id);
}

function put(id, files) {
  lists.set(id, files);
  const ready = files.map(({ attachment }) => attachment).filter(Boolean);
  const { files: _, ...rest } = draft(id);
  keepDraft(id, ready.length ? { ...rest, files: ready } : rest);
  onChange(id);
}

function change(id, uuid, changes) {
  put(id, filesOf(id).map((file) => (file.uuid === uuid ? { ...file, ...changes } : file)));
}

const without = (id, uuid) => put(id, filesOf(id).filter((file) => file.uuid !== uuid));

/** Uploads one file for an interaction; `onShare` hears how much of it is there (0 to 1). Answers with the attachment. */
export function upload(id, file, onShare, uuid = uuid4()) {
  const form = new FormData();
  form.set("uuid", uuid);
  form.set("file", file, file.name);
  return api.upload(`interactions/${id}/files/`, form, onShare);
}

async function send(id, entry, file, complain) {
  try {
    const { attachment } = await upload(id, file, (share) => change(id, entry.uuid, { share }), entry.uuid);
    if (filesOf(id).some(({ uuid }) => uuid === entry.uuid)) change(id, entry.uuid, { share: 1, attachment });
    else forget(attachment);
  } catch (error) {
    without(id, entry.uuid);
    complain(error.message);
  }
}

/** Takes files; those that the platform would not take are refused at once: `refuse({why, values})`. */
export function add(id, files, composer, { refuse, complain }) {
  for (const file of files) {
    const reason = refusal(file, filesOf(id), composer);
    if (reason) {
      refuse(reason);
      continue;
    }
    const entry = { uuid: uuid4(), name: file.name, size: file.size, kind: kindOf(file.type), share: 0, attachment: null };
    put(id, [...filesOf(id), entry]);
    send(id, entry, file, complain);
  }
}

async function forget(attachment) {
  try {
    await api.remove(`files/${attachment.id}/`);
  } catch {
    // What is never sent is thrown away by the server in a day.
  }
}

/** Takes one out again. */
export function takeOut(id, uuid) {
  const { attachment } = filesOf(id).find((file) => file.uuid === uuid) ?? {};
  without(id, uuid);
  if (attachment) forget(attachment);
}

/** Whether something is still being uploaded. */
export const isUploading = (id) => filesOf(id).some(({ attachment }) => !attachment);

/** The attachments to send now; the composer is empty afterwards. */
export function take(id) {
  const ready = filesOf(id).map(({ attachment }) => attachment);
  put(id, []);
  return ready;
}

/** Puts attachments back that were not sent. */
export const putBack = (id, attachments) => put(id, [...attachments.map(kept), ...filesOf(id)]);
