// Where the values of a graph stand and how the edges run between them: a layered drawing after Sugiyama, Tagawa and
// Toda (1981). Layers, order within a layer, heights, routes: one function for each. Numbers in, numbers out, no DOM.

import { pathOf } from "../draw/geometry.js";

/** @import { Point } from "../draw/geometry.js" */

/**
 * A value as the layout sees it: a body around its middle, and how far all that belongs to it reaches.
 * @typedef {object} Block
 * @property {number} id operands have smaller ids than what reads them
 * @property {number} rx half the width of the body that edges touch
 * @property {number} ry half its height
 * @property {boolean} round a circle, or a box
 * @property {number} left how far it reaches from its middle, with everything that stands around the body
 * @property {number} right
 * @property {number} up
 * @property {number} down
 */
/** @typedef {{ source: number, target: number, operand: number }} Link one use of a value */
/** @typedef {{ from: Point, c1: Point, c2: Point, to: Point }} Cubic */
/** @typedef {{ x: number, y: number, w: number, h: number }} Box a box around its middle */
/**
 * @typedef {object} Layout
 * @property {number} width
 * @property {number} height
 * @property {Map<number, Point & { layer: number }>} places the middles, by id
 * @property {Map<string, Cubic[]>} routes by `target.operand`
 */

export const linkKey = (/** @type {{ target: number, operand: number }} */ link) =>
  `${link.target}.${link.operand}`;

/**
 * The layer of every block: as far left as its operands allow; what reads nothing stands right before its first reader.
 * @param {readonly { id: number }[]} blocks @param {readonly Link[]} links
 * @returns {Map<number, number>}
 */
export function layersOf(blocks, links) {
  const ids = blocks.map(({ id }) => id).sort((a, b) => a - b);
  /** @type {Map<number, number>} */
  const layers = new Map(ids.map((id) => [id, 0]));
  /** @type {Map<number, number[]>} */
  const reads = new Map();
  /** @type {Map<number, number[]>} */
  const readers = new Map();
  for (const { source, target } of links) {
    if (!layers.has(source) || !layers.has(target)) continue;
    reads.set(target, [...(reads.get(target) ?? []), source]);
    readers.set(source, [...(readers.get(source) ?? []), target]);
  }
  for (const id of ids)
    for (const source of reads.get(id) ?? [])
      layers.set(id, Math.max(layers.get(id) ?? 0, (layers.get(source) ?? 0) + 1));
  for (const id of ids.toReversed()) {
    const later = readers.get(id);
    // A block moves right when that makes more edges shorter than longer.
    if (!later || later.length <= (reads.get(id)?.length ?? 0)) continue;
    layers.set(id, Math.min(...later.map((reader) => layers.get(reader) ?? 0)) - 1);
  }
  const first = Math.min(0, ...layers.values());
  if (first !== 0) for (const [id, layer] of layers) layers.set(id, layer - first);
  return layers;
}

/**
 * A block, or the place where an edge over several layers passes one of them.
 * @typedef {object} Vertex
 * @property {Block | null} block
 * @property {number} layer
 * @property {number} up how far it reaches
 * @property {number} down
 * @property {{ to: number, weight: number }[]} before neighbours in the layer to the left
 * @property {{ to: number, weight: number }[]} after
 * @property {number} rank its place in its layer; before that is found, where it would like to stand
 */

/** How far the middle of an edge that passes a layer keeps from what stands there. */
const PASS = 9;
/** How much an edge wants to be straight: between blocks, at a block, on its way. */
const PULL = [1, 3, 8];

/**
 * @param {readonly Block[]} blocks @param {readonly Link[]} links @param {ReadonlyMap<number, number>} layers
 * @returns {{ vertices: Vertex[], chains: number[][] }} the vertices, and for every link those it runs through
 */
function verticesOf(blocks, links, layers) {
  /** @type {Vertex[]} */
  const vertices = blocks.map((block) => ({
    block,
    layer: layers.get(block.id) ?? 0,
    up: block.up,
    down: block.down,
    before: [],
    after: [],
    rank: 0,
  }));
  const at = new Map(blocks.map(({ id }, k) => [id, k]));
  const chains = links.map(({ source, target }) => {
    const [from, to] = [at.get(source) ?? 0, at.get(target) ?? 0];
    const chain = [from];
    for (let layer = (vertices[from]?.layer ?? 0) + 1; layer < (vertices[to]?.layer ?? 0); layer++) {
      chain.push(vertices.length);
      vertices.push({ block: null, layer, up: PASS, down: PASS, before: [], after: [], rank: 0 });
    }
    chain.push(to);
    for (let k = 1; k < chain.length; k++) {
      const [a, b] = [chain[k - 1] ?? 0, chain[k] ?? 0];
      const weight = PULL[Number(!vertices[a]?.block) + Number(!vertices[b]?.block)] ?? 1;
      vertices[a]?.after.push({ to: b, weight });
      vertices[b]?.before.push({ to: a, weight });
    }
    return chain;
  });
  return { vertices, chains };
}

