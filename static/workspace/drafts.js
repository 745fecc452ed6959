// What an agent has typed and what is on its way, per interaction. A draft stands in a slot: an answer to one message
// (target 0: to whoever is due) or a note. It outlives reloads of this tab here, and everything else on the server.

// A tab outlives its agent: another one who signs in here finds and sends nothing of his.
const whose = () => globalThis.document?.getElementById("desk")?.dataset.agent ?? "";
const DRAFTS = `desk.drafts.${whose()}`;
const OUTGOING = `desk.outgoing.${whose()}`;
const EMPTY = { text: "", files: [], private: false, version: 0, dirty: false };

function stored(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key)) ?? {};
  } catch {
    return {};
  }
}

function store(key, value) {
  try {
    sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // No room or forbidden: it lives in memory until the page is left.
  }
}

const kept = stored(DRAFTS);
const slots = new Map(Object.entries(kept.slots ?? {})); // "interaction tab target" -> {text, files, private, version, dirty}
const places = new Map(Object.entries(kept.places ?? {})); // interaction -> {tab, target}: where one is in its composer

let whenTyped = () => {};

/** What to do after somebody has typed in a slot: (its key). */
export const onTyping = (action) => (whenTyped = action);

function storeAll() {
  store(DRAFTS, { slots: Object.fromEntries(slots), places: Object.fromEntries(places) });
}

// ---- slots -----------------------------------------------------------------------------------------------------------

const keyOf = (id, tab, target) => `${id} ${tab} ${target ?? 0}`;

/** The interaction, tab and target of a slot. */
export function partsOf(key) {
  const [id, tab, target] = key.split(" ");
  return { id: Number(id), tab, target: Number(target) };
}

/** Where one is in the composer of an interaction: {tab, target}; target undefined until one was chosen. */
export const placeOf = (id) => places.get(String(id)) ?? { tab: "reply" };

/** Goes to another tab or target. */
export function goTo(id, place) {
  places.set(String(id), { ...placeOf(id), ...place });
  storeAll();
}

/** The key of the slot that the composer of an interaction shows; of its answer if `tab` says so. */
export const slotOf = (id, tab = placeOf(id).tab) => keyOf(id, tab, tab === "reply" ? placeOf(id).target : 0);

/** What stands in a slot. */
export const read = (key) => slots.get(key) ?? EMPTY;

/** Writes into a slot without telling the server: it comes from there. */
export function put(key, entry) {
  slots.set(key, { ...EMPTY, ...entry });
  if (isEmpty(entry) && !entry.dirty) slots.delete(key);
  storeAll();
}

/** Somebody has typed: the slot changes, and the server is told soon. */
export function type(key, changes) {
  put(key, { ...read(key), ...changes, dirty: true });
  whenTyped(key);
}

const isEmpty = ({ text, files }) => !text?.trim() && !files?.length;

/** Keys of the slots of an interaction, or of all. */
export const keys = (id) => [...slots.keys()].filter((key) => id === undefined || partsOf(key).id === Number(id));

/** Whether something was typed and not sent. */
export const hasDraft = (id) => keys(id).some((key) => !isEmpty(read(key)));

/** All words that were typed about an interaction and not sent. */
export const typedWords = (id) => keys(id).map((key) => read(key).text.trim()).filter(Boolean).join("\n\n");

/** Ids of the messages that have an unsent answer. */
export function answering(id) {
  return new Set(keys(id).filter((key) => !isEmpty(read(key))).map(partsOf).filter(({ target }) => target).map(({ target }) => target));
}

/** The answer that was typed last, so that a page that opens the conversation shows it; null where there is none. */
export function newestTarget(drafts) {
  const answers = drafts.filter(({ tab, target }) => tab === "reply" && target);
  return answers.at(-1)?.target ?? null;
}

// ---- replies on their way ----------------------------------------------------------------------------------------------

/** Replies that had not been answered when the page was left; they count as lost, and may be sent again. */
export function keptOutgoing() {
  const outgoing = stored(OUTGOING);
  for (const list of Object.values(outgoing)) for (const entry of list) if (entry.status === "sending") entry.status = "lost";
  return outgoing;
}

/** Keeps the replies on their way. */
export const keepOutgoing = (outgoing) => store(OUTGOING, outgoing);
