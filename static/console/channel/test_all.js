// Tests the channels of the page, a few at a time; what is in order stays a line, what is not shows its checks.
import { ask } from "./ask.js";
import { drawCheck } from "./test.js";

const AT_ONCE = 3;
const section = document.querySelector(".tests");
const progress = document.querySelector("#progress");
const rows = [...section.querySelectorAll("[data-address]")];
const waiting = [...rows];
const counts = { done: 0, good: 0 };

const fill = (words, ...numbers) => numbers.reduce((text, number) => text.replace("#", number), words);

function say() {
  const { done, good } = counts;
  const over = done === rows.length;
  progress.textContent = over ? fill(progress.dataset.done, done, good, done - good) : fill(progress.dataset.words, done, rows.length);
}

async function test(row) {
  const said = row.querySelector("[data-said]");
  said.textContent = section.dataset.busy;
  const { answer, refused } = await ask(row.dataset.address, {});
  const wrong = (answer?.checks ?? []).filter((one) => one.tone !== "connected");
  counts.done += 1;
  counts.good += answer && !wrong.length ? 1 : 0;
  said.textContent = answer ? said.dataset[wrong.length ? "bad" : "good"] : refused || section.dataset.failed;
  said.className = `push state ${answer && !wrong.length ? "connected" : (answer?.tone ?? "held")}`;
  row.querySelector(".tested").replaceChildren(...wrong.map(drawCheck));
  say();
}

async function work() {
  for (let row = waiting.shift(); row; row = waiting.shift()) await test(row);
}

if (rows.length) {
  say();
  for (let n = 0; n < AT_ONCE; n += 1) work();
}
