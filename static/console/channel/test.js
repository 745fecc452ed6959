// "Test connection": asks the server for everything a channel needs, and draws what was found and where it is mended.
import { ask, clone, setIcon } from "./ask.js";

export function drawCheck({ what, tone, icon, found, url, cure }) {
  const item = clone("tested-one");
  item.className = tone;
  setIcon(item, icon);
  const picture = item.querySelector("svg");
  picture.setAttribute("aria-label", picture.dataset[tone]);
  item.querySelector("strong").textContent = what;
  item.querySelector("p").textContent = found;
  const link = item.querySelector("a");
  link.textContent = cure;
  if (cure) link.href = url;
  else link.remove();
  return item;
}

async function run(button, card) {
  const said = card.querySelector("[data-busy]");
  card.hidden = false;
  button.disabled = true;
  said.textContent = said.dataset.busy;
  card.querySelector("ul").replaceChildren();
  const { answer, refused } = await ask(button.dataset.testConnection, {});
  button.disabled = false;
  const good = answer?.tone === "connected";
  said.textContent = answer ? said.dataset[good ? "good" : "bad"] : refused || card.dataset.failed;
  card.querySelector("ul").replaceChildren(...(answer?.checks ?? []).map(drawCheck));
  card.querySelector("h2").focus();
}

const button = document.querySelector("[data-test-connection]");
button?.addEventListener("click", () => run(button, document.querySelector("#tested")));
