// All figures of one workgroup or agent in a dialog, with what can be done from there.
import { byId, keyed, make, set, show, write } from "../../workspace/dom.js";
import { say } from "../../workspace/words.js";
import { lasting, percent, since } from "./written.js";

let open = null; // {kind: "workgroups" | "agents", id}

const dialog = () => byId("figures");

function text(row, of, period, at) {
  const { figure, unit } = row.dataset;
  const counted = of.over[period];
  if (counted && figure in counted) {
    const value = counted[figure];
    return { seconds: lasting, percent }[unit]?.(value) ?? String(value);
  }
  return unit === "seconds" ? since(of[figure], at) : String(of[figure] ?? "–");
}

function drawRow(row, of, at) {
  const fits = open.kind === "workgroups" || row.hasAttribute("data-of-agents");
  show(row, fits);
  for (const cell of fits ? row.querySelectorAll("td") : []) write(cell, text(row, of, cell.dataset.period, at));
}

function drawStatuses(frame, of) {
  const seen = open.kind === "workgroups" ? frame.statuses.filter((status) => of.statuses[status.id]) : [];
  const draw = (row, status) => {
    write(row.children[0], status.name);
    write(row.children[1], String(of.statuses[status.id]));
  };
  keyed(byId("figures-statuses"), seen, (status) => status.id, () => make("in-status"), draw);
}

/** Brings the open dialog up to date; closes it when what it is about has gone from the board. */
export function drawFigures(frame, at) {
  if (!open || !dialog().open) return;
  const of = frame[open.kind].find((one) => one.id === open.id);
  if (!of) {
    dialog().close();
    return;
  }
  write(byId("figures-of"), of.name);
  for (const row of dialog().querySelectorAll("[data-figure]")) drawRow(row, of, at);
  drawStatuses(frame, of);
}

const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

async function setStatus(event) {
  event.preventDefault();
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token() };
  const body = JSON.stringify({ status: Number(byId("new-status").value) });
  const answer = await fetch(`/api/v1/agents/${open.id}/status/`, { method: "PUT", headers, body }).catch(() => null);
  write(byId("set-status-wrong"), answer?.ok ? "" : say("status.wrong"));
  if (answer?.ok) dialog().close();
}

function offerStatus(frame) {
  const form = byId("set-status");
  if (!form) return;
  show(form, open.kind === "agents");
  write(byId("set-status-wrong"), "");
  const now = open.kind === "agents" ? frame.agents.find((one) => one.id === open.id)?.status : null;
  if (now) form.elements.status.value = String(now);
}

function drawWays() {
  const names = open.kind === "workgroups" ? ["way-queue", "way-floor-of"] : ["way-floor"];
  const ways = byId("words").dataset.act ? names.map(make) : [];
  for (const way of ways) set(way, "href", way.dataset.to.replace("%id%", open.id));
  byId("figures-ways").replaceChildren(...ways);
}

/** Opens for what is clicked; `frameNow()` is the newest state. */
export function startFigures(frameNow) {
  byId("set-status")?.addEventListener("submit", setStatus);
  document.addEventListener("click", (event) => {
    const { workgroup, agent } = event.target.closest("button.plain")?.dataset ?? {};
    if (!workgroup && !agent) return;
    open = workgroup ? { kind: "workgroups", id: Number(workgroup) } : { kind: "agents", id: Number(agent) };
    drawWays();
    offerStatus(frameNow());
    dialog().showModal();
    drawFigures(frameNow(), Date.now());
  });
}
