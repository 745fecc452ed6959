// Lists: tick all, say how many are ticked, and close a filter's menu on a click beside it or Escape.

const boxes = () => [...document.querySelectorAll(".action-checkbox input")];
const bar = document.querySelector("[data-chosen]");
const all = document.querySelector("#action-toggle");
const hint = bar?.querySelector("[data-count]");
const idle = hint?.textContent;

function draw() {
  const ticked = boxes().filter((box) => box.checked).length;
  for (const button of bar.querySelectorAll("button")) button.disabled = ticked === 0;
  hint.textContent = ticked ? hint.dataset.count.replace("#", ticked) : idle;
  all.checked = ticked > 0 && ticked === boxes().length;
  all.indeterminate = ticked > 0 && !all.checked;
}

if (bar && all) {
  all.addEventListener("change", () => {
    for (const box of boxes()) box.checked = all.checked;
    draw();
  });
  document.addEventListener("change", (event) => event.target.closest(".action-checkbox") && draw());
  draw();
}

function closeFilters(except) {
  for (const filter of document.querySelectorAll("details.filter[open]")) if (filter !== except) filter.open = false;
}

document.addEventListener("click", (event) => closeFilters(event.target.closest("details.filter")));
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && document.querySelector("details.filter[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
