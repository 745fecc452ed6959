// Questions of the console's pages to the server: JSON with the CSRF token; a refusal is a sentence.

const PATIENCE = 30000; // milliseconds

/** {answer} or {refused: sentence or ""}. */
export async function ask(address, given) {
  const headers = { Accept: "application/json", "Content-Type": "application/json" };
  headers["X-CSRFToken"] = document.querySelector("[name=csrfmiddlewaretoken]").value;
  try {
    const said = await fetch(address, { method: "POST", headers, body: JSON.stringify(given), signal: AbortSignal.timeout(PATIENCE) });
    const answer = await said.json();
    return said.ok ? { answer } : { refused: answer.detail ?? "" };
  } catch {
    return { refused: "" };
  }
}

export const clone = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

export const setIcon = (within, name) => within.querySelector("use").setAttribute("href", `#i-${name}`);