/**
 * The vertices by layer in the order in which a walk back from the last block meets them, first operands first: a tree
 * has no crossing in it.
 * @param {readonly Vertex[]} vertices
 * @returns {number[][]}
 */
function walkedOrder(vertices) {
  /** @type {number[][]} */
  const order = [];
  const met = new Set();
  const roots = vertices
    .map((_, v) => v)
    .filter((v) => vertices[v]?.block)
    .sort((a, b) => Number(vertices[a]?.after.length) - Number(vertices[b]?.after.length) || b - a);
  for (const root of roots) {
    const waiting = [root];
    for (let v = waiting.pop(); v !== undefined; v = waiting.pop()) {
      const vertex = vertices[v];
      if (!vertex || met.has(v)) continue;
      met.add(v);
      (order[vertex.layer] ??= []).push(v);
      for (let k = vertex.before.length - 1; k >= 0; k--) waiting.push(vertex.before[k]?.to ?? 0);
    }
  }
  for (let layer = 0; layer < order.length; layer++) order[layer] ??= [];
  return order;
}

/** @param {readonly (readonly number[])[]} order @param {number} count @returns {Int32Array} the place of each vertex in its layer */
function placesIn(order, count) {
  const places = new Int32Array(count);
  for (const layer of order) layer.forEach((v, k) => (places[v] = k));
  return places;
}

/**
 * How often edges cross between a layer and the next one: inversions, counted with a tree of partial sums.
 * @param {readonly Vertex[]} vertices @param {readonly number[]} layer @param {number} size of the next layer @param {Int32Array} places
 */
function crossingsAfter(vertices, layer, size, places) {
  const sums = new Int32Array(size + 1);
  let [crossings, seen] = [0, 0];
  for (const v of layer) {
    const after = vertices[v]?.after ?? [];
    for (const { to } of after) {
      let upTo = 0;
      for (let k = (places[to] ?? 0) + 1; k > 0; k -= k & -k) upTo += sums[k] ?? 0;
      crossings += seen - upTo;
    }
    for (const { to } of after) {
      seen++;
      for (let k = (places[to] ?? 0) + 1; k <= size; k += k & -k) sums[k] = (sums[k] ?? 0) + 1;
    }
  }
  return crossings;
}

/** @param {readonly Vertex[]} vertices @param {readonly (readonly number[])[]} order */
function crossingsOf(vertices, order) {
  const places = placesIn(order, vertices.length);
  let sum = 0;
  for (let k = 0; k + 1 < order.length; k++)
    sum += crossingsAfter(vertices, order[k] ?? [], order[k + 1]?.length ?? 0, places);
  return sum;
}

/** How often the edges of two neighbours cross, the first standing above. @param {readonly { to: number }[]} a @param {readonly { to: number }[]} b @param {Int32Array} places */
function crossingsOfPair(a, b, places) {
  let sum = 0;
  for (const { to } of a) for (const other of b) if ((places[to] ?? 0) > (places[other.to] ?? 0)) sum++;
  return sum;
}

/** Sweeps of the order, and how many without a gain are enough. */
const SWEEPS = 12;
const PATIENCE = 4;

/**
 * Fewer crossings: every layer is sorted by the mean place of its neighbours to the left, then to the right, and so on;
 * in the best order met, neighbours change places where that helps.
 * @param {readonly Vertex[]} vertices @param {number[][]} start
 */
