// Why nothing can be written now, and the one next step.
import { byId, fill, part, show } from "./dom.js";
import { personName } from "./faces.js";
import { current, lacksWrapUp, verbsFor } from "./state.js";
import { known, say } from "./words.js";

const isAnothers = (state, row) => row.owner && row.owner.id !== state.me.id;

function words(state, row, can) {
  if (["notYours", "owned"].includes(can.why) && isAnothers(state, row)) return say("closed.owned", { to: row.owner.name });
  const exact = `closed.${row.state}`;
  return say(can.why === "pickUp" && known(exact) ? exact : `closed.${can.why}`, { name: personName(row.customer), to: row.owner?.name ?? "" });
}

function reason(state, row, can) {
  return can.reason || (can.codes && lacksWrapUp(state, row) ? say("row.lacksWrapUp") : "");
}

/** Draws it; `hidden` while something else may be written, as a note. */
export function drawClosed(state, can, hidden) {
  const closed = byId("closed");
  const row = current(state);
  show(closed, !can.open && !hidden);
  if (can.open) return;
  fill(closed, { head: words(state, row, can), why: reason(state, row, can) });
  closed.classList.toggle("over", ["passed", "template", "closed"].includes(can.why));
  const steps = {
    "pick-up": can.pickUp,
    template: can.template,
    reopen: can.reopen,
    codes: can.codes,
    "take-back": can.takeBack,
    "take-over": verbsFor(state, row).includes("take-over"),
  };
  for (const [name, on] of Object.entries(steps)) show(part(closed, name), on);
}
