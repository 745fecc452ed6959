// An overflow step: what its action has no use for is not asked.

const section = document.querySelector("[data-rows=overflow_steps]");
const USED = { relax: ["amount"], priority: ["amount"], workgroup: ["to_workgroup"], ring: [] };

function draw() {
  for (const row of section.querySelectorAll("tbody > tr")) {
    const used = USED[row.querySelector("[name$=-action]").value] ?? ["amount", "to_workgroup"];
    for (const name of ["amount", "to_workgroup"]) {
      row.querySelector(`[name$=-${name}]`).classList.toggle("unused", !used.includes(name));
    }
  }
}

section?.addEventListener("change", draw);
if (section) draw();
