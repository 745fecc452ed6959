// Only what is near the view has content: a conversation of thousands costs what its visible part costs. What is far keeps
// its height, so that nothing moves; it is drawn before it comes into view.

const MARGIN = 1000; // px beyond the view that are drawn as well
const FAR = 5000; // px beyond which content is taken away again
const MANY = 120; // drawn things above which it is worth while to look for far ones

/** The first of `count` things for which `passes(place)` holds, if all after it hold too; `count` where none does. */
export function firstWhere(count, passes) {
  let [from, to] = [0, count];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (passes(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

const same = (a, b) => a?.length === b.length && a.every((value, place) => value === b[place]);

/** Keeps things (elements in the order of the page) drawn near the view of a scrolling element. */
export class Near {
  constructor(flow) {
    this.flow = flow;
    this.things = [];
    this.jobs = new WeakMap(); // thing -> {inputs, draw}
    this.drawn = new Map(); // thing -> the inputs it was drawn with
  }

  /** A new pass over all things begins. */
  begin() {
    this.things = [];
  }

  /** The next thing: `draw()` fills it from `inputs`. What is drawn already is drawn anew only where they differ. */
  add(thing, inputs, draw) {
    this.things.push(thing);
    this.jobs.set(thing, { inputs, draw });
    const before = this.drawn.get(thing);
    if (before && !same(before, inputs)) this.draw(thing);
    else if (!before) thing.classList.add("far");
  }

  draw(thing) {
    const { inputs, draw } = this.jobs.get(thing);
    this.drawn.set(thing, inputs);
    thing.classList.remove("far");
    thing.style.minHeight = "";
    draw();
  }

  /** Draws one thing, wherever it is. */
  ensure(thing) {
    if (this.jobs.has(thing) && !this.drawn.has(thing)) this.draw(thing);
  }

  /** Draws what is near and not drawn yet; answers whether there was any. */
  fill() {
    const view = this.flow.getBoundingClientRect();
    const place = (number) => this.things[number].getBoundingClientRect();
    const from = firstWhere(this.things.length, (number) => place(number).bottom > view.top - MARGIN);
    const to = firstWhere(this.things.length, (number) => place(number).top > view.bottom + MARGIN);
    const blank = this.things.slice(from, to).filter((thing) => !this.drawn.has(thing));
    for (const thing of blank) this.draw(thing);
    return blank.length > 0;
  }

  /** Draws what is near until nothing near is blank, and forgets what is far. */
  settle() {
    for (let round = 0; round < 6 && this.fill(); round += 1);
    this.forget();
  }

  forget() {
    if (this.drawn.size <= MANY) return;
    const view = this.flow.getBoundingClientRect();
    for (const thing of this.drawn.keys()) {
      const { top, bottom } = thing.getBoundingClientRect();
      if (!thing.isConnected) this.drawn.delete(thing);
      else if (bottom < view.top - FAR || top > view.bottom + FAR) this.blank(thing, bottom - top);
    }
  }

  /** Takes the content away, unless somebody is in it or it plays. */
  blank(thing, height) {
    if (thing.contains(document.activeElement) || thing.querySelector("video, audio")) return;
    if (document.getSelection()?.containsNode(thing, true)) return;
    this.drawn.delete(thing);
    thing.style.minHeight = `${height}px`;
    thing.classList.add("far");
    thing.replaceChildren();
  }
}
