// Keeps drafts on the server, and this page in step with the others of its agent. The page that is typed in wins; what the
// other one had is offered here, so that no word is lost.
import * as api from "./api.js";
import { keys, onTyping, partsOf, put, read } from "./drafts.js";

const PAUSE = 700; // ms without a key before what stands there is kept
const LONGEST = 3000; // ms of typing without a pause after which it is kept all the same

const timers = new Map(); // slot -> {timer, since}
const saving = new Set(); // slots that are on their way
let tell = () => {};
let offer = () => {};

const bodyOf = (key) => {
  const { tab, target } = partsOf(key);
  const { text, files, private: inPrivate, version } = read(key);
  return { tab, target, text, private: inPrivate, files: files.map(({ id }) => id), base: version };
};

const path = (key) => `interactions/${partsOf(key).id}/drafts/`;
const same = (a, b) => a.text === b.text && a.private === b.private && a.files.length === b.files.length;

/** What was kept is known by its version; what was typed meanwhile stays to be kept. */
function settle(key, sent, draft) {
  const now = read(key);
  const dirty = !same(now, sent);
  put(key, { ...now, version: draft?.version ?? 0, dirty });
  if (dirty) later(key);
}

/** Another page has typed here: what stands here goes over it, and what stood there is offered. */
function moved(key, draft) {
  const now = read(key);
  if (draft && draft.text.trim() && !now.text.includes(draft.text.trim())) offer(key, draft.text);
  put(key, { ...now, version: draft?.version ?? 0, dirty: true });
  later(key);
}

async function save(key) {
  timers.delete(key);
  if (saving.has(key)) return later(key);
  const sent = read(key);
  if (!sent.dirty) return undefined;
  saving.add(key);
  try {
    settle(key, sent, (await api.put(path(key), bodyOf(key))).draft);
  } catch (error) {
    if (error.code === "draft_moved") moved(key, error.answer.draft);
    else if (error instanceof api.Refused) put(key, { ...read(key), dirty: false }); // not ours to see any more: it stays here
  } finally {
    saving.delete(key);
  }
  return undefined;
}

function later(key) {
  const { timer, since = Date.now() } = timers.get(key) ?? {};
  clearTimeout(timer);
  const pause = Math.max(0, Math.min(PAUSE, since + LONGEST - Date.now()));
  timers.set(key, { since, timer: setTimeout(save, pause, key) });
}

/** Keeps all that is not kept yet: after the line was cut. */
export function saveAll() {
  for (const key of keys()) if (read(key).dirty) later(key);
}

/** The page may be gone in a moment: the browser carries what is not kept yet. */
function leave() {
  for (const key of keys()) if (read(key).dirty && !saving.has(key)) api.carry(path(key), bodyOf(key));
}

/** What the server has of an interaction: it stands here too, but not where something was typed that it has not. */
export function takeDrafts(id, drafts) {
  const there = new Map(drafts.map((draft) => [`${id} ${draft.tab} ${draft.target}`, draft]));
  for (const key of new Set([...keys(id), ...there.keys()])) {
    const [here, draft] = [read(key), there.get(key)];
    if (here.dirty || saving.has(key)) continue;
    if (draft && draft.version >= here.version) put(key, { ...draft, dirty: false });
    else if (!draft && here.version) put(key, { text: "", files: [] });
  }
  tell(id);
}

/**
 * Watches what is typed. `whenTaken(id)` is called after the server's drafts of an interaction were taken in,
 * `whenLost(slot, text)` with words of another page that give way to what is typed here.
 */
export function startDraftSync(whenTaken, whenLost) {
  [tell, offer] = [whenTaken, whenLost];
  onTyping(later);
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());
  saveAll();
}
