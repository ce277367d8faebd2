// The network whose gradients are checked, with all the numbers of its pass; what is pointed at in the table is lit.
/** @import { View } from "../../../core/types.js" */
/** @import { Context, Screen } from "../../types.js" */
import { parse } from "../../../core/address.js";
import * as diagram from "../../../network/views/diagram.js";
import { ownFrame } from "../../marking/own_trace.js";
import { partOfDiagram } from "../../marking/places.js";

/** The numbers of the pass that the diagram can show. */
const SHOWN = ["z", "a", "error", "delta"];

/** @param {HTMLElement} root @param {Context} context @returns {View<Screen>} */
export function mount(root, context) {
  const view = diagram.mount(root, /** @type {any} */ (context));
  /** @type {unknown[]} */
  let drawnFor = [];
  /** @type {Screen | null} */
  let drawn = null;
  return {
    update(screen) {
      if (screen.state.part !== "gradients") return;
      const about = [screen.trace, screen.state, screen.pointed, screen.focus, screen.pending];
      if (drawn === null || about.some((part, k) => part !== drawnFor[k])) {
        drawnFor = about;
        drawn = { ...screen, frame: ownFrame(screen, passOf(screen), lightsOf(screen.pointed)) };
      }
      view.update(drawn);
    },
    animate: () => {
      if (drawn?.state.part === "gradients") view.animate?.(drawn);
    },
  };
}

/** Every number of the pass, by address. @param {Screen} screen @returns {Map<string, number>} */
const passOf = ({ trace }) =>
  new Map(
    trace.layers.flatMap(({ deltas }, l) =>
      SHOWN.flatMap((family) =>
        (deltas[0] ?? []).map((_, unit) => /** @type {const} */ ([`${family}${l + 1}.${unit}`, 0])),
      ),
    ),
  );

/** The connection or the bias, and the neuron that it leads to. @param {string | null} pointed @returns {string[]} */
function lightsOf(pointed) {
  const parsed = pointed === null ? null : parse(pointed);
  const part = pointed === null ? null : partOfDiagram(pointed);
  if (!parsed || part === null) return [];
  return [part, `delta${parsed.layer}.${parsed.indices[0]}`];
}
