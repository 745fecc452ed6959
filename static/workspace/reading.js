// Which conversation is on screen: the address says it (#42), the server is asked, what was read is told.
import * as api from "./api.js";
import { byId } from "./dom.js";
import { holding } from "./draw_conversation.js";
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

/** Opens what the address names. */
export function follow() {
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

/** Earlier messages. */
export function older() {
  const { id, messages } = get().open;
  return once(`older ${id}`, async () => {
    try {
      const answer = await api.get(`interactions/${id}/messages/?before=${messages[0].id}`);
      await holding(() => change(reduce.older, id, answer));
    } catch (error) {
      toast(error.message);
    }
  });
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
  if (!reading || !row.unread || state.open.unseen.length || !document.hasFocus()) return;
  once(`read ${row.id} ${row.number}`, async () => {
    try {
      change(reduce.row, (await api.post(`interactions/${row.id}/read/`)).interaction);
    } catch {
      // The badge stays; the next look tells it again.
    }
  });
}

/** Watches the address and the button for earlier messages. */
export function startReading() {
  addEventListener("hashchange", follow);
  byId("older").addEventListener("click", older);
}
