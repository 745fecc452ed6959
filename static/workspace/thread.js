// The messages of one thread as lists and trees: pure functions, no page.

const order = (a, b) => Date.parse(a.at) - Date.parse(b.at) || a.id - b.id;

/** Where a message belongs in an ordered list: nearly always at the end, else found by halves. */
function placeOf(messages, message) {
  let [from, to] = [0, messages.length];
  if (to && order(messages[to - 1], message) <= 0) return to;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (order(messages[middle], message) <= 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Puts a message in its place, or in the place of its older self. One from before the loaded ones is left out. */
export function putMessage(messages, message, more) {
  const at = messages.findLastIndex((other) => other.id === message.id);
  if (at >= 0) return messages.with(at, message);
  const place = placeOf(messages, message);
  return more && messages.length && place === 0 ? messages : messages.toSpliced(place, 0, message);
}

/** Two overlapping lists as one; where both have a message, the second list's is newer. Without overlap, the second. */
export function mergeMessages(before, after, more) {
  const ids = new Set(after.map((message) => message.id));
  const overlap = before.some((message) => ids.has(message.id));
  if (before.length && after.length && more && !overlap) return after;
  const kept = before.filter((message) => !ids.has(message.id));
  const follows = !kept.length || !after.length || order(kept.at(-1), after[0]) <= 0;
  return follows ? [...kept, ...after] : [...kept, ...after].sort(order);
}

/** Ids of the `count` newest messages that are not ours. */
export function newestInbound(messages, count) {
  const inbound = messages.filter((message) => !message.outbound);
  return count > 0 ? inbound.slice(-count).map((message) => message.id) : [];
}

/** Replies still on their way, in the shape of messages. */
export function asMessages(outgoing) {
  return (outgoing ?? []).map((entry) => ({
    id: entry.uuid,
    parent: entry.parent ?? null,
    outbound: true,
    kind: "message",
    text: entry.text,
    attachments: entry.files ?? [],
    private_reply: Boolean(entry.private),
    at: entry.at,
    author: null,
    agent: null,
    can_reply: false,
    delivery: null,
    pending: entry,
  }));
}

/** The comments under `root` as a tree: [{message, children}]. A comment whose parent is not loaded stands on top. */
export function grow(messages, root) {
  const nodes = new Map();
  for (const message of messages) if (message.id !== root?.id) nodes.set(message.id, { message, children: [] });
  const top = [];
  for (const node of nodes.values()) {
    const parent = nodes.get(node.message.parent);
    (parent && parent !== node ? parent.children : top).push(node);
  }
  return top;
}

const TOLD = new Set(["wants_person", "idle_warned", "transferred", "taken_back", "taken_over", "parked", "resumed", "disconnected"]);
const sameDay = (a, b) => new Date(a).toDateString() === new Date(b).toDateString();
const side = (message) => (message.outbound ? `us ${message.agent?.id ?? ""}` : `them ${message.author?.id ?? ""}`);

/** The gaps that touch what is loaded: one that ended before it counts only if it is this customer's and no more is to come. */
export function gapsShown(gaps, messages, more) {
  const first = Date.parse(messages[0]?.at ?? 0);
  return (gaps ?? []).filter((gap) => Date.parse(gap.until) >= first || (gap.own && !more));
}

const gapLine = (gap) => ({ key: `gap ${gap.id}`, type: gap.note ? "note" : "gap", at: gap.since, gap });

/**
 * What stands on one level of a tree, by time: [{key, node}], a gap where it begins: {key, gap}, and on top how many answers
 * are not loaded: {key, hidden}.
 */
export function treeLines(nodes, gaps, hidden = 0) {
  const said = nodes.map((node) => ({ key: node.message.id, at: node.message.at, node }));
  const lines = gaps.length ? [...said, ...gaps.map(gapLine)].sort((a, b) => Date.parse(a.at) - Date.parse(b.at)) : said;
  return hidden ? [{ key: "hidden", hidden }, ...lines] : lines;
}

const minute = (at) => Math.floor(Date.parse(at) / 60000);
const together = (a, b) => Boolean(b) && side(a) === side(b) && minute(a.at) === minute(b.at);

/**
 * A chat as lines: the name of each new day, bubbles (`first` of their side, `tail` of what was said in one minute), what
 * happened or is missing between, and a line before message `news`, the first that is new.
 */
export function chatLines(messages, events, gaps = [], news = null) {
  const told = events.filter((event) => TOLD.has(event.kind)).map((event) => ({ at: event.at, event }));
  const said = messages.map((message) => ({ at: message.at, message }));
  const all = [...said, ...gaps.map(gapLine), ...told].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const lines = [];
  let last = null;
  for (const [place, entry] of all.entries()) {
    const newDay = !last || !sameDay(last.at, entry.at);
    if (newDay) lines.push({ key: `day ${new Date(entry.at).toDateString()}`, type: "day", at: entry.at });
    if (entry.gap) lines.push(entry);
    else if (entry.event) lines.push({ key: `event ${entry.event.number}`, type: "event", ...entry });
    else {
      if (entry.message.id === news) lines.push({ key: "news", type: "news", at: entry.at });
      const first = newDay || entry.message.id === news || !last?.message || side(last.message) !== side(entry.message);
      const tail = !together(entry.message, all[place + 1]?.message);
      lines.push({ key: `message ${entry.message.id}`, type: entry.message.outbound ? "out" : "in", first, tail, ...entry });
    }
    last = entry;
  }
  return lines;
}

/** Whom a new public reply answers unless the agent chooses: the newest message that may be answered, else the root. */
export function answerTo(messages, root) {
  const answerable = messages.filter((message) => !message.outbound && message.can_reply && !message.deleted_at && message.id !== root?.id);
  return answerable.at(-1)?.id ?? root?.id ?? null;
}
