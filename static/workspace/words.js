// Words that are put together while the page runs. They stand, translated, in <template id="words">.

let dictionary;
let plurals;

function load() {
  dictionary = new Map();
  for (const entry of document.getElementById("words").content.children) {
    dictionary.set(entry.dataset.word, entry.textContent);
  }
  plurals = new Intl.PluralRules(document.documentElement.lang);
}

/** The word or sentence of this key, with %name% replaced by values. A key nobody wrote answers with itself. */
export function say(key, values = {}) {
  if (!dictionary) load();
  const text = dictionary.get(key) ?? key;
  return text.replace(/%(\w+)%/g, (whole, name) => values[name] ?? whole);
}

/** Whether this key has words. */
export function known(key) {
  if (!dictionary) load();
  return dictionary.has(key);
}

/** Like say, with the plural form of `count`: keys end in .one, .few, .other, as the language has them. */
export function sayCount(key, count, values = {}) {
  if (!dictionary) load();
  const exact = `${key}.${plurals.select(count)}`;
  return say(dictionary.has(exact) ? exact : `${key}.other`, { count, ...values });
}
