// Applies the chosen theme before the first paint; without a choice the system decides.
// A classic script on purpose: a module runs after the page was drawn once in the wrong colors.
try {
  const { dataset } = document.documentElement;
  const kept = localStorage.getItem("theme");
  // What the account says counts; the browser remembers it for the pages before one has signed in.
  if (dataset.theme) localStorage.setItem("theme", dataset.theme);
  else if (kept === "light" || kept === "dark") dataset.theme = kept;
} catch {
  // Storage is forbidden in some private windows; what the account or the system says is then right.
}
