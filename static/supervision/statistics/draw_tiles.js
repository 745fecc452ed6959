// One tile for each workgroup; what is nothing is pale, what an alert is about is colored.
import { byId, icon, keyed, make, part, set, write } from "../../workspace/dom.js";
import { known, say } from "../../workspace/words.js";
import { ICONS } from "./draw_alarms.js";
import { drawSpark } from "./spark.js";
import { NOTHING, percent, since, some } from "./written.js";

const LENGTHS = ["longest_conversation", "longest_message"];
const NUMBERS = ["active_conversations", "active_messages", "connected", "held"];

function put(tile, name, text, hot = false) {
  const element = part(tile, name);
  write(element, text);
  element.classList.toggle("none", text === NOTHING || text === "0");
  element.classList.toggle("hot", hot);
}

function drawPlatforms(tile, platforms) {
  const draw = (mark, platform) => {
    set(mark, "aria-label", known(`platform.${platform}`) ? say(`platform.${platform}`) : platform);
    icon(mark, platform);
  };
  keyed(part(tile, "on"), platforms, (platform) => platform, () => make("on"), draw);
}

function drawGrade(tile, severity) {
  set(tile, "data-tone", severity);
  set(part(tile, "grade"), "data-tone", severity);
  icon(part(tile, "grade"), ICONS[severity]);
  write(part(tile, "severity"), say(`severity.${severity}`));
}

function drawTile(tile, group, period, at) {
  const over = group.over[period];
  write(part(tile, "name"), group.name);
  set(part(tile, "name"), "data-workgroup", group.id);
  drawPlatforms(tile, group.platforms);
  drawGrade(tile, group.severity);
  const waiting = part(tile, "waiting");
  if (waiting.dataset.queue) set(waiting, "href", `${waiting.dataset.queue}${group.id}`);
  const hot = (figure) => group.hot.includes(figure);
  put(tile, "waiting", String(group.waiting), hot("waiting"));
  put(tile, "longest", since(group.longest_waiting, at), hot("longest_waiting"));
  for (const name of NUMBERS) put(tile, name, some(group[name]), hot(name));
  for (const name of LENGTHS) put(tile, name, since(group[name], at), hot(name));
  put(tile, "unanswered", some(over.unanswered), hot("unanswered"));
  put(tile, "agents", say("has", { n: group.available, m: group.logged_on }));
  put(tile, "level", percent(over.service_level));
  write(part(tile, "goal"), say("of.percent", { goal: percent(group.objective), over: say(`goal.${period}`) }));
  drawSpark(part(tile, "spark"), group.trail[period] ?? group.trail.lately, over.service_level, group.objective);
}

/** The tiles, in the order of the server. */
export function drawTiles(groups, period, at) {
  const draw = (tile, group) => drawTile(tile, group, period, at);
  keyed(byId("tiles"), groups, (group) => group.id, () => make("tile"), draw);
}
