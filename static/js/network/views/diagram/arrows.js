// Arrows of a drawing, the groups that its parts stand in, and nodes that exist only during a step.

import { setText } from "../../../draw/dom.js";
import { set, shape } from "../../../draw/svg.js";

/** @import { Attributes } from "../../../draw/svg.js" */
/** @import { Places } from "../../layout.js" */

/**
 * One `<g>` for every class name, in this order from the back to the front.
 * @template {string} N @param {SVGSVGElement} svg @param {readonly N[]} names @returns {Record<N, SVGGElement>}
 */
export const makeGroups = (svg, names) =>
  /** @type {Record<N, SVGGElement>} */ (
    Object.fromEntries(names.map((name) => [name, shape("g", { class: name }, svg)]))
  );

/**
 * A group with the line and the head of an arrow.
 * @param {Element} parent @param {Attributes} attributes of the group @param {{ line: string, head: string }} place
 * @param {Attributes} [ofLine] further attributes of the line
 */
export function drawArrow(parent, attributes, place, ofLine = {}) {
  const group = shape("g", attributes, parent);
  const line = shape("path", { class: "line", d: place.line, ...ofLine }, group);
  shape("path", { class: "head", d: place.head }, group);
  return { group, line };
}

/** The least distance between two columns, in pixels, that have their names. */
const MIN_CAPTION = 64;

/**
 * The names of the columns at their feet, where there is room for them.
 * @param {Element} parent @param {Places["captions"]} captions @param {(column: number) => string} textOf
 */
export function drawCaptions(parent, captions, textOf) {
  if (captions.slice(1).some(({ x }, k) => x - (captions[k]?.x ?? 0) < MIN_CAPTION)) return;
  captions.forEach(({ x, y }, column) =>
    setText(
      shape("text", { class: "caption", x, y, "data-column": x, "text-anchor": "middle" }, parent),
      textOf(column),
    ),
  );
}

/** Moves names of columns that would be cut at the edge of the drawing to within it: on a phone their letters are
 * larger in relation to it. @param {ParentNode} sheet @param {number} width of the drawing */
export function fitCaptions(sheet, width) {
  const captions = /** @type {SVGTextElement[]} */ ([...sheet.querySelectorAll("text.caption[data-column]")]);
  const halves = captions.map((caption) => caption.getComputedTextLength() / 2);
  captions.forEach((caption, k) => {
    const half = halves[k] ?? 0;
    const x = Number(caption.dataset["column"]);
    set(caption, { x: Math.max(half, Math.min(width - half, x)).toFixed(1) });
  });
}

/**
 * Nodes that come and go with the steps, by key. An update calls `keepNode` for every one that the screen shows, and
 * `removeOthers` at its end.
 * @typedef {object} StepNodes
 * @property {Map<string, SVGGElement>} kept by the last update
 * @property {Map<string, SVGGElement>} wanted by the present one
 */

/** @returns {StepNodes} */
export const makeStepNodes = () => ({ kept: new Map(), wanted: new Map() });

/** @param {StepNodes} nodes @param {string} key @param {() => SVGGElement} make */
export function keepNode(nodes, key, make) {
  const node = nodes.kept.get(key) ?? make();
  nodes.wanted.set(key, node);
  return node;
}

/** @param {StepNodes} nodes */
export function removeOthers(nodes) {
  for (const [key, node] of nodes.kept) if (!nodes.wanted.has(key)) node.remove();
  nodes.kept = nodes.wanted;
  nodes.wanted = new Map();
}

/**
 * The green arrow of an update.
 * @param {StepNodes} nodes @param {Element} parent @param {string} unit "2.0"
 * @param {{ line: string, head: string }} place
 */
export const keepLoop = (nodes, parent, unit, place) =>
  keepNode(
    nodes,
    `loop ${unit}`,
    () => drawArrow(parent, { class: "loop", "data-loop": unit, "aria-hidden": "true" }, place).group,
  );
