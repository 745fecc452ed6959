// Replies on their way. Each has an id made here, so that sending it again after a broken line cannot double it.
import * as api from "./api.js";
import { now } from "./clock.js";
import { confirmed } from "./confirm.js";
import { keepOutgoing } from "./drafts.js";
import * as reduce from "./reduce.js";
import { change, get } from "./store.js";
import { toast } from "./toast.js";
import { canUndo } from "./undo.js";
import { uuid4 } from "./uuid.js";
import { say } from "./words.js";

const bodyOf = ({ uuid, text, parent, files, template, values, responses, ...more }) => ({
  uuid,
  text: template ? "" : text,
  ...(parent ? { parent } : {}),
  ...(more.draft ? { draft: more.draft } : {}),
  ...(files?.length ? { attachments: files.map(({ id }) => id) } : {}),
  ...(template ? { template, values } : {}),
  ...(responses ? { responses } : {}),
  ...(more.private ? { private: true } : {}),
  ...(more.confirmed ? { confirmed: true } : {}),
});

/** Another channel has answered already: the agent decides, and the reply keeps its id. */
async function askAgain(id, entry, error) {
  const yes = await confirmed({ head: say("answered.head"), text: error.message, yes: say("answered.yes") });
  if (yes) return dispatch(id, { ...entry, confirmed: true });
  return change(reduce.unsent, id, entry.uuid, "refused", error.message);
}

async function dispatch(id, entry) {
  change(reduce.sending, id, entry);
  try {
    const { message } = await api.post(`interactions/${id}/replies/`, bodyOf(entry));
    change(reduce.posted, message);
    change(reduce.dropped, id, entry.uuid);
    canUndo(id, message);
  } catch (error) {
    if (error.code === "answered") await askAgain(id, entry, error);
    else change(reduce.unsent, id, entry.uuid, error instanceof api.Lost ? "lost" : "refused", error.message);
  }
}

/**
 * Sends a new reply; answers with its id on the page. `words` has text, and parent, files (attachments), private, template
 * with its values, if any.
 */
export function reply(id, words) {
  const entry = { ...words, uuid: uuid4(), at: new Date(now()).toISOString() };
  dispatch(id, entry);
  return entry.uuid;
}

const find = (id, uuid) => (get().outgoing[id] ?? []).find((entry) => entry.uuid === uuid);

/** Sends one again that had no answer or was refused. */
export function again(id, uuid) {
  const entry = find(id, uuid);
  if (entry && entry.status !== "sending") dispatch(id, entry);
}

/** Gives one up; answers with it. */
export function giveUp(id, uuid) {
  const entry = find(id, uuid);
  change(reduce.dropped, id, uuid);
  return entry;
}

/** The line is back: what had no answer goes again, with its old id. */
export function sendLost() {
  for (const [id, list] of Object.entries(get().outgoing)) {
    for (const entry of list) if (entry.status === "lost") dispatch(Number(id), entry);
  }
}

/** Asks the server to try a failed delivery once more. */
export async function retry(delivery) {
  try {
    change(reduce.posted, (await api.post(`deliveries/${delivery}/retry/`)).message);
  } catch (error) {
    toast(error.message);
  }
}

/** Throws a failed delivery away; true when it is gone. */
export async function discard(delivery) {
  try {
    await api.remove(`deliveries/${delivery}/`);
    change(reduce.discarded, delivery);
    return true;
  } catch (error) {
    toast(error.message);
    return false;
  }
}

/** Keeps what is on its way over a reload. */
export function startReplies() {
  let kept = get().outgoing;
  return ({ outgoing }) => {
    if (outgoing === kept) return;
    kept = outgoing;
    keepOutgoing(outgoing);
  };
}
