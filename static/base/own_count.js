// How many of one's own scorecards wait to be acknowledged: a page that is open all day asks now and then.

const EVERY = 120_000; // ms
const badge = document.querySelector("[data-own-waiting]");

async function look() {
  if (document.hidden) return;
  try {
    const answer = await fetch(badge.dataset.ownWaiting, { headers: { Accept: "application/json" }, redirect: "error" });
    if (!answer.ok) return;
    const { unacknowledged } = await answer.json();
    badge.querySelector("[data-f=count]").textContent = unacknowledged;
    badge.hidden = !unacknowledged;
  } catch {
    // The next look asks again.
  }
}

if (badge) setInterval(look, EVERY);
