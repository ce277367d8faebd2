// The scale of the drawing and the part of it that is visible.

/** @import { GraphScreen } from "../../types.js" */
/** @import { GraphViewState } from "./types.js" */
import { pixelRatio } from "../../../core/browser/pixel_ratio.js";
import { setAttribute } from "../../../draw/dom.js";

/** The smallest scale that is chosen by itself: numbers stay legible. */
const LEGIBLE = 0.7;
/** A drawing that is visible as a whole may have somewhat smaller numbers, and so may a roomy one. */
const WHOLE = 0.58;
/** The largest scale that is chosen by itself; a page may set a smaller one in `--largest-scale`. */
const LARGEST = 1.7;
/** The limits of the scale that a user can choose. */
const [MIN_SCALE, MAX_SCALE] = [0.08, 3];
/** Below this scale only the shapes are drawn, without text. */
const FAR = 0.3;
/** The height of the page around the drawing, and the least height of the drawing, in pixels. */
const PAGE_HEIGHT = 330;
const MIN_HEIGHT = 280;
/** Distance, in pixels, of the active area from the edge of the pane. */
const EDGE = 10;

/** Scales the drawing: to the width of the pane as long as numbers stay legible, or as the user has chosen.
 * @param {GraphViewState} view changed in place */
export function fit(view) {
  const { canvas, chosenScale, drawing, frame, pane, pulses, sheet } = view;
  if (!drawing || pane.clientWidth === 0) return;
  const { width, height } = drawing;
  const room = Math.max(MIN_HEIGHT, globalThis.innerHeight - PAGE_HEIGHT);
  const whole = Math.min(pane.clientWidth / width, room / height);
  const largest = Number(getComputedStyle(frame).getPropertyValue("--largest-scale")) || LARGEST;
  const automatic = whole >= WHOLE ? Math.min(largest, whole) : drawing.roomy ? WHOLE : LEGIBLE;
  const scale =
    chosenScale === null ? automatic : chosenScale === "fit" ? Math.min(largest, whole) : chosenScale;
  view.scale = scale;
  view.pixelRatio = pixelRatio();
  sheet.style.setProperty("width", `${(width * scale).toFixed(1)}px`);
  sheet.style.setProperty("height", `${(height * scale).toFixed(1)}px`);
  pane.style.setProperty("max-height", `${room}px`);
  setAttribute(frame, "data-far", scale < FAR);
  pulses.resize(pane.clientWidth, pane.clientHeight, pane.clientWidth / scale);
  canvas.style.setProperty("width", `${pane.clientWidth}px`);
  canvas.style.setProperty("height", `${pane.clientHeight}px`);
}

/** Changes the scale; the point `around` of the pane stays where it is.
 * @param {GraphViewState} view changed in place
 * @param {number | null} scale null: switches between the whole drawing and the automatic scale
 * @param {{ x: number, y: number }} [around] the middle of the pane if left out */
export function zoomTo(view, scale, around) {
  const { pane } = view;
  const { x, y } = around ?? { x: pane.clientWidth / 2, y: pane.clientHeight / 2 };
  const fixed = { x: (pane.scrollLeft + x) / view.scale, y: (pane.scrollTop + y) / view.scale };
  if (scale === null) view.chosenScale = view.chosenScale === "fit" ? null : "fit";
  else view.chosenScale = Math.max(MIN_SCALE, Math.min(MAX_SCALE, scale));
  fit(view);
  pane.scrollLeft = fixed.x * view.scale - x;
  pane.scrollTop = fixed.y * view.scale - y;
}

/** Scrolls to where the step takes place, once for each position; of an area larger than the pane, to the node that is
 * computed. @param {GraphViewState} view changed in place @param {GraphScreen} screen */
export function scrollToStep(view, screen) {
  const { drawing, pane, scale } = view;
  const { position } = screen.state;
  if (position === view.scrolledTo || !drawing) return;
  view.scrolledTo = position;
  const area = drawing.activeArea(screen);
  if (!area) return;
  const [width, height] = [pane.clientWidth, pane.clientHeight];
  const [left, right] = [(area.x - area.w / 2) * scale, (area.x + area.w / 2) * scale];
  const [top, bottom] = [(area.y - area.h / 2) * scale, (area.y + area.h / 2) * scale];
  if (right - left > width)
    pane.scrollLeft = screen.frame.phase === "backward" ? left - EDGE : right - width + EDGE;
  else if (left < pane.scrollLeft || right > pane.scrollLeft + width)
    pane.scrollLeft = area.x * scale - width / 2;
  if (top < pane.scrollTop || bottom > pane.scrollTop + height) pane.scrollTop = area.y * scale - height / 2;
}
