// Builds the diagram: the stage that every drawing stands on, once; and the drawing itself, for each topology.

import { element } from "../../../draw/dom.js";
/** @import { Media } from "../../../core/browser/media.js" */
import { media } from "../../../core/browser/media.js";
import { pixelRatio } from "../../../core/browser/pixel_ratio.js";
import { mountPulses } from "../../../draw/pulses.js";
import { defineShades } from "../../../draw/shades.js";
import { set, shape } from "../../../draw/svg.js";
import { mountZoom } from "../../../panels/zoom/index.js";
import { drawCircuit } from "../diagram_circuit.js";
import { drawFlow } from "../diagram_flow.js";
import { drawingOf } from "../../letters.js";
import { drawMatrices } from "../matrices.js";
import { imageSide } from "../matrices/layout.js";
import { countEdges } from "../presentation.js";
import { fitCaptions } from "./arrows.js";
import { buildPicking } from "./picking.js";

/** @import { Address } from "../../../core/types.js" */
/** @import { Context, Screen, Trace } from "../../types.js" */
/** @import { Route } from "../../../draw/pulses.js" */
/** @import { Zoom } from "../../../panels/zoom/index.js" */
/** @import { Room } from "../../columns.js" */
/** @import { Presentation } from "../presentation.js" */
/** @import { Picking } from "./picking.js" */
/** @import { ValueInput } from "./value_input.js" */

/** A network with a wider layer than this, or with more weights, is drawn as matrices. */
const MAX_DIAGRAM_UNITS = 64;
const MAX_DIAGRAM_EDGES = 10_000;

const DRAW = { flow: drawFlow, circuit: drawCircuit, matrices: drawMatrices };

/**
 * @typedef {object} DiagramParts what is built once
 * @property {Context} context
 * @property {HTMLElement} stage shows the part of the sheet that is zoomed to
 * @property {HTMLElement} sheet holds the drawing
 * @property {Zoom} zoom
 * @property {HTMLCanvasElement} canvas
 * @property {ReturnType<typeof mountPulses>} pulses
 * @property {Picking} picking
 * @property {Media} dark whether the system prefers a dark theme
 * @property {Media} still whether it prefers reduced motion
 */
/**
 * @typedef {object} DiagramState
 * @property {Screen | null} screen the latest
 * @property {Presentation | null} presentation
 * @property {string} topology that it was built for, as a key
 * @property {Trace | null} builtFor
 * @property {number} edges
 * @property {string} theme
 * @property {Room | null | undefined} room of the stage, where the drawing fills it; undefined: not measured since it
 * may have changed
 * @property {number} unitsPerPixel of the drawing, unzoomed
 * @property {string} fitted the size and the pixel ratio that it was last fitted to
 * @property {Route[]} routes of the pulses
 * @property {boolean} arrived the numbers of the step are shown
 * @property {number} restyled when the drawing was last restyled, in ms
 * @property {ReturnType<typeof setTimeout> | undefined} late the restyling that was put off
 * @property {string} revealed the step and the highlight that were last brought into sight
 * @property {{address: Address, value: number, screen: Screen | null} | null} changing the number that was last
 * changed in place, and the screen that it was changed on
 * @property {Address | null} pointed the number under the pointer or the focus, as it was last dispatched
 * @property {ValueInput | null} edited the number that is being typed
 * @property {Element[]} lit the nodes of the page's focus
 */
/** @typedef {DiagramParts & DiagramState} Diagram */

/** @param {HTMLElement} root @param {Context} context @param {(diagram: Diagram) => void} moved the zoom has changed
 * @returns {Diagram} */
export function buildDiagram(root, context, moved) {
  const stage = element("div", {
    class: "diagram",
    tabindex: 0,
    role: "group",
    "aria-label": context.t("diagram.title"),
  });
  const sheet = element("div", { class: "sheet" });
  const canvas = element("canvas", { class: "pulses", "aria-hidden": "true" });
  stage.append(sheet, canvas);
  root.append(stage);
  /** @type {Diagram} */
  const diagram = {
    context,
    stage,
    sheet,
    canvas,
    zoom: mountZoom({ pane: stage, content: sheet, context, changed: () => moved(diagram) }),
    pulses: mountPulses(canvas),
    picking: buildPicking(stage, sheet, context),
    dark: media("(prefers-color-scheme: dark)"),
    still: media("(prefers-reduced-motion: reduce)"),
    screen: null,
    presentation: null,
    topology: "",
    builtFor: null,
    edges: 0,
    theme: "",
    room: undefined,
    unitsPerPixel: 0,
    fitted: "",
    routes: [],
    arrived: true,
    restyled: 0,
    late: undefined,
    revealed: "",
    edited: null,
    pointed: null,
    lit: [],
    changing: null,
  };
  return diagram;
}

