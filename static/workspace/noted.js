// What notes do to the state: pure functions like those of reduce.js.

const order = (a, b) => Date.parse(a.at) - Date.parse(b.at) || a.id - b.id;
const withNotes = (state, notes) => ({ ...state, open: { ...state.open, notes } });

/** A note was written or reworded: it stands in its place by time. */
export function noted(state, note) {
  if (!state.open?.loaded) return state;
  const others = (state.open.notes ?? []).filter(({ id }) => id !== note.id);
  return withNotes(state, [...others, note].sort(order));
}

/** A note was taken back. */
export function unnoted(state, id) {
  const notes = state.open?.notes ?? [];
  return notes.some((note) => note.id === id) ? withNotes(state, notes.filter((note) => note.id !== id)) : state;
}

/** A message was called back or thrown away: it is not part of the conversation any more. */
export function without(state, id) {
  const messages = state.open?.messages ?? [];
  if (!messages.some((message) => message.id === id)) return state;
  return { ...state, open: { ...state.open, messages: messages.filter((message) => message.id !== id), size: state.open.size - 1 } };
}

/** What an event says of notes, and of replies that are gone. */
export function heard(state, { interaction, note, kind, data }) {
  if (state.open?.id !== interaction) return state;
  if (kind === "note_deleted") return unnoted(state, data.note);
  if (data?.gone) return without(state, data.gone);
  return note ? noted(state, note) : state;
}

/** The notes to be drawn between the messages that are loaded; earlier ones come with earlier messages. */
export function notesShown({ notes, messages, more }) {
  const first = more ? Date.parse(messages[0]?.at ?? 0) : 0;
  return (notes ?? []).filter((note) => Date.parse(note.at) >= first);
}
