// Rows that are edited on another noun's page: add one by cloning the template, take one away by ticking its box.

/** The number of rows that Django is told of. */
const total = (section) => section.querySelector(`[name="${section.dataset.rows}-TOTAL_FORMS"]`);

function add(section) {
  const counter = total(section);
  const row = section.querySelector("template").content.firstElementChild.cloneNode(true);
  for (const part of row.querySelectorAll("[id], [name], [for]")) {
    for (const name of ["id", "name", "for"]) {
      if (part.hasAttribute(name)) part.setAttribute(name, part.getAttribute(name).replace("__prefix__", counter.value));
    }
  }
  section.querySelector("tbody").append(row);
  counter.value = Number(counter.value) + 1;
  row.querySelector("select, input")?.focus();
  row.dispatchEvent(new Event("change", { bubbles: true }));
}

function limit(section) {
  const there = [...section.querySelectorAll("tbody > tr")].filter((row) => !row.hidden).length;
  section.querySelector("[data-add]").hidden = there >= Number(section.dataset.most);
}

for (const section of document.querySelectorAll("[data-rows]:has([data-add])")) {
  section.querySelector("[data-add]").addEventListener("click", () => {
    add(section);
    limit(section);
  });
  // A row that was never saved simply goes; the ticked box tells the server to leave it out.
  section.addEventListener("change", (event) => {
    const row = event.target.matches(".away input") && event.target.closest("tr:not([data-kept])");
    if (row) row.hidden = event.target.checked;
    limit(section);
  });
  limit(section);
}
