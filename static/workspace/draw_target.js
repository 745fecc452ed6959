// One line of the transfer's list: a colleague, a workgroup or a station, with what one wants to know before.
import { setTime } from "./clock.js";
import { fill, part, set, show } from "./dom.js";
import { initials } from "./faces.js";
import { say, sayCount } from "./words.js";

function statusWords({ status, do_not_disturb: undisturbed }) {
  return undisturbed ? say("transfer.undisturbed", { status }) : (status ?? say("status.none"));
}

const skillWords = ({ skills }) => skills.map(({ name, level }) => say("transfer.skill", { name, level })).join(", ");

function drawAgent(element, agent) {
  const there = !agent.refused;
  fill(element, { name: agent.name, initials: initials(agent.name), about: there ? statusWords(agent) : agent.refused, skills: skillWords(agent) });
  setTime(part(element, "since"), "since", agent.logged_on ? agent.status_since : null);
  fill(element, { load: agent.logged_on ? sayCount("transfer.load", agent.load.now) : "" });
  set(part(element, "load"), "title", say("transfer.percent", { percent: agent.load.percent }));
  element.classList.toggle("free", there && agent.takes_acd);
}

function drawWorkgroup(element, group) {
  fill(element, { name: group.name, about: sayCount("transfer.available", group.available) });
  const closed = part(element, "closed");
  show(closed, !group.open);
  setTime(part(element, "opens"), "moment", group.open ? null : group.opens_at);
  fill(element, { load: sayCount("queue.waiting", group.waiting) });
  setTime(part(element, "longest"), "waited", group.longest_since);
}

function drawStation(element, station) {
  fill(element, { name: station.name, about: station.taken_by ? say("transfer.sits", { name: station.taken_by }) : "", load: "" });
  if (station.refused) fill(element, { about: station.taken_by ? say("transfer.sitsBut", { name: station.taken_by, why: station.refused }) : station.refused });
}

const DRAW = { agent: drawAgent, workgroup: drawWorkgroup, station: drawStation };

/** Draws a target as it is now. */
export const drawTarget = (element, target) => DRAW[target.kind](element, target);
