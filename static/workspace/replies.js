// Replies on their way. Each has an id made here, so that sending it again after a broken line cannot double it.
import * as api from "./api.js";
import { now } from "./clock.js";
import { keepOutgoing } from "./drafts.js";
import * as reduce from "./reduce.js";
import { change, get } from "./store.js";
import { toast } from "./toast.js";

/** A random UUID of version 4; crypto.randomUUID exists on secure pages only. */
function uuid4() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

async function dispatch(id, entry) {
  change(reduce.sending, id, entry);
  const { uuid, text, parent } = entry;
  try {
    const { message } = await api.post(`interactions/${id}/replies/`, { uuid, text, ...(parent ? { parent } : {}) });
    change(reduce.posted, message);
    change(reduce.dropped, id, uuid);
  } catch (error) {
    change(reduce.unsent, id, uuid, error instanceof api.Lost ? "lost" : "refused", error.message);
  }
}

/** Sends a new reply; answers with its id on the page. */
export function reply(id, text, parent) {
  const entry = { uuid: uuid4(), text, parent, at: new Date(now()).toISOString() };
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
