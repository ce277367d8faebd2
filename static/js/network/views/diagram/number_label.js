// A number on a plate in the drawing, which opens for editing; shared by all ways of drawing a network.

import { setText } from "../../../draw/dom.js";
import { set, shape, widthOfRuns, writeRuns } from "../../../draw/svg.js";
import { digitsToTellApart, formatNumber, fullNumber } from "../../../math/format.js";
import { ghostOf } from "../../ghost.js";
import { editName, numberOf } from "./drawing_screen.js";
import { digitsThatFit, EDGE } from "./number_text.js";

/** @import { Address } from "../../../core/types.js" */
/** @import { Context } from "../../types.js" */
/** @import { Box } from "../../../draw/geometry.js" */
/** @import { Run } from "../../../draw/svg.js" */
/** @import { DrawingScreen } from "./drawing_screen.js" */

/**
 * @typedef {object} NumberLabel
 * @property {SVGGElement} group
 * @property {SVGRectElement} plate
 * @property {SVGRectElement} reach as large as the plate; its edge is wide for a finger, and not seen
 * @property {SVGTextElement} text
 * @property {SVGTextElement | null} aside the second number below the plate
 * @property {Box} spot
 * @property {Align} align
 * @property {number} room how wide its text may be; a longer one is condensed
 */
/** Which part of the plate stands at its spot. @typedef {"start" | "middle" | "end"} Align */

/** How much of the plate's width lies left of its spot. */
const BEFORE = { start: 0, middle: 0.5, end: 1 };

/** What the plate is wider than its text, in font sizes. */
const PADDING = 0.66;

/** The font size of the numbers in a drawing of its own size. */
const LABEL_SIZE = 16;

/**
 * @param {Element} parent @param {Box} spot @param {Address} address what it shows and what an edit changes
 * @param {Align} [align] @returns {NumberLabel}
 */
export function makeNumberLabel(parent, spot, address, align = "middle") {
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
    align,
    room: Infinity,
    plate: shape("rect", { class: "plate", rx: 6, y: -spot.h / 2, height: spot.h }, group),
    reach: shape("rect", { class: "reach", fill: "none", y: -spot.h / 2, height: spot.h }, group),
    text: shape("text", { dy: "0.34em", "text-anchor": "middle" }, group),
    aside: null,
  };
}

/** @param {NumberLabel} numberLabel @param {Box} spot */
export function moveNumberLabel(numberLabel, spot) {
  numberLabel.spot = spot;
  set(numberLabel.group, { transform: `translate(${spot.x.toFixed(1)} ${spot.y.toFixed(1)})` });
  for (const rect of [numberLabel.plate, numberLabel.reach])
    set(rect, { y: (-spot.h / 2).toFixed(1), height: spot.h.toFixed(1) });
}

/**
 * @param {NumberLabel} numberLabel @param {readonly Run[]} runs @param {Address} address @param {number | null} value
 * @param {string} state @param {string} label its accessible name @param {number} [size]
 */
export function fillNumberLabel(numberLabel, runs, address, value, state, label, size = LABEL_SIZE) {
  writeRuns(numberLabel.text, runs);
  const natural = widthOfRuns(runs) * size;
  const isCondensed = natural > numberLabel.room;
  const w = Math.max(1.5 * size, Math.min(natural, numberLabel.room) + PADDING * size);
  const x = -w * BEFORE[numberLabel.align];
  for (const rect of [numberLabel.plate, numberLabel.reach])
    set(rect, { x: x.toFixed(1), width: w.toFixed(1) });
  set(numberLabel.text, {
    x: (x + w / 2).toFixed(1),
    textLength: isCondensed ? numberLabel.room.toFixed(1) : null,
    lengthAdjust: isCondensed ? "spacingAndGlyphs" : null,
    "data-address": address,
    "data-value": fullNumber(value),
    "font-size": size,
  });
  set(numberLabel.group, { "data-state": state, "aria-label": label });
}

/** How wide a plate at the left end may be. @param {NumberLabel} numberLabel */
export const roomLeftOf = ({ spot, align }) => (spot.x - EDGE) / BEFORE[align];

/**
 * The number itself, without its symbol: of an input or a target.
 * @param {DrawingScreen} now @param {NumberLabel} numberLabel @param {Address} address
 * @param {"given" | "compare"} state @param {number} [size] @param {number} [room] how wide the plate may be
 */
export function fillGivenNumber(now, numberLabel, address, state, size = LABEL_SIZE, room = Infinity) {
  const value = numberOf(now, address);
  const old = ghostOf(now.screen, address, value);
  const runsWith = (/** @type {number} */ digits) => withGhost([{ text: formatNumber(value, digits) }], old);
  numberLabel.room = room - PADDING * size;
  const digits = digitsThatFit((count) => widthOfRuns(runsWith(count)) * size, numberLabel.room);
  fillNumberLabel(numberLabel, runsWith(digits), address, value, state, editName(now, address), size);
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

/** Between a number and the one that it came from. */
export const FROM = "← ";

/** "0.729 ← 0.7", both with the digits that tell them apart. @param {Run[]} lead @param {number | null} value
 * @param {number | null} old the weight before the update @param {number} digits @returns {Run[]} */
export function withOldWeight(lead, value, old, digits) {
  const enough = digitsToTellApart([value, old], digits);
  const runs = [...lead, { text: formatNumber(value, enough) }];
  return old === null ? runs : [...runs, { text: ` ${FROM}${formatNumber(old, enough)}`, look: "before" }];
}

/** @param {Run[]} runs @param {number | null} old the value before the last edit @returns {Run[]} */
export const withGhost = (runs, old) =>
  old === null ? runs : [...runs, { text: ` ${FROM}${formatNumber(old, 3)}`, look: "ghost" }];

/** @param {Context} context @param {string} name of an activation */
export const isElementwise = (context, name) =>
  context.catalog.activations.find((activation) => activation.name === name)?.elementwise ?? true;
