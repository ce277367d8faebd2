// The numbers of a run by address. An address may name its iteration: `g.x@12` is the derivative by x in iteration
// 12.
// Families: p and n are a variable before and after the step, g the gradient, gradient_norm, value, count, k a
// hyperparameter, s and o an optimizer's state after and before the step.
/** @import { Address } from "../core/types.js" */
/** @import { DescentAnswer } from "./types.js" */
/** @import { Run } from "./runs.js" */
import { own } from "../core/at.js";
import { columnOf, explainedRun } from "./runs.js";

/**
 * The parts of an address: `s.m.x@12` has the plain address `s.m.x`, the family `s`, the rest `m`, `x`, iteration 12.
 * @param {Address} address
 */
export function partsOf(address) {
  const [plain = "", iteration] = address.split("@");
  const [family = "", ...rest] = plain.split(".");
  return { plain, family, rest, iteration: iteration === undefined ? null : Number(iteration) };
}

/** @typedef {(run: Run, name: string) => readonly (number | null)[] | undefined} ReadColumn */
/** Where the numbers of a family are in a run, and whether iteration k's is the one before or after step k.
 * @type {Record<string, { column: ReadColumn, before: boolean }>}
 */
const COLUMNS = {
  p: { column: columnOf, before: true },
  n: { column: columnOf, before: false },
  g: { column: (run, name) => own(run.gradient, name), before: true },
  gradient_norm: { column: (run) => run.gradient_norm, before: true },
  value: { column: (run) => run.value, before: false },
};

/**
 * A number of an iteration; null where the answer does not hold it.
 * @param {DescentAnswer} answer @param {string} plain an address without its iteration
 * @param {number} iteration from 1 on
 * @returns {number | null}
 */
export function numberAt(answer, plain, iteration) {
  const { explain } = answer;
  const run = explainedRun(answer);
  const {
    family,
    rest: [name = ""],
  } = partsOf(plain);
  const found = COLUMNS[family];
  if (found) return (run && found.column(run, name)?.[found.before ? iteration - 1 : iteration]) ?? null;
  if (family === "count") return iteration;
  const values = explain?.values[plain];
  return values?.[family === "k" ? 0 : iteration - 1 - (explain?.from ?? 0)] ?? null;
}
/** The same for an address that names its iteration. @param {DescentAnswer} answer @param {Address} address */
export function valueAt(answer, address) {
  const { plain, iteration } = partsOf(address);
  return numberAt(answer, plain, iteration ?? 1);
}

/**
 * The address of a number in an iteration; hyperparameters are the same in all.
 * @param {string} address @param {number} iteration
 */
export const addressAt = (address, iteration) =>
  address.startsWith("k.") ? address : `${address}@${iteration}`;
