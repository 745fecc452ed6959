// The chart of a report, by uPlot; the table beside it says the same, and stands alone where the package is not there.
import { byId, show } from "../../workspace/dom.js";
import { aligned, moment, range, steps, thinned, written } from "./scales.js";

const UPLOT = "/static/vendor/uplot/uPlot.esm.js";
const COLORS = ["--accent", "--held-line", "--connected-line", "--disconnected-line", "--note-line", "--ink-3"];
const DASHES = [undefined, [6, 3], [3, 3], [9, 3, 2, 3], [12, 4], [2, 4]];
const LEGEND = ["first", "second", "third", "fourth", "fifth", "sixth"];
const FEW = 40; // points that are drawn as such
const FONT = '12px "Inter Variable", system-ui, sans-serif';

/** Colors as a canvas knows them: `light-dark()` is understood by style sheets only. */
function painter(box) {
  const probe = document.createElement("i");
  box.after(probe);
  return (name) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
}

function axes(data, paint) {
  const lines = { stroke: paint("--rule"), width: 1 };
  const look = { stroke: paint("--ink-2"), font: FONT, grid: lines, ticks: lines };
  const places = () => data.names.map((_, place) => place);
  const names = { ...look, splits: places, values: () => data.names, rotate: data.names?.length > 6 ? -30 : 0, size: 70 };
  const beside = { ...look, size: 64, values: (_plot, ticks) => ticks.map((value) => written(data.unit, value)) };
  const { lang } = document.documentElement;
  const moments = { ...look, space: 70, incrs: steps(data.times), values: (_plot, marks, _axis, _space, step) => marks.map((at) => moment(at, step, data.zone, lang)) };
  const named = { ...look, splits: (plot) => thinned(data.times, plot.width), values: (_plot, marks) => marks.map((at) => data.labels[data.times.indexOf(at)]) };
  const times = data.labels ? named : moments;
  return [data.times ? times : names, beside];
}

function series(data, paint, paths) {
  return data.series.map((one, place) => ({
    label: one.label,
    stroke: paint(COLORS[place]),
    fill: paths && paint(COLORS[place]),
    width: 2,
    dash: DASHES[place],
    paths,
    spanGaps: true,
    points: { show: !paths && one.values.length < FEW },
  }));
}

function options(data, box, paint, uPlot) {
  const paths = data.times ? undefined : uPlot.paths.bars({ size: [0.5, 60] });
  const x = data.times ? { time: true } : { time: false, range: () => [-0.5, data.names.length - 0.5] };
  return {
    width: box.clientWidth,
    height: box.clientHeight,
    legend: { show: false },
    cursor: { y: false },
    tzDate: data.zone ? (at) => uPlot.tzDate(new Date(at * 1000), data.zone) : undefined,
    scales: { x, y: { range: (_plot, _low, high) => range(data.unit, high) } },
    axes: axes(data, paint),
    series: [{}, ...series(data, paint, paths)],
  };
}

const SVG = "http://www.w3.org/2000/svg";

function mark(place) {
  const [svg, path] = [document.createElementNS(SVG, "svg"), document.createElementNS(SVG, "path")];
  svg.setAttribute("viewBox", "0 0 18 8");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", "M0 4h18");
  path.setAttribute("class", LEGEND[place]);
  svg.append(path);
  return svg;
}

function drawLegend(all) {
  const items = all.map((one, place) => {
    const item = document.createElement("li");
    item.append(mark(place), one.label);
    return item;
  });
  byId("legend").replaceChildren(...items);
}

async function start() {
  const box = byId("chart");
  if (!box) return;
  const data = JSON.parse(byId("chart-data").textContent);
  const { default: uPlot } = await import(UPLOT).catch(() => ({}));
  if (!uPlot) {
    show(box.closest(".drawing"), false);
    return;
  }
  const paint = painter(box);
  let plot = null;
  const draw = () => {
    plot?.destroy();
    plot = new uPlot(options(data, box, paint, uPlot), aligned(data), box);
  };
  const fit = () => plot.width !== box.clientWidth && plot.setSize({ width: box.clientWidth, height: box.clientHeight });
  drawLegend(data.series);
  draw();
  new ResizeObserver(fit).observe(box);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  new MutationObserver(draw).observe(document.documentElement, { attributeFilter: ["data-theme"] });
}

start();
