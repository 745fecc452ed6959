// Draws who the customer is: name, identities, what else of him is open, whether he is blocked.
import { followers, verifiedWords } from "./author.js";
import { setTime, word } from "./clock.js";
import { byId, fill, keyed, make, part, set, show, write } from "./dom.js";
import { drawFace, drawState, glyph, handleOf, personName, platformName } from "./faces.js";
import { say } from "./words.js";

const language = (code) => {
  try {
    return new Intl.DisplayNames(document.documentElement.lang, { type: "language" }).of(code);
  } catch {
    return code;
  }
};

const mark = (element, row) => set(part(element, "platform").querySelector("use"), "href", `#i-${glyph(row)}`);

function sinceWords({ since, language: code }) {
  const month = word("month", since);
  return code ? say("sinceSpeaks", { month, language: language(code) }) : say("since", { month });
}

/** How people call somebody on a platform: the handle, the number, else the name. */
export function knownAs(identity) {
  const number = identity.kind === "phone" && /^\d+$/.test(identity.external_id) ? `+${identity.external_id}` : "";
  if (identity.kind === "business_scoped") return identity.external_id;
  return number || handleOf(identity, identity) || identity.name || identity.external_id;
}

/** The same with the platform: WhatsApp +351…. */
export const knownThere = (identity) => say("identity.there", { platform: platformName(identity), known: knownAs(identity) });

function drawIdentity(element, identity) {
  const known = knownAs(identity);
  mark(element, identity);
  fill(element, { "platform-name": `${platformName(identity)}: `, "identity-name": known, "identity-more": identity.name === known ? "" : identity.name });
  fill(element, { "identity-followers": followers(identity) });
  const badge = part(element, "identity-verified");
  show(badge, identity.verified);
  if (identity.verified) {
    set(badge, "title", verifiedWords(identity));
    write(badge.querySelector(".sr"), verifiedWords(identity));
  }
  show(part(element, "here"), identity.here);
  part(element, "copy").dataset.text = known;
  fill(element, { "copy-word": say("copy.what", { text: known }) });
  set(part(element, "copy"), "title", say("copy.what", { text: known }));
}

function drawMerge(element, merge) {
  fill(element, { "merge-words": say("merge.with", { name: merge.name, date: word("moment", merge.at) }) });
  const button = part(element, "unmerge");
  Object.assign(button.dataset, { merge: merge.id, name: merge.name });
  set(button, "aria-disabled", merge.why_not ? "true" : null);
  set(button, "title", merge.why_not || null);
}

function agentWords(other) {
  if (other.mine) return say("other.you");
  return other.agent ? say("other.agent", { name: other.agent.name }) : say("other.nobody");
}

function drawOther(element, other) {
  mark(element, other);
  set(element, "data-other", other.id);
  drawState(element, other.state);
  const link = part(element, "other-link");
  set(link, "href", other.id && `#${other.id}`);
  fill(element, { "other-link": other.id ? other.channel.name : "", "other-channel": other.id ? "" : other.channel.name });
  fill(element, { "other-agent": agentWords(other), hand: other.hand ? say("gather.hand", { name: other.agent.name }) : "" });
  setTime(part(element, "at"), "ago", other.state_since);
  show(part(element, "take"), other.take);
  show(part(element, "other-do"), other.take || other.hand);
}

function drawBlock(block) {
  const notice = byId("blocked");
  show(notice, block);
  if (!block) return;
  setTime(part(notice, "blocked-at"), "ago", block.at);
  const why = block.by ? say("block.why", { reason: block.reason, name: block.by.name }) : block.reason;
  fill(notice, { "blocked-why": why, "blocked-where": block.platform });
}

function drawMenu({ may, block }) {
  show(byId("customer-more"), may.merge || may.block);
  show(byId("menu-merge"), may.merge);
  show(byId("menu-block"), may.block && !block);
  show(byId("menu-unblock"), may.block && block);
}

const count = (id, list) => write(byId(id), list.length ? String(list.length) : "");

/** The part that does not wait for the panel: name and face of the row. */
export function drawPerson(row, panel) {
  const person = byId("person");
  drawFace(person, row.customer);
  fill(person, { name: panel?.customer.name || personName(row.customer), since: panel ? sinceWords(panel.customer) : say(`platform.${glyph(row)}`) });
}

/** Everything that the panel says of the customer himself. */
export function drawCustomer(panel) {
  drawMenu(panel);
  drawBlock(panel.block);
  count("identities-count", panel.identities);
  keyed(byId("identities"), panel.identities, ({ id }) => id, () => make("identity"), drawIdentity);
  keyed(byId("merges"), panel.merges, ({ id }) => id, () => make("merge"), drawMerge);
  show(byId("merges"), panel.merges.length);
  show(byId("others-fold"), panel.others.length);
  count("others-count", panel.others);
  keyed(byId("others"), panel.others.map((other, place) => ({ ...other, place })), ({ id, place }) => id ?? `far ${place}`, () => make("other"), drawOther);
}
