// The nodes of the contour plot, made once, and the state that its drawing functions share.
/** @import { Context } from "../../types.js" */
/** @import { DescentAnswer, DescentMap, DescentScreen } from "../../types.js" */
/** @import { Point } from "../../../draw/geometry.js" */
/** @import { Plot } from "../../../draw/plot/scale.js" */
/** @import { PlotView } from "../../../draw/plot/window.js" */
/** @import { Obstacle } from "../../../draw/plot/name_places.js" */
/** @import { Trajectory } from "../../../draw/plot/lines.js" */
import { element, uniqueId } from "../../../draw/dom.js";
import { letterSize, shape } from "../../../draw/svg.js";
import { emptyPlot } from "../plots/axes.js";
import { pointReadout } from "../plots/readout.js";
import { startHandle } from "../plots/start_handle.js";

/**
 * The drawing of one run.
 * @typedef {object} RunMarks
 * @property {SVGGElement} group of its paths
 * @property {SVGPathElement} done the trajectory up to the present step
 * @property {SVGPathElement} dots
 * @property {SVGPathElement} moving the part of the present step that is done
 * @property {SVGGElement} ball
 * @property {RunName | null} name at the ball; null where there is one run only
 * @property {Trajectory} trajectory
 * @property {number[]} xs
 * @property {number[]} ys
 * @property {number[]} apart the points whose gradient stays visible
 */

/**
 * The name of a run at its ball.
 * @typedef {object} RunName
 * @property {string} content
 * @property {SVGGElement} node
 * @property {SVGPathElement} lead from the ball to a name that stands apart
 * @property {SVGTextElement} text
 * @property {number | undefined} side on which it stands
 */

/** @typedef {ReturnType<typeof buildNodes>} LandscapeNodes */

/**
 * @typedef {object} Landscape
 * @property {HTMLElement} root
 * @property {Context} context
 * @property {LandscapeNodes} nodes
 * @property {ReturnType<typeof pointReadout>} readout
 * @property {Plot} plot
 * @property {PlotView | null} wanted what a gesture has made of the part that is seen; null once it is drawn
 * @property {{ screen: DescentScreen, start: Point } | null} moved the start since the screen was drawn
 * @property {Plot} mapPlot the plot for which the map was drawn
 * @property {DescentMap | null} mapFor the map that is drawn
 * @property {RunMarks[]} runs
 * @property {number} size of the letters in pixels
 * @property {DescentScreen | null} screen the latest one
 * @property {DescentAnswer | null} builtFor the answer that is drawn
 * @property {string} builtSeen the part of the plane that is seen
 * @property {string} builtKey what else the drawing depends on: size, language, theme
 * @property {string} iterationKey the iteration and run that are drawn
 * @property {Point | null} gradientLabel the place of the gradient's label
 * @property {Obstacle[]} arrows the labels and heads of the arrows, which names do not cover
 */

/** @param {HTMLElement} root @param {Context} context @returns {Landscape} */
export function buildLandscape(root, context) {
  const readout = pointReadout();
  const nodes = buildNodes();
  const { sheet, pointer, slopeText, notes } = nodes;
  root.replaceChildren(
    element(
      "figure",
      { class: "plot plot-contours" },
      sheet,
      element(
        "figcaption",
        {},
        element("div", { class: "plot-numbers" }, readout.node, pointer),
        slopeText,
        notes,
      ),
    ),
  );
  return {
    root,
    context,
    nodes,
    readout,
    plot: emptyPlot(),
    wanted: null,
    moved: null,
    mapPlot: emptyPlot(),
    mapFor: null,
    runs: [],
    size: letterSize(nodes.svg),
    screen: null,
    builtFor: null,
    builtKey: "",
    builtSeen: "",
    iterationKey: "",
    gradientLabel: null,
    arrows: [],
  };
}

/** All nodes, in the order in which they are painted. */
function buildNodes() {
  const shades = element("canvas", { class: "plot-shades", "aria-hidden": "true" });
  const shadesFrame = element("div", { class: "plot-shades-frame", hidden: true }, shades);
  const svg = shape("svg", { class: "plot-drawing", role: "group" });
  const clipId = uniqueId("landscape-clip");
  const clipped = { "clip-path": `url(#${clipId})` };
  const clip = shape("rect", {}, shape("clipPath", { id: clipId }, shape("defs", {}, svg)));
  return {
    shades,
    shadesFrame,
    svg,
    sheet: element("div", { class: "plot-sheet" }, shadesFrame, /** @type {Node} */ (svg)),
    pointer: element("p", { class: "plot-pointer", "aria-hidden": "true" }),
    slopeText: element("p", { class: "plot-slope" }),
    notes: element("p", { class: "hint plot-notes" }),
    clip,
    ground: shape("rect", { class: "plot-ground" }, svg),
    contours: shape("g", { class: "contours" }, shape("g", clipped, svg)),
    trajectories: shape("g", { class: "trails", ...clipped }, svg),
    axes: shape("g", { class: "axes", "aria-hidden": "true" }, svg),
    labels: shape("g", { class: "contour-labels", "aria-hidden": "true", ...clipped }, svg),
    passed: shape("path", { class: "uphill-passed", "data-arrow": "passed", ...clipped }, svg),
    ...buildSlope(svg, clipped),
    exits: shape("g", { class: "exits" }, svg),
    start: startHandle(svg),
    balls: shape("g", { class: "balls" }, svg),
    names: shape("g", { class: "run-names", "aria-hidden": "true" }, svg),
  };
}

/** The arrows of the present step. @param {SVGSVGElement} svg @param {Record<string, string>} clipped */
function buildSlope(svg, clipped) {
  const slope = shape("g", { class: "slope" }, svg);
  const tangent = shape("path", { class: "tangent", ...clipped }, slope);
  const corner = shape("path", { class: "corner" }, slope);
  const stepHalo = shape("path", { class: "arrow-halo" }, slope);
  const stepLine = shape("path", { class: "step-line" }, slope);
  const stepHead = shape("path", { class: "step-head" }, slope);
  const uphill = shape("g", { "data-arrow": "gradient" }, slope);
  const uphillHalo = shape("path", { class: "arrow-halo" }, uphill);
  const uphillLine = shape("path", { class: "uphill-line" }, uphill);
  const uphillHead = shape("path", { class: "uphill-head" }, uphill);
  const uphillLabel = shape("text", { class: "slope-words uphill-words" }, slope);
  const stepLabel = shape("text", { class: "slope-words step-words" }, slope);
  return {
    tangent,
    corner,
    stepHalo,
    stepLine,
    stepHead,
    uphill,
    uphillHalo,
    uphillLine,
    uphillHead,
    uphillLabel,
    stepLabel,
  };
}
