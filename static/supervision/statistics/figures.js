// All figures of one workgroup or agent in a dialog, with what can be done from there.
import { byId, keyed, make, set, show, write } from "../../workspace/dom.js";
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

function drawWays() {
  const names = open.kind === "workgroups" ? ["way-queue", "way-floor-of"] : ["way-floor"];
  const ways = byId("words").dataset.act ? names.map(make) : [];
  for (const way of ways) set(way, "href", way.dataset.to.replace("%id%", open.id));
  byId("figures-ways").replaceChildren(...ways);
}

/** Opens for what is clicked; `frameNow()` is the newest state. */
export function startFigures(frameNow) {
  document.addEventListener("click", (event) => {
    const { workgroup, agent } = event.target.closest("button.plain")?.dataset ?? {};
    if (!workgroup && !agent) return;
    open = workgroup ? { kind: "workgroups", id: Number(workgroup) } : { kind: "agents", id: Number(agent) };
    drawWays();
    dialog().showModal();
    drawFigures(frameNow(), Date.now());
  });
}
