// Reducers of the messages of the conversation on screen: pages, branches, what is new and what was put away.
import { countAnswer, isRooted, joinAround, notRead } from "./branches.js";
import { mergeMessages, newestInbound, putMessage } from "./thread.js";

/** What a conversation has of messages before its answer came. */
export const NO_MESSAGES = { messages: [], size: 0, more: false, root: null, events: [], panel: null, panelFailed: "", gaps: [], composer: null, fresh: [], unseen: [], unreadAbove: 0, above: [], answers: {}, reads: {}, marks: 0, lack: [], unfolded: [] };

const withNew = (ids, id) => (ids.includes(id) ? ids : [...ids, id]);

/** A message came or changed: the conversation with it. `inbound`: it is a customer's, and new. */
export function withMessage(open, message, inbound) {
  const messages = putMessage(open.messages, message, open.more);
  const isNew = messages.length > open.messages.length;
  const stands = messages !== open.messages;
  return {
    ...open,
    messages,
    root: open.root?.id === message.id ? message : open.root,
    above: stands ? open.above : open.above.map((other) => (other.id === message.id ? message : other)),
    size: open.size + messages.length - open.messages.length,
    fresh: inbound ? withNew(open.fresh, message.id) : open.fresh,
    unseen: inbound ? withNew(open.unseen, message.id) : open.unseen,
    answers: isNew ? countAnswer(open.answers, message.parent) : open.answers,
    lack: isNew && !isRooted(open, message) ? [...open.lack, message.id] : open.lack,
  };
}

/** Of these messages the newest `count` of customers that no read mark covers: what is unread. */
const unreadAmong = (messages, count, all, reads) => (count > 0 ? notRead(newestInbound(messages, messages.length), all, reads).slice(-count) : []);

/** The newest page over what is loaded. A first one tells what is new; a later one keeps what was known of that. */
export function withNewest(before, answer) {
  const messages = mergeMessages(before.messages, answer.messages, answer.more);
  const ids = new Set(messages.map(({ id }) => id));
  const { unread, marks } = answer.interaction;
  const around = joinAround(before, answer, messages);
  const news = unreadAmong(messages, unread, [...around.above, ...messages], around.reads);
  const fresh = before.loaded ? before.fresh : news;
  return {
    messages,
    ...around,
    size: Math.max(answer.interaction.messages ?? 0, messages.length),
    more: before.loaded && messages.length > answer.messages.length ? before.more : answer.more,
    fresh,
    unseen: before.loaded ? before.unseen.filter((id) => ids.has(id)) : fresh,
    unreadAbove: before.loaded ? before.unreadAbove : answer.more ? Math.max(0, unread - news.length) : 0,
    marks: before.loaded ? before.marks : marks,
    lack: [],
  };
}

/** Earlier messages of the conversation. Of those that are unread, so many as were not loaded yet are new. */
export function older(state, id, answer) {
  const { open } = state;
  if (open?.id !== id) return state;
  const known = new Set(open.messages.map((message) => message.id));
  const added = answer.messages.filter((message) => !known.has(message.id));
  const messages = mergeMessages(answer.messages, open.messages, false);
  const around = joinAround(open, answer, messages);
  const news = unreadAmong(added, open.unreadAbove, [...around.above, ...messages], around.reads);
  const left = answer.more ? open.unreadAbove - news.length : 0;
  const marked = { fresh: [...news, ...open.fresh], unseen: [...news, ...open.unseen], unreadAbove: left };
  return { ...state, open: { ...open, messages, more: answer.more, ...around, ...marked } };
}

/** What stands above a message that came while its branch was not loaded. */
export function branchCame(state, id, message, answer) {
  const { open } = state;
  if (open?.id !== id) return state;
  const lack = open.lack.filter((other) => other !== message);
  return { ...state, open: { ...open, ...joinAround(open, answer, open.messages), lack } };
}

/** Messages that were in view are no longer counted above or below. */
export function seen(state, ids) {
  const unseen = state.open.unseen.filter((id) => !ids.includes(id));
  return unseen.length === state.open.unseen.length ? state : { ...state, open: { ...state.open, unseen } };
}

/** The read marks of the whole conversation, as the server has them. */
export function marked(state, id, { reads, marks }) {
  return state.open?.id === id ? { ...state, open: { ...state.open, reads, marks } } : state;
}

/** These messages (null: all) were read: they are new no more, and a branch that was opened to look is closed again. */
export function wasRead(state, ids) {
  const { open } = state;
  const kept = (list) => (ids ? list.filter((id) => !ids.includes(id)) : []);
  const unreadAbove = ids ? open.unreadAbove : 0;
  return { ...state, open: { ...open, fresh: kept(open.fresh), unseen: kept(open.unseen), unfolded: kept(open.unfolded), unreadAbove } };
}

/** A branch that was put away is opened to look, or closed again. */
export function unfolded(state, message) {
  const { open } = state;
  const list = open.unfolded.includes(message) ? open.unfolded.filter((id) => id !== message) : [...open.unfolded, message];
  return { ...state, open: { ...open, unfolded: list } };
}
