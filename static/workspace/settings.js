// The agent's settings: kept by the server, applied at once, in all his pages (they come with `me`).
import * as api from "./api.js";
import { byId, set, show } from "./dom.js";
import { askForNotices, startNotices } from "./notices.js";
import * as reduce from "./reduce.js";
import { play } from "./sounds.js";
import { change, get } from "./store.js";
import { toast } from "./toast.js";

const ASKED = "desk.language"; // the language for which the page was loaded anew
let applied = null;

/** Keeps what was chosen. What the server refuses is said, and what is shown is what it has. */
export async function choose(changes) {
  try {
    change(reduce.me, await api.patch("settings/", changes));
  } catch (error) {
    toast(error.message);
    drawSettings(get().me.settings);
  }
}

// ---- applying -----------------------------------------------------------------------------------------------------

function applyTheme(theme) {
  const { dataset } = document.documentElement;
  if (!dataset.theme && theme === "system") return;
  dataset.theme = theme;
  for (const choice of document.querySelectorAll("[data-theme-choice] [name=theme]")) choice.checked = choice.value === theme;
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // The account keeps it in any case.
  }
}

/** Every word of the page is the server's: in another language it is asked for anew, once. Drafts are kept. */
function applyLanguage(language) {
  const { lang } = document.documentElement;
  try {
    if (lang === language) sessionStorage.removeItem(ASKED);
    if (lang === language || sessionStorage.getItem(ASKED) === language) return; // the server goes on in its own
    sessionStorage.setItem(ASKED, language);
  } catch {
    return; // what cannot be remembered is not asked for again and again
  }
  location.reload();
}

/** Makes the page as the agent likes it; called after every change of state. */
export function applySettings({ me }) {
  const settings = me?.settings;
  if (!settings || settings === applied) return;
  if (!applied || applied.theme !== settings.theme) applyTheme(settings.theme);
  set(document.documentElement, "data-density", settings.density === "compact" ? "compact" : null);
  applyLanguage(settings.language);
  applied = settings;
  drawSettings(settings);
}

// ---- the page of settings -----------------------------------------------------------------------------------------

const fields = () => byId("settings").querySelectorAll("[name]");

function valueOf(settings, name) {
  const [group, kind] = name.split(".");
  if (group === "sounds") return settings.sounds[kind];
  if (group === "persistent") return settings.persistent.includes(kind);
  return settings[name];
}

function drawSettings(settings) {
  for (const field of fields()) {
    const value = valueOf(settings, field.name);
    if (field.type === "radio") field.checked = field.value === value;
    else if (field.type === "checkbox") field.checked = value;
    else field.value = String(value);
  }
  const denied = "Notification" in window ? Notification.permission === "denied" : true;
  show(byId("notices-denied"), denied);
  byId("settings").querySelector("[name=notify]").disabled = denied;
}

function changesOf(field, settings) {
  const [group, kind] = field.name.split(".");
  if (group === "sounds") return { sounds: { [kind]: field.value } };
  if (group === "persistent") {
    const others = settings.persistent.filter((other) => other !== kind);
    return { persistent: field.checked ? [...others, kind] : others };
  }
  if (field.type === "checkbox") return { [group]: field.checked };
  return { [group]: /^\d+$/.test(field.value) ? Number(field.value) : field.value };
}

async function takeChoice({ target: field }) {
  const { settings } = get().me;
  if (field.name === "notify" && field.checked && !(await askForNotices())) return drawSettings(settings);
  if (field.name.startsWith("sounds.")) play(field.value, settings.volume);
  if (field.name === "volume") play(settings.sounds.offer, Number(field.value));
  return choose(changesOf(field, settings));
}

/** Opens the settings. */
export function showSettings() {
  byId("own-menu").hidePopover();
  drawSettings(get().me.settings);
  if (!byId("settings").open) byId("settings").showModal();
}

/** Plays the sound of the line that a button stands in. */
export function tryOut(button) {
  const { settings } = get().me;
  play(settings.sounds[button.dataset.kind], settings.volume);
}

/** Watches the page of settings. */
export function startSettings() {
  startNotices(choose);
  const dialog = byId("settings");
  dialog.addEventListener("change", takeChoice);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
  });
}
