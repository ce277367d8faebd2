// The widths of edges.

/**
 * The width of an edge grows with the square root of |w|, and is never 0.
 * @param {number} weight @param {number} largest |w| of its layer
 */
export const edgeWidth = (weight, largest) =>
  1.3 + 3 * Math.sqrt(Math.min(1, Math.abs(weight) / Math.max(largest, 1e-12)));

/** The largest absolute value; 0 where there is none. @param {readonly (readonly number[])[]} rows */
export function largestSize(rows) {
  let largest = 0;
  for (const row of rows) for (const value of row) if (Math.abs(value) > largest) largest = Math.abs(value);
  return largest;
}
