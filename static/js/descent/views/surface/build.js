// The nodes of the surface, made once, and the state that its painting functions share.
/** @import { Context } from "../../types.js" */
/** @import { DescentAnswer, DescentScreen } from "../../types.js" */
/** @import { Camera, Turn } from "../../../draw/projection.js" */
/** @import { Solid, SolidColours } from "./solid.js" */
import { turnHint } from "./turn.js";
import { pixelRatio } from "../../../core/browser/pixel_ratio.js";
import { at } from "../../../core/at.js";
import { element } from "../../../draw/dom.js";
import { colourOf, lookOf, markerPath } from "../../../draw/plot/runs.js";
import { cameraOf } from "../../../draw/projection.js";
import { letterSize } from "../../../draw/svg.js";
import { LEVEL_COLOURS, coloursOf } from "../plots/map.js";
import { pointReadout } from "../plots/readout.js";
import { HEIGHT, pathsOf, solidOf } from "./solid.js";

/** The radius of a marker in pixels. */
export const BALL = 8;

/** @typedef {ReturnType<typeof buildNodes>} SurfaceNodes */
/**
 * CSS colours by what they are for.
 * @typedef {object} PaintColours
 * @property {string} contour
 * @property {string} border
 * @property {string} text
 * @property {string} muted
 * @property {string} ground
 * @property {string[]} runs
 */
/**
 * @typedef {object} Surface
 * @property {HTMLElement} root
 * @property {Context} context
 * @property {SurfaceNodes} nodes
 * @property {ReturnType<typeof pointReadout>} readout
 * @property {CanvasRenderingContext2D} still the canvas of the surface
 * @property {CanvasRenderingContext2D} moving the canvas of the markers, above it
 * @property {number} density canvas pixels per CSS pixel
 * @property {number} size of the letters in pixels
 * @property {PaintColours} colours
 * @property {Path2D[]} markers of the runs
 * @property {Solid | null} solid
 * @property {Solid | null} coarse the same with larger cells; made when it is needed
 * @property {DescentScreen | null} screen the latest one
 * @property {DescentAnswer | null} builtFor the answer that `solid` was made for
 * @property {string} builtKey what else the picture depends on: size, language, theme
 * @property {DescentAnswer | null} paintedFor the answer whose still picture is painted
 * @property {string} paintedKey what else it was painted for
 * @property {number} paintTime of the last whole picture, in milliseconds
 * @property {number} lastTurn when it was last turned, as `performance.now()`
 * @property {Required<Turn> | null} wantedTurn the turn of the next frame
 * @property {ReturnType<typeof setTimeout> | undefined} restTimer
 */

/** @param {HTMLElement} root @param {Context} context @returns {Surface | null} null without a 2D canvas */
export function buildSurface(root, context) {
  const { t } = context;
  const readout = pointReadout();
  const nodes = buildNodes(t(turnHint()));
  const still = nodes.canvas.getContext("2d");
  const moving = nodes.over.getContext("2d");
  if (!still || !moving) return null;
  const caption = element("figcaption", {}, readout.node, nodes.hint);
  root.replaceChildren(element("figure", { class: "plot plot-solid" }, nodes.sheet, caption));
  return {
    root,
    context,
    nodes,
    readout,
    still,
    moving,
    density: 1,
    size: letterSize(root),
    colours: { contour: "", border: "", text: "", muted: "", ground: "", runs: [] },
    markers: [],
    solid: null,
    coarse: null,
    screen: null,
    builtFor: null,
    builtKey: "",
    paintedFor: null,
    paintedKey: "",
    paintTime: 0,
    lastTurn: 0,
    wantedTurn: null,
    restTimer: undefined,
  };
}

/** @param {string} label of the stage */
function buildNodes(label) {
  const canvas = element("canvas", { class: "surface-canvas" });
  const over = element("canvas", { class: "surface-canvas over", "aria-hidden": "true" });
  const stage = element(
    "div",
    {
      class: "surface-stage",
      tabindex: 0,
      "data-key": "surface",
      role: "application",
      "aria-label": label,
    },
    canvas,
    over,
  );
  const sheet = element("div", { class: "surface-sheet" }, stage);
  return { canvas, over, stage, sheet, hint: element("p", { class: "hint" }) };
}

/**
 * Reads sizes and colours from the page and makes the solid anew.
 * @param {Surface} surface @param {DescentAnswer} answer
 * @param {boolean} isNewMap whether more has changed than the runs
 */
export function rebuildSurface(surface, answer, isNewMap) {
  const { root, nodes } = surface;
  surface.size = letterSize(root);
  surface.density = pixelRatio();
  for (const canvas of [nodes.canvas, nodes.over]) {
    canvas.width = Math.round(nodes.stage.clientWidth * surface.density);
    canvas.height = Math.round(nodes.stage.clientHeight * surface.density);
  }
  const style = getComputedStyle(root);
  const token = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  surface.colours = {
    contour: token("--contour"),
    border: token("--muted"),
    text: token("--text"),
    muted: token("--muted"),
    ground: token("--surface"),
    runs: answer.runs.map((_, r) => token(colourOf(r))),
  };
  surface.markers = answer.runs.map((_, r) => new Path2D(markerPath(lookOf(r).marker, BALL)));
  const { solid } = surface;
  surface.solid =
    isNewMap || !solid
      ? solidOf(answer, 1, solidColours(surface))
      : { ...solid, paths: pathsOf(answer, solid.columns, solid.rows) };
  surface.coarse = null;
}

/** @param {Surface} surface @returns {SolidColours} */
export function solidColours({ root }) {
  const mixed = coloursOf(root, ["--solid-shadow", "--solid-shine"]);
  return { ramp: coloursOf(root, LEVEL_COLOURS), shadow: at(mixed, 0), shine: at(mixed, 1) };
}

/** @param {Surface} surface @param {Turn} turn @returns {Camera} */
export function cameraFor({ nodes: { canvas }, density, size, solid }, turn) {
  const screen = { width: canvas.width / density, height: canvas.height / density, margin: size * 2.6 };
  return cameraOf(turn, screen, solid?.radius ?? 1, HEIGHT);
}
