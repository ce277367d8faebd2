// A number on a plate in the drawing, which opens for editing; shared by all ways of drawing a network.

import { valueAt } from "../trace_values.js";
import { setText as write } from "../../draw/dom.js";
import { formatNumber, fullNumber } from "../../math/format.js";
import { set, shape, widthOfRuns, writeRuns } from "../../draw/svg.js";

/** @import { Address } from "../../core/types.js" */
/** @import { Context, Screen, Trace } from "../types.js" */
/** @import { Box } from "../../draw/geometry.js" */
/** @import { Run } from "../../draw/svg.js" */

/** @typedef {{ group: SVGGElement, plate: SVGRectElement, text: SVGTextElement, aside: SVGTextElement | null, spot: Box }} NumberLabel */

/** @param {Element} parent @param {Box} spot @param {Address} address what it shows and what an edit changes @returns {NumberLabel} */
export function makeNumberLabel(parent, spot, address) {
  const group = shape(
    "g",
    {
      class: "number-label",
      "data-focus": address,
      "data-edit": address,
      role: "button",
      tabindex: 0,
      transform: `translate(${spot.x.toFixed(1)} ${spot.y.toFixed(1)})`,
    },
    parent,
  );
  return {
    group,
    spot,
    plate: shape("rect", { class: "plate", rx: 6, y: -spot.h / 2, height: spot.h }, group),
    text: shape("text", { dy: "0.34em", "text-anchor": "middle" }, group),
    aside: null,
  };
}

/**
 * @param {NumberLabel} numberLabel @param {readonly Run[]} runs @param {Address} address @param {number | null} value
 * @param {string} state @param {string} label its name for those who cannot see it @param {number} [size]
 */
export function fillNumberLabel(numberLabel, runs, address, value, state, label, size = 15) {
  writeRuns(numberLabel.text, runs);
  const w = Math.max(24, widthOfRuns(runs) * size + 11);
  set(numberLabel.plate, { x: -w / 2, width: w });
  set(numberLabel.text, { "data-address": address, "data-value": fullNumber(value), "font-size": size });
  set(numberLabel.group, { "data-state": state, "aria-label": label });
}

/**
 * The plate shows what the figures' rule gives; what the gradient gives stands small below it.
 * @param {NumberLabel} numberLabel @param {{ text: string, address: Address, value: number } | null} truth
 */
export function fillAside(numberLabel, truth) {
  if (!truth?.text) {
    numberLabel.aside?.remove();
    numberLabel.aside = null;
    return;
  }
  numberLabel.aside ??= shape(
    "text",
    { class: "aside", y: numberLabel.spot.h / 2 + 9, dy: "0.34em", "text-anchor": "middle" },
    numberLabel.group,
  );
  write(numberLabel.aside, truth.text);
  set(numberLabel.aside, { "data-gradient": truth.address, "data-value": fullNumber(truth.value) });
}

/** @param {Run[]} runs @param {number | null} old the value before the last edit @returns {Run[]} */
export const withGhost = (runs, old) =>
  old === null ? runs : [...runs, { text: " " }, { text: formatNumber(old, 3), look: "ghost" }];

/** @param {Trace} a @param {Trace} b */
const sameShape = (a, b) =>
  a.network.inputs === b.network.inputs &&
  a.network.layers.length === b.network.layers.length &&
  a.network.layers.every((layer, l) => layer.units === b.network.layers[l]?.units);

/** The number before the last edit where it was another one. @param {Screen} screen @param {Address} address @param {number | null} value */
export function ghostOf({ ghost, trace, state }, address, value) {
  const old = ghost && sameShape(ghost, trace) ? valueAt(ghost, address, state.sample) : null;
  return old !== null && old !== value ? old : null;
}

/** @param {Context} context @param {string | undefined} name */
export const isElementwise = (context, name) =>
  context.catalog.activations.find((activation) => activation.name === name)?.elementwise ?? true;
