// Keeps the floor as it is now: asks every few seconds whether it has changed, and loads it anew while nobody writes there.

const EVERY = 4000; // ms
const page = document.querySelector("[data-floor]");

const isBusy = () => document.hidden || page.querySelector("details[open]") || page.querySelector("select:focus, textarea:focus");

async function look() {
  if (isBusy()) return;
  try {
    const answer = await fetch(page.dataset.floor, { headers: { Accept: "application/json" } });
    const { version } = answer.ok ? await answer.json() : page.dataset;
    if (version !== page.dataset.version && !isBusy()) location.reload();
  } catch {
    // The next look asks again.
  }
}

setInterval(look, EVERY);
page.addEventListener("change", (event) => event.target.matches(".narrow-by select") && event.target.form.requestSubmit());
