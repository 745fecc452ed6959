// What X will be asked for, drawn while one types, and the try-out on ten posts.
import { ask, clone, setIcon } from "./ask.js";

const PAUSE = 300;
const card = document.querySelector("#query");
const form = document.querySelector("#edit");
const part = (name) => card.querySelector(`[data-${name}]`);
const tally = card.querySelector(".tally");
const tries = card.querySelector(".tries");

/** A query in colored pieces: brackets and OR quiet, what is left out red. */
function line(query) {
  const shown = document.createElement("pre");
  for (const piece of query.split(/(\s+OR\s+|[()]|(?:^|\s)-(?:"[^"]*"|\S+))/).filter(Boolean)) {
    const kind = /^\s*-/.test(piece) ? "u" : /OR/.test(piece.trim()) && piece.trim() === "OR" ? "b" : /^[()]$/.test(piece) ? "i" : "span";
    const element = document.createElement(kind);
    element.textContent = piece;
    shown.append(element);
  }
  const length = document.createElement("small");
  length.textContent = `${[...query].length}`;
  const both = document.createElement("div");
  both.className = "one";
  both.append(shown, length);
  return both;
}

function draw({ queries, longest, mentions }) {
  const place = part("queries");
  const lines = queries.map(line);
  for (const [n, one] of lines.entries()) one.querySelector("small").textContent = `${[...queries[n]].length} / ${longest}`;
  place.replaceChildren(...(lines.length ? lines : [place.dataset.none]));
  const split = part("split");
  split.textContent = queries.length > 1 ? split.dataset.split.replace("#", queries.length).replace("#", longest) : "";
  const listed = part("mentions");
  listed.textContent = mentions.length ? `${listed.dataset.mentions} ${mentions.join(" ")}` : "";
}

function post({ author, when, exact, pieces, words, tone, icon, fate }) {
  const item = clone("tried-one");
  item.classList.toggle("off", fate === "ignored");
  item.querySelector(".by").textContent = `${author} · ${when}`;
  item.querySelector(".by").title = exact;
  const state = item.querySelector(".state");
  state.classList.add(tone);
  setIcon(state, icon);
  state.querySelector("span").textContent = words;
  for (const [text, found] of pieces) {
    const piece = found ? document.createElement("mark") : document.createElement("span");
    piece.textContent = text;
    item.querySelector(".text").append(piece);
  }
  return item;
}

function count(posts) {
  const counts = new Map();
  for (const { fate, tone, icon } of posts) counts.set(fate, { tone, icon, n: (counts.get(fate)?.n ?? 0) + 1 });
  return [...counts.values()].map(({ tone, icon, n }) => {
    const one = clone("tried-one").querySelector(".state");
    one.classList.add(tone);
    setIcon(one, icon);
    one.querySelector("span").textContent = n;
    return one;
  });
}

async function tryOut(facts) {
  const refusal = part("refused");
  refusal.hidden = true;
  tries.replaceChildren();
  tally.textContent = tally.dataset.busy;
  const { answer, refused } = await ask(form.dataset.trial, facts);
  if (!answer) {
    tally.textContent = "";
    refusal.hidden = false;
    refusal.querySelector("span").textContent = refused || document.querySelector("#tested").dataset.failed;
    return;
  }
  tally.replaceChildren(...(answer.posts.length ? count(answer.posts) : [tally.dataset.none]));
  tries.replaceChildren(...answer.posts.map(post));
}

/** Keeps the card in step with the form; `facts()` is what is asked about. */
export function watchQuery(facts) {
  let timer = 0;
  let newest = 0;
  part("try").addEventListener("click", () => tryOut(facts()));
  return () => {
    const { platform } = facts();
    card.hidden = !["twitter", "facebook"].includes(platform);
    for (const one of card.querySelectorAll("[data-for]")) one.hidden = one.dataset.for !== platform;
    clearTimeout(timer);
    if (platform !== "twitter") return;
    timer = setTimeout(async () => {
      const mine = ++newest;
      const { answer } = await ask(form.dataset.query, facts());
      if (answer && mine === newest) draw(answer);
    }, PAUSE);
  };
}
