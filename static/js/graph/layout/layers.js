// The layer of every block, and the edges over several layers split into chains of dummy vertices.

/** @import { Block, Chain, Link, Vertex } from "./types.js" */
import { at } from "../../core/at.js";

/**
 * The layer of every block, from 0: one behind its last operand. A block with more uses than operands stands
 * right before its first use instead, since that shortens more edges than it lengthens.
 * @param {readonly { id: number }[]} blocks @param {readonly Link[]} links those of unknown blocks are ignored
 * @returns {Map<number, number>} layers by id
 */
export function layersOf(blocks, links) {
  /** @typedef {{ layer: number, operands: Entry[], uses: Entry[] }} Entry */
  const ids = blocks.map(({ id }) => id).sort((a, b) => a - b);
  /** @type {Map<number, Entry>} */
  const entries = new Map(ids.map((id) => [id, { layer: 0, operands: [], uses: [] }]));
  for (const link of links) {
    const [source, target] = [entries.get(link.source), entries.get(link.target)];
    if (!source || !target) continue;
    target.operands.push(source);
    source.uses.push(target);
  }
  const ascending = [...entries.values()];
  for (const entry of ascending)
    for (const { layer } of entry.operands) entry.layer = Math.max(entry.layer, layer + 1);
  for (const entry of ascending.toReversed())
    if (entry.uses.length > entry.operands.length)
      entry.layer = Math.min(...entry.uses.map(({ layer }) => layer)) - 1;
  const first = Math.min(0, ...ascending.map(({ layer }) => layer));
  return new Map([...entries].map(([id, { layer }]) => [id, layer - first]));
}

/** Extent of a dummy: how far the blocks of a layer keep from an edge that crosses it. */
const DUMMY_EXTENT = 9;
/** The pull of an edge between two blocks, between a block and a dummy, between two dummies: long edges run level. */
const PULL = [1, 3, 8];

/**
 * The vertices of the layered graph, those of the blocks first, and the chain of every link.
 * @param {readonly Block[]} blocks @param {readonly Link[]} links between these blocks
 * @param {ReadonlyMap<number, number>} layers by id
 * @returns {{ vertices: Vertex[], chains: Chain[] }}
 */
export function verticesOf(blocks, links, layers) {
  const vertices = blocks.map((block) => {
    const layer = layers.get(block.id);
    if (layer === undefined) throw new RangeError(`block ${block.id} has no layer`);
    return vertexOf(block, layer, block.up, block.down);
  });
  const byId = new Map(blocks.map(({ id }, k) => [id, at(vertices, k)]));
  const chains = links.map((link) => {
    const [source, target] = [byId.get(link.source), byId.get(link.target)];
    if (!source || !target) throw new RangeError(`a link between unknown blocks: ${JSON.stringify(link)}`);
    /** @type {Vertex[]} */
    const between = [];
    for (let layer = source.layer + 1; layer < target.layer; layer++)
      between.push(vertexOf(null, layer, DUMMY_EXTENT, DUMMY_EXTENT));
    vertices.push(...between);
    let before = source;
    for (const vertex of [...between, target]) {
      connect(before, vertex);
      before = vertex;
    }
    return { link, source, between, target };
  });
  return { vertices, chains };
}

/** @param {Block | null} block @param {number} layer @param {number} up @param {number} down @returns {Vertex} */
const vertexOf = (block, layer, up, down) => ({
  block,
  layer,
  up,
  down,
  before: [],
  after: [],
  rank: 0,
  index: 0,
  gap: 0,
  x: 0,
  y: 0,
});

/** @param {Vertex} a @param {Vertex} b one layer further */
function connect(a, b) {
  const weight = at(PULL, Number(!a.block) + Number(!b.block));
  a.after.push({ vertex: b, weight });
  b.before.push({ vertex: a, weight });
}
