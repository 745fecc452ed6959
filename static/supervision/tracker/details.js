// The page of one interaction: J and K go through the list from which one came; printing.

import { dock, dockAnother } from "../recordings/dock.js";
import { tellPlace } from "./place.js";

tellPlace(document);
dock(document);
document.addEventListener("click", (event) => dockAnother(document, event));
document.querySelector("[data-print]")?.addEventListener("click", () => window.print());

if (location.hash === "#print") window.addEventListener("load", () => window.print(), { once: true });

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest("input, select, textarea, dialog, [popover]")) return;
  const key = event.key.toLowerCase();
  if (key === "j") document.querySelector('.about a[rel="next"]')?.click();
  else if (key === "k") document.querySelector('.about a[rel="prev"]')?.click();
});
