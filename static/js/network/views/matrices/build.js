// Builds the matrices: their frames and names as SVG, and the canvas under it for the colours of the numbers.

import { at } from "../../../core/at.js";
import { element, setText } from "../../../draw/dom.js";
import { shape } from "../../../draw/svg.js";
import { makeGroups } from "../diagram/arrows.js";
import { MIDDLE, imageSide, placeMatrices } from "./layout.js";

/** @import { Context, Screen, Trace } from "../../types.js" */
/** @import { Naming } from "../../notation.js" */
/** @import { BlockPlace, MatrixPlaces } from "./layout.js" */

/** The parts of the drawing, from the back to the front. */
const GROUPS = /** @type {const} */ (["captions", "edges", "blocks", "readout"]);
/** Pixels of the canvas for a unit of the drawing. */
export const PIXELS_PER_UNIT = 2;

/**
 * @typedef {object} BlockNodes
 * @property {SVGGElement} group
 * @property {SVGRectElement} border
 * @property {SVGTextElement} name
 * @property {boolean} known some of its numbers are shown
 * @property {string} look what it showed last, but for the trace
 * @property {Trace | null} trace that it showed last
 */
/** @typedef {BlockPlace & BlockNodes} Block */
/**
 * @typedef {object} Matrices
 * @property {Context} context
 * @property {SVGSVGElement} svg
 * @property {MatrixPlaces} places
 * @property {Block[]} blocks
 * @property {CanvasRenderingContext2D | null} painter
 * @property {SVGTextElement} readout the number under the pointer
 * @property {{ screen: Screen, naming: Naming } | null} latest
 * @property {string} colours of the bar as it is painted
 * @property {WeakMap<object, Map<string, string>>} states of the blocks at a frame, by what the frame writes
 */

/** @param {SVGSVGElement} svg @param {Context} context @param {Screen} first @returns {Matrices} */
export function buildMatrices(svg, context, { trace: { network } }) {
  svg.classList.add("matrices");
  const places = placeMatrices(network);
  const groups = makeGroups(svg, GROUPS);
  buildTexts(groups.captions, context, network, places);
  for (const { x, layer } of places.wires) {
    const d = `M${x - 20} ${MIDDLE}H${x - 4}m-5 -4l5 4l-5 4`;
    shape("path", { class: "wire", d, "data-wire": layer, "aria-hidden": "true" }, groups.edges);
  }
  const canvas = element("canvas", { class: "heat", "aria-hidden": "true" });
  canvas.width = Math.round(places.width * PIXELS_PER_UNIT);
  canvas.height = Math.round(places.height * PIXELS_PER_UNIT);
  svg.before(canvas);
  return {
    context,
    svg,
    places,
    blocks: places.blocks.map((place) => buildBlock(groups.blocks, place)),
    painter: canvas.getContext("2d"),
    readout: shape(
      "text",
      { class: "said", x: 250, y: places.legend.y + 12, "font-size": 15 },
      groups.readout,
    ),
    latest: null,
    colours: "",
    states: new WeakMap(),
  };
}

/** @param {Element} parent @param {BlockPlace} place @returns {Block} */
function buildBlock(parent, place) {
  const { array, box } = place;
  const group = shape(
    "g",
    { class: "block", "data-block": array, "data-state": "absent", "data-focus": array },
    parent,
  );
  const border = shape("rect", { class: "border", x: box.x, y: box.y, width: box.w, height: box.h }, group);
  // ∂C/∂a stands close beside ∂C/∂z: their names would touch.
  const y = array.startsWith("error") ? box.y + box.h + 18 : box.y - 8;
  const name = shape(
    "text",
    { class: "symbol", x: box.x + box.w / 2, y, "text-anchor": "middle", "font-size": 15 },
    group,
  );
  return { ...place, group, border, name, known: false, look: "", trace: null };
}

/**
 * The names of the columns, the shapes of the matrices, and the ends of the scale of colours.
 * @param {Element} parent @param {Context} context @param {Trace["network"]} network @param {MatrixPlaces} places
 */
function buildTexts(parent, { t }, network, places) {
  /** @param {string} text @param {number} x @param {number} y @param {"caption" | "shape"} kind */
  const write = (text, x, y, kind) =>
    setText(shape("text", { class: kind, x, y, "text-anchor": "middle" }, parent), text);
  write(t("diagram.inputs"), places.inputs.caption, 34, "caption");
  const side = imageSide(network.inputs);
  const size = side === null ? String(network.inputs) : `${side} × ${side}`;
  write(size, places.inputs.shape.x, places.inputs.shape.y, "shape");
  let fanIn = network.inputs;
  network.layers.forEach(({ units, activation }, index) => {
    const layer = index + 1;
    const { caption, shape: under } = at(places.layers, index);
    const name = t(layer === network.layers.length ? "diagram.output" : "diagram.layer", { layer });
    write(`${units} × ${fanIn}`, under.x, under.y, "shape");
    write(`${name} · ${activation}`, caption, 34, "caption");
    fanIn = units;
  });
  write(t("diagram.target"), places.targets.caption, 34, "caption");
  const { x, y, w } = places.legend;
  write(t("diagram.lowest"), x, y + 28, "shape");
  write("0", x + w / 2, y + 28, "shape");
  write(t("diagram.highest"), x + w, y + 28, "shape");
}
