// Notices of the system for an agent who looks elsewhere. They are asked for by a click, never by themselves.
import { byId, show } from "./dom.js";
import { open } from "./reading.js";
import { get } from "./store.js";
import { say } from "./words.js";

const HINTED = "desk.noticesOffered";

const possible = () => "Notification" in window && Notification.permission !== "denied";

/** Shows one, if the agent wants them; without the customer's words if he wants that: then as `discreet` says. */
export function notify({ kind, id, key, head, text, discreet = kind }) {
  const { notify: wanted, notify_words: words } = get().me.settings;
  if (!wanted || !possible() || Notification.permission !== "granted") return;
  const body = words ? text : "";
  const shown = new Notification(words ? head : say(`notice.${discreet}`), { body, tag: `${kind} ${key}`, icon: document.querySelector("link[rel=icon]").href });
  shown.addEventListener("click", () => {
    focus();
    if (id) open(id);
    shown.close();
  });
}

/** Asks the browser; answers whether notices may be shown. Only ever called by a click. */
export async function askForNotices() {
  if (!possible()) return false;
  return (await Notification.requestPermission()) === "granted";
}

function remembered() {
  try {
    return localStorage.getItem(HINTED);
  } catch {
    return "yes"; // what cannot be remembered is not asked again and again
  }
}

function remember() {
  try {
    localStorage.setItem(HINTED, "yes");
  } catch {
    // see above
  }
}

/** After the first alert, once and quietly: would one like to have them? */
export function hintAtNotices() {
  if (get().me.settings.notify || !possible() || Notification.permission !== "default" || remembered()) return;
  remember();
  show(byId("notices-hint"), true);
}

/** Watches the hint; `choose` keeps a setting. */
export function startNotices(choose) {
  byId("notices-hint").addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    show(byId("notices-hint"), false);
    if (button.dataset.notices === "yes" && (await askForNotices())) choose({ notify: true });
  });
}
