// The few things we do to the page: clone a <template>, fill its parts, keep a list of children in step with data.
// Every function writes only what differs, so that focus, selection and scroll are left alone.

/** The element with this id. */
export const byId = (id) => document.getElementById(id);

/** A copy of the first element of <template id="t-name">. */
export const make = (name) => byId(`t-${name}`).content.firstElementChild.cloneNode(true);

/** The part of an element that its template calls `name` (data-f). */
export const part = (root, name) => root.querySelector(`[data-f="${name}"]`);

/** Writes text, if it differs. */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Shows or hides; icons too, which know no `hidden` property. */
export function show(element, on) {
  if (element.hasAttribute("hidden") === Boolean(on)) element.toggleAttribute("hidden", !on);
}

/** Sets an attribute, or removes it for null and false. */
export function set(element, name, value) {
  if (value === null || value === undefined || value === false) {
    if (element.hasAttribute(name)) element.removeAttribute(name);
  } else if (element.getAttribute(name) !== String(value)) {
    element.setAttribute(name, value);
  }
}

/** Writes several parts at once; an empty value hides its part. */
export function fill(root, values) {
  for (const [name, value] of Object.entries(values)) {
    const element = part(root, name);
    write(element, value === null || value === undefined ? "" : String(value));
    show(element, element.textContent !== "");
  }
}

/** Points an icon (or the icon inside an element) at another one of the sprite. */
export function icon(element, name) {
  const use = element.querySelector("use");
  set(use, "href", `#i-${name}`);
}

/** Puts exactly one of these classes on the element. */
export function oneOf(element, classes, chosen) {
  for (const name of classes) element.classList.toggle(name, name === chosen);
}

/**
 * Makes the children of `list` follow `items`: one child per key, in this order, made once, updated in place.
 * Children that stay are not moved unless the order changed.
 */
export function keyed(list, items, keyOf, create, update) {
  const wanted = new Set(items.map((item) => String(keyOf(item))));
  const present = new Map();
  for (const child of [...list.children]) {
    if (wanted.has(child.dataset.key)) present.set(child.dataset.key, child);
    else child.remove();
  }
  let cursor = list.firstElementChild;
  for (const item of items) {
    const key = String(keyOf(item));
    const child = present.get(key) ?? create(item);
    child.dataset.key = key;
    if (child === cursor) cursor = cursor.nextElementSibling;
    else list.insertBefore(child, cursor);
    update(child, item);
  }
}
