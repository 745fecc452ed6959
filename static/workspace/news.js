// News to the agent: a toast, a sound, a notice of the system, a line under the bell.
import { now, setTime } from "./clock.js";
import { wordsOf } from "./draw_carried.js";
import { byId, fill, icon, keyed, make, part, set, show } from "./dom.js";
import { glyph, personName, platformName } from "./faces.js";
import { closing, isHandled, ringing, undelivered, withNews } from "./news_rules.js";
import { hintAtNotices, notify } from "./notices.js";
import { play } from "./sounds.js";
import { mine } from "./state.js";
import { get } from "./store.js";
import { isLookedAt, isRead, isRinging, isTelling, tellLook } from "./tabs.js";
import { newsAway, newsToast } from "./toast.js";
import { say } from "./words.js";

const AGAIN = 4000; // ms between two sounds of what repeats
const ICONS = { message: "talk", offer: "bell", transfer: "move", window: "glass", assistance: "us", unsent: "warn" };
const iconOf = ({ kind, discreet = kind }) => ICONS[discreet];

let list = [];
let unheard = 0;
let persistent = []; // news that sounds until it was looked after
let soundedAt = 0;
const told = new Set();
let begun = false; // whether the bell has what was there before this page

// ---- the bell ---------------------------------------------------------------------------------------------------

function drawBell() {
  show(byId("bell-dot"), unheard > 0);
  set(byId("bell"), "aria-label", unheard ? say("bell.fresh", { count: unheard }) : say("bell.none"));
  show(byId("news-none"), list.length === 0);
  keyed(byId("news-list"), list, ({ kind, key }) => `${kind} ${key}`, () => make("told"), (element, one) => {
    set(element.firstElementChild, "href", one.id ? `#${one.id}` : "/");
    icon(part(element, "news-mark"), iconOf(one));
    fill(element, { "news-head": one.head, "news-text": one.text });
    setTime(part(element, "news-at"), "ago", one.at);
  });
}

/** What is under the bell has been seen. */
function openBell(event) {
  if (event.newState !== "open") return;
  unheard = 0;
  drawBell();
}

// ---- sounds -------------------------------------------------------------------------------------------------------

const sound = (kind) => {
  const { sounds, volume } = get().me.settings;
  if (isRinging()) play(sounds[kind], volume);
};

function repeat() {
  const state = get();
  if (!state.me) return;
  const wanted = new Set(state.me.logged_on ? state.me.settings.persistent : []);
  persistent = persistent.filter((one) => wanted.has(one.kind) && !isHandled(one, state, now()));
  if (!persistent.length || Date.now() - soundedAt < AGAIN) return;
  soundedAt = Date.now();
  sound(persistent[0].kind);
}

function ring(one) {
  soundedAt = Date.now();
  sound(one.kind);
  if (get().me.settings.persistent.includes(one.kind)) persistent.push(one);
}

// ---- telling -------------------------------------------------------------------------------------------------------

const listIsShown = () => byId("work").checkVisibility();

function isOnScreen({ kind, id }) {
  if (kind === "offer" || kind === "transfer") return listIsShown();
  return isRead(id, get().open?.id);
}

/**
 * Tells the agent: `kind` is one of message, offer, transfer, window, assistance; `id` the interaction, `key` tells the same
 * news apart from other news of its kind; `head` and `text` are its words.
 */
export function tell(one) {
  const news = { at: new Date(now()).toISOString(), ...one };
  list = withNews(list, news);
  const seen = isOnScreen(news);
  if (!(seen && news.kind === "message")) {
    unheard += 1;
    ring(news);
  }
  if (!seen) newsToast(news, iconOf(news));
  if (isTelling() && !isLookedAt()) notify(news);
  drawBell();
}

function wordsAbout(kind, row) {
  const name = personName(row.customer);
  const head = say(`told.${kind}`, { name, platform: platformName(row), by: row.returns_to?.name ?? "" });
  return { head, text: kind === "transfer" ? row.note || row.last_text : row.last_text, mark: glyph(row) };
}

const unreadOf = (row) => `unread ${row.id}`;
const headOf = (row, author) => say("told.message", { name: personName(author), platform: platformName(row) });

/** What is not read yet was told before this page was loaded: it stands under the bell, and rings no more. */
function beginWith(state) {
  begun = true;
  const unread = mine(state).filter((row) => row.unread && !row.last_out && row.state !== "disconnected");
  unread.sort((a, b) => Date.parse(a.last_at) - Date.parse(b.last_at));
  for (const row of unread) list = withNews(list, { kind: "message", id: row.id, key: unreadOf(row), at: row.last_at, head: headOf(row, row.customer), text: row.last_text });
  drawBell();
}

/** A customer has written in an interaction of this agent. */
export function tellMessage(row, message) {
  const head = headOf(row, message.author ?? row.customer);
  tell({ kind: "message", id: row.id, key: String(message.id), head, text: wordsOf(message) });
}

/** An answer of this agent did not arrive, or nobody knows: he may be in another conversation by now. */
export function tellUndelivered({ interaction: row, events }, known = 0) {
  for (const { message, state } of undelivered(events, known, get().me?.id)) {
    const head = say(`told.${state}`, { name: personName(row.customer), platform: platformName(row) });
    tell({ kind: "message", id: row.id, key: `${state} ${message.delivery.id} ${message.delivery.attempts}`, head, text: message.delivery.reason || wordsOf(message), discreet: "unsent" });
  }
}

/** A message was deleted: its words are left nowhere. */
export function forgetMessage(row, id) {
  const others = list.filter(({ kind, key }) => kind !== "message" || ![String(id), unreadOf(row)].includes(key));
  const anew = (one) => (one.id === row.id && one.kind !== "message" ? { ...one, text: wordsAbout(one.kind, row).text } : one);
  list = others.map(anew);
  newsAway(row.id);
  drawBell();
}

function once(one) {
  const key = `${one.kind} ${one.key}`;
  if (told.has(key)) return;
  told.add(key);
  tell({ ...one, ...wordsAbout(one.kind, get().rows[one.id]) });
}

/** Tells of what rings and of windows that close soon; called after changes and every second. */
export function lookForNews(state) {
  if (!state.ready || !state.me.logged_on) return;
  if (!begun) beginWith(state);
  const rings = ringing(state);
  rings.forEach(once);
  closing(state, now()).forEach(once);
  if (rings.length && isTelling()) hintAtNotices();
  repeat();
}

/** News of assistance was looked after. */
export const handled = (kind, key) => (persistent = persistent.filter((one) => one.kind !== kind || one.key !== key));

/** Watches the bell. */
export function startNews() {
  byId("news-menu").addEventListener("toggle", openBell);
  byId("news-list").addEventListener("click", () => byId("news-menu").hidePopover());
  byId("news-clear").addEventListener("click", () => {
    list = [];
    byId("news-menu").hidePopover();
    drawBell();
  });
  drawBell();
}

/** The other pages hear which conversation is on this screen. */
let looksAt;
export function tellWhatIsOpen(state) {
  if (state.open?.id === looksAt) return;
  looksAt = state.open?.id;
  tellLook(looksAt);
}
