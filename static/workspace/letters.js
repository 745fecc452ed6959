// A letter for each of some names, so that one key chooses: pure, no page.

const ALL = [..."abcdefghijklmnopqrstuvwxyz"];

const lettersOf = (name) => [...name.toLowerCase().normalize("NFD")].filter((sign) => ALL.includes(sign));

/** One letter per name, in their order: the first of its own that is free, else any that is free, else "". */
export function lettersFor(names) {
  const taken = new Set();
  return names.map((name) => {
    const free = [...lettersOf(name), ...ALL].find((letter) => !taken.has(letter)) ?? "";
    taken.add(free);
    return free;
  });
}
