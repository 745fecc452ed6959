// Asks to whom an interaction is handed: a workgroup or a colleague, with a note.
import * as api from "./api.js";
import { attempt, ask, complain } from "./dialogs.js";
import { byId, fill, keyed, make, part, show } from "./dom.js";
import { initials, personName } from "./faces.js";
import { get } from "./store.js";
import { say, sayCount } from "./words.js";

const PAUSE = 200; // ms after the last key before the server is asked

function drawAgent(element, agent) {
  const radio = element.querySelector("input");
  radio.value = `agent ${agent.id}`;
  radio.disabled = !agent.logged_on;
  fill(element, { name: agent.name, initials: initials(agent.name) });
  const status = agent.logged_on ? (agent.status?.name ?? agent.status ?? "") : say("transfer.away");
  fill(element, { status: agent.logged_on && agent.do_not_disturb ? say("transfer.undisturbed", { status }) : status });
  element.classList.toggle("free", Boolean(agent.logged_on && agent.takes_acd));
}

function drawWorkgroup(element, workgroup) {
  element.querySelector("input").value = `workgroup ${workgroup.id}`;
  fill(element, { name: workgroup.name, status: sayCount("queue.waiting", workgroup.waiting) });
}

function drawTargets(targets, row) {
  const agents = row.state === "parked" ? [] : targets.agents.filter((agent) => agent.id !== get().me.id);
  const byPresence = (a, b) => Number(b.logged_on) - Number(a.logged_on) || Number(a.do_not_disturb) - Number(b.do_not_disturb) || a.name.localeCompare(b.name);
  show(byId("target-agents"), agents.length > 0);
  show(byId("target-workgroups"), targets.workgroups.length > 0);
  show(byId("target-none"), agents.length + targets.workgroups.length === 0);
  keyed(part(byId("target-workgroups"), "list"), targets.workgroups, ({ id }) => id, () => make("target-workgroup"), drawWorkgroup);
  keyed(part(byId("target-agents"), "list"), agents.sort(byPresence), ({ id }) => id, () => make("target-agent"), drawAgent);
}

async function search(dialog, row, text) {
  try {
    drawTargets(await api.get(`targets/?q=${encodeURIComponent(text)}`), row);
  } catch (error) {
    complain(dialog, error.message);
  }
}

function watchSearch(dialog, row) {
  let timer;
  const field = byId("target-search");
  field.value = "";
  field.oninput = () => {
    clearTimeout(timer);
    timer = setTimeout(() => search(dialog, row, field.value), PAUSE);
  };
}

function chosen(form) {
  const picked = form.querySelector("[name=target]:checked");
  if (!picked) return null;
  const [kind, id] = picked.value.split(" ");
  return { kind, id: Number(id), name: part(picked.closest(".pick"), "name").textContent };
}

/** Answers the target with its name once `hand(target, note)` has succeeded, or null. */
export function askTransfer(row, hand) {
  const dialog = byId("transfer");
  complain(dialog, "");
  fill(dialog, { customer: personName(row.customer) });
  byId("transfer-note").value = "";
  for (const list of dialog.querySelectorAll('[data-f="list"]')) list.replaceChildren();
  watchSearch(dialog, row);
  search(dialog, row, "");
  show(byId("transfer-missing"), false);
  return ask("transfer", async (form) => {
    const target = chosen(form);
    show(byId("transfer-missing"), !target);
    if (!target) return null;
    const done = await attempt(dialog, () => hand({ [target.kind]: target.id }, byId("transfer-note").value.trim()));
    return done ? target : null;
  });
}
