// The desk's way to the server: JSON over HTTP with the CSRF token, errors as two kinds and in sentences.
import { follow } from "./clock.js";
import { say } from "./words.js";

const BASE = "/api/v1/";
const PATIENCE = 15000; // ms until an answer counts as lost

/** The server understood and said no. `code` names the reason, `detail` says it to people, `answer` is all it said. */
export class Refused extends Error {
  constructor(status, answer) {
    super(answer.detail || say("error.refused"));
    this.status = status;
    this.code = answer.code ?? "";
    this.answer = answer;
  }
}

/** No answer, or one that leaves open what happened. */
export class Lost extends Error {}

let onForbidden = () => {};

/** What to do after a 401 or 403: the session may have ended. */
export const whenForbidden = (action) => (onForbidden = action);

/** Whether the session still holds; a server that cannot be reached is no evidence against it. */
export async function signedIn() {
  try {
    const response = await reach("GET", "desk/");
    return ![401, 403].includes(response.status);
  } catch {
    return true;
  }
}

function token() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie ? decodeURIComponent(cookie[1]) : document.querySelector("[name=csrfmiddlewaretoken]").value;
}

function request(method, body) {
  const headers = { Accept: "application/json", "X-CSRFToken": token() };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const text = body === undefined ? undefined : JSON.stringify(body);
  return { method, headers, body: text, credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE) };
}

async function reach(method, path, body) {
  try {
    return await fetch(BASE + path, request(method, body));
  } catch {
    throw new Lost(say(navigator.onLine ? "error.server" : "error.offline"));
  }
}

async function read(response) {
  if (response.status === 204) return null;
  try {
    return await response.json();
  } catch {
    throw new Lost(say("error.server"));
  }
}

async function answerOf(response) {
  if (response.status >= 500) throw new Lost(say("error.server"));
  const answer = await read(response);
  if (response.ok) return answer;
  if (response.status === 401 || response.status === 403) await onForbidden();
  throw new Refused(response.status, answer);
}

async function call(method, path, body) {
  const response = await reach(method, path, body);
  follow(Date.parse(response.headers.get("Date")));
  return answerOf(response);
}

/** Sends a form with files; `onShare` hears how much of it is there, 0 to 1. */
export const upload = async (path, form, onShare) => answerOf(await carried(path, form, onShare));

/** As XMLHttpRequest does it: fetch does not tell how far an upload is. */
function carried(path, form, onShare) {
  const call = new XMLHttpRequest();
  call.open("POST", BASE + path);
  call.setRequestHeader("Accept", "application/json");
  call.setRequestHeader("X-CSRFToken", token());
  return new Promise((resolve, reject) => {
    const lost = () => reject(new Lost(say(navigator.onLine ? "error.upload" : "error.offline")));
    call.upload.addEventListener("progress", ({ loaded, total }) => onShare(total ? loaded / total : 0));
    call.addEventListener("load", () => resolve(new Response(call.responseText || null, { status: call.status })));
    for (const trouble of ["error", "abort", "timeout"]) call.addEventListener(trouble, lost);
    call.send(form);
  });
}

/** Signs in with a form's login and password; answers where to go next. */
export async function signIn(form) {
  const body = new URLSearchParams(new FormData(form));
  const headers = { Accept: "application/json", "X-CSRFToken": token() };
  const answer = await fetch(form.action, { method: "POST", headers, body }).catch(() => {
    throw new Lost(say(navigator.onLine ? "error.server" : "error.offline"));
  });
  const said = await answer.json().catch(() => ({}));
  if (answer.ok) return said.location;
  const wrong = [...(said.form?.errors ?? []), ...Object.values(said.form?.fields ?? {}).flatMap(({ errors }) => errors)];
  throw new Refused(answer.status, { detail: wrong[0] ?? say("error.signIn") });
}

export const get = (path) => call("GET", path);
export const post = (path, body = {}) => call("POST", path, body);
export const put = (path, body) => call("PUT", path, body);
export const patch = (path, body) => call("PATCH", path, body);
export const remove = (path) => call("DELETE", path);

/** A PUT whose answer nobody waits for: the browser carries it even when the page is gone. */
export function carry(path, body) {
  fetch(BASE + path, { ...request("PUT", body), keepalive: true }).catch(() => {});
}
