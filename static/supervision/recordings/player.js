// Re-enacts a recording: shows what was there at a moment, and lets the moment move.

import { advance, clock, momentsOf, soughtBy } from "./timeline.js";

const isElsewhere = (event) => event.target.closest("select, textarea, dialog, audio, video, input:not([data-seek])");

export class Player {
  #bar;
  #scenes;
  #timed;
  #state;
  #parts;

  // `bar` has the controls, `scenes` what is shown; the keys count within `keys`. `begins` is called whenever it moves.
  constructor(bar, scenes, keys, begins = () => {}) {
    this.#bar = bar;
    this.#scenes = scenes;
    this.#timed = [...scenes.querySelectorAll("[data-ms]")].map((element) => ({ element, ms: Number(element.dataset.ms) }));
    const names = ["toggle", "speed", "skip", "seek", "clock"];
    this.#parts = Object.fromEntries(names.map((name) => [name, bar.querySelector(`[data-${name}]`)]));
    const length = Number(bar.dataset.length);
    const moments = momentsOf(this.#timed.map((one) => one.ms), length);
    this.#state = { at: 0, moments, length, speed: 1, skips: true, since: 0, frame: 0 };
    this.begins = begins;
    this.#listen(keys);
    this.#draw();
  }

  play() {
    const state = this.#state;
    this.begins();
    if (state.at >= state.length) state.at = 0;
    state.since = performance.now();
    state.frame = requestAnimationFrame((now) => this.#step(now));
    this.#parts.toggle.setAttribute("aria-pressed", "true");
    this.#parts.toggle.setAttribute("aria-label", this.#bar.dataset.pause);
  }

  pause() {
    cancelAnimationFrame(this.#state.frame);
    this.#state.frame = 0;
    this.#parts.toggle.setAttribute("aria-pressed", "false");
    this.#parts.toggle.setAttribute("aria-label", this.#bar.dataset.play);
  }

  go(at) {
    this.begins();
    this.#state.at = at;
    this.#draw();
    this.#follow();
  }

  #listen(keys) {
    const { toggle, seek, speed, skip } = this.#parts;
    for (const place of keys) place.addEventListener("keydown", (event) => this.#key(event));
    toggle.addEventListener("click", () => this.#turn());
    seek.addEventListener("input", () => this.go(Number(seek.value)));
    speed.addEventListener("change", () => (this.#state.speed = Number(speed.value)));
    skip.addEventListener("click", () => {
      this.#state.skips = !this.#state.skips;
      skip.setAttribute("aria-pressed", String(this.#state.skips));
    });
  }

  #turn() {
    if (this.#state.frame) this.pause();
    else this.play();
  }

  #key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || isElsewhere(event)) return;
    const to = soughtBy(event.key, this.#state.at, this.#state.length);
    if (to !== undefined) this.go(to);
    else if (event.key === " " && !event.target.closest("button, a")) this.#turn();
    else return;
    event.preventDefault();
  }

  #step(now) {
    const state = this.#state;
    state.at = advance(state, now - state.since);
    state.since = now;
    this.#draw();
    this.#follow();
    if (state.at >= state.length) this.pause();
    else state.frame = requestAnimationFrame((next) => this.#step(next));
  }

  #draw() {
    const { at, length } = this.#state;
    for (const { element, ms } of this.#timed) element.hidden = ms > at && ms > 0;
    for (const stages of this.#scenes.querySelectorAll("[data-stages]")) drawStages(stages, at);
    this.#parts.seek.value = at;
    const words = this.#bar.dataset.at.replace("%at%", clock(at)).replace("%all%", clock(length));
    this.#parts.clock.textContent = words;
    this.#parts.seek.setAttribute("aria-valuetext", words);
  }

  // Follows what comes, as long as it plays.
  #follow() {
    const last = [...this.#scenes.children].findLast((one) => !one.hidden);
    last?.scrollIntoView({ block: "nearest" });
  }
}

// Of a message's wordings, and of what is known of its delivery, only the newest is shown.
function drawStages(stages, at) {
  const shown = [...stages.children].filter((one) => Number(one.dataset.ms) <= at);
  for (const one of stages.children) one.hidden = one !== shown.at(-1);
}
