// What an agent has typed and what is on its way, per interaction. It outlives reloads of this tab, not the tab.

const DRAFTS = "desk.drafts";
const OUTGOING = "desk.outgoing";

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

const drafts = new Map(Object.entries(stored(DRAFTS)));

/**
 * The draft of an interaction: {text, parent, files}; parent undefined until the agent has chosen whom to answer, `files`
 * are uploaded attachments.
 */
export const draft = (id) => drafts.get(String(id)) ?? { text: "" };

/** Keeps a draft; an empty one without a chosen parent is forgotten. */
export function keepDraft(id, entry) {
  if (entry.text === "" && entry.parent === undefined && !entry.files?.length) drafts.delete(String(id));
  else drafts.set(String(id), entry);
  store(DRAFTS, Object.fromEntries(drafts));
}

/** Whether something was typed and not sent. */
export const hasDraft = (id) => draft(id).text.trim() !== "" || Boolean(draft(id).files?.length);

/** Replies that had not been answered when the page was left; they count as lost, and may be sent again. */
export function keptOutgoing() {
  const kept = stored(OUTGOING);
  for (const list of Object.values(kept)) for (const entry of list) if (entry.status === "sending") entry.status = "lost";
  return kept;
}

/** Keeps the replies on their way. */
export const keepOutgoing = (outgoing) => store(OUTGOING, outgoing);
