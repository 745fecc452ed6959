// Applies the chosen theme before the first paint; without a choice the system decides.
// A classic script on purpose: a module runs after the page was drawn once in the wrong colors.
try {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // Storage is forbidden in some private windows; the system theme is then right.
}
