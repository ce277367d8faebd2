// What the steps and formulas of a trace depend on, as app/explain/topology.py has it: while it stays the same, the
// page keeps them. tests/web/trace/test_kept_steps.py holds the two together.
/** @import { NetworkCatalog, TraceRequest } from "./types.js" */

/** Targets whose sum differs from 1 by less count as 1 (ROUNDING_OF_A_SUM of the server). */
const ROUNDING_OF_A_SUM = 1e-12;

/** Whether the targets of every sample add up to 1. Where the order of adding could decide, the targets themselves.
 * @param {number[][]} targets */
function sumsToOne(targets) {
  const farthest = Math.max(
    ...targets.map((row) => Math.abs(row.reduce((sum, value) => sum + value, 0) - 1)),
  );
  if (farthest < ROUNDING_OF_A_SUM / 2) return true;
  return farthest > 2 * ROUNDING_OF_A_SUM ? false : targets;
}

/** Requests with the same key have the same steps. @param {TraceRequest} request @param {NetworkCatalog} catalog */
export function topologyKey({ network, inputs, targets, reduction = "mean", optimizer }, catalog) {
  const { loss, layers } = network;
  const isOfSoftmax = catalog.losses.some(({ name, output }) => name === loss && output === "softmax");
  return JSON.stringify([
    network.inputs,
    layers.map(({ units, activation, bias = true, frozen }) => [units, activation, bias, frozen ?? "none"]),
    loss,
    inputs.length,
    reduction,
    (typeof optimizer === "string" ? optimizer : optimizer?.name) ?? catalog.as_drawn.optimizer,
    isOfSoftmax && sumsToOne(targets),
  ]);
}