function untangled(vertices, start) {
  let [best, least] = [start, crossingsOf(vertices, start)];
  let order = start;
  for (let sweep = 0, idle = 0; sweep < SWEEPS && least > 0 && idle < PATIENCE; sweep++) {
    const side = sweep % 2 ? "after" : "before";
    const places = placesIn(order, vertices.length);
    const next = [...order];
    for (let turn = 0; turn < next.length; turn++) {
      const k = side === "after" ? next.length - 1 - turn : turn;
      const sorted = sortedByMean(next[k] ?? [], vertices, side, places);
      next[k] = sorted;
      for (let at = 0; at < sorted.length; at++) places[sorted[at] ?? 0] = at;
    }
    order = next;
    const crossings = crossingsOf(vertices, order);
    idle = crossings < least ? 0 : idle + 1;
    if (crossings < least) [best, least] = [order, crossings];
  }
  return least > 0 ? swapped(vertices, best) : best;
}

/**
 * A layer by the mean place of its neighbours on one side; those without any keep their place among the others.
 * @param {readonly number[]} layer @param {readonly Vertex[]} vertices @param {"before" | "after"} side @param {Int32Array} places
 */
function sortedByMean(layer, vertices, side, places) {
  const means = new Float64Array(layer.length);
  /** @type {number[]} */
  const moving = [];
  for (let k = 0; k < layer.length; k++) {
    const near = vertices[layer[k] ?? 0]?.[side] ?? [];
    if (near.length === 0) continue;
    let sum = 0;
    for (const { to } of near) sum += places[to] ?? 0;
    means[k] = sum / near.length;
    moving.push(k);
  }
  const sorted = moving.toSorted((a, b) => (means[a] ?? 0) - (means[b] ?? 0));
  const next = [...layer];
  moving.forEach((k, at) => (next[k] = layer[sorted[at] ?? k] ?? 0));
  return next;
}

/**
 * Neighbours change places where that saves crossings. Blocks with a rank keep their order.
 * @param {readonly Vertex[]} vertices @param {readonly (readonly number[])[]} order @param {boolean} [ranked]
 */
function swapped(vertices, order, ranked = false) {
  const next = order.map((layer) => [...layer]);
  const places = placesIn(next, vertices.length);
  for (let round = 0, better = true; better && round < 8; round++) {
    better = false;
    for (const layer of next) {
      for (let k = 0; k + 1 < layer.length; k++) {
        const [a, b] = [layer[k] ?? 0, layer[k + 1] ?? 0];
        const [one, other] = [vertices[a], vertices[b]];
        if (!one || !other || (ranked && one.block && other.block)) continue;
        const now =
          crossingsOfPair(one.before, other.before, places) + crossingsOfPair(one.after, other.after, places);
        if (now === 0) continue;
        const then =
          crossingsOfPair(other.before, one.before, places) + crossingsOfPair(other.after, one.after, places);
        if (then >= now) continue;
        [layer[k], layer[k + 1]] = [b, a];
        [places[a], places[b]] = [k + 1, k];
        better = true;
      }
    }
  }
  return next;
}

/**
 * The heights nearest to those wished for (least squares) that keep neighbours apart: pool adjacent violators.
 * @param {ArrayLike<number>} wishes @param {ArrayLike<number>} weights @param {ArrayLike<number>} apart from the one before
 */
export function keptApart(wishes, weights, apart) {
  const count = wishes.length;
  const [means, sums, sizes, offsets] = [
    new Float64Array(count),
    new Float64Array(count),
    new Int32Array(count),
    new Float64Array(count),
  ];
  let pools = 0;
  let offset = 0;
  for (let k = 0; k < count; k++) {
    offsets[k] = offset += apart[k] ?? 0;
    let [mean, weight, size] = [(wishes[k] ?? 0) - offset, weights[k] ?? 1, 1];
    for (; pools > 0 && (means[pools - 1] ?? 0) > mean; pools--) {
      const [other, more] = [means[pools - 1] ?? 0, sums[pools - 1] ?? 0];
      mean = (other * more + mean * weight) / (more + weight);
      weight += more;
      size += sizes[pools - 1] ?? 0;
    }
    [means[pools], sums[pools], sizes[pools]] = [mean, weight, size];
    pools++;
  }
  /** @type {number[]} */
  const heights = [];
  for (let pool = 0; pool < pools; pool++)
    for (let k = sizes[pool] ?? 0; k > 0; k--)
      heights.push((means[pool] ?? 0) + (offsets[heights.length] ?? 0));
  return heights;
}

/** Sweeps of the heights: from the left, from the right, …, then with both sides at once. */
const LOOKS = 4;
const SETTLING = 10;

/**
 * The height of every vertex: as near to its neighbours' as the order within the layers allows, long edges level.
 * @param {readonly Vertex[]} vertices @param {readonly (readonly number[])[]} order @param {readonly (readonly number[])[]} chains
 * @param {number} lane between neighbours
 */
