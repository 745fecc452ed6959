// A workgroup's rings: their order is that of the rows, and who can join is who is a member on this very page.

const section = document.querySelector("[data-rows=rings]");
const members = document.querySelector("[data-rows=memberships]");
const body = section?.querySelector("tbody");
const blank = section?.querySelector("tbody > template");

const rows = () => [...body.querySelectorAll(":scope > tr:not([hidden])")];
const stays = (row) => !row.querySelector(".away [type=checkbox]")?.checked;

/** [{id, name, activated}, …] of the members as the table above has them now. */
function present() {
  const found = [...members.querySelectorAll("tbody > tr:not([hidden])")].filter(stays).map((row) => {
    const control = row.querySelector("[name$=-agent]");
    const name = row.querySelector("[data-name]")?.textContent ?? control.selectedOptions?.[0]?.text;
    return { id: control.value, name, activated: row.querySelector("[name$=-activated]").checked };
  });
  return found.filter(({ id }) => id);
}

function choice(group, id, name) {
  const made = section.querySelector("[data-choice]").content.firstElementChild.cloneNode(true);
  const box = made.querySelector("input");
  box.name = group.closest("tr").querySelector("[name$=-ORDER]").name.replace(/ORDER$/, "agents");
  box.value = id;
  made.querySelector("span").textContent = name;
  group.querySelector("[data-nobody]").before(made);
}

function offer(group) {
  const people = new Map(present().map((one) => [one.id, one]));
  // Whoever is no member goes; whoever is offered nothing is not asked about, unless he is in the ring already.
  const useful = (box) => people.has(box.value) && (box.checked || people.get(box.value).activated);
  for (const box of group.querySelectorAll("input")) if (!useful(box)) box.closest(".pill").remove();
  const there = new Set([...group.querySelectorAll("input")].map((box) => box.value));
  for (const { id, name, activated } of people.values()) if (activated && !there.has(id)) choice(group, id, name);
}

/** Number the rows, and say which ring adds nobody. */
function draw() {
  const able = new Set(present().filter(({ activated }) => activated).map(({ id }) => id));
  const known = new Set();
  let place = 0;
  for (const row of rows()) {
    const kept = stays(row);
    place += kept ? 1 : 0;
    const cell = row.querySelector("[data-place]");
    cell.textContent = kept ? place : "–";
    row.dataset.called = row.dataset.ring.replace("#", place);
    row.querySelector("[name$=-ORDER]").value = place;
    const ticked = [...row.querySelectorAll(".pill :checked")].map((box) => box.value);
    const fresh = ticked.filter((id) => able.has(id) && !known.has(id));
    row.querySelector("[data-skipped]").hidden = fresh.length > 0 || !kept || !row.querySelector(".pill");
    if (kept) for (const id of fresh) known.add(id);
  }
}

function all() {
  for (const group of section.querySelectorAll("[data-choices]")) offer(group);
  draw();
}

function move(row, up) {
  const shown = rows();
  const other = shown[shown.indexOf(row) + (up ? -1 : 1)];
  if (!other) return;
  if (up) other.before(row);
  else other.after(row);
  row.querySelector(up ? "[data-up]" : "[data-down]").focus();
  draw();
  section.dispatchEvent(new Event("change", { bubbles: true }));
}

if (section && members) {
  members.addEventListener("change", all);
  section.addEventListener("change", all);
  section.addEventListener("click", (event) => {
    const button = event.target.closest("[data-up], [data-down]");
    if (button) move(button.closest("tr"), button.hasAttribute("data-up"));
  });
  // New rows are cloned from the template: it holds nobody, the page adds who is there.
  if (blank) for (const pill of blank.content.querySelectorAll(".pill")) pill.remove();
  all();
}
