// A channel's form: what its platform has no use for is hidden, lists are chips, and what is entered is checked.
import { ask, clone } from "./ask.js";
import { Chips } from "./chips.js";
import { watchQuery } from "./query.js";
import "./test.js";

const form = document.querySelector("#edit");
const account = form.querySelector("#id_account");
const UNUSED = {
  "": ["addresses", "keywords"],
  facebook: ["keywords"],
  twitter: ["whole_posts"],
  whatsapp: ["keywords", "conversation_workgroup", "poll_interval", "post_limit", "opens_for_days", "whole_posts"],
};
const chosen = () => account?.selectedOptions[0];
const platform = () => chosen()?.dataset.platform ?? form.dataset.platform;
const lists = {};

function facts() {
  return {
    account: account?.value ?? "",
    platform: platform(),
    channel: form.dataset.channel,
    addresses: lists.address?.values ?? [],
    keywords: platform() === "twitter" ? (lists.keyword?.values ?? []) : [],
    budget: form.querySelector("#id_monthly_budget")?.value ?? "",
  };
}

const drawQuery = watchQuery(facts);

/** Rows that the platform has no use for are hidden; the addresses are called what the platform calls them. */
function draw() {
  const now = platform();
  for (const row of form.querySelectorAll(".field.row")) {
    row.hidden = (UNUSED[now] ?? []).some((name) => row.classList.contains(`field-${name}`));
  }
  for (const group of form.querySelectorAll("fieldset")) group.hidden = !group.querySelector(".field.row:not([hidden])");
  const row = form.querySelector(".field-addresses");
  if (row && chosen()?.dataset.label) {
    row.querySelector("label").textContent = chosen().dataset.label;
    row.querySelector(".help").textContent = chosen().dataset.help;
  }
}

function watchBlank(select) {
  const said = clone("blank-said");
  said.querySelector("span").textContent = select.dataset.blank;
  select.after(said);
  const look = () => (said.hidden = Boolean(select.value));
  select.addEventListener("change", look);
  look();
}

for (const area of form.querySelectorAll("textarea[data-chips]")) {
  lists[area.dataset.chips] = new Chips(area, form.dataset[area.dataset.chips], facts, drawQuery);
}
for (const select of form.querySelectorAll("select[data-blank]")) watchBlank(select);
/** What the chosen account has that can be read: most channels read just that. */
async function offer() {
  const asked = account?.value;
  lists.address?.offer([]);
  if (!asked) return;
  const { answer } = await ask(form.dataset.known, facts());
  if (answer && asked === account.value) lists.address?.offer(answer.known);
}

account?.addEventListener("change", () => {
  draw();
  offer();
  drawQuery();
  for (const list of Object.values(lists)) list.check({ anew: true });
});
draw();
drawQuery();
if (!form.dataset.channel) offer();
for (const list of Object.values(lists)) list.check();
