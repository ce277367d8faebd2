// How wide an edge is drawn for the size of its weight.

/**
 * How wide an edge is drawn: grows with |w| and never vanishes.
 * @param {number} weight @param {number} largest the largest |w| beside it
 */
export const edgeWidth = (weight, largest) =>
  1.3 + 3 * Math.sqrt(Math.min(1, Math.abs(weight) / Math.max(largest, 1e-12)));

/** The largest size in nested numbers. @param {readonly (readonly number[])[]} rows */
export function largestSize(rows) {
  let largest = 0;
  for (const row of rows) for (const value of row) largest = Math.max(largest, Math.abs(value));
  return largest;
}
