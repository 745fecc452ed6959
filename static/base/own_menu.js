// The own menu: the theme switch, and arrow keys inside every menu of the page.
import "./own_count.js";

/** Remembers and applies a theme: "light", "dark" or "system". */
function choose(theme) {
  const root = document.documentElement;
  root.dataset.theme = theme;
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // Not kept here, but on the account.
  }
}

/** The account keeps it, for every browser. */
function keep(theme) {
  const token = document.querySelector("#sign-out [name=csrfmiddlewaretoken]").value;
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  fetch("/api/v1/settings/", { method: "PATCH", headers, body: JSON.stringify({ theme }) }).catch(() => {});
}

function showChoice(form) {
  const now = document.documentElement.dataset.theme ?? "system";
  for (const input of form.querySelectorAll("[name=theme]")) input.checked = input.value === now;
}

function step(menu, by) {
  const items = [...menu.querySelectorAll(".item:not([hidden])")];
  if (!items.length) return;
  const at = items.indexOf(document.activeElement);
  items[(at + by + items.length) % items.length].focus();
}

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".menu[popover]");
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!menu || !by || event.target.type === "radio") return;
  event.preventDefault();
  step(menu, event.target.classList.contains("item") ? by : 1);
});

for (const form of document.querySelectorAll("[data-theme-choice]")) {
  showChoice(form);
  form.addEventListener("change", ({ target }) => {
    choose(target.value);
    keep(target.value);
  });
}
