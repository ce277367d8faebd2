// The diagram with the reader's own numbers: what was handed in stands at its place with the sign of its verdict, the
// first wrong number is lit, and a neuron or connection that is picked opens its fields.
/** @import { View } from "../../../core/types.js" */
/** @import { Context, Screen } from "../../types.js" */
import * as diagram from "../../../network/views/diagram.js";
import { ownFrame, ownTrace, ownValues } from "../own_trace.js";
import { placesOf } from "../places.js";
import { drawMarks } from "./marks.js";

/** What can be picked: neurons, their balls, connections and biases. */
const FAMILIES = ["a", "z", "error", "delta", "w", "b"];

/** @param {HTMLElement} root @param {Context} context @returns {View<Screen>} */
export function mount(root, context) {
  const view = diagram.mount(root, /** @type {any} */ (context));
  /** @type {unknown[]} */
  let drawnFor = [];
  /** @type {Screen | null} */
  let drawn = null;
  /** @param {Screen} screen */
  const mark = ({ verdicts, state }) => drawMarks(root, placesOf(verdicts, state.sample), context);
  // The drawing is laid out anew by its own observer, which was here before.
  new ResizeObserver(() => drawn && mark(drawn)).observe(root);
  return {
    update(screen) {
      const { answers, sample } = screen.state;
      const about = [screen.trace, answers, sample, screen.verdicts, screen.focus, screen.pending];
      if (drawn === null || about.some((part, k) => part !== drawnFor[k])) {
        drawnFor = about;
        drawn = ownScreen(screen);
      }
      view.update(drawn);
      mark(screen);
    },
    animate: () => {
      if (drawn) view.animate?.(drawn);
    },
  };
}

/** @param {Screen} screen @returns {Screen} */
function ownScreen(screen) {
  const { state, trace, first, verdicts } = screen;
  const values = ownValues(state);
  const isLit = first !== null && verdicts.has(first.address) && isOfSample(first.address, state.sample);
  const lights = isLit ? [first.address] : [];
  return {
    ...screen,
    trace: ownTrace(trace, values, state.sample),
    frame: ownFrame(screen, values, lights),
    pick: { families: FAMILIES, marks: {} },
  };
}

/** @param {string} address @param {number} sample */
const isOfSample = (address, sample) =>
  Number(/@(\d+)$/.exec(address)?.[1] ?? 0) === sample || /^(d|step_|new_)/.test(address);
