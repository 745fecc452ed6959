// The player docked beside an interaction's details: while it plays, what both saw stands in their place.

import { fetched } from "../tracker/fragment.js";
import { Player } from "./player.js";

let current = null;
let turns = 0;

// Brings the player to `root`, which has a place for it and `[data-body]`, the details; `null` takes it away.
export async function dock(root, address = root?.querySelector("[data-dock]")?.dataset.dock) {
  const turn = ++turns;
  current?.pause();
  current = null;
  const place = root?.querySelector("[data-dock]");
  if (!place) return null;
  const pieces = await fetched(address);
  if (!pieces || turn !== turns) return null; // another one was chosen meanwhile
  root.querySelector("[data-stage]")?.remove();
  const find = (what) => pieces.find((piece) => piece.matches?.(what));
  const [stage, bar] = [find("[data-stage]"), find("[data-player]")];
  root.querySelector("[data-body]").after(stage);
  place.replaceChildren(bar);
  return take(root, stage, bar);
}

function take(root, stage, bar) {
  const details = root.querySelector("[data-body]");
  const show = (plays) => {
    stage.hidden = !plays;
    details.hidden = plays;
  };
  const player = new Player(bar, stage.querySelector("[data-scenes]"), [stage, bar], () => show(true));
  const leave = () => {
    player.pause();
    show(false);
    bar.querySelector("[data-toggle]").focus({ preventScroll: true });
  };
  stage.querySelector("[data-leave]").addEventListener("click", leave);
  for (const part of [stage, bar]) part.addEventListener("keydown", (event) => escaped(event, stage) && leave());
  show(false);
  current = player;
  return player;
}

// Escape leaves the player first; what it would do beyond waits for the next one.
function escaped(event, stage) {
  if (event.key !== "Escape" || stage.hidden) return false;
  event.stopPropagation();
  return true;
}

// Another recording of the same interaction: docked, and played at once.
export async function dockAnother(root, event) {
  const chosen = event.target.closest("[data-dock-at]");
  if (!chosen || event.ctrlKey || event.metaKey || event.shiftKey || !root.querySelector("[data-dock]")) return;
  event.preventDefault();
  const player = await dock(root, chosen.dataset.dockAt);
  player?.play();
  root.querySelector("[data-toggle]")?.focus({ preventScroll: true });
}
