// Sorting things into bins: what is placed, and what can be placed at once. Pure.

/** Once this many of a family are placed, the rest can be placed at once. */
export const ENOUGH = 3;

/** `placed`: the bin of each thing; `last`: the thing placed last.
 * @typedef {{placed: Record<string, string>, last: string | null}} Sorted */

/** Puts a thing into a bin, if it belongs there.
 * @param {Sorted} sorted @param {string} thing @param {string} bin
 * @param {readonly string[]} right the bins in which it belongs
 * @returns {{sorted: Sorted, right: boolean}} */
export function put(sorted, thing, bin, right) {
  if (!right.includes(bin)) return { sorted, right: false };
  return { sorted: { placed: { ...sorted.placed, [thing]: bin }, last: thing }, right: true };
}

/** The rest of a family once enough of it is placed, else nothing.
 * @param {Sorted} sorted @param {readonly string[]} family @returns {string[]} */
export function restOfFamily({ placed }, family) {
  const rest = family.filter((thing) => !(thing in placed));
  return family.length - rest.length >= ENOUGH ? rest : [];
}
