// The list of the Tracker: details open beside it without loading the page anew; J and K go through the rows.

import { dock, dockAnother } from "../recordings/dock.js";
import { fetched } from "./fragment.js";
import { asked as answered, tellPlace } from "./place.js";

const page = document.querySelector("[data-tracker]");
const sheet = page.querySelector("[data-sheet]");
const rows = () => [...page.querySelectorAll(".hit[data-pk]")];
const selected = () => page.querySelector('.hit[aria-selected="true"]');
const REST = 250; // ms that one looks at an interaction before its recording is fetched: who walks through goes on sooner
let asked = 0;

async function open(row) {
  const link = row.querySelector("[data-sheet-at]");
  const turn = ++asked;
  const content = await fetched(link.dataset.sheetAt);
  if (turn !== asked) return; // somebody was quicker
  selected()?.removeAttribute("aria-selected");
  row.setAttribute("aria-selected", "true");
  fill(content ?? [document.querySelector("#sheet-failed").content.cloneNode(true)], link);
  sheet.hidden = false;
  page.classList.add("beside");
  row.scrollIntoView({ block: "nearest" });
  history.replaceState(null, "", link.href);
}

// Whoever walks by the keys or the arrows goes on with them: the focus stays where it was, or goes along.
function fill(content, link) {
  const [focused, place] = [document.activeElement, sheet.querySelector("[data-place]")?.textContent];
  const again = focused.dataset.step && `[data-step="${focused.dataset.step}"]`;
  const within = sheet.contains(focused);
  sheet.replaceChildren(...content);
  shown(place);
  if (within) (sheet.querySelector(again || "nothing") ?? sheet).focus({ preventScroll: true });
  else link.focus({ preventScroll: true });
}

// What every content of the sheet needs, whoever brought it: its place, its recording, and which way it goes on.
function shown(place) {
  const turn = asked;
  tellPlace(sheet, place);
  dock(null);
  setTimeout(() => turn === asked && dock(sheet), REST);
  for (const button of sheet.querySelectorAll("[data-step]")) {
    button.setAttribute("aria-disabled", String(!target(Number(button.dataset.step))));
  }
}

function close() {
  asked++;
  dock(null);
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

// The row that is so many further, or, at the end of a page, the way to the next one.
function target(by) {
  const all = rows();
  const here = all.indexOf(selected());
  return all[here < 0 ? 0 : here + by] ?? page.querySelector(by > 0 ? '.turn [rel="next"]' : '.turn [rel="prev"]');
}

// Over the end of a page it goes on at the beginning of the next one, or at the end of the one before.
function step(by) {
  const next = target(by);
  if (next?.matches(".hit")) open(next);
  else if (next) location.assign(`${next.href}#${by > 0 ? "first" : "last"}`);
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

sheet.addEventListener("click", (event) => dockAnother(sheet, event));

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
  const key = event.key.toLowerCase();
  if (key === "j") step(1);
  else if (key === "k") step(-1);
  else if (key === "escape" && !sheet.hidden) close();
});

async function count(place) {
  const answer = await answered(place.dataset.count);
  place.textContent = answer?.words ?? document.querySelector("#count-failed").content.textContent;
}

page.querySelectorAll("[data-count]").forEach(count);
shown();
if (location.hash === "#first" || location.hash === "#last") open(rows().at(location.hash === "#first" ? 0 : -1));
