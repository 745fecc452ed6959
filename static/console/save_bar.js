// The save bar says what will change, while one types.

const form = document.querySelector("#edit");
const bar = document.querySelector("[data-save-bar]");
const list = bar?.querySelector("[data-changes]");
const said = bar?.querySelector("[data-said]");

const texts = (options) => options.map((option) => option.text).join(", ");

/** What a control said when the page came, and what it says now. */
function values(control) {
  if (control.type === "checkbox") return [control.defaultChecked, control.checked].map((on) => (on ? list.dataset.yes : list.dataset.no));
  if (control.type === "file") return ["", control.files[0]?.name ?? ""];
  if (control.type === "password") return ["", control.value && list.dataset.set];
  if (control.tagName !== "SELECT") return [control.defaultValue, control.value].map((text) => text.trim().replace(/\s*\n\s*/g, ", "));
  const options = [...control.options];
  const before = options.filter((option) => option.defaultSelected);
  return [texts(before.length ? before : options.slice(0, 1)), texts(options.filter((option) => option.selected))];
}

function label(control) {
  const choice = control.closest(".control > div[id] label");
  return (choice ?? control.closest(".row")?.querySelector(".label :is(label, span)"))?.textContent.trim() ?? control.name;
}

/** Of a list, what came and what went. */
function listed(control) {
  const [before, after] = [control.defaultValue, control.value].map((text) => text.split("\n").map((line) => line.trim()).filter(Boolean));
  const came = after.filter((one) => !before.includes(one)).map((one) => `+ ${one}`);
  return [...came, ...before.filter((one) => !after.includes(one)).map((one) => `− ${one}`)].join(", ");
}

function ownChanges() {
  const changes = [];
  for (const control of form.querySelectorAll(".row :is(input, select, textarea)")) {
    if (!control.name) continue; // a box that only helps to fill in another
    if (control.matches("[data-chips]")) {
      const difference = listed(control);
      if (difference) changes.push([label(control), null, difference]);
      continue;
    }
    const [before, after] = values(control);
    control.classList.toggle("changed", before !== after);
    if (before !== after) changes.push([label(control), before, after]);
  }
  return changes;
}

function rowChanges() {
  const changes = [];
  for (const section of form.querySelectorAll("[data-rows]")) {
    for (const row of section.querySelectorAll("tbody > tr:not([hidden])")) {
      const away = row.querySelector(".away [type=checkbox]")?.checked;
      const pairs = [...row.querySelectorAll("td.field :is(input, select)")].map(values);
      const name = row.dataset.called ?? row.querySelector("[data-name]")?.textContent ?? pairs[0][1];
      if (!row.hasAttribute("data-kept")) changes.push([section.dataset.caption, null, `+ ${name}`]);
      else if (away) changes.push([section.dataset.caption, null, `− ${name}`]);
      else if (pairs.some(([before, after]) => before !== after)) changes.push([section.dataset.caption, null, name]);
    }
  }
  return changes;
}

function line([name, before, after]) {
  const item = document.createElement("li");
  item.append(`${name}: `);
  if (before !== null) {
    const old = document.createElement("s");
    old.textContent = before || list.dataset.empty;
    item.append(old, " → ");
  }
  item.append(after || list.dataset.empty);
  item.title = item.textContent;
  return item;
}

function draw() {
  const changes = [...ownChanges(), ...rowChanges()];
  const words = { 0: said.dataset.none, 1: said.dataset.one };
  said.textContent = words[changes.length] ?? said.dataset.many.replace("#", changes.length);
  list.replaceChildren(...changes.map(line));
}

// A new thing has nothing to compare with: the server left the words out.
if (form && said?.textContent.trim()) {
  for (const kind of ["input", "change"]) form.addEventListener(kind, draw);
  draw();
}