function heightsOf(vertices, order, chains, lane) {
  const heights = new Float64Array(vertices.length);
  const gaps = order.map((layer) =>
    layer.map((v, k) => {
      const [above, own] = [vertices[layer[k - 1] ?? -1], vertices[v]];
      return above && own
        ? above.down + own.up + (above.block && own.block ? lane : above.block || own.block ? lane * 0.5 : 2)
        : 0;
    }),
  );
  /** @param {number} k @param {boolean} left @param {boolean} right which neighbours count */
  const settle = (k, left, right) => {
    const layer = order[k] ?? [];
    const [wishes, weights] = [new Float64Array(layer.length), new Float64Array(layer.length)];
    for (let i = 0; i < layer.length; i++) {
      const v = layer[i] ?? 0;
      const vertex = vertices[v];
      let [sum, weight] = [0, 0];
      for (const near of left ? (vertex?.before ?? []) : []) {
        sum += (heights[near.to] ?? 0) * near.weight;
        weight += near.weight;
      }
      for (const near of right ? (vertex?.after ?? []) : []) {
        sum += (heights[near.to] ?? 0) * near.weight;
        weight += near.weight;
      }
      [wishes[i], weights[i]] = weight === 0 ? [heights[v] ?? 0, 1e-3] : [sum / weight, weight];
    }
    const settled = keptApart(wishes, weights, gaps[k] ?? []);
    for (let i = 0; i < layer.length; i++) heights[layer[i] ?? 0] = settled[i] ?? 0;
  };
  order.forEach((layer, k) => {
    const stacked = keptApart(
      layer.map(() => 0),
      layer.map(() => 1),
      gaps[k] ?? [],
    );
    layer.forEach((v, i) => (heights[v] = stacked[i] ?? 0));
  });
  const forth = order.map((_, k) => k);
  const back = forth.toReversed();
  for (let pass = 0; pass < LOOKS; pass++)
    for (const k of pass % 2 ? back : forth) settle(k, pass % 2 === 0, pass % 2 === 1);
  for (let pass = 0; pass < SETTLING; pass++) for (const k of pass % 2 ? forth : back) settle(k, true, true);
  for (let pass = 0; pass < LEVELLING; pass++)
    for (const chain of chains) level(chain, vertices, order, gaps, heights);
  return heights;
}
const LEVELLING = 2;

/**
 * An edge over several layers runs level as far as what stands above and below it allows, in as few steps as possible:
 * a line through a corridor.
 * @param {readonly number[]} chain @param {readonly Vertex[]} vertices @param {readonly (readonly number[])[]} order
 * @param {readonly (readonly number[])[]} gaps to the one above @param {Float64Array} heights
 */
function level(chain, vertices, order, gaps, heights) {
  if (chain.length < 3) return;
  const height = (/** @type {number | undefined} */ v) => heights[v ?? -1] ?? 0;
  const [first, last] = [height(chain[0]), height(chain.at(-1))];
  /** @type {number[]} */
  let run = [];
  let [low, high] = [-Infinity, Infinity];
  const settle = (/** @type {boolean} */ ends) => {
    const starts = run[0] === chain[1];
    const wishes = [...(ends ? [last] : []), ...(starts ? [first] : [])];
    const mean = wishes.length
      ? wishes.reduce((sum, wish) => sum + wish, 0) / wishes.length
      : run.reduce((sum, v) => sum + height(v), 0) / run.length;
    const wish = wishes.find((one) => one >= low && one <= high) ?? Math.max(low, Math.min(high, mean));
    for (const v of run) heights[v] = wish;
  };
  for (const v of chain.slice(1, -1)) {
    const layer = vertices[v]?.layer ?? 0;
    const [above, below] = [
      order[layer]?.[(vertices[v]?.rank ?? 0) - 1],
      order[layer]?.[(vertices[v]?.rank ?? 0) + 1],
    ];
    const top =
      above === undefined ? -Infinity : height(above) + (gaps[layer]?.[vertices[v]?.rank ?? 0] ?? 0);
    const bottom =
      below === undefined ? Infinity : height(below) - (gaps[layer]?.[(vertices[v]?.rank ?? 0) + 1] ?? 0);
    if (run.length && (top > high || bottom < low)) {
      settle(false);
      run = [];
      [low, high] = [-Infinity, Infinity];
    }
    run.push(v);
    [low, high] = [Math.max(low, top), Math.min(high, bottom)];
  }
  settle(true);
}

