// The page of one recording: its player, to which all keys of the page belong, and its dialogs.

import { Player } from "./player.js";

new Player(document.querySelector("[data-player]"), document.querySelector("[data-scenes]"), [document]);

for (const opens of document.querySelectorAll("[data-opens]")) {
  const dialog = document.getElementById(opens.dataset.opens);
  opens.addEventListener("click", () => dialog.showModal());
  dialog.querySelector("[data-closes]").addEventListener("click", () => dialog.close());
}
