// The height of every vertex: as near to its neighbours' as the order within the layers allows, long edges level.

/** @import { Chain, Neighbour, Order, Vertex } from "./types.js" */
import { at } from "../../core/at.js";
import { keptApart } from "./gaps.js";

/** Passes over the layers with the neighbours on one side, alternately left and right; then with those on both. */
const ONE_SIDED_PASSES = 4;
const TWO_SIDED_PASSES = 10;
/** Passes over the chains that make long edges level. */
const LEVELLING_PASSES = 2;
/** The gap between two dummies; between a block and a dummy it is half of that between blocks. */
const DUMMY_GAP = 2;
/** The weight of a vertex without neighbours: it gives way to the others. */
const FREE_WEIGHT = 1e-3;

/**
 * Writes `gap` and `y` of every vertex; y is relative, and may be negative. The indices must be set.
 * @param {Order} order @param {readonly Chain[]} chains @param {number} lane the gap between two blocks
 */
export function setHeights(order, chains, lane) {
  for (const layer of order)
    layer.forEach((vertex, k) => {
      vertex.gap = gapBelow(layer[k - 1], vertex, lane);
    });
  for (const layer of order)
    write(
      layer,
      keptApart(
        layer.map(() => 0),
        layer.map(() => 1),
        gapsOf(layer),
      ),
    );
  const backwards = order.toReversed();
  for (let pass = 0; pass < ONE_SIDED_PASSES; pass++)
    for (const layer of pass % 2 ? backwards : order)
      settle(layer, pass % 2 ? ({ after }) => [after] : ({ before }) => [before]);
  for (let pass = 0; pass < TWO_SIDED_PASSES; pass++)
    for (const layer of pass % 2 ? order : backwards) settle(layer, ({ before, after }) => [before, after]);
  for (let pass = 0; pass < LEVELLING_PASSES; pass++) for (const chain of chains) level(chain, order);
}

/** @param {Vertex | undefined} above @param {Vertex} vertex @param {number} lane */
function gapBelow(above, vertex, lane) {
  if (!above) return 0;
  const between = above.block && vertex.block ? lane : above.block || vertex.block ? lane * 0.5 : DUMMY_GAP;
  return above.down + vertex.up + between;
}

/** @param {readonly Vertex[]} layer */
const gapsOf = (layer) => layer.map(({ gap }) => gap);

/** @param {readonly Vertex[]} layer @param {readonly number[]} heights */
function write(layer, heights) {
  layer.forEach((vertex, k) => {
    vertex.y = at(heights, k);
  });
}

/**
 * Moves the vertices of a layer to the weighted mean height of their neighbours, kept apart.
 * @param {readonly Vertex[]} layer @param {(vertex: Vertex) => Neighbour[][]} sides which neighbours count
 */
function settle(layer, sides) {
  /** @type {number[]} */
  const wanted = [];
  /** @type {number[]} */
  const weights = [];
  for (const vertex of layer) {
    let [sum, total] = [0, 0];
    for (const side of sides(vertex))
      for (const near of side) {
        sum += near.vertex.y * near.weight;
        total += near.weight;
      }
    wanted.push(total === 0 ? vertex.y : sum / total);
    weights.push(total === 0 ? FREE_WEIGHT : total);
  }
  write(layer, keptApart(wanted, weights, gapsOf(layer)));
}

/**
 * An edge over several layers runs level as far as the vertices above and below it allow, in as few steps as
 * possible: the dummies are cut into runs that fit into a common corridor of heights.
 * @param {Chain} chain @param {Order} order
 */
function level({ source, between, target }, order) {
  if (between.length === 0) return;
  /** @type {Vertex[]} */
  let run = [];
  let [low, high] = [-Infinity, Infinity];
  for (const vertex of between) {
    const layer = at(order, vertex.layer);
    const [above, below] = [layer[vertex.index - 1], layer[vertex.index + 1]];
    const top = above ? above.y + vertex.gap : -Infinity;
    const bottom = below ? below.y - below.gap : Infinity;
    if (run.length && (top > high || bottom < low)) {
      levelRun(run, low, high, run[0] === between[0] ? [source.y] : []);
      run = [];
      [low, high] = [-Infinity, Infinity];
    }
    run.push(vertex);
    [low, high] = [Math.max(low, top), Math.min(high, bottom)];
  }
  levelRun(run, low, high, run[0] === between[0] ? [target.y, source.y] : [target.y]);
}

/**
 * One height for all vertices of a run: that of an end of the chain that it touches, else their mean, within
 * the corridor.
 * @param {readonly Vertex[]} run @param {number} low @param {number} high
 * @param {readonly number[]} ends the heights of the ends that it touches, the preferred one first
 */
function levelRun(run, low, high, ends) {
  const heights = ends.length ? ends : run.map(({ y }) => y);
  const mean = heights.reduce((sum, height) => sum + height, 0) / heights.length;
  const height = ends.find((end) => end >= low && end <= high) ?? Math.max(low, Math.min(high, mean));
  for (const vertex of run) vertex.y = height;
}