// ---- routes ----------------------------------------------------------------------------------------------------

/** How much of its direction an edge keeps where it meets a block, how far up and down it may, how far edges keep apart. */
const DIRECT = 0.55;
const STEEPEST = 1.05;
const STEEPEST_UP = 0.32;
const APART = 0.27;
const PAIR_APART = 0.9;

/** Where an edge leaves (1) or enters (-1) a block, and in which direction. @param {Block} block @param {Point} middle @param {number} angle @param {1 | -1} side */
function portOf({ rx, ry, round }, middle, angle, side) {
  const dy = ry * Math.sin(angle);
  const dx = round ? rx * Math.cos(angle) : rx;
  return { x: middle.x + side * dx, y: middle.y + dy, slope: side * Math.tan(angle) };
}

/**
 * The angles at which edges meet one side of a block, kept apart; a pair between the same two blocks makes a lens.
 * @param {readonly { wish: number, pair: string }[]} ends in their order @param {number} low @param {number} high
 */
function fanned(ends, low, high) {
  /** @type {number[]} */
  const apart = ends.map((end, k) => (k === 0 ? 0 : end.pair === ends[k - 1]?.pair ? PAIR_APART : APART));
  const room = high - low;
  const need = apart.reduce((sum, gap) => sum + gap, 0);
  const squeezed = need > room ? apart.map((gap) => (gap * room) / need) : apart;
  const angles = keptApart(
    ends.map(({ wish }) => wish),
    ends.map(() => 1),
    squeezed,
  );
  const over = Math.max(0, (angles.at(-1) ?? 0) - high);
  const under = Math.max(0, low - (angles[0] ?? 0) + over);
  return angles.map((angle) => Math.max(low, Math.min(high, angle - over + under)));
}

/** How far an edge keeps the direction in which it leaves. */
const LONGEST = 90;

/** A part of a curve from one point to the next, leaving and arriving with the given slopes. @param {Point} from @param {number} leaving @param {Point} to @param {number} arriving @returns {Cubic} */
function bent(from, leaving, to, arriving) {
  const reach = Math.max(6, Math.min(LONGEST, (to.x - from.x) * 0.42));
  return {
    from,
    to,
    c1: { x: from.x + reach, y: from.y + reach * leaving },
    c2: { x: to.x - reach, y: to.y - reach * arriving },
  };
}

/**
 * @param {readonly Block[]} blocks @param {readonly Link[]} links
 * @param {{ gap?: number, lane?: number, margin?: number, rank?: ReadonlyMap<number, number> }} [options] `rank`: the order,
 * from top to bottom, that blocks keep where they share a layer (of the same graph with its boxes open)
 * @returns {Layout}
 */
export function layOut(blocks, links, { gap = 90, lane = 16, margin = 18, rank } = {}) {
  const known = new Set(blocks.map(({ id }) => id));
  const drawn = links.filter(({ source, target }) => known.has(source) && known.has(target));
  const layers = layersOf(blocks, drawn);
  const { vertices, chains } = verticesOf(blocks, drawn, layers);
  const order = rank
    ? rankedOrder(vertices, chains, walkedOrder(vertices), rank)
    : untangled(vertices, walkedOrder(vertices));
  for (const layer of order)
    layer.forEach((v, k) => {
      if (vertices[v]) vertices[v].rank = k;
    });
  const heights = heightsOf(vertices, order, chains, lane);

  // --- columns: wider where edges climb
  const reach = order.map((layer) => ({
    left: Math.max(0, ...layer.map((v) => vertices[v]?.block?.left ?? 0)),
    right: Math.max(0, ...layer.map((v) => vertices[v]?.block?.right ?? 0)),
  }));
  let x = margin;
  const columns = order.map((layer, k) => {
    if (k > 0) {
      let climb = 0;
      for (const v of layer)
        for (const { to } of vertices[v]?.before ?? [])
          climb = Math.max(climb, Math.abs((heights[v] ?? 0) - (heights[to] ?? 0)));
      x += gap + Math.min(gap * 1.2, Math.max(0, climb - 2 * gap) * 0.16);
    }
    const middle = x + (reach[k]?.left ?? 0);
    x = middle + (reach[k]?.right ?? 0);
    return middle;
  });
  let [top, bottom] = [Infinity, -Infinity];
  vertices.forEach((vertex, v) => {
    top = Math.min(top, (heights[v] ?? 0) - vertex.up);
    bottom = Math.max(bottom, (heights[v] ?? 0) + vertex.down);
  });
  if (!vertices.length) [top, bottom] = [0, 0];
  const pointOf = (/** @type {number} */ v) => ({
    x: columns[vertices[v]?.layer ?? 0] ?? 0,
    y: (heights[v] ?? 0) - top + margin,
  });

  const places = new Map(blocks.map(({ id }, v) => [id, { ...pointOf(v), layer: vertices[v]?.layer ?? 0 }]));
  return {
    width: x + margin,
    height: bottom - top + 2 * margin,
    places,
    routes: routesOf(vertices, chains, drawn, pointOf, reach),
  };
}

