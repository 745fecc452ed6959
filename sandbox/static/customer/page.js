// The customer page: asks the sandbox once a second what there is to see, and lets the customer write.

import { drawAnswers, drawChannels, drawEmpty, drawItems, drawPeople, part } from "./draw.js";
import { handleFor, phoneFor, PLATFORMS } from "./platforms.js";

const EVERY = 1000;
const field = (id) => document.getElementById(id);
const tabs = [...document.querySelectorAll("[role=tab]")];
const view = { platform: "facebook", channels: {}, target: "", state: { items: [], channels: [] }, asked: 0, people: "", news: "" };

const platform = () => PLATFORMS[view.platform];

const me = () => ({
  name: field("name").value.trim(),
  handle: field("handle").value.trim(),
  phone: field("phone").value.trim(),
  channel: view.channels[view.platform] ?? "",
});

async function look() {
  const asked = ++view.asked;
  const question = new URLSearchParams({ platform: view.platform, channel: me().channel, who: platform().who(me()) });
  try {
    const answer = await fetch(`/customer/state?${question}`);
    const state = await answer.json();
    if (asked !== view.asked) return;
    connected(answer.ok);
    if (answer.ok) show(state);
  } catch {
    connected(false);
  }
}

function connected(online) {
  document.documentElement.dataset.connection = online ? "online" : "offline";
  const words = online ? "Online" : "Not reachable, trying again";
  if (part("connection").textContent !== words) part("connection").textContent = words;
}

function show(state) {
  const channels = state.channels[view.platform];
  const chosen = channels.some((one) => one.id === me().channel) ? me().channel : channels[0]?.id ?? "";
  if (chosen !== me().channel) {
    view.channels[view.platform] = chosen;
    look();
  }
  view.state = { ...state, channels };
  const log = part("thread");
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  drawChannels(channels, chosen);
  drawItems(view.state, view.target);
  drawEmpty(platform(), view.state);
  showAside(state, chosen);
  if (platform().kind === "chat" && atEnd) log.scrollTop = log.scrollHeight;
}

// Redrawn only when something changed: a button under the pointer must not be replaced every second.
function showAside(state, channel) {
  const people = state.people[view.platform].filter((one) => !one.channel || one.channel === channel);
  const seen = JSON.stringify([people, me().name]);
  if (seen !== view.people) drawPeople(people, me());
  view.people = seen;
  const news = JSON.stringify([state.answers, state.webhooks]);
  if (news !== view.news) drawAnswers(state);
  view.news = news;
}

function choose(name) {
  view.platform = name;
  location.hash = name;
  for (const tab of tabs) {
    tab.setAttribute("aria-selected", String(tab.dataset.platform === name));
    tab.tabIndex = tab.dataset.platform === name ? 0 : -1;
    if (tab.dataset.platform === name) tab.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  field("main").setAttribute("aria-labelledby", `tab-${name}`);
  part("thread").className = `thread ${platform().kind}`;
  part("handle-field").hidden = !platform().handle;
  part("phone-field").hidden = !platform().phone;
  part("channel-label").textContent = platform().label;
  part("items").replaceChildren();
  trouble("");
  aim("");
  look();
}

function aim(id) {
  view.target = id;
  const item = view.state.items.find((one) => one.id === id);
  part("target").hidden = !item;
  part("target-name").textContent = item?.author ?? "";
  part("target-text").textContent = item?.text ?? "";
  part("send-label").textContent = item ? platform().answer : platform().send;
  part("text-label").textContent = item ? `Answer to ${item.author}` : "Message";
  drawItems(view.state, id);
}

const trouble = (words) => { part("trouble").textContent = words; };

async function send(event) {
  event?.preventDefault();
  const text = field("text").value.trim();
  if (!text || !me().name) return trouble(text ? "Give the customer a name first." : "Write something first.");
  if (!me().channel) return trouble("There is no company to write to yet.");
  const [path, body] = platform().call(me(), text, view.target, view.state);
  try {
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(`/control/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    if (!answer.ok) return trouble((await answer.json()).error);
  } catch {
    return trouble("The sandbox cannot be reached. Your text is kept; try again.");
  }
  field("text").value = "";
  trouble("");
  aim("");
  await look();
  if (platform().kind === "wall") part("thread").scrollTop = path === "facebook/posts" ? 0 : part("thread").scrollTop;
}

function become(person) {
  field("name").value = person.name;
  field("handle").value = person.handle ?? handleFor(person.name);
  field("phone").value = person.phone ?? phoneFor(person.name);
  look();
}

function named() {
  field("handle").value = handleFor(field("name").value);
  field("phone").value = phoneFor(field("name").value);
  look();
}

function move(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const next = tabs[(tabs.indexOf(event.target) + step + tabs.length) % tabs.length];
  choose(next.dataset.platform);
  next.focus();
}

for (const tab of tabs) {
  tab.addEventListener("click", () => choose(tab.dataset.platform));
  tab.addEventListener("keydown", move);
}
field("name").addEventListener("input", named);
field("handle").addEventListener("input", look);
field("phone").addEventListener("input", look);
field("channel").addEventListener("change", (event) => { view.channels[view.platform] = event.target.value; look(); });
part("people").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) become({ ...button.dataset });
});
part("items").addEventListener("click", (event) => {
  if (!event.target.closest(".reply")) return;
  aim(event.target.closest(".item").dataset.id);
  field("text").focus();
});
part("untarget").addEventListener("click", () => { aim(""); field("text").focus(); });
part("composer").addEventListener("submit", send);
field("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send(event);
  if (event.key === "Escape" && view.target) aim("");
});

named();
choose(location.hash.slice(1) in PLATFORMS ? location.hash.slice(1) : "facebook");
setInterval(look, EVERY);
