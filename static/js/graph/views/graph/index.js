// The graph of a typed expression: the drawing, the pulses over it, zoom, and choosing by pointer and keyboard.

/** @import { View } from "../../../core/types.js" */
/** @import { Context } from "../../types.js" */
/** @import { GraphScreen } from "../../types.js" */
/** @import { GraphViewState } from "./types.js" */
import { media } from "../../../core/browser/media.js";
import { mountPulses } from "../../../draw/pulses.js";
import { mountZoom } from "../../../panels/zoom/index.js";
import { buildElements } from "./build.js";
import { listen } from "./listen.js";
import { homeScale, isBefore, largestScale } from "./fit.js";
import { animateView, redrawView, updateView } from "./update.js";

/** @param {HTMLElement} root @param {Context} context @returns {View<GraphScreen>} */
export function mount(root, context) {
  const elements = buildElements(context);
  root.replaceChildren(elements.pane);
  /** @type {GraphViewState} */
  const view = {
    ...elements,
    context,
    zoom: mountZoom({
      pane: elements.pane,
      content: elements.sheet,
      context,
      largest: () => largestScale(elements.pane),
      // Before the first step the whole drawing; then as much of it around the step as can be read.
      home: (whole) => (isBefore(view) ? whole : homeScale(whole)),
      changed: () => redrawView(view),
    }),
    pulses: mountPulses(elements.canvas),
    reducedMotion: media("(prefers-reduced-motion: reduce)"),
    darkScheme: media("(prefers-color-scheme: dark)"),
    screen: null,
    drawing: null,
    shape: "",
    room: { width: 0, height: 0 },
    stage: -1,
    routes: [],
    theme: "",
    pixelRatio: 0,
    revealed: -1,
    hovered: null,
    highlighted: null,
    highlights: [],
  };
  listen(view);
  return {
    update: (screen) => updateView(view, screen),
    animate: (screen) => animateView(view, screen),
  };
}
