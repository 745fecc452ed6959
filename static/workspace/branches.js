// Branches of a public conversation: what stands above what is loaded, what was put away as read. Pure functions, no page.

/** What an answer brought around its messages, joined to what is known; what is among `messages` now stands above no more. */
export function joinAround(open, answer, messages) {
  const loaded = new Set(messages.map(({ id }) => id));
  const above = new Map([...open.above, ...(answer.above ?? [])].map((message) => [message.id, message]));
  for (const id of loaded) above.delete(id);
  const byAge = [...above.values()].sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.id - b.id);
  return {
    above: byAge,
    answers: { ...open.answers, ...answer.answers },
    reads: { ...open.reads, ...answer.reads },
  };
}

/** Whether what this message answers is known here; if not, its branch must be asked for. */
export function isRooted(open, message) {
  const { parent } = message;
  if (!parent || parent === open.root?.id) return true;
  return open.messages.some(({ id }) => id === parent) || open.above.some(({ id }) => id === parent);
}

/** A new answer to a message of which only some answers are loaded: there is one more. */
export function countAnswer(answers, parent) {
  return parent in answers ? { ...answers, [parent]: answers[parent] + 1 } : answers;
}

/**
 * Measures a tree from its leaves: every node learns how much hangs on it (`size`), how many of its answers are not loaded
 * (`hidden`), its newest message of a customer (`newest`, an id) and whether something under it is `unread`.
 */
export function measureTree(nodes, answers, fresh) {
  const todo = [...nodes];
  for (let at = 0; at < todo.length; at += 1) todo.push(...todo[at].children);
  for (const node of todo.toReversed()) {
    const { message, children } = node;
    node.hidden = Math.max(0, (answers[message.id] ?? 0) - children.length);
    node.size = children.reduce((sum, child) => sum + child.size + 1, node.hidden);
    node.newest = Math.max(message.outbound ? 0 : message.id, ...children.map((child) => child.newest));
    node.unread = fresh.has(message.id) || children.some((child) => child.unread);
  }
  return nodes;
}

/** Whether a branch is shown in one line: it was read up to its end, and nobody opened it to look. */
export function isPutAway(node, { reads, unfolded }) {
  const upTo = reads[node.message.id];
  return upTo !== undefined && !node.unread && node.newest <= upTo && !unfolded.includes(node.message.id);
}

/** Ids of all messages of a customer in the branch of this message. */
export function branchIds(messages, head) {
  const inside = new Set([head]);
  for (const { id, parent } of messages) if (inside.has(parent)) inside.add(id);
  return [...inside];
}

/** Those of these ids that no read mark covers, of the message itself or of one above it. */
export function notRead(ids, messages, reads) {
  const upTo = new Map();
  for (const { id, parent } of messages) upTo.set(id, Math.max(reads[id] ?? 0, upTo.get(parent) ?? 0));
  return ids.filter((id) => id > (upTo.get(id) ?? 0));
}
