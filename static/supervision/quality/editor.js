// The form of a question shows what its kind has; the preview is only to be looked at and tried.

const form = document.querySelector("[data-question-form]");

function fit() {
  for (const field of form.querySelectorAll("[data-only-for]")) {
    field.closest(".field").hidden = !field.dataset.onlyFor.split(" ").includes(form.elements.kind.value);
  }
}

if (form) {
  form.elements.kind.addEventListener("change", fit);
  fit();
}

document.querySelector("[data-preview]")?.addEventListener("submit", (event) => event.preventDefault());
