// Where in its list an interaction stands, "3 of 128": asked for apart, so that nothing waits for it.

const answers = new Map();

// Each address once for as long as the page stands; null of what could not be had.
export function asked(address) {
  if (!answers.has(address)) answers.set(address, answerOf(address));
  return answers.get(address);
}

async function answerOf(address) {
  try {
    return await (await fetch(address, { headers: { Accept: "application/json" } })).json();
  } catch {
    answers.delete(address); // the next one may have more luck
    return null;
  }
}

// `before`: what stood at this place so far, which is kept until the answer is here, so that nothing moves twice.
export async function tellPlace(root, before = "") {
  const span = root.querySelector("[data-place]");
  if (!span) return;
  span.textContent = before;
  const [here, all] = await Promise.all([asked(span.dataset.place), asked(span.dataset.all)]);
  const known = here?.short && all?.short;
  span.textContent = known ? span.dataset.words.replace("%place%", here.short).replace("%all%", all.short) : "";
}
