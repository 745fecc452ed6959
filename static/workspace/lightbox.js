// A picture of a message, as large as the window has room for; the others of the same message by arrow keys.
import { byId, set, show, write } from "./dom.js";

let pictures = [];
let at = 0;

function draw() {
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

/** Watches the dialog. */
export function startLightbox() {
  const light = byId("light");
  byId("light-before").addEventListener("click", () => step(-1));
  byId("light-after").addEventListener("click", () => step(1));
  light.addEventListener("keydown", ({ key }) => {
    if (pictures.length > 1 && (key === "ArrowLeft" || key === "ArrowRight")) step(key === "ArrowLeft" ? -1 : 1);
  });
  light.addEventListener("click", ({ target }) => {
    if (target === light || target.classList.contains("stage") || target.closest("[data-close]")) light.close();
  });
  light.addEventListener("close", () => byId("light-picture").removeAttribute("src"));
}
