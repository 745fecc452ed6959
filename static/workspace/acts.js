// What an agent does to a message that is there: its menu, its dialogs, and the news of what failed.
import * as api from "./api.js";
import { setTime } from "./clock.js";
import { confirmed } from "./confirm.js";
import { ask, attempt, complain } from "./dialogs.js";
import { byId, keyed, make, part, set, show, write } from "./dom.js";
import { possibleActs } from "./possible.js";
import * as reduce from "./reduce.js";
import { acting } from "./state.js";
import { change, get } from "./store.js";
import { toast } from "./toast.js";
import { say } from "./words.js";

const SIGNS = ["👍", "❤️", "😂", "😮", "😢", "🙏"];
const GAP = 4; // px between a button and its menu

let subject = null; // the message whose menu is open

// ---- doing -----------------------------------------------------------------------------------------------------------

async function perform(message, act, text = "") {
  const { id } = get().open;
  change(reduce.doing, message.id, act);
  try {
    await api.post(`interactions/${id}/acts/`, { message: message.id, act, text });
  } catch (error) {
    change(reduce.doing, message.id, null);
    throw error;
  }
}

async function simply(message, act, text) {
  try {
    await perform(message, act, text);
  } catch (error) {
    toast(error.message);
  }
}

async function remove(message) {
  const words = { head: say("delete.head"), text: say("delete.text"), yes: say("delete.yes"), grave: true };
  if (await confirmed(words)) simply(message, "delete");
}

function rewrite(message) {
  const field = byId("rewrite-text");
  field.value = message.text;
  complain(byId("rewrite"), "");
  ask("rewrite", () => {
    if (field.value.trim() === message.text.trim()) return true;
    return attempt(byId("rewrite"), async () => {
      await perform(message, "edit", field.value.trim());
      return true;
    });
  });
}

/** Does what a button of the menu says. */
export function act(button) {
  const message = subject;
  byId("message-menu").hidePopover();
  const { act: name, sign } = button.dataset;
  if (name === "delete") return remove(message);
  if (name === "edit") return rewrite(message);
  return simply(message, name, name === "react" ? (message.our_reaction === sign ? "" : sign) : "");
}

// ---- the menu --------------------------------------------------------------------------------------------------------

function drawSigns(message, on) {
  show(byId("menu-signs"), on);
  keyed(byId("menu-signs"), on ? SIGNS : [], (sign) => sign, () => make("menu-sign"), (button, sign) => {
    const ours = message.our_reaction === sign;
    button.dataset.sign = sign;
    write(button, sign);
    set(button, "aria-pressed", String(ours));
    set(button, "aria-label", say(ours ? "react.back" : "react.with", { sign }));
  });
}

/** Puts a menu or card by a button, where the window has room. */
export function place(menu, button) {
  const spot = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = spot.bottom + GAP + height < innerHeight;
  menu.style.left = `${Math.max(GAP, Math.min(spot.left, innerWidth - width - GAP))}px`;
  menu.style.top = `${Math.max(GAP, below ? spot.bottom + GAP : spot.top - GAP - height)}px`;
}

/** Opens the menu of a message at its button. */
export function openMenu(button, message) {
  const menu = byId("message-menu");
  const acts = possibleActs(message, acting(get()));
  if (!acts.length) return;
  subject = message;
  drawSigns(message, acts.includes("react"));
  for (const item of menu.querySelectorAll("[data-act]:not(.sign)")) show(item, acts.includes(item.dataset.act));
  menu.showPopover({ source: button });
  place(menu, button);
  menu.querySelector(".item:not([hidden])").focus();
}

// ---- how it was worded -----------------------------------------------------------------------------------------------

/** Draws wordings, the oldest first, into their dialog. */
export function drawWordings(revisions) {
  keyed(byId("wordings-list"), revisions, (one) => `${one.at} ${one.text}`, () => make("wording"), (element, one) => {
    setTime(part(element, "wording-at"), "moment", one.at);
    write(part(element, "wording"), one.text);
  });
}

/** Shows the wordings of an edited message, oldest first. */
export async function showWordings(message) {
  const dialog = byId("wordings");
  drawWordings([]);
  complain(dialog, "");
  ask("wordings", () => true);
  const answer = await attempt(dialog, () => api.get(`interactions/${get().open.id}/messages/${message.id}/revisions/`));
  if (answer) drawWordings(answer.revisions);
}

// ---- news ------------------------------------------------------------------------------------------------------------

async function reasonOf(event) {
  try {
    const { acts } = await api.get(`interactions/${event.interaction}/acts/?message=${event.message.id}`);
    return acts.find((one) => one.act === event.data.state && one.state === "failed")?.reason ?? "";
  } catch {
    return "";
  }
}

/** Tells the agent who did it what the platform would not do, and why. */
export async function tellFailed(frame) {
  for (const event of frame.events) {
    if (event.kind !== "act_failed" || event.by?.id !== get().me?.id || !event.message) continue;
    toast([say(`failed.${event.data.state}`), await reasonOf(event)].filter(Boolean).join(" "));
  }
}
