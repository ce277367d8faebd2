// The symbols of the circuit drawing: a lesson's figure that has its own names shows only the numbers that it names.

import { ownName } from "../../notation.js";

/** @import { Address } from "../../../core/types.js" */
/** @import { Run } from "../../../draw/svg.js" */
/** @import { DrawingScreen } from "../diagram/drawing_screen.js" */

/**
 * The same empty list every time, so that writing it again is recognised as no change.
 * @type {readonly Run[]}
 */
const NO_RUNS = [];

/** @param {DrawingScreen} now @param {Address} address */
export const isNamed = ({ naming }, address) => !naming.names || ownName(address, naming) !== null;

/** @param {DrawingScreen} now @param {Address} address @returns {readonly Run[]} */
export const runsOfNumber = (now, address) => (isNamed(now, address) ? now.symbol(address).runs : NO_RUNS);

/**
 * "w = ", in front of a number.
 * @param {DrawingScreen} now @param {Address} address @returns {readonly Run[]}
 */
export const leadOf = (now, address) =>
  isNamed(now, address) ? [...now.symbol(address).runs, { text: " = " }] : NO_RUNS;
