// Why gradients of one's own are wrong: what they all have in common. To add a slip, add a row to SLIPS and its
// sentence under checking.slip_<name>. Pure.
/** @import { Address, Key } from "../../core/types.js" */
/** @import { TraceRequest } from "../../network/types.js" */
/** @import { CheckedGradient } from "../types.js" */
import { parse } from "../../core/address.js";

/** Two numbers are the same slip if they differ by this part: what is printed has few digits. */
const NEAR = 2e-3;

/**
 * What the gradients of a network are known by.
 * @typedef {object} Known
 * @property {ReadonlyMap<Address, number>} right
 * @property {TraceRequest} request
 */
/**
 * `code`: of the marking's mistake that is the same, "" for none. `of`: what somebody who makes it has in the place of
 * the right number; null: it does not arise there.
 * @typedef {{name: string, key: Key, code: string, of: (row: CheckedGradient, known: Known) => number | null}} Slip
 */

/** @param {(known: Known) => number | null} factor @returns {Slip["of"]} */
const times = (factor) => (row, known) => {
  const by = factor(known);
  return by === null || by === 1 ? null : by * row.analytic;
};
/** @param {Known} known */
const samples = ({ request }) => request.inputs.length;
/** @param {Known} known */
const outputs = ({ request }) => request.network.layers.at(-1)?.units ?? 1;
/** @param {Known} known */
const rate = ({ request }) =>
  /** @type {{learning_rate?: number} | undefined} */ (request.optimizer)?.learning_rate ?? null;

/** dW[i][j] where dW[j][i] belongs. @type {Slip["of"]} */
function transposed({ address }, { right }) {
  const parsed = parse(address);
  if (parsed?.family !== "dw") return null;
  const [j, i] = parsed.indices;
  return i === j ? null : (right.get(`dw${parsed.layer}.${i}.${j}`) ?? null);
}

/** The likeliest first. @type {readonly Slip[]} */
export const SLIPS = [
  { name: "sign", key: "checking.slip_sign", code: "error_sign", of: times(() => -1) },
  { name: "double", key: "checking.slip_double", code: "loss_factor", of: times(() => 2) },
  { name: "half", key: "checking.slip_half", code: "loss_factor", of: times(() => 0.5) },
  { name: "sum", key: "checking.slip_sum", code: "gradients_not_averaged", of: times(samples) },
  { name: "mean", key: "checking.slip_mean", code: "", of: times((known) => 1 / samples(known)) },
  {
    name: "outputs",
    key: "checking.slip_outputs",
    code: "mean_for_sum",
    of: times((known) => 1 / outputs(known)),
  },
  { name: "rate", key: "checking.slip_rate", code: "rate_in_gradient", of: times(rate) },
  {
    name: "step",
    key: "checking.slip_step",
    code: "rate_in_gradient",
    of: times((known) => {
      const eta = rate(known);
      return eta === null ? null : -eta;
    }),
  },
  { name: "transposed", key: "checking.slip_transposed", code: "weights_transposed", of: transposed },
  { name: "zero", key: "checking.slip_zero", code: "", of: () => 0 },
];

/** @param {number} yours @param {number | null} slipped @param {number} largest */
const fits = (yours, slipped, largest) =>
  slipped !== null &&
  Math.abs(yours - slipped) <= NEAR * Math.max(Math.abs(slipped), Math.abs(yours)) + 1e-9 * largest;

/**
 * The slips that explain wrong gradients, each with those that it explains; what several explain goes to the one that
 * explains most.
 * @param {readonly CheckedGradient[]} rows @param {TraceRequest} request
 * @returns {{slip: Slip, addresses: Address[]}[]}
 */
export function slipsOf(rows, request) {
  const right = new Map(rows.map(({ address, analytic }) => [address, analytic]));
  const known = { right, request };
  const largest = Math.max(...rows.map(({ analytic }) => Math.abs(analytic)), 0);
  let open = rows.filter(({ verdict, yours }) => verdict === "wrong" && yours !== null);
  const found = [];
  while (open.length > 0) {
    const each = SLIPS.map((slip) => ({
      slip,
      explained: open.filter((row) => fits(Number(row.yours), slip.of(row, known), largest)),
    }));
    const most = Math.max(...each.map(({ explained }) => explained.length));
    const best = each.find(({ explained }) => explained.length === most);
    if (!best || most === 0) break;
    found.push({ slip: best.slip, addresses: best.explained.map(({ address }) => address) });
    open = open.filter((row) => !best.explained.includes(row));
  }
  return found;
}
