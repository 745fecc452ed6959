// The customer of the conversation on screen: asked for when something about him has happened, changed by what one does.
import * as api from "./api.js";
import { confirmed } from "./confirm.js";
import { byId } from "./dom.js";
import { personName } from "./faces.js";
import { leave, refresh, refreshComposer } from "./reading.js";
import * as reduce from "./reduce.js";
import * as about from "./reduce_customer.js";
import { current } from "./state.js";
import { change, get } from "./store.js";
import { toast } from "./toast.js";
import { say } from "./words.js";

const PAUSE = 250; // ms; what belongs together often comes together
let asked = "";
let timer;

/** Asks for the customer. */
export async function load() {
  const id = get().open?.id;
  if (!id) return;
  try {
    change(about.panel, await api.get(`interactions/${id}/customer/`));
  } catch (error) {
    change(about.panelFailed, id, error.message);
  }
}

/** Asks for the customer when there is reason to. */
export function followCustomer(state) {
  const key = about.panelKey(state, current(state));
  if (key === asked) return;
  asked = key;
  clearTimeout(timer);
  if (key) timer = setTimeout(load, state.open.panel ? PAUSE : 0);
}

/** Does something to the customer and takes the panel as it is then; what stood in the way is thrown. */
export async function changed(call) {
  const answer = await call(`interactions/${get().open.id}`);
  if (answer?.customer) change(about.panel, answer);
  return answer;
}

async function simply(call) {
  try {
    return await changed(call);
  } catch (error) {
    toast(error.message);
    return null;
  }
}

/** Puts what the button stands beside into the clipboard. */
export async function copy(button) {
  try {
    await navigator.clipboard.writeText(button.dataset.text);
    toast(say("copy.done"), "good");
  } catch {
    toast(say("copy.failed"));
  }
}

/** Reads ten more of the history. */
export async function moreHistory() {
  const { id, panel } = get().open;
  const after = panel.history.rows.length;
  const answer = await simply((base) => api.get(`${base}/history/?after=${after}`));
  if (answer) change(about.olderHistory, id, after, answer);
}

// ---- both conversations in one hand --------------------------------------------------------------------------------

/** Brings both conversations of the customer into one hand. */
export async function gather(button) {
  const other = get().open.panel.others.find(({ id }) => id === Number(button.closest("[data-other]").dataset.other));
  if (other) await gatherBoth(other, button.dataset.to);
}

async function gatherBoth(other, to) {
  const row = current(get());
  const body = { other: other.id, to, ...(to === "me" ? {} : { seen: get().known[row.id] }) };
  const answer = await simply((base) => api.post(`${base}/gather/`, body));
  if (!answer) return;
  const name = personName(row.customer);
  toast(to === "me" ? say("gather.taken", { name }) : say("gather.handed", { name, to: other.agent.name }), "good");
  change(reduce.row, answer.interaction);
  if (answer.other) change(reduce.row, answer.other);
  if (answer.interaction.mine) refreshComposer();
  else leave();
}

/** Takes the first of the customer's other conversations that can be taken; null if there is none. */
export function toGather(state) {
  const other = state.open?.panel?.others.find(({ take }) => take);
  return other ? () => gatherBoth(other, "me") : null;
}

// ---- undoing a merge, ending a block -------------------------------------------------------------------------------

/** Undoes a merge, after a question. */
export async function unmerge(button) {
  const { merge, name } = button.dataset;
  const words = { head: say("merge.undoHead"), text: say("merge.undoText", { name }), yes: say("merge.undoYes") };
  if (!(await confirmed(words))) return;
  if (!(await simply((base) => api.post(`${base}/merges/${merge}/undo/`)))) return;
  toast(say("merge.undone"), "good");
  refresh();
}

/** Ends the block. */
export async function unblock() {
  byId("customer-menu").hidePopover();
  const name = personName(current(get()).customer);
  if (await simply((base) => api.remove(`${base}/block/`))) toast(say("block.lifted", { name }), "good");
}