/**
 * An order that is given by ranks, what passes between standing where its edge runs; only passing edges change places.
 * @param {readonly Vertex[]} vertices @param {readonly (readonly number[])[]} chains @param {number[][]} walked
 * @param {ReadonlyMap<number, number>} rank
 */
function rankedOrder(vertices, chains, walked, rank) {
  for (const vertex of vertices) if (vertex.block) vertex.rank = rank.get(vertex.block.id) ?? 0;
  for (const chain of chains) {
    const [from, to] = [vertices[chain[0] ?? 0]?.rank ?? 0, vertices[chain.at(-1) ?? 0]?.rank ?? 0];
    chain.slice(1, -1).forEach((v, k) => {
      const vertex = vertices[v];
      if (vertex) vertex.rank = from + ((to - from) * (k + 1)) / (chain.length - 1);
    });
  }
  const sorted = walked.map((layer) =>
    [...layer].sort((a, b) => (vertices[a]?.rank ?? 0) - (vertices[b]?.rank ?? 0)),
  );
  return swapped(vertices, sorted, true);
}

/**
 * @param {readonly Vertex[]} vertices @param {readonly (readonly number[])[]} chains @param {readonly Link[]} links
 * @param {(v: number) => Point} pointOf @param {readonly { left: number, right: number }[]} reach of the layers
 */
function routesOf(vertices, chains, links, pointOf, reach) {
  const ends = chains.map((chain, k) => {
    const [from, next] = [pointOf(chain[0] ?? 0), pointOf(chain[1] ?? 0)];
    const [last, to] = [pointOf(chain.at(-2) ?? 0), pointOf(chain.at(-1) ?? 0)];
    const { source = 0, target = 0, operand = 0 } = links[k] ?? {};
    return {
      k,
      operand,
      pair: `${source} ${target}`,
      source: chain[0] ?? 0,
      target: chain.at(-1) ?? 0,
      leaving: DIRECT * Math.atan2(next.y - from.y, next.x - from.x),
      entering: DIRECT * Math.atan2(last.y - to.y, to.x - last.x),
    };
  });
  const [leaves, enters] = [new Float64Array(ends.length), new Float64Array(ends.length)];
  /** @param {"source" | "target"} side @param {"leaving" | "entering"} wish @param {Float64Array} into @param {number} low */
  const fan = (side, wish, into, low) => {
    /** @type {Map<number, typeof ends>} */
    const at = new Map();
    for (const end of ends) {
      const list = at.get(end[side]);
      if (list) list.push(end);
      else at.set(end[side], [end]);
    }
    for (const list of at.values()) {
      list.sort((a, b) => a[wish] - b[wish] || a.operand - b.operand);
      fanned(
        list.map((end) => ({ wish: end[wish], pair: end.pair })),
        low,
        STEEPEST,
      ).forEach((angle, i) => (into[list[i]?.k ?? 0] = angle));
    }
  };
  fan("source", "leaving", leaves, -STEEPEST_UP);
  fan("target", "entering", enters, -STEEPEST);

  /** @type {Map<string, Cubic[]>} */
  const routes = new Map();
  chains.forEach((chain, k) => {
    const link = links[k];
    const [first, last] = [vertices[chain[0] ?? 0]?.block, vertices[chain.at(-1) ?? 0]?.block];
    if (!first || !last || !link) return;
    const start = portOf(first, pointOf(chain[0] ?? 0), leaves[k] ?? 0, 1);
    const end = portOf(last, pointOf(chain.at(-1) ?? 0), enters[k] ?? 0, -1);
    /** @type {(Point & { slope: number })[]} */
    const stops = [start];
    for (const v of chain.slice(1, -1)) {
      const at = pointOf(v);
      const { left = 0, right = 0 } = reach[vertices[v]?.layer ?? 0] ?? {};
      // It passes the whole width of the column level.
      stops.push({ x: at.x - left, y: at.y, slope: 0 }, { x: at.x + right, y: at.y, slope: 0 });
    }
    stops.push(end);
    routes.set(
      linkKey(link),
      stops.slice(1).map((stop, i) => {
        const from = stops[i] ?? stop;
        return bent({ x: from.x, y: from.y }, from.slope, { x: stop.x, y: stop.y }, stop.slope);
      }),
    );
  });
  return routes;
}

