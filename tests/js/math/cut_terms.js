// How the server cuts a long sum: the first three terms, an ellipsis, and the last.

/** @param {readonly import("../../../static/js/core/types.js").Tree[]} all
 * @returns {import("../../../static/js/core/types.js").Tree[]} */
export const terms = (all) => {
  const last = all.at(-1);
  return last && all.length > 6
    ? [...all.slice(0, 3), { op: "ellipsis", count: all.length - 4 }, last]
    : [...all];
};
