// Checks while one types: a field with data-check="address" asks it with what is typed, and says what came back.
// The field's own name is the parameter; data-check-with names another field that is sent along, as its data-check-as.

const PAUSE = 250;

/** What the server says of the field now; null when it could not be asked. */
async function ask(field) {
  const asked = new URL(field.dataset.check, location.href);
  asked.searchParams.set(field.dataset.checkAs ?? field.name, field.value);
  const other = document.querySelector(field.dataset.checkWith ?? "none");
  if (other) asked.searchParams.set("owner", other.value);
  try {
    const answer = await fetch(asked, { headers: { Accept: "application/json" } });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "i i-s");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

function line(kind, symbol, words) {
  const item = document.createElement("li");
  item.className = kind;
  const text = document.createElement("span");
  text.textContent = words;
  item.append(icon(symbol), text);
  return item;
}

function draw(field, said, list) {
  const lines = said.refusals.map((one) => line("bad", one.provable ? "paper" : "warn", one.words));
  if (said.refusals.some((one) => one.provable)) lines.push(line("hint", "info", field.dataset.checkProof));
  if (said.passes && said.good) lines.push(line("good", "done", said.good));
  if (said.warning) lines.push(line("held", "warn", said.warning));
  list.replaceChildren(...lines);
  list.dataset.passes = said.passes;
  field.setAttribute("aria-invalid", String(!said.passes));
}

function watch(field) {
  const list = document.createElement("ul");
  list.className = "said";
  list.dataset.test = `said-${field.name}`;
  list.setAttribute("aria-live", "polite");
  list.setAttribute("aria-label", field.dataset.checkLabel ?? "");
  field.after(list);
  let timer = 0;
  let newest = 0;
  const look = async () => {
    const mine = ++newest;
    if (!field.value.trim()) return list.replaceChildren();
    const said = await ask(field);
    if (said && mine === newest) draw(field, said, list);
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  };
  field.addEventListener("input", soon);
  document.querySelector(field.dataset.checkWith ?? "none")?.addEventListener("change", soon);
  if (field.value.trim()) look();
}

for (const field of document.querySelectorAll("[data-check]")) watch(field);
