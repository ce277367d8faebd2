// A number on a plate in the drawing, which opens for editing; shared by all ways of drawing a network.

import { setText } from "../../../draw/dom.js";
import { set, shape, widthOfRuns, writeRuns } from "../../../draw/svg.js";
import { digitsToTellApart, formatNumber, fullNumber } from "../../../math/format.js";
import { ghostOf } from "../../ghost.js";
import { editName, numberOf } from "./drawing_screen.js";

/** @import { Address } from "../../../core/types.js" */
/** @import { Context } from "../../types.js" */
/** @import { Box } from "../../../draw/geometry.js" */
/** @import { Run } from "../../../draw/svg.js" */
/** @import { DrawingScreen } from "./drawing_screen.js" */

/**
 * @typedef {object} NumberLabel
 * @property {SVGGElement} group
 * @property {SVGRectElement} plate
 * @property {SVGTextElement} text
 * @property {SVGTextElement | null} aside the second number below the plate
 * @property {Box} spot
 */

/** The font size of the numbers on arrows, unless a drawing has its own. */
export const LABEL_SIZE = 16;

/**
 * @param {Element} parent @param {Box} spot @param {Address} address what it shows and what an edit changes
 * @returns {NumberLabel}
 */
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
 * @param {string} state @param {string} label its accessible name @param {number} [size]
 */
export function fillNumberLabel(numberLabel, runs, address, value, state, label, size = LABEL_SIZE) {
  writeRuns(numberLabel.text, runs);
  const w = Math.max(24, widthOfRuns(runs) * size + 11);
  set(numberLabel.plate, { x: -w / 2, width: w });
  set(numberLabel.text, { "data-address": address, "data-value": fullNumber(value), "font-size": size });
  set(numberLabel.group, { "data-state": state, "aria-label": label });
}

/**
 * The number itself, without its symbol: of an input or a target.
 * @param {DrawingScreen} now @param {NumberLabel} numberLabel @param {Address} address
 * @param {"given" | "compare"} state @param {number} [size]
 */
export function fillGivenNumber(now, numberLabel, address, state, size = LABEL_SIZE) {
  const value = numberOf(now, address);
  const runs = withGhost([{ text: formatNumber(value) }], ghostOf(now.screen, address, value));
  fillNumberLabel(numberLabel, runs, address, value, state, editName(now, address), size);
}

/**
 * With the figures' rule the plate shows the number of that rule; below it stands the one of the gradient.
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
  setText(numberLabel.aside, truth.text);
  set(numberLabel.aside, { "data-gradient": truth.address, "data-value": fullNumber(truth.value) });
}

/** "0.729 0.7", both with the digits that tell them apart. @param {Run[]} lead @param {number | null} value
 * @param {number | null} old the weight before the update @param {number} digits @returns {Run[]} */
export function withOldWeight(lead, value, old, digits) {
  const enough = digitsToTellApart([value, old], digits);
  const runs = [...lead, { text: formatNumber(value, enough) }];
  return old === null ? runs : [...runs, { text: " " }, { text: formatNumber(old, enough), look: "before" }];
}

/** @param {Run[]} runs @param {number | null} old the value before the last edit @returns {Run[]} */
export const withGhost = (runs, old) =>
  old === null ? runs : [...runs, { text: " " }, { text: formatNumber(old, 3), look: "ghost" }];

/** @param {Context} context @param {string} name of an activation */
export const isElementwise = (context, name) =>
  context.catalog.activations.find((activation) => activation.name === name)?.elementwise ?? true;
