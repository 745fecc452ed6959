// A picture of a message, as large as the window has room for, and larger; the others of the same message by arrow keys.
import { byId, set, show, write } from "./dom.js";

let pictures = [];
let at = 0;
let zoom = 1; // how many times as large as it fits

const MOST = 8;

function setZoom(wanted) {
  zoom = Math.min(MOST, Math.max(1, wanted));
  const picture = byId("light-picture");
  byId("light").classList.toggle("zoomed", zoom > 1);
  if (zoom === 1) picture.style.width = "";
  else {
    picture.dataset.fits ||= picture.clientWidth;
    picture.style.width = `${picture.dataset.fits * zoom}px`;
  }
  byId("light-out").disabled = zoom === 1;
  byId("light-in").disabled = zoom === MOST;
}

function draw() {
  setZoom(1);
  delete byId("light-picture").dataset.fits;
  const { src, alt } = pictures[at];
  set(byId("light-picture"), "src", src);
  set(byId("light-picture"), "alt", alt);
  set(byId("light-save"), "href", src);
  write(byId("light-name"), alt);
  write(byId("light-place"), pictures.length > 1 ? `${at + 1} / ${pictures.length}` : "");
  show(byId("light-before"), pictures.length > 1);
  show(byId("light-after"), pictures.length > 1);
}

function step(by) {
  at = (at + by + pictures.length) % pictures.length;
  draw();
}

/** Shows the picture of this button. */
export function enlarge(button) {
  pictures = [...button.closest("[data-f=files]").querySelectorAll("img")].map(({ src, alt }) => ({ src, alt }));
  at = Math.max(0, pictures.findIndex(({ src }) => src === button.querySelector("img").src));
  draw();
  byId("light").showModal();
}

const KEYS = { "+": () => setZoom(zoom * 2), "=": () => setZoom(zoom * 2), "-": () => setZoom(zoom / 2), 0: () => setZoom(1) };

/** Watches the dialog. */
export function startLightbox() {
  const light = byId("light");
  byId("light-before").addEventListener("click", () => step(-1));
  byId("light-after").addEventListener("click", () => step(1));
  byId("light-in").addEventListener("click", () => setZoom(zoom * 2));
  byId("light-out").addEventListener("click", () => setZoom(zoom / 2));
  byId("light-picture").addEventListener("dblclick", () => setZoom(zoom > 1 ? 1 : 2));
  light.addEventListener("keydown", ({ key, ctrlKey, metaKey }) => {
    if (!ctrlKey && !metaKey) KEYS[key]?.();
    if (pictures.length > 1 && zoom === 1 && (key === "ArrowLeft" || key === "ArrowRight")) step(key === "ArrowLeft" ? -1 : 1);
  });
  light.addEventListener("click", ({ target }) => {
    if (target === light || target.classList.contains("stage") || target.closest("[data-close]")) light.close();
  });
  light.addEventListener("close", () => byId("light-picture").removeAttribute("src"));
}
