// The search of the history: a choice counts at once, typed words with Enter; blank filters stay out of the address.

const form = document.querySelector("[data-filters]");

form?.addEventListener("change", (event) => {
  if (event.target.matches("select, [type=date]")) form.requestSubmit();
});

form?.addEventListener("submit", () => {
  for (const field of form.elements) if (field.name && !field.value) field.disabled = true;
});

// A page that the browser brings back from its memory must be usable again.
window.addEventListener("pageshow", () => {
  for (const field of form?.elements ?? []) field.disabled = false;
});
