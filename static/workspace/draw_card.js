// An alert: a card on top of the list with the time left to pick it up.
import { now, setTime } from "./clock.js";
import { fill, part, set, show, write } from "./dom.js";
import { drawFace, personName, platformName } from "./faces.js";
import { announce } from "./toast.js";
import { say } from "./words.js";

const acknowledged = new Set();

/** Draws the seconds left and their share of the whole offer on the ring. */
export function drawRing(element) {
  const { expires, began } = element.dataset;
  if (!expires) return;
  const left = Math.max(0, Math.ceil((Date.parse(expires) - now()) / 1000));
  const whole = Math.max(1, (Date.parse(expires) - Date.parse(began)) / 1000);
  write(part(element, "seconds"), String(left));
  set(part(element, "share"), "stroke-dasharray", `${Math.min(100, (left / whole) * 100)} 100`);
  set(part(element, "ring"), "title", say("card.ring", { seconds: left }));
}

function drawFacts(element, row) {
  const why = row.offer?.why ?? "";
  const from = why ? "" : (row.returns_to?.name ?? "");
  fill(element, { workgroup: row.offer?.workgroup ?? row.workgroup.name, why, from, note: row.note ?? "" });
  for (const fact of ["why", "from", "note"]) show(part(element, `${fact}-name`), !part(element, fact).hidden);
}

/** Draws the card of an alerting row. */
export function drawCard(element, row) {
  set(element, "data-id", row.id);
  element.dataset.began = row.state_since ?? row.queued_at ?? row.created_at;
  element.dataset.expires = row.offer_expires_at ?? "";
  drawFace(element, row.customer, row);
  fill(element, { name: personName(row.customer), "platform-name": platformName(row), says: row.last_text });
  set(part(element, "open"), "href", `#${row.id}`);
  setTime(part(element, "waiting"), "since", row.waiting_since ?? row.queued_at);
  drawFacts(element, row);
  show(part(element, "ring"), row.offer_expires_at);
  drawRing(element);
}

/** Tells the server, once per offer, that these cards are on screen, and screen readers that they ring. */
export function acknowledge(rows, send) {
  for (const row of rows) {
    const offer = `${row.id} ${row.state_since}`;
    if (acknowledged.has(offer)) continue;
    acknowledged.add(offer);
    send({ type: "ack", interaction: row.id, number: row.number });
    announce(say("card.announce", { name: personName(row.customer), platform: platformName(row) }), true);
  }
}

/** After the line was down an acknowledgment may be lost: they are told again. */
export const acknowledgeAgain = () => acknowledged.clear();
