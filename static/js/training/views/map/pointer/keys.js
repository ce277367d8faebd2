// The pointer and the keys of the layer: arrows move a cross-hair, Enter does what a click does there.
/** @import { Gesture } from "./gesture.js" */
/** @import { Layer, Spot } from "./pointer.js" */
import { MOST_CLASSES } from "../../../data/drawing.js";
import { paintLayer } from "./paint.js";

/** How far an arrow moves the cross-hair, as a share of the map; with Shift farther. */
const STEP = 1 / 50;
const FAR = 5;
/** @type {Record<string, readonly [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @param {Layer} layer @param {Gesture} gesture */
export function listenToKeys(layer, gesture) {
  const { area, context } = layer;
  /** @param {PointerEvent} event @returns {Spot} */
  const spotOf = (event) => {
    const box = area.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  area.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    event.preventDefault();
    area.focus({ preventScroll: true });
    layer.cross = null;
    area.setPointerCapture(event.pointerId);
    gesture.begin(spotOf(event));
  });
  area.addEventListener("pointermove", (event) => {
    if (gesture.isOn() && event.isPrimary && area.hasPointerCapture(event.pointerId))
      gesture.go(spotOf(event));
  });
  for (const name of /** @type {const} */ (["pointerup", "pointercancel"]))
    area.addEventListener(name, (event) => {
      if (event.isPrimary && gesture.isOn()) gesture.end();
    });
  area.addEventListener("blur", () => {
    if (gesture.isOn()) gesture.end();
    layer.cross = null;
    paintLayer(layer, gesture.points(), gesture.isOn());
  });

  const spot = () => {
    const { u, v } = layer.cross ?? { u: 0.5, v: 0.5 };
    return { x: u * layer.size.width, y: v * layer.size.height };
  };
  const { dispatch, t } = context;
  function tellPlace() {
    const [x, y] = layer.placeAt(spot());
    const text = (/** @type {number} */ value) => String(Number(value.toPrecision(2)));
    layer.say(t("training.cross_at", { x: text(x), y: text(y) }));
  }
  /** What Enter does: what a click would; a point that is moved is taken, and put down. */
  function act() {
    const tool = layer.screen?.state.drawing.tool;
    if (tool === "move" && gesture.holds()) gesture.end();
    else {
      gesture.begin(spot());
      if (tool !== "move" || !gesture.holds()) gesture.end();
    }
    const key = gesture.isOn() ? "training.cross_held" : "training.cross_points";
    layer.say(t(key, { count: gesture.points().length }));
  }
  area.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (arrow) {
      const { u, v } = layer.cross ?? { u: 0.5, v: 0.5 };
      const step = STEP * (event.shiftKey ? FAR : 1);
      const within = (/** @type {number} */ share) => Math.min(1, Math.max(0, share));
      layer.cross = { u: within(u + step * arrow[0]), v: within(v + step * arrow[1]) };
      if (gesture.isOn()) gesture.go(spot());
      paintLayer(layer, gesture.points(), gesture.isOn());
      tellPlace();
    } else if (event.key === "Enter" || event.key === " ") act();
    else if (/^\d$/.test(event.key) && Number(event.key) < MOST_CLASSES)
      dispatch("setDrawing", { label: Number(event.key) });
    else if (event.key === "Escape") {
      if (gesture.isOn()) gesture.end();
      const tool = layer.screen?.state.drawing.tool ?? "";
      dispatch("setDrawing", { tool: "off" });
      const button = document.querySelector(`[data-key="tool-${tool}"]`);
      /** @type {HTMLElement | null} */ (button)?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
}