/** @param {Screen} screen @returns {keyof typeof DRAW} */
function presentationOf({ trace: { network }, state }) {
  const widest = Math.max(network.inputs, ...network.layers.map((layer) => layer.units));
  // Inputs that are an image are drawn as its pixels.
  if (imageSide(network.inputs) !== null) return "matrices";
  if (widest > MAX_DIAGRAM_UNITS || countEdges(network) > MAX_DIAGRAM_EDGES) return "matrices";
  return drawingOf(state);
}

/**
 * What a drawing is built for: it is built anew when this changes.
 * @param {Screen} screen @param {Context} context @param {Room | null} room
 */
export const topologyKey = (screen, context, room) =>
  JSON.stringify([
    presentationOf(screen),
    screen.state.notation,
    room,
    context.language(),
    screen.trace.network.inputs,
    screen.trace.network.layers.map(({ units, activation, biases }) => [units, activation, biases === null]),
  ]);

/**
 * The box that the drawing fills, where its place says that it has a definite height.
 * @param {Diagram} diagram @returns {Room | null}
 */
export function roomOf(diagram) {
  // Measured once per size: to ask while the page is being changed would lay it out in between.
  if (diagram.room === undefined) {
    const { clientWidth: w, clientHeight: h } = diagram.stage;
    diagram.room = diagram.stage.closest("[data-fill]") && w > 0 && h > 0 ? { w, h } : null;
  }
  return diagram.room;
}

/** Replaces the drawing. @param {Diagram} diagram @param {Screen} screen */
export function buildDrawing(diagram, screen) {
  const { context, sheet, stage, zoom } = diagram;
  const room = roomOf(diagram);
  // The stage around it has the name.
  const svg = shape("svg", { class: "network", role: "none" });
  defineShades();
  sheet.replaceChildren(svg);
  const name = presentationOf(screen);
  const presentation = DRAW[name](svg, context, screen, room);
  const { width, height } = presentation;
  set(svg, { viewBox: `0 0 ${width.toFixed(1)} ${height.toFixed(1)}` });
  sheet.style.setProperty("--drawing-width", `${width.toFixed(0)}px`);
  svg.style.setProperty("--letter", `${presentation.letter}px`);
  if (room)
    sheet.style.setProperty("--fit-width", `${Math.min(room.w, (room.h * width) / height).toFixed(0)}px`);
  sheet.style.setProperty("--drawing-aspect", (width / height).toFixed(3));
  stage.dataset["presentation"] = name;
  diagram.presentation = presentation;
  diagram.edges = countEdges(screen.trace.network);
  diagram.fitted = "";
  zoom.refit();
  fit(diagram);
}

/** Fits what is painted in pixels to the size of the sheet, and the pulses to the part of it that is in sight.
 * @param {Diagram} diagram */
export function fit(diagram) {
  const { sheet, stage, presentation, pulses, zoom } = diagram;
  const { clientWidth: width, clientHeight: height } = sheet;
  if (!presentation || width === 0) return;
  diagram.unitsPerPixel = presentation.width / width;
  const pixels = zoom.view.scale / diagram.unitsPerPixel;
  sheet.style.setProperty("--units-per-pixel", diagram.unitsPerPixel.toFixed(3));
  pulses.resize(stage.clientWidth, stage.clientHeight, stage.clientWidth / pixels);
  const size = `${width} ${height} ${pixelRatio()}`;
  if (diagram.fitted === size) return;
  diagram.fitted = size;
  fitCaptions(sheet, presentation.width);
  presentation.resized(width, height);
}

/** The point of the drawing at the corner of the stage. @param {Diagram} diagram */
export function cornerOf({ unitsPerPixel, zoom: { view } }) {
  const units = unitsPerPixel / view.scale;
  return { x: -view.x * units, y: -view.y * units };
}
