// Alerts: the open ones, the worst first, and what was cleared a moment ago; with their sounds, if they are wanted.
import { byId, icon, keyed, make, part, set, show, write } from "../../workspace/dom.js";
import { play, startSounds } from "../../workspace/sounds.js";
import { say } from "../../workspace/words.js";

export const ICONS = { normal: "done", minor: "info", major: "diamond", warning: "warn", critical: "octagon" };
const LOUD = 80;

let known = null; // {id: has it ended}, null until the first frame: what is open already rings nobody

/** What is new since: [[alert, "entering" | "leaving"], …]. */
export function news(before, alerts) {
  if (!before) return [];
  const entered = alerts.filter((one) => !(one.id in before) && one.ended === null).map((one) => [one, "entering"]);
  const left = alerts.filter((one) => before[one.id] === false && one.ended !== null).map((one) => [one, "leaving"]);
  return [...entered, ...left];
}

const isOn = () => byId("sound").getAttribute("aria-pressed") === "true";

function tell([alert, what]) {
  const tone = alert.sounds[what === "entering" ? 0 : 1];
  if (tone && isOn()) play(tone, LOUD);
  write(byId("alarm-news"), say("alert.news", { severity: say(`severity.${alert.severity}`), who: alert.who, text: alert.text }));
}

function drawAlarm(row, alert, { locale, zone }) {
  set(row, "data-tone", alert.severity);
  icon(row, ICONS[alert.severity]);
  const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone };
  const facts = {
    severity: say(`severity.${alert.severity}`),
    who: alert.who,
    at: new Intl.DateTimeFormat(locale, options).format(alert.ended ?? alert.began),
    text: alert.text,
  };
  for (const [name, text] of Object.entries(facts)) write(part(row, name), text);
}

export function drawAlarms(alerts, where) {
  const open = alerts.filter((one) => one.ended === null).length;
  write(byId("number-of-alerts"), alerts.length ? say("alerts.open", { open, cleared: alerts.length - open }) : "");
  show(byId("no-alarms"), !alerts.length);
  keyed(byId("alarms"), alerts, (one) => one.id, () => make("alarm"), (row, one) => drawAlarm(row, one, where));
  for (const one of news(known, alerts)) tell(one);
  known = Object.fromEntries(alerts.map((one) => [one.id, one.ended !== null]));
}

function showSound(on) {
  set(byId("sound"), "aria-pressed", String(on));
  icon(byId("sound"), on ? "sound" : "silent");
  write(part(byId("sound"), "words"), say(on ? "sound.on" : "sound.off"));
}

/** The button; browsers let a page sound only after the first click or key on it. */
export function startSound() {
  startSounds();
  showSound(localStorage.getItem("board-sound") === "on");
  byId("sound").addEventListener("click", () => {
    const on = !isOn();
    localStorage.setItem("board-sound", on ? "on" : "off");
    showSound(on);
    if (on) play("chime", LOUD);
  });
}
