// Asks before an interaction ends: when something was not sent, or when there are codes to choose; and for those afterwards.
import { attempt, ask, complain } from "./dialogs.js";
import { byId, fill, keyed, make, part, show, write } from "./dom.js";
import { personName } from "./faces.js";
import { lettersFor } from "./letters.js";
import { say, sayCount } from "./words.js";

const dialog = () => byId("disconnect");

/** What may be chosen beside the codes: none where the workgroup does not ask for one, else to say it later. */
function choices(wrapUps, { asked, later }) {
  if (!wrapUps.length) return [];
  if (asked) return later ? [...wrapUps, { id: "later", name: say("codes.later") }] : wrapUps;
  return [...wrapUps, { id: "none", name: say("codes.none") }];
}

function drawCodes(codes, chosen) {
  const letters = lettersFor(codes.map(({ name }) => name));
  show(byId("wrap-up-field"), codes.length > 0);
  keyed(byId("wrap-ups"), codes, ({ id }) => id, () => make("wrap-up"), (element, code) => {
    const radio = element.querySelector("input");
    const letter = letters[codes.indexOf(code)];
    radio.value = code.id;
    radio.checked = code.id === chosen;
    radio.autofocus = radio.checked || (chosen === null && code === codes[0]);
    radio.dataset.letter = letter;
    fill(element, { "code-name": code.name, "code-key": letter.toUpperCase() });
  });
}

function drawAccounts(accounts, chosen) {
  const select = byId("account-code");
  show(byId("account-code-field"), accounts.length > 0);
  const options = [{ id: "", name: select.dataset.none }, ...accounts];
  keyed(select, options, ({ id }) => id, () => make("option"), (element, { id, name }) => {
    element.value = id;
    write(element, name);
  });
  select.value = chosen ?? "";
}

/** A letter chooses its code, unless somebody chooses or writes something else at that moment. */
function byLetter(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("select, textarea, input:not([type=radio])")) return;
  const radio = dialog().querySelector(`[data-letter="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!radio) return;
  event.preventDefault();
  radio.checked = true;
  radio.focus();
}

function prepare(row, { loose, wrapUps, accounts, asked, ends }) {
  complain(dialog(), "");
  const name = personName(row.customer);
  write(byId("disconnect-h"), say(ends ? "codes.end" : "codes.of", { name }));
  write(byId("disconnect-yes"), say(ends ? "codes.endIt" : "codes.save"));
  write(byId("disconnect-no"), say(ends ? "codes.keep" : "codes.cancel"));
  show(byId("loose-draft"), loose.draft);
  show(byId("loose-replies"), loose.unsettled > 0);
  write(byId("loose-replies-text"), sayCount("disconnect.unsettled", loose.unsettled));
  show(byId("wrap-up-optional"), !asked);
  drawCodes(choices(wrapUps, { asked, later: ends }), row.wrap_up?.id ?? (asked ? null : "none"));
  drawAccounts(accounts, row.account_code?.id);
  dialog().onkeydown = byLetter;
}

/** What was chosen, as the server takes it. */
function chosen() {
  const wrapUp = dialog().querySelector("[name=wrap-up]:checked")?.value ?? "none";
  const account = byId("account-code").value;
  const said = wrapUp === "later" ? { later: true } : { wrap_up: wrapUp === "none" ? null : Number(wrapUp) };
  return { ...said, account_code: account ? Number(account) : null };
}

/**
 * Ends the interaction by `end(codes)`; answers its row, or null when it was not ended. `loose` says what was not sent,
 * `asked` whether the workgroup wants a wrap-up code.
 */
export async function askDisconnect(row, { loose, wrapUps, accounts, asked, end }) {
  const needsAsking = loose.draft || loose.unsettled > 0 || wrapUps.length > 0 || accounts.length > 0;
  prepare(row, { loose, wrapUps, accounts, asked, ends: true });
  if (!needsAsking) {
    const done = await attempt(dialog(), () => end(asked ? { later: true } : {}));
    if (done || part(dialog(), "notice").hidden) return done;
  }
  return ask("disconnect", () => attempt(dialog(), () => end(chosen())));
}

/** Says the codes of what has ended by `save(codes)`; answers its row, or null. */
export function askCodes(row, { wrapUps, accounts, asked, save }) {
  prepare(row, { loose: { draft: false, unsettled: 0 }, wrapUps, accounts, asked, ends: false });
  return ask("disconnect", () => attempt(dialog(), () => save(chosen())));
}
