// The graph of a typed expression: the drawing, the pulses over it, zoom and scrolling, and choosing by pointer
// and keyboard.

/** @import { View } from "../../../core/types.js" */
/** @import { Context } from "../../types.js" */
/** @import { GraphScreen } from "../../types.js" */
/** @import { GraphViewState } from "./types.js" */
import { media } from "../../../core/browser/media.js";
import { mountPulses } from "../../../draw/pulses.js";
import { buildElements } from "./build.js";
import { listen } from "./listen.js";
import { animateView, updateView } from "./update.js";

/** @param {HTMLElement} root @param {Context} context @returns {View<GraphScreen>} */
export function mount(root, context) {
  const elements = buildElements(context);
  root.replaceChildren(elements.frame);
  /** @type {GraphViewState} */
  const view = {
    ...elements,
    context,
    pulses: mountPulses(elements.canvas),
    reducedMotion: media("(prefers-reduced-motion: reduce)"),
    darkScheme: media("(prefers-color-scheme: dark)"),
    screen: null,
    drawing: null,
    shape: "",
    stage: -1,
    routes: [],
    theme: "",
    scale: 1,
    chosenScale: null,
    fittedSize: "",
    pixelRatio: 0,
    scrolledTo: -1,
    grabbed: null,
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
