// The page of one interaction: J and K go through the list from which one came; printing.

import { dock, dockAnother } from "../recordings/dock.js";
import { tellPlace } from "./place.js";

tellPlace(document);
dock(document);
document.addEventListener("click", (event) => dockAnother(document, event));
document.querySelector("[data-print]").addEventListener("click", print);
if (location.hash === "#print") window.addEventListener("load", print, { once: true });

// All that was said goes to paper, and every picture with it: what has not been loaded yet is loaded first.
async function print() {
  const earlier = document.querySelector("[data-earlier]");
  if (earlier) return location.assign(`${earlier.href}#print`);
  const pictures = [...document.querySelectorAll("img[loading=lazy]")];
  for (const one of pictures) one.loading = "eager";
  await Promise.allSettled(pictures.map((one) => one.decode()));
  window.print();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest("input, select, textarea, dialog, [popover]")) return;
  const key = event.key.toLowerCase();
  if (key === "j") document.querySelector('.about a[rel="next"]')?.click();
  else if (key === "k") document.querySelector('.about a[rel="prev"]')?.click();
});
