// What an agent does with an interaction: one function per verb, each one POST and its answer.
import * as api from "./api.js";
import { hasDraft } from "./drafts.js";
import { askReason } from "./declining.js";
import { askCodes, askDisconnect } from "./disconnect.js";
import { askPark } from "./park.js";
import { offerWords, withWords } from "./pass_words.js";
import { personName } from "./faces.js";
import { verbs as helping } from "./helping.js";
import { verbs as recording } from "./recording.js";
import { leave, open, refresh, refreshComposer } from "./reading.js";
import { wantPen } from "./draw_composer.js";
import * as reduce from "./reduce.js";
import { unsettled } from "./state.js";
import { change, get } from "./store.js";
import { toast } from "./toast.js";
import { say } from "./words.js";

const busy = new Map(); // interaction id -> {path, done}: what is being done to it

function takeAnswer(answer) {
  if (answer.interaction) change(reduce.row, answer.interaction);
}

async function perform(id, path, body) {
  try {
    const answer = await api.post(`interactions/${id}/${path}/`, body);
    takeAnswer(answer);
    return answer.interaction;
  } catch (error) {
    if (error instanceof api.Refused) takeAnswer(error.answer);
    throw error;
  }
}

/**
 * Does a verb, one after the other per interaction and never the same twice at once; answers its row as it is then, or throws
 * what stood in the way.
 */
async function act(id, path, body = {}) {
  const before = busy.get(id);
  if (before?.path === path) return null;
  const done = Promise.resolve(before?.done).catch(() => {}).then(() => perform(id, path, body));
  const mine = { path, done };
  busy.set(id, mine);
  try {
    return await done;
  } finally {
    if (busy.get(id) === mine) busy.delete(id);
  }
}

/** Does a verb without a dialog: what stood in the way becomes a toast. */
async function simply(id, path, body) {
  try {
    return await act(id, path, body);
  } catch (error) {
    toast(error.message);
    return null;
  }
}

/** Picks up: an offer, from a queue, or again after hold and park; then the conversation is on screen. */
export async function pickUp(row) {
  const taken = await simply(row.id, "pick-up");
  if (!taken) return;
  if (get().open?.id === row.id) await refresh();
  else open(row.id);
  wantPen(row.id);
}

/** Declines an offer; some workgroups want to know why, which the server says. */
export async function decline(row) {
  const done = await declined(row);
  if (done && get().open?.id === row.id && !done.mine) leave();
}

async function declined(row) {
  try {
    return await act(row.id, "decline");
  } catch (error) {
    if (error.code === "reason") return askReason(row, (reason) => act(row.id, "decline", { reason }));
    toast(error.message);
    return null;
  }
}

/** Puts on hold. */
export async function hold(row) {
  if (await simply(row.id, "hold")) refreshComposer();
}

/** Parks until a time the agent chooses. */
export async function park(row) {
  const until = await askPark(row);
  if (until && (await simply(row.id, "park", { until }))) refreshComposer();
}

/** Takes back what a colleague has not taken yet. */
export async function takeBack(row) {
  if (await simply(row.id, "take-back")) refreshComposer();
}

/** Hands over to a workgroup or a colleague. */
export async function transfer(row, wanted) {
  offerWords("transfer", row.id);
  const { askTransfer } = await import("./transfer.js"); // a large one that is not wanted at every desk
  const where = await askTransfer(row, (target, note) => withWords("transfer", row.id, () => act(row.id, "transfer", { ...target, note, seen: get().known[row.id] })), wanted);
  if (!where) return;
  const now = get().rows[row.id];
  const onScreen = get().open?.id === row.id;
  const words = { name: personName(row.customer), to: where.name };
  if (!now?.mine) toast(say("transfer.done", words), "good");
  else if (!onScreen) toast(say("transfer.waits", words), "good"); // else it stands below the conversation
  if (onScreen && !now?.mine) leave();
  else refreshComposer();
}

/** Ends the interaction; asks first if something was not sent, or if there is a wrap-up code to choose. */
export async function disconnect(row) {
  const { wrapUps, accounts, asking } = get();
  const asked = asking.includes(row.workgroup.id);
  const loose = { draft: hasDraft(row.id), unsettled: unsettled(get(), row.id) };
  offerWords("disconnect", row.id);
  const end = (codes) => withWords("disconnect", row.id, () => act(row.id, "disconnect", { ...codes, seen: get().known[row.id] }));
  const done = await askDisconnect(row, { loose, wrapUps, accounts, asked, end });
  if (done && get().open?.id === row.id) refreshComposer();
}

/** Says the codes of what has ended. */
export async function codes(row) {
  const { wrapUps, accounts, asking } = get();
  const save = (said) => act(row.id, "codes", said);
  if (await askCodes(row, { wrapUps, accounts, asked: asking.includes(row.workgroup.id), save })) refreshComposer();
}

/** Goes on with what has ended, in a new interaction that comes on screen. */
export async function reopen(row) {
  const fresh = await simply(row.id, "reopen");
  if (!fresh) return refreshComposer();
  open(fresh.id);
  return wantPen(fresh.id);
}

/** The verbs by the names that buttons and keys use. */
export const verbs = { "pick-up": pickUp, resume: pickUp, decline, hold, park, transfer, "take-back": takeBack, disconnect, codes, reopen, ...helping, ...recording };
