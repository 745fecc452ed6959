// "Try it" beside a workgroup's form: who would be offered the next interaction, and why; tick who is taken to be there.

const card = document.querySelector("[data-line]");
const order = card?.querySelector("[data-order]");
const out = card?.querySelector("[data-out]");
const present = card?.querySelector("[data-present]");
const kind = card?.querySelector("[data-kind]");

function element(tag, words) {
  const made = document.createElement(tag);
  made.textContent = words;
  return made;
}

function item(...parts) {
  const made = document.createElement("li");
  made.append(...parts);
  return made;
}

function place(row, at) {
  const later = row.after_seconds ? `${order.dataset.later.replace("#", row.after_seconds)} · ` : "";
  return item(element("b", at + 1), element("span", row.agent.name), element("small", later + row.text));
}

function person(member) {
  const made = card.querySelector("[data-person]").content.firstElementChild.cloneNode(true);
  const box = made.querySelector("input");
  box.value = member.id;
  box.checked = member.present;
  made.querySelector("span").textContent = member.name;
  return made;
}

function draw(found) {
  const nobody = item(document.createElement("b"), element("span", order.dataset.nobody));
  order.replaceChildren(...(found.line.length ? found.line.map(place) : [nobody]));
  out.replaceChildren(...found.out.map((row) => item(element("span", row.agent.name), element("small", row.text))));
  out.hidden = found.out.length === 0;
  if (!present.children.length) present.append(...found.members.map(person));
}

let asked = 0;

/** Ask; of several answers under way only the last one counts. */
async function ask() {
  const number = ++asked;
  const [mediaType, platform] = kind.value.split(" ");
  const query = new URLSearchParams({ media_type: mediaType, platform });
  if (present.children.length) {
    query.set("chosen", "true");
    for (const box of present.querySelectorAll(":checked")) query.append("present", box.value);
  }
  try {
    const answer = await fetch(`${card.dataset.line}?${query}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    const found = await answer.json();
    if (number === asked) draw(found);
  } catch {
    card.querySelector("[data-failed]").hidden = false;
  }
}

if (card) {
  card.addEventListener("change", ask);
  await ask();
}
