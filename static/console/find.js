// The console's search: opened by its button or Ctrl+K, asked while one types, walked through with the arrow keys.

const dialog = document.querySelector("#finder");
const input = dialog.querySelector("input");
const list = dialog.querySelector("#found");
const said = dialog.querySelector("[data-none]");
const PAUSE = 140; // milliseconds without a key before the server is asked

let asked = 0;
let timer = 0;

const options = () => [...list.querySelectorAll("[role=option]")];
const clone = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

function draw(groups) {
  list.replaceChildren(...groups.map(drawGroup));
  options().forEach((option, n) => (option.id = `found-${n}`));
  input.setAttribute("aria-expanded", String(options().length > 0));
  choose(0);
}

function drawGroup({ caption, found }, n) {
  const group = clone("found-group");
  const head = group.querySelector("p");
  head.textContent = caption;
  head.id = `found-in-${n}`;
  group.setAttribute("aria-labelledby", head.id);
  group.append(...found.map(drawOne));
  return group;
}

function drawOne({ words, note, icon, url }) {
  const one = clone("found-one");
  one.href = url;
  one.querySelector("use").setAttribute("href", `#i-${icon}`);
  one.querySelector("span").textContent = words;
  one.querySelector("small").textContent = note;
  return one;
}

function choose(n) {
  const all = options();
  const chosen = all[(n + all.length) % all.length];
  for (const option of all) option.setAttribute("aria-selected", String(option === chosen));
  input.setAttribute("aria-activedescendant", chosen?.id ?? "");
  chosen?.scrollIntoView({ block: "nearest" });
}

const chosen = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true");

async function ask() {
  const turn = ++asked;
  const words = input.value.trim();
  let groups = null;
  try {
    const answer = await fetch(`${dialog.dataset.from}?q=${encodeURIComponent(words)}`, { headers: { Accept: "application/json" } });
    if (answer.ok && !answer.redirected) ({ groups } = await answer.json());
  } catch {
    // The server is away; the sentence below says so.
  }
  if (turn !== asked) return; // a later question has been asked meanwhile
  draw(groups ?? []);
  const count = options().length;
  said.textContent = groups === null ? said.dataset.failed : count ? said.dataset.count.replace("#", count) : said.dataset.none;
  said.classList.toggle("sr", count > 0);
}

function open() {
  if (dialog.open) return;
  dialog.showModal();
  input.select();
  ask();
}

function press(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) choose(chosen() + step);
  else if (event.key === "Enter") options()[chosen()]?.click();
  else return;
  event.preventDefault();
}

document.querySelector("[data-find]").addEventListener("click", open);
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  event.preventDefault();
  open();
});
input.addEventListener("keydown", press);
input.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
});
list.addEventListener("pointermove", (event) => {
  const over = event.target.closest("[role=option]");
  if (over && over.getAttribute("aria-selected") !== "true") choose(options().indexOf(over));
});
dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
