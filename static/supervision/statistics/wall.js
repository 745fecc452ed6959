// The board on a wall: the whole screen, larger, without controls; the screen stays on and the session too.
import { byId, set } from "../../workspace/dom.js";

const DRAWN = [1440, 860]; // px: where everything just fits as it is
const STAY = 6 * 3600 * 1000; // ms between two renewals of the session

let lock = null;

async function keepAwake() {
  lock?.release();
  lock = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
  if (!isWall()) lock?.release(); // it was left meanwhile
}

function renew(board) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  fetch(board.dataset.stay, { method: "POST", headers: { "X-CSRFToken": token } }).catch(() => {});
}

/** As large as the screen allows, whatever its size. */
function fit() {
  const scale = Math.min(innerWidth / DRAWN[0], innerHeight / DRAWN[1]);
  document.documentElement.style.setProperty("--scale", scale.toFixed(3));
}

function become(board, on) {
  document.documentElement.toggleAttribute("data-wall", on);
  set(byId("wall"), "aria-pressed", String(on));
  const address = new URL(location.href);
  if (on) address.searchParams.set("wall", "1");
  else address.searchParams.delete("wall");
  history.replaceState(null, "", address);
  if (on) keepAwake();
  else lock?.release();
}

const isWall = () => document.documentElement.hasAttribute("data-wall");

/** `?wall=1` begins as one; the button and Escape change it. */
export function startWall(board) {
  if (board.hasAttribute("data-wall")) become(board, true);
  board.removeAttribute("data-wall");
  fit();
  addEventListener("resize", fit);
  byId("wall").addEventListener("click", async () => {
    become(board, true);
    await document.documentElement.requestFullscreen?.().catch(() => {});
  });
  document.addEventListener("fullscreenchange", () => !document.fullscreenElement && become(board, false));
  addEventListener("keydown", (event) => event.key === "Escape" && isWall() && !document.fullscreenElement && become(board, false));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && isWall() && keepAwake());
  setInterval(() => isWall() && renew(board), STAY);
}
