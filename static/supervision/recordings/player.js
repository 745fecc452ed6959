// Re-enacts a recording: shows what was there at a moment, and lets the moment move.

import { advance, clock, momentsOf, soughtBy } from "./timeline.js";

const player = document.querySelector("[data-player]");
const scenes = document.querySelector("[data-scenes]");
const [toggle, speed, skip, seek, told] = ["toggle", "speed", "skip", "seek", "clock"].map((name) => player.querySelector(`[data-${name}]`));
const timed = [...scenes.querySelectorAll("[data-ms]")].map((element) => ({ element, ms: Number(element.dataset.ms) }));
const length = Number(player.dataset.length);
const moments = momentsOf(timed.map((one) => one.ms), length);
const state = { at: 0, moments, length, speed: 1, skips: true, since: 0, frame: 0 };

// Of a message's wordings, and of what is known of its delivery, only the newest is shown.
function drawStages(stages) {
  const shown = [...stages.children].filter((one) => Number(one.dataset.ms) <= state.at);
  for (const one of stages.children) one.hidden = one !== shown.at(-1);
}

function draw() {
  for (const { element, ms } of timed) element.hidden = ms > state.at && ms > 0;
  for (const stages of scenes.querySelectorAll("[data-stages]")) drawStages(stages);
  seek.value = state.at;
  const words = player.dataset.at.replace("%at%", clock(state.at)).replace("%all%", clock(length));
  told.textContent = words;
  seek.setAttribute("aria-valuetext", words);
}

// Follows what comes, as long as it plays.
function follow() {
  const last = [...scenes.children].findLast((one) => !one.hidden);
  last?.scrollIntoView({ block: "nearest" });
}

function step(now) {
  state.at = advance(state, now - state.since);
  state.since = now;
  draw();
  follow();
  if (state.at >= length) pause();
  else state.frame = requestAnimationFrame(step);
}

function play() {
  if (state.at >= length) state.at = 0;
  state.since = performance.now();
  state.frame = requestAnimationFrame(step);
  toggle.setAttribute("aria-pressed", "true");
  toggle.setAttribute("aria-label", player.dataset.pause);
}

function pause() {
  cancelAnimationFrame(state.frame);
  state.frame = 0;
  toggle.setAttribute("aria-pressed", "false");
  toggle.setAttribute("aria-label", player.dataset.play);
}

function go(at) {
  state.at = at;
  draw();
  follow();
}

const isElsewhere = (event) => event.target.closest("select, textarea, dialog, audio, video, input:not([data-seek])");

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || isElsewhere(event)) return;
  const to = soughtBy(event.key, state.at, length);
  if (to !== undefined) go(to);
  else if (event.key === " " && !event.target.closest("button, a")) state.frame ? pause() : play();
  else return;
  event.preventDefault();
});
toggle.addEventListener("click", () => (state.frame ? pause() : play()));
seek.addEventListener("input", () => go(Number(seek.value)));
speed.addEventListener("change", () => (state.speed = Number(speed.value)));
skip.addEventListener("click", () => {
  state.skips = !state.skips;
  skip.setAttribute("aria-pressed", String(state.skips));
});
for (const opens of document.querySelectorAll("[data-opens]")) {
  const dialog = document.getElementById(opens.dataset.opens);
  opens.addEventListener("click", () => dialog.showModal());
  dialog.querySelector("[data-closes]").addEventListener("click", () => dialog.close());
}
draw();
