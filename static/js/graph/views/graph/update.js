// Updates the graph view from a screen.

/** @import { GraphScreen } from "../../types.js" */
/** @import { GraphViewState } from "./types.js" */
import { pixelRatio } from "../../../core/browser/pixel_ratio.js";
import { defineShades } from "../../../draw/shades.js";
import { stageOf } from "../../diagram_state.js";
import { drawGraph, shapeKey } from "../drawing/index.js";
import { fit, scrollToStep } from "./zoom.js";

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
  if (view.pixelRatio !== pixelRatio()) fit(view);
  scrollToStep(view, screen);
  drawPulses(view, screen);
}

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

/** How far the step is, 0 to 1; without motion it is always complete.
 * @param {GraphViewState} view @param {GraphScreen} screen */
const timeOf = ({ reducedMotion }, { frame }) => (reducedMotion.matches ? 1 : frame.t);

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
  view.drawing = drawGraph(svg, view.context, screen);
  view.highlighted = null;
  view.highlights = [];
  view.scrolledTo = -1;
  fit(view);
  const again = focused === null ? null : svg.querySelector(`[data-node="${focused}"]`);
  if (again instanceof SVGElement) again.focus({ preventScroll: true });
}

/** @param {GraphViewState} view @param {GraphScreen} screen */
export function drawPulses(view, screen) {
  const { drawing, pane, pulses, routes, scale, sheet } = view;
  if (!drawing) return;
  const corner = {
    x: (pane.scrollLeft - sheet.offsetLeft) / scale + drawing.origin.x,
    y: (pane.scrollTop - sheet.offsetTop) / scale + drawing.origin.y,
  };
  const visible = view.reducedMotion.matches ? [] : routes;
  pulses.draw(visible, timeOf(view, screen), drawing.radius * 0.9, corner);
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
