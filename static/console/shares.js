// Utilization: a row is reset to what it inherits by emptying it; the save bar then says so.

for (const button of document.querySelectorAll("[data-inherit]")) {
  button.addEventListener("click", () => {
    for (const input of button.closest("tr").querySelectorAll("input:not([type=hidden])")) {
      input.value = "";
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
}
