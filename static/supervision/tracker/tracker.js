// The list of the Tracker: details open beside it without loading the page anew; J and K go through the rows.

import { fetched } from "./fragment.js";

const page = document.querySelector("[data-tracker]");
const sheet = page.querySelector("[data-sheet]");
const rows = () => [...page.querySelectorAll(".hit[data-pk]")];
const selected = () => page.querySelector('.hit[aria-selected="true"]');
let asked = 0;

async function open(row) {
  const link = row.querySelector("[data-sheet-at]");
  const turn = ++asked;
  const content = await fetched(link.dataset.sheetAt);
  if (turn !== asked) return; // somebody was quicker
  selected()?.removeAttribute("aria-selected");
  row.setAttribute("aria-selected", "true");
  sheet.replaceChildren(...(content ?? [document.querySelector("#sheet-failed").content.cloneNode(true)]));
  sheet.hidden = false;
  sheet.scrollTop = 0;
  page.classList.add("beside");
  row.scrollIntoView({ block: "nearest" });
  history.replaceState(null, "", link.href);
}

function close() {
  asked++;
  sheet.hidden = true;
  sheet.replaceChildren();
  page.classList.remove("beside");
  const row = selected();
  row?.removeAttribute("aria-selected");
  row?.querySelector("a").focus({ preventScroll: true });
  const address = new URL(location.href);
  address.searchParams.delete("open");
  history.replaceState(null, "", address);
}

// At the end of a page the next one is loaded; its first row is opened there with the same key.
function step(by) {
  const all = rows();
  const here = all.indexOf(selected());
  const next = all[here < 0 ? 0 : here + by];
  if (next) open(next);
  else page.querySelector(by > 0 ? 'a[rel="next"]' : 'a[rel="prev"]')?.click();
}

const typing = (target) => target.closest("input:not([type=checkbox]), select, textarea, dialog, [popover]");

page.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("[data-sheet-at]");
  const shut = event.target.closest("[data-close]");
  const stepped = event.target.closest("[data-step]");
  if (link) open(link.closest(".hit"));
  else if (shut) close();
  else if (stepped) step(Number(stepped.dataset.step));
  else return;
  event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
  const key = event.key.toLowerCase();
  if (key === "j") step(1);
  else if (key === "k") step(-1);
  else if (key === "escape" && !sheet.hidden) close();
});

async function count(place) {
  try {
    const answer = await fetch(place.dataset.count, { headers: { Accept: "application/json" } });
    place.textContent = (await answer.json()).words;
  } catch {
    place.textContent = document.querySelector("#count-failed").content.textContent;
  }
}

page.querySelectorAll("[data-count]").forEach(count);
