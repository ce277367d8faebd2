// Checks for values that come from a link or a file, the same for every tool. They check the form only;
// whether the numbers describe a network, a graph or a function is checked by the server.
/** @import { Grouping } from "./types.js" */
import { SPEEDS } from "./editing.js";
import { isObject } from "./url_hash.js";

/** A variable's name, as in an expression. */
const NAME = /^[A-Za-z_]\w*$/;
/** @type {readonly Grouping[]} */
const GROUPINGS = ["neuron", "layer", "phase"];

/** @param {unknown} value @returns {value is number} finite */
export const isNumber = (value) => typeof value === "number" && Number.isFinite(value);

/** A position, an index, a count or a seed. The bound is 2⁵³ − 1, the largest integer of any field of the API
 * (`limits.seed` of the catalog). @param {unknown} value @returns {value is number} */
export const isCount = (value) => Number.isSafeInteger(value) && Number(value) >= 0;

/** @param {unknown} value @returns {value is number[]} */
export const isRow = (value) => Array.isArray(value) && value.every(isNumber);

/** @param {unknown} value @returns {value is number[][]} at least one row */
export const isMatrix = (value) => Array.isArray(value) && value.length > 0 && value.every(isRow);

/** An object whose keys are names of variables. @param {unknown} value
 * @param {(one: unknown) => boolean} is a check of each of its values */
export const isTableByName = (value, is) =>
  isObject(value) && Object.entries(value).every(([name, one]) => NAME.test(name) && is(one));

/** An entry of a table of the catalog with its parameters: `{name: "sgd", learning_rate: 0.1}`.
 * @param {unknown} value */
export const isNamed = (value) =>
  isObject(value) &&
  typeof value["name"] === "string" &&
  Object.values(value).every((one) => typeof one === "string" || isNumber(one));

/** @param {unknown} value @param {(one: unknown) => boolean} is */
export const isMissingOr = (value, is) => value === undefined || is(value);

/** @param {unknown} value @returns {Grouping | null} null if there is no such grouping */
export const groupingOf = (value) => GROUPINGS.find((grouping) => grouping === value) ?? null;

/** @param {unknown} value @returns {number} the usual speed if there is no such speed */
export const speedOf = (value) => SPEEDS.find((speed) => speed === value) ?? 1;
