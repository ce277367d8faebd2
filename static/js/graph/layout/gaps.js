// Numbers kept apart: isotonic regression, used for the heights in a layer and for the angles at a block.

import { at } from "../../core/at.js";

/**
 * The numbers nearest to the wanted ones, in weighted least squares, of which each exceeds the one before it by
 * at least its gap. Pool adjacent violators: neighbours that would come too close share the mean of their pool.
 * @param {readonly number[]} wanted @param {readonly number[]} weights
 * @param {readonly number[]} gaps to the one before; the first shifts all of them
 * @returns {number[]}
 */
export function keptApart(wanted, weights, gaps) {
  /** @type {{ mean: number, weight: number, size: number }[]} */
  const pools = [];
  /** @type {number[]} */
  const offsets = [];
  let offset = 0;
  wanted.forEach((wish, k) => {
    offset += at(gaps, k);
    offsets.push(offset);
    let [mean, weight, size] = [wish - offset, at(weights, k), 1];
    for (let last = pools.at(-1); last && last.mean > mean; last = pools.at(-1)) {
      mean = (last.mean * last.weight + mean * weight) / (last.weight + weight);
      weight += last.weight;
      size += last.size;
      pools.pop();
    }
    pools.push({ mean, weight, size });
  });
  /** @type {number[]} */
  const kept = [];
  for (const { mean, size } of pools)
    for (let k = 0; k < size; k++) kept.push(mean + at(offsets, kept.length));
  return kept;
}
