// Writing an alert: shows only what the figure needs, and what the alert would say now.
import { byId, set, show, write } from "../../workspace/dom.js";

const form = byId("alert-form");
const COUNTED = ["service_level", "picked_up", "unanswered", "longest_waited", "first_reply"];
const PAUSE = 300; // ms without a change before the server is asked

let timer;

function fit() {
  const figure = form.elements.figure.value;
  show(form.querySelector(".of-status"), figure === "in_status");
  show(form.querySelector(".of-period"), COUNTED.includes(figure));
}

async function preview() {
  if (!form.elements.limit.value || !form.elements.figure.value) return;
  const answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form) }).catch(() => null);
  if (!answer?.ok) return;
  const { words, holds } = await answer.json();
  write(byId("preview"), words);
  set(byId("preview"), "data-tone", holds ? form.elements.severity.value : "normal");
}

function changed() {
  fit();
  clearTimeout(timer);
  timer = setTimeout(preview, PAUSE);
}

form.addEventListener("input", changed);
changed();
