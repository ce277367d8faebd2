// The names of the runs at their balls, which move with them.
/** @import { Landscape, RunName } from "./build.js" */
/** @import { Obstacle } from "../../../draw/plot/name_places.js" */
import { at } from "../../../core/at.js";
import { setAttribute } from "../../../draw/dom.js";
import { placeNames } from "../../../draw/plot/name_places.js";
import { cornersOf, placeOf } from "../../../draw/plot/scale.js";
import { set, shape, widthOf } from "../../../draw/svg.js";
import { setRunColour } from "../plots/run_marks.js";

/** The radius of a ball with its halo, in pixels. */
export const HALO = 10.5;
/** How much wider bold letters are than plain ones. */
const BOLD = 1.2;
/** The height of a line in letter sizes. */
const LINE = 1.25;
/** A number of a contour is covered rather than that names stand far away. */
const CONTOUR_WEIGHT = 0.25;
/** Names keep this distance from the border, in pixels. */
const BORDER = 4;

/** @param {Element} parent @param {number} run @param {string} content @returns {RunName} */
export function runName(parent, run, content) {
  const node = shape("g", { "data-name": run }, parent);
  setRunColour(node, run);
  const lead = shape("path", { class: "run-lead" }, node);
  const text = shape("text", { "text-anchor": "middle", dy: "0.35em" }, node);
  text.textContent = content;
  return { content, node, lead, text, side: undefined };
}

/** The box of a text that is placed by its attributes. @param {Element} node @param {number} size of the letters
 * @returns {Obstacle[]} none for an empty one */
export function boxOfText(node, size) {
  const content = node.textContent ?? "";
  if (content === "") return [];
  const w = widthOf(content) * size * BOLD;
  const anchor = node.getAttribute("text-anchor");
  const x = Number(node.getAttribute("x"));
  const middle = anchor === "end" ? x - w / 2 : anchor === "middle" ? x : x + w / 2;
  return [{ x: middle, y: Number(node.getAttribute("y")) - size * 0.35, w, h: size * LINE }];
}

/** What names do not cover: the start, the labels of arrows, of exits and of contours.
 * @param {Landscape} landscape @returns {Obstacle[]} */
function obstaclesOf({ nodes, runs, plot, size, arrows }) {
  const [first] = runs;
  const start = first ? placeOf(plot, at(first.xs, 0), at(first.ys, 0)) : null;
  const word = boxOfText(nodes.start.label, size).map((box) => ({
    ...box,
    x: (start?.x ?? 0) + Number(nodes.start.label.getAttribute("x") ?? 0),
    y: (start?.y ?? 0) + box.y,
  }));
  const contours = [...nodes.labels.children].map((label) => {
    const [, x = "0", y = "0"] =
      /translate\(([-\d.]+) ([-\d.]+)\)/.exec(label.getAttribute("transform") ?? "") ?? [];
    const content = label.textContent ?? "";
    return { x: Number(x), y: Number(y), w: widthOf(content) * size, h: size * LINE, weight: CONTOUR_WEIGHT };
  });
  const exits = [...nodes.exits.children].flatMap((group) => boxOfText(at(group.children, 1), size));
  return [...(start ? [{ ...start, w: 30, h: 30 }] : []), ...word, ...arrows, ...exits, ...contours];
}

/** Places the names at the balls that are in the plot.
 * @param {Landscape} landscape @param {readonly ({ x: number, y: number } | null)[]} balls null: outside */
export function moveNames(landscape, balls) {
  const { runs, plot, size } = landscape;
  if (runs.every(({ name }) => name === null)) return;
  const followed = landscape.screen?.run ?? 0;
  const near = (/** @type {{ x: number, y: number }} */ a, /** @type {{ x: number, y: number }} */ b) =>
    Math.hypot(a.x - b.x, a.y - b.y) < HALO;
  // Of runs that are at one place, as at the start, the chosen one is named, or else the first.
  const isNamed = (/** @type {{ x: number, y: number }} */ place, /** @type {number} */ r) =>
    r === followed ||
    balls.every((other, k) => !other || k === r || !near(place, other) || (k > r && k !== followed));
  const seen = runs.flatMap(({ name }, r) => {
    const place = balls[r] && isNamed(balls[r], r) ? balls[r] : null;
    if (name) setAttribute(name.node, "visibility", place ? null : "hidden");
    return name && place ? [{ name, place }] : [];
  });
  const heads = seen.map(({ name, place }) => ({
    ...place,
    w: widthOf(name.content) * size * BOLD,
    h: size * LINE,
    r: HALO,
  }));
  const places = placeNames(
    heads,
    obstaclesOf(landscape),
    cornersOf(plot, -BORDER),
    seen.map(({ name }) => name.side),
  );
  seen.forEach(({ name, place }, k) => {
    const { box, side, far } = at(places, k);
    name.side = side;
    set(name.text, { x: box.x.toFixed(1), y: box.y.toFixed(1) });
    const end = {
      x: Math.max(box.x - box.w / 2, Math.min(box.x + box.w / 2, place.x)),
      y: Math.max(box.y - box.h / 2, Math.min(box.y + box.h / 2, place.y)),
    };
    const line = `M${place.x.toFixed(1)} ${place.y.toFixed(1)}L${end.x.toFixed(1)} ${end.y.toFixed(1)}`;
    set(name.lead, { d: far ? line : null });
  });
}
