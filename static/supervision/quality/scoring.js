// A scorecard keeps itself: what was answered goes to the server a moment later, and the running score comes back from there.

const QUIET = 500; // ms without a change until what was answered is sent
const AGAIN = 5000; // ms until the next attempt after one that was lost
const form = document.querySelector("[data-answers]");
const saved = form.querySelector("[data-saved]");
const changed = new Set();
let timer = 0;
let under = null; // the request on its way: answers go one after the other

const later = (wait) => {
  clearTimeout(timer);
  timer = setTimeout(send, wait);
};

/** What was changed since it was last sent, as the server takes it. */
function body(names) {
  const given = new FormData(form);
  const sent = new URLSearchParams();
  for (const name of names) sent.set(name, given.get(name) ?? "");
  return sent;
}

function ask(names, options = {}) {
  const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, Accept: "application/json" };
  return fetch(form.dataset.answers, { method: "POST", headers, body: body(names), ...options });
}

async function send() {
  if (under || !changed.size) return;
  const names = [...changed];
  changed.clear();
  saved.textContent = saved.dataset.saving;
  under = ask(names);
  try {
    await show(names, await under);
  } catch {
    for (const name of names) changed.add(name);
    saved.textContent = saved.dataset.lost;
    later(AGAIN);
  }
  under = null;
  if (changed.size) later(QUIET);
}

async function show(names, answer) {
  if (answer.status >= 500) throw new Error(answer.status);
  const told = await answer.json();
  for (const name of names) wrong(name, answer.ok ? "" : told.detail);
  saved.textContent = answer.ok ? saved.dataset.done : "";
  if (answer.ok) draw(told);
}

/** A sentence under a question, or none. */
function wrong(name, words) {
  const line = form.elements[name]?.closest?.("fieldset")?.querySelector("[data-wrong]");
  const place = line ?? document.getElementById(`ask-${name.slice(2)}`)?.querySelector("[data-wrong]");
  if (!place) {
    if (words) saved.textContent = words;
    return;
  }
  place.textContent = words;
  place.hidden = !words;
}

function draw(told) {
  const score = form.querySelector("[data-score]");
  score.textContent = told.score === null ? score.dataset.none : `${Number(told.score).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} %`;
  score.classList.toggle("bad", !told.passed);
  for (const ask of form.querySelectorAll("[data-question]")) {
    ask.classList.toggle("marked", told.below.includes(Number(ask.dataset.question)));
  }
  const line = form.querySelector("[data-missing]");
  line.replaceChildren();
  if (told.missing.length) line.append(`${line.dataset.one} `);
  told.missing.forEach(({ id, text }, place) => {
    const link = Object.assign(document.createElement("a"), { href: `#ask-${id}`, textContent: text });
    line.append(...(place ? [", ", link] : [link]));
  });
}

form.addEventListener("input", ({ target }) => {
  if (!target.name || target.name === "csrfmiddlewaretoken") return;
  changed.add(target.name);
  later(QUIET);
});

/** Does it say something else than the page came with? Written before we listened, or put there again by the browser. */
function differs(field) {
  if (field.type === "radio") return field.checked && !field.defaultChecked;
  if (field.options) return [...field.options].some((option) => option.selected !== option.defaultSelected);
  return field.type !== "hidden" && field.value !== (field.defaultValue ?? field.value);
}

for (const field of form.elements) if (field.name && differs(field)) changed.add(field.name);
if (changed.size) later(0);

form.addEventListener("submit", () => {
  clearTimeout(timer); // the form carries everything
  changed.clear();
});

window.addEventListener("pagehide", () => {
  if (changed.size) ask([...changed], { keepalive: true }).catch(() => {});
});
