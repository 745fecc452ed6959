// The service level beside a workgroup's form: live figures and today by the hour, as the API tells them.

const card = document.querySelector("[data-service-level]");
const SVG = "http://www.w3.org/2000/svg";

const percent = (value) => (value === null ? "–" : `${value} %`);

/** Seconds in one unit, as the rest of the console writes them. */
export function lasting(seconds) {
  if (seconds === null) return "–";
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  return seconds < 172800 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86400)} d`;
}

const worded = (pattern, ...values) => values.reduce((text, value, at) => text.replace(`#${at + 1}`, value), pattern);

function type(row) {
  const made = card.querySelector("[data-type]").content.firstElementChild.cloneNode(true);
  const put = (name, words) => {
    const place = made.querySelector(`[data-${name}]`);
    place.textContent = words(place.getAttribute(`data-${name}`));
  };
  const { today, last_30_min: lately, in_queue: queue, first_reply: reply } = row;
  put("name", () => row.name);
  put("today", () => percent(today.attained));
  put("lately", () => percent(lately.attained));
  put("target", (pattern) => pattern.replace("#", row.target));
  put("within", (pattern) => worded(pattern, today.within, today.picked_up));
  put("unanswered", () => today.unanswered);
  put("handed", () => today.handed_on);
  put("queue", (pattern) => (queue.number ? worded(pattern, queue.number, lasting(queue.longest_seconds)) : 0));
  put("reply", (pattern) => (reply.number ? worded(pattern, lasting(reply.mean_seconds)) : "–"));
  return made;
}

function rect(kind, x, width, height) {
  const made = document.createElementNS(SVG, "rect");
  made.setAttribute("class", kind);
  for (const [name, value] of Object.entries({ x, width, y: 63 - height, height })) made.setAttribute(name, value);
  return made;
}

/** What an interval is called: the time of day, or the date. */
const called = (since, name) => (name === "day" ? since.slice(0, 10) : since.slice(11, 16));

function bar(words, attained, x, width) {
  const group = document.createElementNS(SVG, "g");
  const title = document.createElementNS(SVG, "title");
  title.textContent = words;
  const height = Math.max(2, attained * 0.6);
  group.append(title, rect("ground", x, width, 60), rect(attained < 50 ? "low" : "attained", x, width, height));
  return group;
}

function line(name, words) {
  const row = document.createElement("tr");
  const [head, cell] = [document.createElement("th"), document.createElement("td")];
  head.scope = "row";
  head.textContent = name;
  cell.textContent = words;
  row.append(head, cell);
  return row;
}

/** One bar an interval, as high as what was attained; the same as a table for those who do not see it. */
function bars(history, name) {
  const figure = card.querySelector(".history");
  const hint = figure.querySelector("[data-bar]");
  const width = 240 / history.length;
  const gap = Math.min(1, width / 6);
  const drawn = [];
  const told = [];
  history.forEach((one, at) => {
    if (one.attained === null) return;
    const label = called(one.since, name);
    const words = worded(hint.dataset.bar, label, one.within, one.picked_up + one.unanswered);
    drawn.push(bar(words, one.attained, at * width + gap, width - 2 * gap));
    told.push(line(label, `${percent(one.attained)}, ${words}`));
  });
  const ground = document.createElementNS(SVG, "line");
  for (const [at, value] of Object.entries({ x1: 0, x2: 240, y1: 63.5, y2: 63.5 })) ground.setAttribute(at, value);
  figure.querySelector("svg").replaceChildren(ground, ...drawn);
  figure.querySelector("[data-rows-of]").replaceChildren(...told);
  hint.textContent = drawn.length ? hint.dataset.point : hint.dataset.none;
  figure.hidden = false;
}

async function ask(query) {
  const answer = await fetch(`${card.dataset.serviceLevel}?${query}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

const span = card?.querySelector("[data-span]");

/** Days back from the workgroup's today, which the first answer tells. */
function since(history, days) {
  const today = new Date(`${history.at(-1).since.slice(0, 10)}T00:00:00Z`);
  return new Date(today - (days - 1) * 86400000).toISOString().slice(0, 10);
}

async function begin() {
  const found = await ask("interval=hour");
  card.querySelector("[data-types]").append(...found.types.map(type));
  bars(found.history, "hour");
  span.addEventListener("change", async () => {
    const { value, selectedOptions } = span;
    const from = since(found.history, Number(selectedOptions[0].dataset.days));
    bars((await ask(`interval=${value}&since=${from}`)).history, value);
  });
}

if (card) {
  try {
    await begin();
  } catch {
    card.querySelector("[data-failed]").hidden = false;
  }
  card.querySelector("[data-loading]").hidden = true;
}
