// The order within the layers, with few crossings: barycentre sweeps, then exchanges of neighbours.

/** @import { Chain, Neighbour, Order, Vertex } from "./types.js" */
import { at } from "../../core/at.js";

/**
 * The vertices by layer in the order of a depth-first search back from the last block, first operands first: a
 * tree has no crossing in it.
 * @param {readonly Vertex[]} vertices @returns {Order}
 */
export function initialOrder(vertices) {
  /** @type {Order} */
  const order = Array.from({ length: Math.max(-1, ...vertices.map(({ layer }) => layer)) + 1 }, () => []);
  /** @type {Set<Vertex>} */
  const visited = new Set();
  const roots = vertices
    .filter(({ block }) => block)
    .toReversed()
    .sort((a, b) => a.after.length - b.after.length);
  for (const root of roots) {
    const waiting = [root];
    for (let vertex = waiting.pop(); vertex !== undefined; vertex = waiting.pop()) {
      if (visited.has(vertex)) continue;
      visited.add(vertex);
      at(order, vertex.layer).push(vertex);
      waiting.push(...vertex.before.map((near) => near.vertex).toReversed());
    }
  }
  return order;
}

/** Writes the index of every vertex in its layer. @param {Order} order */
export function setIndices(order) {
  for (const layer of order)
    layer.forEach((vertex, k) => {
      vertex.index = k;
    });
}

/**
 * How often edges cross between a layer and the next one: the number of inversions, counted with a Fenwick tree. The
 * indices of the next layer must be set.
 * @param {readonly Vertex[]} layer @param {number} size of the next layer
 */
function crossingsAfter(layer, size) {
  const sums = new Int32Array(size + 1);
  let [crossings, seen] = [0, 0];
  for (const { after } of layer) {
    for (const { vertex } of after) {
      let upTo = 0;
      for (let k = vertex.index + 1; k > 0; k -= k & -k) upTo += at(sums, k);
      crossings += seen - upTo;
    }
    for (const { vertex } of after) {
      seen++;
      for (let k = vertex.index + 1; k <= size; k += k & -k) sums[k] = at(sums, k) + 1;
    }
  }
  return crossings;
}

/** All crossings of an order; sets the indices. @param {Order} order */
function crossingsOf(order) {
  setIndices(order);
  return order.reduce((sum, layer, k) => sum + crossingsAfter(layer, order[k + 1]?.length ?? 0), 0);
}

/** How often the edges of two neighbours cross, the first standing above.
 * @param {readonly Neighbour[]} above @param {readonly Neighbour[]} below */
function crossingsOfPair(above, below) {
  let sum = 0;
  for (const one of above) for (const other of below) if (one.vertex.index > other.vertex.index) sum++;
  return sum;
}

const MAX_SWEEPS = 12;
/** Sweeps without fewer crossings after which the search ends. */
const MAX_IDLE_SWEEPS = 4;

/**
 * Fewer crossings: every layer is sorted by the mean index of its neighbours to the left, from left to right,
 * then of those to the right, from right to left, and so on; in the best order found, neighbours are exchanged
 * where that helps.
 * @param {Order} start @returns {Order}
 */
export function withFewerCrossings(start) {
  let [best, fewest] = [start, crossingsOf(start)];
  let order = start;
  for (let sweep = 0, idle = 0; sweep < MAX_SWEEPS && fewest > 0 && idle < MAX_IDLE_SWEEPS; sweep++) {
    setIndices(order);
    const side = sweep % 2 ? "after" : "before";
    const next = (side === "after" ? order.toReversed() : order).map((layer) => sortedByMean(layer, side));
    order = side === "after" ? next.toReversed() : next;
    const crossings = crossingsOf(order);
    idle = crossings < fewest ? 0 : idle + 1;
    if (crossings < fewest) [best, fewest] = [order, crossings];
  }
  return fewest > 0 ? withExchanges(best) : best;
}

/**
 * A layer sorted by the mean index of its neighbours on one side; vertices without any keep their index. Sets
 * the indices.
 * @param {readonly Vertex[]} layer @param {"before" | "after"} side @returns {Vertex[]}
 */
function sortedByMean(layer, side) {
  const sorted = layer
    .filter((vertex) => vertex[side].length > 0)
    .map((vertex) => {
      let sum = 0;
      for (const near of vertex[side]) sum += near.vertex.index;
      return { vertex, mean: sum / vertex[side].length };
    })
    .sort((a, b) => a.mean - b.mean);
  let taken = 0;
  const next = layer.map((vertex) => (vertex[side].length > 0 ? at(sorted, taken++).vertex : vertex));
  next.forEach((vertex, k) => {
    vertex.index = k;
  });
  return next;
}

const MAX_EXCHANGE_ROUNDS = 8;

/**
 * Exchanges neighbours where that saves crossings.
 * @param {Order} order @param {boolean} [ranked] whether blocks keep their order, so that only dummies move
 * @returns {Order}
 */
function withExchanges(order, ranked = false) {
  const next = order.map((layer) => [...layer]);
  setIndices(next);
  for (let round = 0, better = true; better && round < MAX_EXCHANGE_ROUNDS; round++) {
    better = false;
    for (const layer of next) {
      for (let k = 0; k + 1 < layer.length; k++) {
        const [one, other] = [at(layer, k), at(layer, k + 1)];
        if (ranked && one.block && other.block) continue;
        const now = crossingsOfPair(one.before, other.before) + crossingsOfPair(one.after, other.after);
        if (now === 0) continue;
        const then = crossingsOfPair(other.before, one.before) + crossingsOfPair(other.after, one.after);
        if (then >= now) continue;
        [layer[k], layer[k + 1]] = [other, one];
        [one.index, other.index] = [k + 1, k];
        better = true;
      }
    }
  }
  return next;
}

/**
 * An order given by the ranks of the blocks. Dummies stand where their edge runs between the ranks of its ends;
 * only they are exchanged.
 * @param {readonly Vertex[]} vertices @param {readonly Chain[]} chains @param {Order} start
 * @param {ReadonlyMap<number, number>} ranks by the id of a block
 * @returns {Order}
 */
export function rankedOrder(vertices, chains, start, ranks) {
  for (const vertex of vertices) if (vertex.block) vertex.rank = ranks.get(vertex.block.id) ?? 0;
  for (const { source, between, target } of chains)
    between.forEach((vertex, k) => {
      vertex.rank = source.rank + ((target.rank - source.rank) * (k + 1)) / (between.length + 1);
    });
  return withExchanges(
    start.map((layer) => layer.toSorted((a, b) => a.rank - b.rank)),
    true,
  );
}
