// Writing a response: a blank goes in where the caret is, and can be undone; what was typed is not lost by leaving.
const form = document.querySelector("form.writing");
const text = form.elements.text;
let dirty = false;

form.addEventListener("click", ({ target }) => {
  const blank = target.closest("[data-blank]")?.dataset.blank;
  if (!blank) return;
  text.focus();
  if (!document.execCommand("insertText", false, blank)) text.setRangeText(blank, text.selectionStart, text.selectionEnd, "end");
});

form.addEventListener("input", () => (dirty = true));
form.addEventListener("submit", () => (dirty = false));
addEventListener("beforeunload", (event) => dirty && event.preventDefault());

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit();
});
