// Which of my interactions are listed, and in what order: pure functions, no page.

const time = (iso, fallback) => (iso ? Date.parse(iso) : fallback);
const FAR = 8.64e15; // later than any date

const arrived = (row) => time(row.queued_at ?? row.created_at, 0);

const KEYS = {
  arrived,
  waiting: (row) => time(row.waiting_since, FAR),
  window: (row) => time(row.window_closes_at, FAR),
  news: (row) => -time(row.last_at ?? row.created_at, 0),
};

/** How a list may be sorted: as it came, the customer who waits longest, the window that closes first, the newest words. */
export const SORTS = Object.keys(KEYS);

/** The row's platform as the filter names it. */
export const platformOf = (row) => (row.kind === "messenger" ? "messenger" : row.platform);

/** What filters ask of a row, by their names; "" lets everything pass. */
const FACTS = {
  type: (row) => (row.media_type === "social_conversation" ? "public" : "private"),
  platform: platformOf,
  state: (row) => row.state,
};

/** Nothing chosen: all of them, as they came. */
export const plain = { sort: "arrived", type: "", platform: "", state: "" };

/** Whether a filter leaves anything out. */
export const filters = (view) => Object.keys(FACTS).some((name) => view[name]);

const passes = (view) => (row) => Object.entries(FACTS).every(([name, fact]) => !view[name] || fact(row) === view[name]);

/** The rows as the view wants them: what has ended comes last. */
export function arranged(rows, view) {
  const key = KEYS[view.sort] ?? arrived;
  const over = (row) => (row.state === "disconnected" ? 1 : 0);
  const inOrder = (a, b) => over(a) - over(b) || (over(a) ? 0 : key(a) - key(b) || arrived(a) - arrived(b) || a.id - b.id);
  return rows.filter(passes(view)).sort(inOrder);
}

/** The same rows in the order of `before`, a list of ids; those that are new come last. */
export function steadied(rows, before) {
  const place = new Map(before.map((id, index) => [id, index]));
  return [...rows].sort((a, b) => (place.get(a.id) ?? FAR) - (place.get(b.id) ?? FAR));
}
