// Graphs for the tests of the layout, random with a fixed seed.

/** Numbers from 0 to 1 by a linear congruential generator. @param {number} seed */
export function random(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A circle with a ball at its upper right and a name below. */
export const block = (/** @type {number} */ id, round = true) => ({
  id,
  rx: 34,
  ry: 34,
  round,
  left: 34,
  right: 62,
  up: 58,
  down: 52,
});

/** A graph with a fifth of its nodes as inputs.
 * @param {number} count @param {number} seed @param {number} near how far back an operand may lie */
export function randomGraph(count, seed, near = count) {
  const next = random(seed);
  const inputs = Math.max(1, Math.floor(count / 5));
  const links = [];
  for (let id = inputs; id < count; id++)
    for (let operand = 0; operand < (next() < 0.3 ? 1 : 2); operand++)
      links.push({ source: id - 1 - Math.floor(next() * Math.min(id, near)), target: id, operand });
  return { blocks: Array.from({ length: count }, (_, id) => block(id, id >= inputs)), links };
}
export const GRAPHS = [2, 3, 5, 9, 17, 40, 90].flatMap((count) =>
  [1, 2, 3].map((seed) => randomGraph(count, seed)),
);

/** All that a block takes up.
 * @param {import("../../../../static/js/graph/layout/types.js").Block} of @param {{x: number, y: number}} at */
export const boxOf = (of, at) => ({
  x: at.x + (of.right - of.left) / 2,
  y: at.y + (of.down - of.up) / 2,
  w: of.left + of.right,
  h: of.up + of.down,
});
