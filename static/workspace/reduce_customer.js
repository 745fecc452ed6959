// What is known of the customer on screen: (state, what came) -> state.

/** The answer about the customer; an older one than ours is late. What was read of the history further back stays. */
export function panel(state, answer) {
  const { open } = state;
  if (open?.id !== answer.interaction || (open.panel && answer.number < open.panel.number)) return state;
  const before = open.panel?.history;
  const history = before && before.count === answer.history.count ? before : answer.history;
  return { ...state, open: { ...open, panel: { ...answer, history }, panelFailed: "" } };
}

/** It could not be had; `detail` says why. */
export function panelFailed(state, id, detail) {
  return state.open?.id === id ? { ...state, open: { ...state.open, panelFailed: detail } } : state;
}

/** More of the history, as far back as `after`. */
export function olderHistory(state, id, after, answer) {
  const shown = state.open?.id === id && state.open.panel;
  if (!shown || shown.history.rows.length !== after) return state;
  const history = { ...answer, rows: [...shown.history.rows, ...answer.rows] };
  return { ...state, open: { ...state.open, panel: { ...shown, history } } };
}

const ABOUT = ["labeled", "unlabeled", "attribute", "merged", "unmerged", "blocked", "unblocked", "gathered"];

/** What the panel depends on: with another key it is asked for again. Blank while there is nothing to ask. */
export function panelKey(state, row) {
  const { open } = state;
  if (!row || !open?.loaded) return "";
  const last = open.events.findLast(({ kind }) => ABOUT.includes(kind))?.number ?? 0;
  return [open.id, row.state, row.owner?.id ?? 0, last, open.around ?? 0].join(" ");
}

/** A frame without events says that something around the conversation has changed. */
export function around(state, frame) {
  const { open } = state;
  if (frame.events.length || open?.id !== frame.interaction.id) return state;
  return { ...state, open: { ...open, around: (open.around ?? 0) + 1 } };
}