// ---- curves ----------------------------------------------------------------------------------------------------

const n = (/** @type {number} */ value) => Number(value.toFixed(1)).toString();

/** @param {readonly Cubic[]} route */
export function curvePath(route) {
  const [first] = route;
  if (!first) return "";
  return `M${n(first.from.x)} ${n(first.from.y)}${route
    .map(({ c1, c2, to }) => `C${n(c1.x)} ${n(c1.y)} ${n(c2.x)} ${n(c2.y)} ${n(to.x)} ${n(to.y)}`)
    .join("")}`;
}

/** Points along a curve, ends included. @param {readonly Cubic[]} route @param {number} [parts] of every part @returns {Point[]} */
export function pointsOf(route, parts = 14) {
  /** @type {Point[]} */
  const points = route[0] ? [route[0].from] : [];
  for (const { from, c1, c2, to } of route) {
    const count = from.y === to.y && c1.y === from.y && c2.y === to.y ? 1 : parts;
    for (let k = 1; k <= count; k++) {
      const u = k / count;
      const [a, b, c, d] = [(1 - u) ** 3, 3 * (1 - u) ** 2 * u, 3 * (1 - u) * u * u, u ** 3];
      points.push({
        x: a * from.x + b * c1.x + c * c2.x + d * to.x,
        y: a * from.y + b * c1.y + c * c2.y + d * to.y,
      });
    }
  }
  return points;
}

/** The same line some way to its left (above it, for one that runs to the right). @param {readonly Point[]} points @param {number} off @returns {Point[]} */
export function besides(points, off) {
  return points.map((p, k) => {
    const [a, b] = [points[Math.max(0, k - 1)] ?? p, points[Math.min(points.length - 1, k + 1)] ?? p];
    const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
    return { x: p.x + ((b.y - a.y) / length) * off, y: p.y - ((b.x - a.x) / length) * off };
  });
}

/** The line without so much of its beginning and of its end. @param {readonly Point[]} points @param {number} start @param {number} end */
export function shortened(points, start, end) {
  const cut = (/** @type {readonly Point[]} */ line, /** @type {number} */ by) => {
    for (let k = 1; k < line.length; k++) {
      const [a, b] = [line[k - 1], line[k]];
      if (!a || !b) break;
      const length = Math.hypot(b.x - a.x, b.y - a.y);
      if (length > by)
        return [
          { x: a.x + ((b.x - a.x) * by) / length, y: a.y + ((b.y - a.y) * by) / length },
          ...line.slice(k),
        ];
      by -= length;
    }
    return line.slice(-1);
  };
  return cut(cut(points, start).toReversed(), end).toReversed();
}

export const linePath = pathOf;

/** How much two boxes cover each other. @param {Box} a @param {Box} b */
export const overlapOf = (a, b) =>
  Math.max(0, Math.min(a.x + a.w / 2, b.x + b.w / 2) - Math.max(a.x - a.w / 2, b.x - b.w / 2)) *
  Math.max(0, Math.min(a.y + a.h / 2, b.y + b.h / 2) - Math.max(a.y - a.h / 2, b.y - b.h / 2));

/**
 * Where a label may stand: at which part of its line, how far aside (1: just touching it), how far along; the dearest last.
 * @type {readonly { part: number, off: number, shift: number, cost: number }[]}
 */
const SPOTS = Array.from({ length: 13 }, (_, k) => 0.17 + 0.055 * k)
  .flatMap((part) =>
    [0, 1, -1, 1.6, -1.6, 2.4, -2.4, 3.3, -3.3].flatMap((off) =>
      (Math.abs(off) > 1 ? [0, -0.3, 0.3, -0.6, 0.6] : [0]).map((shift) => ({
        part,
        off,
        shift,
        cost: 90 * Math.abs(part - 0.5) + 26 * Math.abs(off) + 60 * Math.abs(shift),
      })),
    ),
  )
  .sort((a, b) => a.cost - b.cost);

