// The part of a network that a figure speaks of, drawn alone and therefore large. Addresses and numbers are those
// of the whole network.
/** @import { View } from "../../core/types.js" */
/** @import { Context, Screen, Trace } from "../../network/types.js" */
/** @import { Figure, Fragment } from "../types.js" */
import { at } from "../../core/at.js";
import * as diagram from "../../network/views/diagram.js";

/** The networks of fragments, so that the drawing of one is kept. @type {WeakMap<Trace, Map<Fragment, Trace>>} */
const cut = new WeakMap();

/** The trace whose network is the fragment alone. @param {Trace} trace @param {Fragment} fragment @returns {Trace} */
export function traceOf(trace, fragment) {
  let known = cut.get(trace);
  if (!known) cut.set(trace, (known = new Map()));
  let found = known.get(fragment);
  if (!found) {
    const { inputs, units } = fragment;
    const layers = units.map((count, k) => {
      const layer = at(trace.network.layers, k);
      const fanIn = units[k - 1] ?? inputs;
      return {
        ...layer,
        units: count,
        weights: layer.weights.slice(0, count).map((row) => row.slice(0, fanIn)),
        biases: layer.biases?.slice(0, count) ?? null,
      };
    });
    known.set(fragment, (found = { ...trace, network: { ...trace.network, inputs, layers } }));
  }
  return found;
}

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const view = diagram.mount(root, context);
  root.classList.add("fragment");
  /** @param {Screen & {figure: Figure}} screen @returns {Screen} */
  const part = (screen) =>
    screen.figure.fragment ? { ...screen, trace: traceOf(screen.trace, screen.figure.fragment) } : screen;
  return {
    update: (screen) => {
      // Its last layer is none of the output.
      root.dataset["last"] = (screen.figure.fragment?.units.length ?? 0) % 2 ? "odd" : "even";
      view.update(part(screen));
    },
    animate: (screen) => view.animate?.(part(screen)),
  };
}
