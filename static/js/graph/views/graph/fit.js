// How large the drawing is shown in its pane, and what has to be drawn again when that changes.

/** @import { GraphScreen } from "../../types.js" */
/** @import { GraphViewState } from "./types.js" */
import { pixelRatio } from "../../../core/browser/pixel_ratio.js";
import { setAttribute } from "../../../draw/dom.js";
import { timeOf } from "./time.js";

/** The smallest scale that is chosen by itself: numbers stay legible. */
const LEGIBLE = 0.74;
/** A drawing that is visible as a whole may have somewhat smaller numbers. */
const WHOLE = 0.65;
/** The largest scale that is chosen by itself; a page may set a smaller one in `--largest-scale`. */
const LARGEST = 2.2;
/** Below this scale only the shapes are drawn, without text. */
const FAR = 0.3;

/** @param {HTMLElement} pane */
export const largestScale = (pane) =>
  Number(getComputedStyle(pane).getPropertyValue("--largest-scale")) || LARGEST;

/** The scale of the first view. @param {number} whole the one that shows the whole drawing */
export const homeScale = (whole) => (whole >= WHOLE ? whole : LEGIBLE);

/** Whether nothing is computed yet. @param {Pick<GraphViewState, "screen">} view */
export const isBefore = ({ screen }) => (screen?.state.position ?? 0) === 0;

/** The share of the window that a drawing may take where the page leaves its height open. */
const OPEN_HEIGHT = 0.6;

/** The room for the drawing. @param {Pick<GraphViewState, "pane">} view */
export function roomOf({ pane }) {
  const isOpen = pane.closest(".stage") === null;
  return {
    width: pane.clientWidth || globalThis.innerWidth,
    height: isOpen ? globalThis.innerHeight * OPEN_HEIGHT : pane.clientHeight,
    isOpen,
  };
}

/** Gives the sheet the size of the drawing, and the pane the height that it takes where the page leaves it the choice.
 * @param {GraphViewState} view */
export function fit({ drawing, pane, sheet, zoom }) {
  if (!drawing) return;
  const { width, height } = drawing;
  sheet.style.setProperty("width", `${width.toFixed(1)}px`);
  sheet.style.setProperty("height", `${height.toFixed(1)}px`);
  pane.style.setProperty("--drawing-aspect", (width / height).toFixed(4));
  pane.style.setProperty("--drawing-height", `${(height * largestScale(pane)).toFixed(0)}px`);
  pane.style.setProperty("--legible-height", `${(height * LEGIBLE).toFixed(0)}px`);
  zoom.refit();
}

/** Fits the canvas of the pulses to the part of the drawing that is in sight.
 * @param {GraphViewState} view changed in place */
export function redrawPulses(view) {
  const { pane, pulses, screen, zoom } = view;
  view.pixelRatio = pixelRatio();
  setAttribute(pane, "data-far", zoom.view.scale < FAR);
  pulses.resize(pane.clientWidth, pane.clientHeight, pane.clientWidth / zoom.view.scale);
  if (screen) drawPulses(view, screen);
}

/** @param {GraphViewState} view @param {GraphScreen} screen */
export function drawPulses(view, screen) {
  const { drawing, pulses, routes, zoom } = view;
  if (!drawing) return;
  const { scale, x, y } = zoom.view;
  const corner = { x: drawing.origin.x - x / scale, y: drawing.origin.y - y / scale };
  const visible = view.reducedMotion.matches ? [] : routes;
  pulses.draw(visible, timeOf(view, screen), drawing.radius * 0.9, corner);
}
