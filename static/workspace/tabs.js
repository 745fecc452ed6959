// Several pages of one agent: one of them rings for all, and each knows whether another is looked at.
import { whenAudible } from "./sounds.js";

let channel;
const holds = new Set(navigator.locks ? [] : ["rings", "tells"]); // without locks (no TLS) every page does so for itself
const looked = new Map(); // page -> the conversation that is looked at there, null for none
const self = crypto.randomUUID?.() ?? String(Math.random());

/** Whether it is this page that rings. */
export const isRinging = () => holds.has("rings");

/** Whether it is this page that shows notices of the system: it need not be able to make sounds. */
export const isTelling = () => holds.has("tells");

/** A lock is held for as long as the page lives. */
function hold(what, agent) {
  navigator.locks?.request(`desk-${what}-${agent}`, () => {
    holds.add(what);
    return new Promise(() => {});
  });
}

const focused = () => document.visibilityState === "visible" && document.hasFocus();

/** Whether any page of this agent is looked at. */
export const isLookedAt = () => focused() || looked.size > 0;

/** Whether this conversation is on a screen that is looked at. */
export const isRead = (id, here) => (focused() && here === id) || [...looked.values()].includes(id);

/** Tells the other pages what is looked at here; `open` is the conversation on screen. */
export function tellLook(open, gone = false) {
  channel?.postMessage({ page: self, on: !gone && focused(), open: open ?? null });
}

function hear({ data }) {
  if (data.on) looked.set(data.page, data.open);
  else looked.delete(data.page);
}

/** Joins the pages of this agent; `open()` is the conversation on screen. */
export function startTabs(agent, open) {
  channel = new BroadcastChannel(`desk-${agent}`);
  channel.addEventListener("message", hear);
  for (const type of ["focus", "blur"]) addEventListener(type, () => tellLook(open()));
  document.addEventListener("visibilitychange", () => tellLook(open()));
  addEventListener("pagehide", () => tellLook(null, true));
  tellLook(open());
  hold("tells", agent);
  whenAudible(() => hold("rings", agent)); // whoever may not make sounds yet does not ask for it
}
