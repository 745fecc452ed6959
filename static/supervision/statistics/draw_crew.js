// Who is logged on, by status: what he has in hand, and for how long he is in it.
import { byId, icon, keyed, make, oneOf, part, set, show, write } from "../../workspace/dom.js";
import { say } from "../../workspace/words.js";
import { since } from "./written.js";

const TONES = { available: "connected", break: "held", follow_up: "parked", training: "alerting", unavailable: "disconnected" };
const SQUARES = 5;

/** Up to five squares: c connected, h held, a alerting, blank room; more than five share them. */
export function squares({ connected, held, alerting, room }) {
  const full = Math.max(room, connected + held + alerting, 1);
  const share = (number) => (number ? Math.max(1, Math.round((number / full) * Math.min(SQUARES, full))) : 0);
  const filled = [..."c".repeat(share(connected)), ..."h".repeat(share(held)), ..."a".repeat(share(alerting))];
  return Array.from({ length: SQUARES }, (_, place) => filled[place] ?? (place < Math.min(SQUARES, full) ? "" : "x"));
}

function drawAgent(row, agent, at) {
  const load = part(row, "load");
  write(part(row, "name"), agent.name);
  set(part(row, "name"), "data-agent", agent.id);
  squares(agent).forEach((kind, place) => oneOf(load.children[place], ["c", "h", "a", "x"], kind));
  set(load, "aria-label", say("load", agent));
  write(part(row, "has"), say("has", { n: agent.has, m: agent.room }));
  write(part(row, "since"), since(agent.status_since, at));
}

function drawStatus(section, { status, agents }, at) {
  oneOf(section.querySelector("h3"), Object.values(TONES), TONES[status.group]);
  icon(section, status.icon);
  write(part(section, "name"), status.name);
  write(part(section, "number"), String(agents.length));
  keyed(part(section, "agents"), agents, (agent) => agent.id, () => make("agent"), (row, agent) => drawAgent(row, agent, at));
}

/** [{status, agents}], the statuses in the order of the server, those without one last. */
export function byStatus({ statuses, agents }) {
  const none = { id: null, name: say("status.none"), icon: "person", group: "unavailable" };
  const found = [...statuses, none].map((status) => ({ status, agents: agents.filter((agent) => agent.status === status.id) }));
  return found.filter((one) => one.agents.length);
}

export function drawCrew(frame, at) {
  write(byId("number-of-agents"), say("logged_on", { n: frame.agents.length }));
  const draw = (section, one) => drawStatus(section, one, at);
  show(byId("no-crew"), !frame.agents.length);
  keyed(byId("crew"), byStatus(frame), (one) => one.status.id ?? 0, () => make("status"), draw);
}