/**
 * A spot for every label on or beside its own line, clear of the blocks and of each other where there is room, and
 * over as few other lines as may be.
 * @param {readonly { points: readonly Point[], w: number, h: number }[]} labels
 * @param {readonly Box[]} blocks what must not be covered @param {readonly (readonly Point[])[]} lines what had better not be
 * @param {{ width: number, height: number }} [paper] which no label leaves
 * @returns {(Box & { on: Point })[]} the spots, and the points of the lines they belong to
 */
export function spotLabels(labels, blocks, lines, paper) {
  /** @type {(Box & { on: Point })[]} */
  const spots = [];
  const all = lines.map((points) => ({ points, box: boundsOf(points) }));
  for (let round = 0; round < 2; round++) {
    labels.forEach(({ points, w, h }, k) => {
      const zone = boundsOf(points);
      const around = { ...zone, w: zone.w + 2 * w, h: zone.h + 4 * h };
      const near = blocks.filter((box) => overlapOf(box, around) > 0);
      const crossing = all.filter(
        ({ points: other, box }) =>
          other !== points && overlapOf({ ...box, w: box.w + 2, h: box.h + 2 }, around) > 0,
      );
      let [best, least] = [spots[k] ?? { x: 0, y: 0, w, h, on: { x: 0, y: 0 } }, Infinity];
      /** @type {Map<number, ReturnType<typeof atPart>>} */
      const met = new Map();
      for (const { part, off, shift, cost: price } of SPOTS) {
        if (price >= least) break;
        const on = met.get(part) ?? atPart(points, part);
        met.set(part, on);
        const away = off * (Math.abs(on.ny) * (h / 2 + 5) + Math.abs(on.nx) * (w / 2 + 5));
        const box = {
          x: on.x + on.nx * away - on.ny * shift * w,
          y: on.y + on.ny * away + on.nx * shift * h,
          w,
          h,
        };
        let cost = price;
        if (paper)
          cost +=
            60 *
            (Math.max(0, w / 2 - box.x) +
              Math.max(0, box.x + w / 2 - paper.width) +
              Math.max(0, h / 2 - box.y) +
              Math.max(0, box.y + h / 2 - paper.height));
        for (const other of near) cost += 6 * overlapOf({ ...box, w: w + 4, h: h + 2 }, other);
        spots.forEach((other, m) => {
          if (m !== k && (round > 0 || m < k)) cost += 5 * overlapOf({ ...box, w: w + 6, h: h + 4 }, other);
        });
        if (cost >= least) continue;
        for (const { points: other } of crossing)
          for (const p of other)
            if (Math.abs(p.x - box.x) < w / 2 + 3 && Math.abs(p.y - box.y) < h / 2 + 3) cost += 24;
        if (cost < least) [best, least] = [{ ...box, on: { x: on.x, y: on.y } }, cost];
      }
      spots[k] = best;
    });
  }
  return spots;
}

/** @param {readonly Point[]} points @returns {Box} */
function boundsOf(points) {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return { x: (x0 + x1) / 2, y: (y0 + y1) / 2, w: x1 - x0, h: y1 - y0 };
}

/** A point of a line and the direction "above" it. @param {readonly Point[]} points @param {number} part */
function atPart(points, part) {
  const lengths = points.map((p, k) =>
    k ? Math.hypot(p.x - (points[k - 1]?.x ?? 0), p.y - (points[k - 1]?.y ?? 0)) : 0,
  );
  let left = part * lengths.reduce((sum, length) => sum + length, 0);
  for (let k = 1; k < points.length; k++) {
    const [a, b, length = 0] = [points[k - 1], points[k], lengths[k]];
    if (!a || !b) break;
    if (left > length && k < points.length - 1) {
      left -= length;
      continue;
    }
    const u = length ? Math.min(1, left / length) : 0;
    return {
      x: a.x + (b.x - a.x) * u,
      y: a.y + (b.y - a.y) * u,
      nx: length ? (b.y - a.y) / length : 0,
      ny: length ? -(b.x - a.x) / length : -1,
    };
  }
  return { x: points[0]?.x ?? 0, y: points[0]?.y ?? 0, nx: 0, ny: -1 };
}
