// Which conversation is on screen: the address says it (#42), the server is asked, what was read is told.
import * as api from "./api.js";
import { byId } from "./dom.js";
import { branchIds } from "./branches.js";
import * as reduce from "./reduce.js";
import { current } from "./state.js";
import { change, get } from "./store.js";
import { toast } from "./toast.js";

const asked = new Set(); // what is being asked at this moment, so that it is asked once

async function once(what, action) {
  if (asked.has(what)) return;
  asked.add(what);
  try {
    await action();
  } finally {
    asked.delete(what);
  }
}

/** The interaction the address names, or null. */
export function addressed() {
  const id = Number(location.hash.slice(1));
  return Number.isInteger(id) && id > 0 ? id : null;
}

async function load(id) {
  try {
    change(reduce.opened, await api.get(`interactions/${id}/`));
  } catch (error) {
    if (get().open?.loaded) toast(error.message);
    else change(reduce.notOpened, id, error.message);
  }
}

/** Opens what the address names, once the desk itself is known. */
export function follow() {
  if (!get().ready) return undefined;
  const id = addressed();
  if (!id) return change(reduce.closed);
  change(reduce.opening, id);
  return once(`open ${id}`, () => load(id));
}

/** Opens an interaction. */
export function open(id) {
  if (addressed() === id) follow();
  else location.hash = `#${id}`;
}

/** Leaves the conversation; the address forgets it without a step in the history. */
export function leave() {
  history.replaceState(null, "", location.pathname);
  change(reduce.closed);
}

/** Asks again for the conversation on screen. */
export function refresh() {
  const id = get().open?.id;
  return id ? once(`open ${id}`, () => load(id)) : null;
}

/** Asks again whether and until when one may write. */
export function refreshComposer() {
  const id = get().open?.id;
  if (!id) return null;
  return once(`composer ${id}`, async () => {
    try {
      change(reduce.composer, await api.get(`interactions/${id}/`));
    } catch {
      // It is asked again with the next news; the server decides in any case.
    }
  });
}

function askOlder(backTo = "") {
  const { id, messages } = get().open;
  const before = messages[0]?.id;
  if (!before) return null;
  return once(`older ${id}`, async () => {
    try {
      change(reduce.older, id, await api.get(`interactions/${id}/messages/?before=${before}${backTo}`));
    } catch (error) {
      toast(error.message);
    }
  });
}

/** A page of earlier messages. */
export const olderPage = () => askOlder();

/** Earlier messages, back to this one; nothing comes of it where there is no such message. */
export async function olderBackTo(message) {
  const { id } = get().open;
  const done = () => {
    const { open } = get();
    return open?.id !== id || !open.more || open.messages.some((other) => other.id === message);
  };
  for (let oldest = null; !done() && oldest !== get().open.messages[0].id; await askOlder(`&back_to=${message}`)) {
    oldest = get().open.messages[0].id;
  }
}

/** Asks what stands above messages that came while their branch was not loaded. */
export function fillBranches({ open }) {
  for (const message of open?.lack ?? []) {
    once(`branch ${message}`, async () => {
      try {
        change(reduce.branchCame, open.id, message, await api.get(`interactions/${open.id}/messages/?above=${message}`));
      } catch {
        change(reduce.branchCame, open.id, message, {}); // it stands on top until the conversation is opened again
      }
    });
  }
}

/** Asks for the read marks after they were changed in another window. */
export function followMarks(state) {
  const row = current(state);
  if (!state.open?.loaded || row?.marks === undefined || row.marks === state.open.marks) return;
  once(`marks ${row.id} ${row.marks}`, async () => {
    try {
      change(reduce.marked, row.id, await api.get(`interactions/${row.id}/read-marks/`));
    } catch {
      // The next news asks again.
    }
  });
}

/** Marks the branch of a message as read, or (null) all of them; `on` false opens it again. */
export async function markRead(message, on) {
  const { id, messages } = get().open;
  const seen = get().known[id];
  try {
    const answer = await api.post(`interactions/${id}/read-marks/`, { message, read: on });
    change(reduce.marked, id, answer);
    if (on) change(reduce.wasRead, message && branchIds(messages, message));
    if (on && !message) change(reduce.row, (await api.post(`interactions/${id}/read/`, { seen })).interaction);
  } catch (error) {
    toast(error.message);
  }
}

/** Asks for what holes lack. */
export function fillHoles(state) {
  for (const [id, after] of Object.entries(state.holes)) {
    once(`hole ${id}`, async () => {
      try {
        change(reduce.healed, await api.get(`interactions/${id}/events/?after=${after}`));
      } catch (error) {
        if (error instanceof api.Refused) change(reduce.gone, Number(id));
      }
    });
  }
}

/** Tells the server that the new messages were in view of somebody who looks. */
export function tellRead(state) {
  const row = current(state);
  const reading = row?.mine && row.owner?.id === state.me?.id && row.state !== "alerting" && state.open.loaded;
  if (!reading || !row.unread || state.open.unseen.length || state.open.unreadAbove || !document.hasFocus()) return;
  once(`read ${row.id} ${row.number}`, async () => {
    try {
      change(reduce.row, (await api.post(`interactions/${row.id}/read/`, { seen: state.known[row.id] })).interaction);
    } catch {
      // The badge stays; the next look tells it again.
    }
  });
}

/** Watches the address and the button for earlier messages. */
export function startReading() {
  addEventListener("hashchange", follow);
  byId("older").addEventListener("click", olderPage);
}
