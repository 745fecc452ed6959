// The session ended while the desk was open: the password is asked for in place, and the desk goes on where it was.
import * as api from "./api.js";
import { byId, show, write } from "./dom.js";
import { say } from "./words.js";

let before; // what had the focus when the session ended

const form = () => byId("signed-out");

function complain(text) {
  show(byId("signed-out-wrong"), Boolean(text));
  write(byId("signed-out-why"), text);
}

/** Draws the form while nobody is signed in; typing goes on afterwards where it was broken off. */
export function drawSigningIn({ signedOut }) {
  if (form().hidden !== signedOut) return;
  if (signedOut) before = document.activeElement;
  show(form(), signedOut);
  const to = signedOut ? form().elements.password : before;
  to?.focus();
}

async function signIn(event, heal) {
  event.preventDefault();
  const button = form().querySelector("button");
  button.disabled = true;
  complain("");
  try {
    const next = await api.signIn(form());
    // A second factor is asked for on a page of its own; what was typed is kept.
    if (new URL(next, location).pathname !== location.pathname) location.assign(next);
    else heal();
    form().elements.password.value = "";
  } catch (error) {
    complain(error.message);
    form().elements.password.select();
  } finally {
    button.disabled = false;
  }
}

/** Watches the form; `heal()` is called when the session holds again. */
export function startSigningIn(heal) {
  form().addEventListener("submit", (event) => signIn(event, heal));
}
