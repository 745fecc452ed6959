// A search in a dialog: opened by its buttons or Ctrl+K, asked while one types, walked through with the arrow keys.

const PAUSE = 140; // milliseconds without a key before the server is asked

/**
 * Makes a dialog search. `ask(words)` answers groups of {words, note, icon, url, keys, run}, null if the server is away;
 * `near(words)` is what can be said at once, and stands on top. An entry has an address, or `run`s. Answers how it is opened.
 */
export function finder(dialog, ask, near = () => []) {
  const input = dialog.querySelector("input");
  const list = dialog.querySelector("[role=listbox]");
  const said = dialog.querySelector("[data-none]");
  const entries = new WeakMap(); // option -> its entry
  let asked = 0;
  let timer = 0;
  let pending = false;
  let goes = false; // Enter was pressed before there was anything to choose

  const options = () => [...list.querySelectorAll("[role=option]")];
  const clone = (name) => dialog.querySelector(`[data-piece=${name}]`).content.firstElementChild.cloneNode(true);
  const chosen = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true");

  function drawOne(entry) {
    const one = clone("one");
    if (entry.url) one.href = entry.url;
    one.querySelector("use").setAttribute("href", `#i-${entry.icon}`);
    one.querySelector("span").textContent = entry.words;
    one.querySelector("small").textContent = entry.note ?? "";
    const keys = one.querySelector("kbd");
    keys.textContent = entry.keys ?? "";
    keys.hidden = !entry.keys;
    entries.set(one, entry);
    return one;
  }

  function drawGroup({ caption, found }, n) {
    const group = clone("group");
    const head = group.querySelector("p");
    head.textContent = caption;
    head.id = `${list.id}-in-${n}`;
    group.setAttribute("aria-labelledby", head.id);
    group.append(...found.map(drawOne));
    return group;
  }

  function choose(n) {
    const all = options();
    const one = all[(n + all.length) % all.length];
    for (const option of all) option.setAttribute("aria-selected", String(option === one));
    input.setAttribute("aria-activedescendant", one?.id ?? "");
    one?.scrollIntoView({ block: "nearest" });
  }

  /** What is chosen stays chosen while the server's answer comes in below it. */
  function draw(groups) {
    const before = entries.get(options()[chosen()])?.words;
    list.replaceChildren(...groups.filter(({ found }) => found.length).map(drawGroup));
    options().forEach((option, n) => (option.id = `${list.id}-${n}`));
    input.setAttribute("aria-expanded", String(options().length > 0));
    choose(Math.max(0, options().findIndex((option) => entries.get(option).words === before)));
  }

  function tell(groups) {
    const count = options().length;
    said.textContent = groups === null ? said.dataset.failed : count ? said.dataset.count.replace("#", count) : said.dataset.none;
    said.classList.toggle("sr", count > 0 && groups !== null);
  }

  async function question() {
    const turn = ++asked;
    const words = input.value.trim();
    const answer = await ask(words).catch(() => null);
    if (turn !== asked) return; // a later question has been asked meanwhile
    pending = false;
    draw([...near(words), ...(answer ?? [])]);
    tell(answer);
    if (goes) options()[chosen()]?.click();
  }

  function look(pause) {
    clearTimeout(timer);
    asked += 1; // what is on its way answers an earlier question
    pending = true;
    goes = false;
    draw(near(input.value.trim()));
    said.classList.add("sr");
    timer = setTimeout(question, pause);
  }

  function open() {
    if (dialog.open) return;
    for (const menu of document.querySelectorAll(":popover-open")) menu.hidePopover();
    dialog.showModal();
    input.select();
    look(0);
  }

  function enter() {
    const option = options()[chosen()];
    if (option) option.click();
    else goes = pending;
  }

  function press(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose(chosen() + step);
    else if (event.key === "Enter") enter();
    else return;
    event.preventDefault();
  }

  list.addEventListener("click", (event) => {
    const entry = entries.get(event.target.closest("[role=option]"));
    if (!entry || event.ctrlKey || event.metaKey || event.shiftKey) return; // in another tab: as the browser does it
    dialog.close();
    entry.run?.();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    if (!document.querySelector("dialog[open]")) open();
  });
  input.addEventListener("keydown", press);
  input.addEventListener("input", () => look(PAUSE));
  list.addEventListener("pointermove", (event) => {
    const over = event.target.closest("[role=option]");
    if (over && over.getAttribute("aria-selected") !== "true") choose(options().indexOf(over));
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
  });
  return open;
}

/** Asks the dialog's own address; null when it does not answer. */
export async function asking(dialog, words, more = "") {
  const address = `${dialog.dataset.from}?q=${encodeURIComponent(words)}${more}`;
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  return answer.ok && !answer.redirected ? (await answer.json()).groups : null;
}
