// The shelf at the left of the page of responses: all, every library with its categories, the labels in use.
import { byId, icon, keyed, make, part, set, write } from "./dom.js";
import { say } from "./words.js";

const LANGUAGE = document.documentElement.lang;

const beneath = (library, at, level) => [
  { key: `c${at.id}`, name: at.name, icon: "folder", count: at.count, level, to: { library: library.id, category: at.id } },
  ...at.children.flatMap((child) => beneath(library, child, level + 1)),
];

/** Its lines, from the libraries and labels as the server tells them. */
export function shelfOf(libraries, labels) {
  const count = libraries.reduce((sum, one) => sum + one.count, 0);
  return [
    { key: "all", name: say("shelf.all"), icon: "all", count, level: 0, to: {} },
    ...libraries.flatMap((one) => [
      {
        key: `l${one.id}`,
        name: one.active ? one.name : say("shelf.off", { name: one.name }),
        icon: one.own ? "own" : "library",
        count: one.count,
        level: 0,
        to: { library: one.id },
      },
      ...one.categories.flatMap((at) => beneath(one, at, 1)),
    ]),
    ...labels.map(({ name, count: uses }) => ({ key: `t${name}`, name, icon: "tag", count: uses, level: 0, to: { label: name } })),
  ];
}

/** The category of a library with this id. */
export function categoryOf(library, id, among = library.categories) {
  return among.reduce((found, at) => found ?? (at.id === id ? at : categoryOf(library, id, at.children)), null);
}

const isChosen = ({ to }, asked) => ["library", "category", "label"].every((name) => String(to[name] ?? "") === (asked.get(name) ?? ""));

/** Draws the lines; `asked` is the address. */
export function drawLines(lines, asked) {
  keyed(byId("shelf"), lines, (line) => line.key, () => make("shelf"), (element, line) => {
    const link = part(element, "link");
    set(link, "href", `?${new URLSearchParams(line.to)}`);
    set(link, "aria-current", isChosen(line, asked) ? "true" : null);
    set(element, "data-level", line.level);
    icon(link, line.icon);
    write(part(element, "name"), line.name);
    write(part(element, "count"), line.count.toLocaleString(LANGUAGE));
  });
}

/** Asks for another name; null: it stays. */
export function newName(name) {
  const dialog = byId("renaming");
  const field = byId("renaming-name");
  field.value = name;
  dialog.returnValue = "";
  dialog.showModal();
  field.select();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes" ? field.value.trim() : null), { once: true });
  });
}
