// Updates the graph view from a screen.

/** @import { GraphScreen } from "../../types.js" */
/** @import { GraphViewState } from "./types.js" */
import { pixelRatio } from "../../../core/browser/pixel_ratio.js";
import { defineShades } from "../../../draw/shades.js";
import { stageOf } from "../../diagram_state.js";
import { drawGraph, shapeKey } from "../drawing/index.js";
import { drawPulses, fit, redrawPulses, roomOf } from "./fit.js";
import { timeOf } from "./time.js";

/** Draws everything that a screen shows. @param {GraphViewState} view @param {GraphScreen} screen */
export function updateView(view, screen) {
  view.screen = screen;
  const theme = `${document.documentElement.dataset["theme"]} ${view.darkScheme.matches}`;
  const shape = shapeKey(screen, view.context);
  if (shape !== view.shape) {
    view.shape = shape;
    redraw(view, screen);
  }
  const { drawing } = view;
  if (!drawing) return;
  const t = timeOf(view, screen);
  view.stage = stageOf(t);
  drawing.update(screen, t);
  highlight(view, screen.focus);
  view.routes = drawing.routes(screen);
  if (theme !== view.theme) {
    view.theme = theme;
    view.pulses.readColours();
  }
  if (view.pixelRatio !== pixelRatio()) redrawPulses(view);
  revealStep(view, screen);
  drawPulses(view, screen);
}

/** After a change of the zoom or of the size of the pane: for another room the graph is planned anew.
 * @param {GraphViewState} view */
export function redrawView(view) {
  const room = roomOf(view);
  const isOther = (/** @type {"width" | "height"} */ side) =>
    Math.abs(room[side] - view.room[side]) > NEARLY_SAME * view.room[side];
  if (view.screen && view.drawing && (isOther("width") || isOther("height"))) {
    redraw(view, view.screen);
    updateView(view, view.screen);
  } else redrawPulses(view);
}
/** The share of its room by which a drawing may miss it. */
const NEARLY_SAME = 0.04;

/** Draws what moves within a step. @param {GraphViewState} view @param {GraphScreen} screen */
export function animateView(view, screen) {
  view.screen = screen;
  const t = timeOf(view, screen);
  if (stageOf(t) !== view.stage) {
    view.stage = stageOf(t);
    view.drawing?.update(screen, t);
  }
  drawPulses(view, screen);
}

/** Of a drawing that is larger than its pane, the place of the step comes into sight.
 * @param {GraphViewState} view changed in place @param {GraphScreen} screen */
function revealStep(view, screen) {
  const { position } = screen.state;
  if (position === view.revealed) return;
  if (view.revealed >= 0 && (position === 0) !== (view.revealed === 0)) view.zoom.refit();
  view.revealed = position;
  const area = view.drawing?.activeArea(screen);
  if (area) view.zoom.reveal(area);
}

/** Draws a graph of another shape; the focus stays on its node.
 * @param {GraphViewState} view @param {GraphScreen} screen */
function redraw(view, screen) {
  const { svg } = view;
  const active = document.activeElement;
  const focused =
    active && svg.contains(active)
      ? (active.getAttribute("data-node") ?? active.getAttribute("data-of"))
      : null;
  svg.replaceChildren();
  defineShades();
  view.room = roomOf(view);
  view.drawing = drawGraph(svg, view.context, screen, view.room);
  view.highlighted = null;
  view.highlights = [];
  view.revealed = -1;
  fit(view);
  const again = focused === null ? null : svg.querySelector(`[data-node="${focused}"]`);
  if (again instanceof SVGElement) again.focus({ preventScroll: true });
}

/** The elements of an address, by its family: values and tangents, gradients, edges.
 * @param {string} address */
function selectorOf(address) {
  const [family, first = "", second = ""] = address.split(".");
  if (family === "v" || family === "m") return `[data-node="${first}"]`;
  return family === "g" ? `[data-ball="${first}"]` : `[data-graph-edge="${first}.${second}"]`;
}

/** Highlights the elements of the address in focus. @param {GraphViewState} view @param {string | null} address */
function highlight(view, address) {
  if (address === view.highlighted) return;
  view.highlighted = address;
  for (const node of view.highlights) node.classList.remove("lit");
  view.highlights = address === null ? [] : [...view.svg.querySelectorAll(selectorOf(address))];
  for (const node of view.highlights) node.classList.add("lit");
}
