// Keeps the list of exports as it is now, as long as one of them is being written.

import { fetched } from "./fragment.js";

const EVERY = 1500; // ms

async function look() {
  const list = document.querySelector("[data-exports][data-busy]");
  if (!list) return;
  const page = await fetched(location.href);
  const fresh = page?.map((node) => node.querySelector?.("[data-exports]")).find(Boolean);
  if (fresh && !list.contains(document.activeElement)) list.replaceWith(fresh);
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
