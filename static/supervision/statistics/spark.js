// The line of a service level: its last quarters of an hour, and where it stands now.
import { set } from "../../workspace/dom.js";
import { say } from "../../workspace/words.js";
import { percent } from "./written.js";

const [WIDE, HIGH] = [120, 44];
const EDGE = 2; // units above the highest and below the lowest value

/** [[x, y], …] of the values that there are; 100 % lies at the top, the lowest step of ten below all at the bottom. */
export function points(values, floor) {
  const step = WIDE / (values.length - 1);
  const y = (value) => EDGE + ((100 - value) / (100 - floor)) * (HIGH - 2 * EDGE);
  return values.map((value, place) => [round(place * step), value, y]).filter(([, value]) => value !== null).map(([x, value]) => [x, round(y(value))]);
}

const round = (number) => Math.round(number * 10) / 10;

/** The lower edge: never above 50 %. */
export const floorOf = (values) => Math.min(50, ...values.filter((value) => value !== null).map((value) => Math.floor(value / 10) * 10), 90);

/** Draws the values, oldest first, then `last`, and the objective if there is one. */
export function drawSpark(svg, trail, last, objective) {
  const values = [...trail, last ?? null];
  const floor = floorOf([...values, objective ?? null]);
  const line = points(values, floor);
  const path = line.map(([x, y]) => `${x},${y}`).join(" L");
  const [under, goal, run, now] = svg.children;
  set(under, "d", line.length > 1 ? `M${path} L${line.at(-1)[0]},${HIGH} L${line[0][0]},${HIGH}z` : null);
  set(run, "d", line.length > 1 ? `M${path}` : null);
  set(now, "d", line.length ? `M${line.at(-1).join(",")}h.01` : null);
  set(goal, "d", objective ? `M0,${points([objective, objective], floor)[0][1]}H${WIDE}` : null);
  const seen = values.filter((value) => value !== null);
  set(svg, "aria-label", seen.length ? say("spark", { from: percent(seen[0]), to: percent(seen.at(-1)) }) : say("spark.none"));
}
