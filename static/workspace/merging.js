// Joins the customer with another one: search or suggestion, preview, merge. And blocks him, with a reason.
import * as api from "./api.js";
import { changed } from "./customer.js";
import { ask, attempt, complain } from "./dialogs.js";
import { knownThere } from "./draw_customer.js";
import { byId, fill, keyed, make, part, show, write } from "./dom.js";
import { personName } from "./faces.js";
import { refresh } from "./reading.js";
import { current } from "./state.js";
import { get } from "./store.js";
import { toast } from "./toast.js";
import { say } from "./words.js";

const PAUSE = 250; // ms after the last key before the server is asked
const dialog = () => byId("merging");

const knownBy = (customer) => [...customer.identities.map(knownThere), customer.account_number].filter(Boolean).join(", ");

function drawLikely(customers, words) {
  const box = byId("likely");
  fill(box, { legend: customers.length ? say(words ? "merge.found" : "merge.suggested") : "" });
  show(byId("likely-none"), customers.length === 0);
  write(byId("likely-none"), say(words ? "merge.noneFound" : "merge.noneSuggested"));
  keyed(part(box, "list"), customers, ({ id }) => id, () => make("likely"), (element, one) => {
    element.querySelector("input").value = one.id;
    fill(element, { "likely-name": one.name, "likely-known": knownBy(one) });
  });
}

async function search() {
  const words = byId("likely-search").value.trim();
  const path = `interactions/${get().open.id}/likely/${words ? `?q=${encodeURIComponent(words)}` : ""}`;
  const answer = await attempt(dialog(), () => api.get(path));
  if (!answer || words !== byId("likely-search").value.trim()) return;
  drawLikely(answer.customers, words);
  preview();
}

const picked = () => dialog().querySelector("[name=likely]:checked")?.value;

function drawPreview(shown) {
  const box = byId("preview");
  const { kept, gone, conversations, interactions } = shown;
  fill(box, { "preview-words": say("merge.preview", { gone: gone.name, kept: kept.name, identities: knownBy(gone), conversations, interactions }) });
  show(part(box, "differs"), shown.differing.length);
  keyed(part(box, "rows"), shown.differing, ({ name }) => name, () => make("differs"), (element, { name, stays, goes }) => fill(element, { "differs-name": name, stays, goes }));
  show(box, true);
}

async function preview() {
  const other = picked();
  byId("merge-yes").disabled = true;
  show(byId("preview"), false);
  complain(dialog(), "");
  if (!other) return;
  const shown = await attempt(dialog(), () => api.get(`interactions/${get().open.id}/merge/${other}/`));
  if (!shown || other !== picked()) return;
  drawPreview(shown);
  complain(dialog(), shown.why_not);
  byId("merge-yes").disabled = Boolean(shown.why_not);
}

function watchSearch() {
  let timer;
  byId("likely-search").value = "";
  byId("likely-search").oninput = () => {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE);
  };
  byId("likely").onchange = preview;
}

/** Asks with whom, and merges. */
export async function merge() {
  byId("customer-menu").hidePopover();
  drawLikely([], "");
  show(byId("likely-none"), false);
  preview();
  watchSearch();
  search();
  const names = await ask("merging", () => {
    const name = part(dialog().querySelector("[name=likely]:checked").closest("label"), "likely-name").textContent;
    return attempt(dialog(), async () => {
      const { customer } = await changed((base) => api.post(`${base}/merge/${picked()}/`));
      return { gone: name, kept: customer.name };
    });
  });
  if (!names) return;
  toast(say("merge.done", names), "good");
  refresh();
}

/** Asks why, and blocks. */
export async function block() {
  byId("customer-menu").hidePopover();
  const row = current(get());
  const name = personName(row.customer);
  const box = byId("blocking");
  write(byId("blocking-h"), say("block.head", { name }));
  write(byId("blocking-platform"), say(get().open.panel.identities.some(({ platform }) => platform === "whatsapp") ? "block.whatsapp" : "block.here"));
  byId("block-reason").value = "";
  complain(box, "");
  const reason = () => byId("block-reason").value.trim();
  const done = await ask("blocking", () => attempt(box, () => changed((base) => api.post(`${base}/block/`, { reason: reason() }))));
  if (done) toast(say("block.done", { name }), "good");
}
