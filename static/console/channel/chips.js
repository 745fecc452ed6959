// A list that the server takes as lines, drawn as chips: each is checked while the next one is typed.
import { ask, clone, setIcon } from "./ask.js";

const MOST_OFFERED = 6;
const ICONS = { connected: "ok", held: "warn", disconnected: "warn", busy: "wait", lost: "info" };
const words = () => document.getElementById("chips-words").content.firstElementChild.dataset;

export class Chips {
  /** `facts()` are the account and the rest of the form, sent with every question; `changed` is told of every change. */
  constructor(area, address, facts, changed) {
    Object.assign(this, { area, address, facts, changed, verdicts: new Map(), kind: area.dataset.chips });
    this.box = clone("chips");
    this.list = this.box.querySelector("ul");
    this.input = this.box.querySelector("input");
    this.said = document.createElement("div");
    this.said.setAttribute("aria-live", "polite");
    this.input.placeholder = this.input.dataset[this.kind];
    this._stand();
    this.draw();
  }

  get values() {
    return this.area.value.split("\n").map((line) => line.trim()).filter(Boolean);
  }

  set values(list) {
    this.area.value = [...new Set(list)].join("\n");
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
    this.draw();
    this.changed();
  }

  /** Ask about all that was not asked about, or about all again. */
  check({ anew = false } = {}) {
    if (anew) this.verdicts.clear();
    this.draw();
    for (const value of this.values) if (!this.verdicts.has(value)) this._ask(value);
  }

  async _ask(value) {
    if (!this.facts().account) return;
    this.verdicts.set(value, { tone: "busy", note: words().checking });
    this.draw();
    const { answer, refused } = await ask(this.address, { ...this.facts(), value });
    this.verdicts.set(value, answer ?? { tone: "lost", note: words().lost, said: refused });
    this.draw();
  }

  _stand() {
    const { area, input } = this;
    input.id = area.id;
    area.id = `${input.id}-lines`;
    area.hidden = true;
    if (area.getAttribute("aria-describedby")) input.setAttribute("aria-describedby", area.getAttribute("aria-describedby"));
    area.after(this.box, this.said);
    input.addEventListener("keydown", (event) => this._press(event));
    input.addEventListener("blur", () => this._take());
    input.addEventListener("paste", (event) => this._paste(event));
    this.box.addEventListener("click", (event) => event.target.closest("button, input") || input.focus());
  }

  _press(event) {
    const ends = event.key === "Enter" || (event.key === "," && this.kind === "address");
    if (ends && (this.input.value.trim() || event.key === ",")) {
      event.preventDefault();
      this._take();
    } else if (event.key === "Backspace" && !this.input.value && this.values.length) {
      this.values = this.values.slice(0, -1);
    }
  }

  _paste(event) {
    const text = event.clipboardData.getData("text");
    if (!text.includes("\n")) return;
    event.preventDefault();
    this._add(text.split("\n"));
  }

  _take() {
    const text = this.input.value;
    this.input.value = "";
    if (text.trim()) this._add([text]);
  }

  _add(lines) {
    const clean = lines.map((line) => (this.kind === "address" ? line.trim().replace(/^@/, "") : line.trim()));
    this.values = [...this.values, ...clean.filter(Boolean)];
    this.check();
  }

  remove(value) {
    this.values = this.values.filter((one) => one !== value);
    this.input.focus();
  }

  /** Offer what the account has, as buttons; what is in the list already is left out. */
  offer(found) {
    this.offers = found;
    this.draw();
  }

  replace(value, other) {
    this.values = this.values.map((one) => (one === value ? other : one));
    this.check();
  }

  draw() {
    this.list.replaceChildren(...this.values.map((value) => this._chip(value)));
    const told = this.values.map((value) => this._told(value)).filter(Boolean);
    this.said.replaceChildren(...told, ...this._offered());
  }

  _offered() {
    const left = (this.offers ?? []).filter(({ value }) => !this.values.includes(value));
    if (!left.length) return [];
    const line = clone("known");
    for (const { value, note } of left.slice(0, MOST_OFFERED)) {
      const button = clone("known-one");
      button.querySelector("span").textContent = note && note !== value ? `${note} (${value})` : value;
      button.addEventListener("click", () => this._add([value]));
      line.append(button);
    }
    return [line];
  }

  _chip(value) {
    const { tone = "", note = "" } = this.verdicts.get(value) ?? {};
    const chip = clone("chip");
    chip.classList.add(tone || "unasked");
    chip.classList.toggle("new", !this.area.defaultValue.split("\n").map((line) => line.trim()).includes(value));
    if (tone) setIcon(chip, ICONS[tone]);
    const shown = this.facts().platform === "twitter" && this.kind === "address" ? `@${value}` : value;
    chip.querySelector("span").textContent = shown;
    chip.querySelector("small").textContent = note;
    const button = chip.querySelector("button");
    button.setAttribute("aria-label", button.dataset.label.replace("#", shown));
    button.addEventListener("click", () => this.remove(value));
    return chip;
  }

  _told(value) {
    const verdict = this.verdicts.get(value);
    if (!verdict?.said) return null;
    const line = clone("chip-said");
    // What is in order and said all the same is for information.
    line.classList.add(["lost", "connected"].includes(verdict.tone) ? "waiting" : verdict.tone);
    if (line.classList.contains("waiting")) setIcon(line, "info");
    line.querySelector("span").textContent = verdict.said;
    const button = line.querySelector("button");
    button.hidden = !verdict.near;
    button.textContent = button.dataset.label.replace("#", verdict.near);
    button.addEventListener("click", () => this.replace(value, verdict.near));
    return line;
  }
}
