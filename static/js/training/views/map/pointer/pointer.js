// Drawing on the map: a layer over it that takes the pointer and the keys while a tool is in use, and says what to do
// where there are no points.
/** @import { View } from "../../../../core/types.js" */
/** @import { Context, TrainScreen } from "../../../types.js" */
import { element, setAttribute, setText } from "../../../../draw/dom.js";
import { kindOf } from "../../../data/drawing.js";
import { isEmpty, isOwn, shapeOf } from "../../../data/fitting.js";
import { isRegression } from "../../../task.js";
import { drawingTools } from "../../data/tools.js";
import { frameOfData } from "../axes.js";
import { createGesture } from "./gesture.js";
import { listenToKeys } from "./keys.js";
import { paintLayer } from "./paint.js";

/** @typedef {import("../axes.js").MapFrame} MapFrame */
/** A place on the layer in CSS pixels. @typedef {{ x: number, y: number }} Spot */
/** @typedef {ReturnType<typeof createLayer>} Layer */

/** The layer's elements and what turns places on it into numbers. @param {Context} context */
function createLayer(context) {
  const { t } = context;
  const canvas = element("canvas", { class: "pointer-canvas" });
  const says = element("p", { class: "pointer-empty" });
  const live = element("p", { class: "unseen", "aria-live": "polite" });
  const area = element(
    "div",
    {
      class: "pointer-area",
      tabindex: 0,
      role: "application",
      "data-key": "map-area",
      "aria-label": t("training.draw_area"),
      "aria-roledescription": t("training.draw_role"),
    },
    canvas,
  );
  const tools = drawingTools(context, { isShort: true });
  const root = element("div", { class: "pointer-layer", hidden: true }, area, says, tools.root, live);
  return {
    context,
    root,
    area,
    canvas,
    says,
    live,
    tools,
    /** @type {TrainScreen | null} */
    screen: null,
    /** @type {MapFrame | null} */
    frame: null,
    /** In CSS pixels. */
    size: { width: 0, height: 0 },
    /** The cross-hair of the keyboard, from 0 to 1 from the upper left corner.
     * @type {{ u: number, v: number } | null} */
    cross: null,
    /** The numbers at a spot. @param {Spot} spot @returns {[number, number]} */
    placeAt({ x, y }) {
      const { frame, size } = this;
      if (!frame) return [0, 0];
      const across = frame.x[0] + ((frame.x[1] - frame.x[0]) * x) / (size.width || 1);
      const up = frame.y[1] - ((frame.y[1] - frame.y[0]) * y) / (size.height || 1);
      return [across, up];
    },
    /** @param {readonly [number, number]} place @returns {Spot} */
    spotOf([x, y]) {
      const { frame, size } = this;
      if (!frame) return { x: 0, y: 0 };
      return {
        x: (size.width * (x - frame.x[0])) / (frame.x[1] - frame.x[0]),
        y: (size.height * (frame.y[1] - y)) / (frame.y[1] - frame.y[0]),
      };
    },
    /** Says a sentence to a screen reader. @param {string} sentence */
    say(sentence) {
      setText(live, sentence);
    },
  };
}

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const { catalog, t } = context;
  const layer = createLayer(context);
  const gesture = createGesture(layer);
  listenToKeys(layer, gesture);
  root.replaceChildren(layer.root);
  /** The run whose frame is known. @type {unknown} */
  let framed = null;
  /** @type {Element | null} */
  let watched = null;
  const observer = new ResizeObserver(() => place());

  /** Lays the layer over the plot of the map; told of after the page is laid out. */
  function place() {
    const plot = plotOfMap(root);
    if (!plot || layer.root.hidden) return;
    const [box, around] = [plot.getBoundingClientRect(), root.getBoundingClientRect()];
    layer.size = { width: box.width, height: box.height };
    Object.assign(layer.root.style, {
      left: `${box.left - around.left}px`,
      top: `${box.top - around.top}px`,
      width: `${box.width}px`,
      height: `${box.height}px`,
    });
    if (!layer.tools.root.hidden) placeTools(box.left);
    paintLayer(layer, gesture.points(), gesture.isOn());
  }

  /** Lays the tools over the width of the map's pane, which keeps so much room for them above the plot.
   * @param {number} left of the plot, in the window */
  function placeTools(left) {
    const pane = paneOfMap(root)?.getBoundingClientRect();
    if (!pane) return;
    layer.root.style.setProperty("--pane-left", `${pane.left - left}px`);
    layer.root.style.setProperty("--pane-width", `${pane.width}px`);
    root.parentElement?.style.setProperty("--tools-height", `${layer.tools.root.offsetHeight}px`);
  }

  return {
    /** @param {TrainScreen} screen */
    update(screen) {
      const { request, drawing } = screen.state;
      layer.screen = screen;
      if (framed !== screen.run) {
        framed = screen.run;
        layer.frame = frameOfData(screen.run, isRegression(screen.run));
      }
      const isDrawn = isOwn(request.data) && kindOf(shapeOf(request, catalog)) !== "";
      const isOn = isDrawn && drawing.tool !== "off";
      const nothing = isEmpty(request);
      layer.root.hidden = !(isOn || nothing);
      setAttribute(layer.root, "data-tool", isOn ? drawing.tool : null);
      layer.area.hidden = !isOn;
      layer.tools.root.hidden = !isOn;
      layer.says.hidden = !nothing || gesture.points().length > 0;
      setAttribute(layer.root, "data-empty", !layer.says.hidden);
      setText(layer.says, nothing ? t(isOn ? "training.empty_draw" : "training.empty_choose") : "");
      if (isOn) layer.tools.update(screen);
      const plot = plotOfMap(root);
      if (plot && plot !== watched) {
        observer.disconnect();
        observer.observe(plot);
        watched = plot;
      }
      if (!layer.root.hidden) place();
    },
  };
}

/** The map's part of the stage. @param {HTMLElement} root @returns {HTMLElement | null} */
const paneOfMap = (root) => root.parentElement?.querySelector('[data-view="map"]') ?? null;
/** What the map draws on. @param {HTMLElement} root @returns {HTMLElement | null} */
const plotOfMap = (root) => paneOfMap(root)?.querySelector(".map-plot") ?? null;
