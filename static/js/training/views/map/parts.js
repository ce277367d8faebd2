// The elements of the map and what is made once for a run, a size and a palette. No painting.
/** @import { Context, TrainScreen } from "../../types.js" */
/** @import { Apply } from "../../forward.js" */
/** @import { Run } from "../../run.js" */
/** @import { Box } from "./axes_view.js" */
/** @import { MapFrame } from "./axes.js" */
/** @import { Spots } from "./samples.js" */
import { element } from "../../../draw/dom.js";
import { shape } from "../../../draw/svg.js";
import { createForward, functionsOf } from "../../forward.js";
import { isRegression } from "../../task.js";
import { createPalette } from "../palette.js";
import { createArea } from "./area.js";
import { frameOfData } from "./axes.js";
import { createScale } from "./axes_view.js";
import { pointsOfCurve, pointsOfPlane } from "./grid.js";
import { createHead } from "./head.js";
import { createLegend } from "./legend.js";

/** A place on the plot, from 0 to 1 from its upper left corner. @typedef {{ u: number, v: number }} Place */
/** @typedef {ReturnType<typeof createForward>} Forward */
/**
 * What is made once for a run and the inputs that are shown.
 * @typedef {object} Prepared
 * @property {Run} run @property {string} axes
 * @property {MapFrame} frame
 * @property {Forward} forward at the points of the map
 * @property {Forward} single at the one point of `point`
 * @property {Float32Array[]} point
 */

/** @param {Run} run @param {Map<string, Apply>} functions @param {readonly [number, number]} axes
 * @returns {Prepared} */
export function prepared(run, functions, axes) {
  const frame = frameOfData(run, isRegression(run), axes);
  const point = frame.means.map(() => new Float32Array(1));
  const points = frame.isCurve ? pointsOfCurve(frame) : pointsOfPlane(frame);
  return {
    run,
    axes: axes.join(),
    frame,
    forward: createForward(run.layers, functions, points),
    single: createForward(run.layers, functions, point),
    point,
  };
}

/** The canvases of the plot, one above the other: what is answered, the samples, what changes of them. */
function createPlot() {
  const layer = (/** @type {string} */ name) => {
    const canvas = element("canvas", { class: name });
    return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  };
  const brushes = [layer("map-canvas"), layer("map-samples"), layer("map-states")];
  const [area, samples, states] =
    /** @type {[CanvasRenderingContext2D, CanvasRenderingContext2D, CanvasRenderingContext2D]} */ (brushes);
  const plot = element(
    "div",
    { class: "map-plot", tabindex: 0, role: "img" },
    ...brushes.map(({ canvas }) => canvas),
  );
  return {
    plot,
    area,
    samples,
    states,
    /** @param {Box} box @param {number} density pixels of a canvas for a CSS pixel */
    resize(box, density) {
      Object.assign(plot.style, {
        left: `${box.left}px`,
        top: `${box.top}px`,
        inlineSize: `${box.width}px`,
        blockSize: `${box.height}px`,
      });
      for (const { canvas } of brushes) {
        canvas.width = Math.round(box.width * density);
        canvas.height = Math.round(box.height * density);
      }
    },
  };
}

/** @typedef {ReturnType<typeof createParts>} MapParts */

/** The map in an element. @param {HTMLElement} root @param {Context} context @param {() => void} redraw */
export function createParts(root, context, redraw) {
  const layers = createPlot();
  const svg = shape("svg", { class: "map-axes", "aria-hidden": "true" });
  const room = element("div", { class: "map-room" }, svg, layers.plot);
  const head = createHead(context);
  const legend = createLegend(context);
  const scale = createScale(context.t("training.scale"));
  head.root.append(scale.root);
  const readout = element("p", { class: "map-readout" });
  root.replaceChildren(head.root, room, readout, legend.root);
  return {
    t: context.t,
    functions: functionsOf(context.catalog.curves),
    layers,
    svg,
    room,
    head,
    legend,
    scale,
    readout,
    area: createArea(layers.area),
    palette: createPalette(root, redraw),
    /** @type {Prepared | null} */
    made: null,
    /** @type {TrainScreen | null} */
    screen: null,
    /** Of the room, in CSS pixels. @type {{ width: number, height: number } | null} */
    size: null,
    /** @type {Spots | null} */
    spots: null,
    /** @type {Place | null} */
    pointed: null,
    /** What the parts that stay were painted for. */
    painted: "",
    /** When the readout was last changed. */
    saidAt: -Infinity,
  };
}
