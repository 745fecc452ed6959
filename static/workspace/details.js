// What a message carries that is neither words nor a file, as lines for a reader: pure functions, no page.

const MOST = 12; // lines of one form

const plain = (value) => (typeof value === "string" || typeof value === "number" ? String(value).trim() : "");
const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const list = (value) => (Array.isArray(value) ? value.filter(isObject) : []);

/** Whether nothing is left of a message: it was deleted on the platform, and not kept for this reader. */
export const isGone = (message) => Boolean(message.deleted_at) && !message.kept;

/** An address that may be followed: of the web, nothing that runs. */
export const web = (address) => (/^https?:\/\//i.test(plain(address)) ? plain(address) : "");

function coordinates(data) {
  const numbers = [data.latitude ?? data.lat, data.longitude ?? data.long].map(Number);
  const known = plain(data.latitude ?? data.lat) !== "" && numbers.every(Number.isFinite);
  return known ? [numbers.map((number) => String(Math.round(number * 1e6) / 1e6)).join(", ")] : [];
}

function card(data) {
  const numbers = list(data.phones).map((one) => plain(one.phone) || plain(one.wa_id));
  const mails = list(data.emails).map((one) => plain(one.email));
  return [plain(data.org?.company), ...numbers, ...mails].filter(Boolean);
}

function answers(data) {
  const rows = Object.entries(data).filter(([name, value]) => name !== "flow_token" && plain(value));
  return rows.slice(0, MOST).map(([name, value]) => `${name.replaceAll("_", " ")}: ${plain(value)}`);
}

function wantedMore(text, data) {
  return [plain(data.body)].filter((line) => line && line !== text);
}

function options(text, data) {
  return Array.isArray(data.options) ? [data.options.map(plain).filter(Boolean).join(" · ")] : [];
}

const MORE = {
  location: (text, data) => coordinates(data),
  contact: (text, data) => card(data),
  form: (text, data) => answers(data),
  referral: wantedMore,
  unsupported: options,
};

/** Stars given, 1 to 5, or null; platforms say it as a number or as a recommendation. */
export function stars(text) {
  const number = Number(text);
  return Number.isInteger(number) && number >= 1 && number <= 5 ? number : null;
}

function ratingWords(text) {
  const given = stars(text);
  if (given) return { stars: given };
  const word = { positive: "recommends", negative: "warns" }[text.toLowerCase()];
  return word ? { rating: word } : {};
}

function link(kind, data) {
  if (kind === "quoted" && !(data.handle || data.author)) return ""; // a story's file: signed, soon gone
  if (!["quoted", "referral", "link", "share", "product"].includes(kind)) return "";
  return web(data.url) || web(data.source_url) || web(data.referer_uri);
}

/**
 * A detail of a message for a reader: {kind, name, text, more: [line], url, quote, often, stars, rating}. `said` is the text
 * of the message, which is not repeated.
 */
export function lineOf(detail, said = "") {
  const { kind } = detail;
  const data = isObject(detail.data) ? detail.data : {};
  const text = plain(detail.text);
  const shown = text === said.trim() ? "" : text;
  return {
    kind,
    name: plain(detail.name),
    text: kind === "rating" && ratingWords(text).stars ? "" : shown,
    more: (MORE[kind]?.(text, data) ?? []).filter(Boolean),
    url: link(kind, data),
    quote: kind === "quoted",
    by: kind === "quoted" && data.handle ? `@${plain(data.handle).replace(/^@/, "")}` : "",
    often: kind === "forwarded" && data.often === true,
    ...(kind === "rating" ? ratingWords(text) : {}),
  };
}

/** The name of what a message without words carries: of its first file or detail. `nameOf` names a kind of file. */
export function carriedName(message, nameOf) {
  const [file] = message.attachments ?? [];
  return file ? nameOf(file.kind) : (message.details?.[0]?.name ?? "");
}

/** Reactions by their sign: [{emoji, count, names}], in the order in which the first of each came. */
export function tally(reactions) {
  const signs = new Map();
  for (const { emoji, by } of reactions ?? []) {
    const entry = signs.get(emoji) ?? { emoji, count: 0, names: [] };
    entry.count += 1;
    if (by?.name) entry.names.push(by.name);
    signs.set(emoji, entry);
  }
  return [...signs.values()];
}
