// The criteria of the Tracker: blank ones stay out of the address, so that it can be read and sent on.

const form = document.querySelector("[data-filters]");

form.addEventListener("submit", () => {
  for (const field of form.elements) if (field.name && !field.value) field.disabled = true;
});

// A page that the browser brings back from its memory must be usable again.
window.addEventListener("pageshow", () => {
  for (const field of form.elements) field.disabled = false;
});

// What is chosen counts as soon as its menu is closed.
const written = () => new URLSearchParams(new FormData(form)).toString();
for (const menu of form.querySelectorAll("[popover]")) {
  let before = "";
  menu.addEventListener("toggle", (event) => {
    if (event.newState === "open") {
      before = written();
      menu.querySelector("input, select")?.focus();
    } else if (before !== written()) form.requestSubmit();
  });
}
