// A graph of operations as a layered drawing after Sugiyama, Tagawa and Toda (1981): layers, the order within
// them, heights, columns, routes. Pure: numbers in, numbers out, no DOM.

/** @import { Block, Column, Layout, Link, Order } from "./types.js" */
import { at } from "../../core/at.js";
import { layersOf, verticesOf } from "./layers.js";
import { initialOrder, rankedOrder, setIndices, withFewerCrossings } from "./order.js";
import { setHeights } from "./heights.js";
import { routesOf } from "./routes.js";

export { layersOf } from "./layers.js";
export { linkKey } from "./routes.js";

/**
 * Lays a graph out from left to right.
 * @param {readonly Block[]} blocks
 * @param {readonly Link[]} links those of unknown blocks are ignored
 * @param {{ gap?: number, lane?: number, margin?: number, rank?: ReadonlyMap<number, number>, leaveUp?: number,
 *   enterUp?: number }} [options]
 *   `gap`: least distance between columns; `lane`: least distance between blocks of a column; `margin`: around
 *   everything; `rank`: the order from top to bottom, by id, that blocks of the same layer keep (their heights in the
 *   graph with its boxes expanded); `leaveUp`, `enterUp`: the largest angles upwards at which links leave and enter a
 *   block, in radians
 * @returns {Layout}
 */
export function layOut(blocks, links, { gap = 90, lane = 16, margin = 18, rank, ...angles } = {}) {
  const ids = new Set(blocks.map(({ id }) => id));
  const known = links.filter(({ source, target }) => ids.has(source) && ids.has(target));
  const { vertices, chains } = verticesOf(blocks, known, layersOf(blocks, known));
  const start = initialOrder(vertices);
  const order = rank ? rankedOrder(vertices, chains, start, rank) : withFewerCrossings(start);
  setIndices(order);
  setHeights(order, chains, lane);
  const { columns, width } = columnsOf(order, gap, margin);
  const height = setPositions(order, columns, margin);
  return {
    width,
    height,
    places: new Map(
      vertices.flatMap(({ block, x, y, layer }) => (block ? [[block.id, { x, y, layer }]] : [])),
    ),
    routes: routesOf(chains, columns, angles),
  };
}

/** The gap before a column grows with the climb of the steepest edge beyond two gaps, at most by this share of the
 * gap. */
const WIDENING = 0.16;
const MAX_WIDENING = 1.2;

/** @param {Order} order @param {number} gap @param {number} margin @returns {{ columns: Column[], width: number }} */
function columnsOf(order, gap, margin) {
  let x = margin;
  const columns = order.map((layer, k) => {
    const left = Math.max(0, ...layer.map(({ block }) => block?.left ?? 0));
    const right = Math.max(0, ...layer.map(({ block }) => block?.right ?? 0));
    if (k > 0) {
      let climb = 0;
      for (const { before, y } of layer)
        for (const { vertex } of before) climb = Math.max(climb, Math.abs(y - vertex.y));
      x += gap + Math.min(gap * MAX_WIDENING, Math.max(0, climb - 2 * gap) * WIDENING);
    }
    const column = { x: x + left, left, right };
    x = column.x + right;
    return column;
  });
  return { columns, width: x + margin };
}

/**
 * Writes x, and y from the top of the drawing.
 * @param {Order} order @param {readonly Column[]} columns @param {number} margin
 * @returns {number} the height of the drawing
 */
function setPositions(order, columns, margin) {
  const vertices = order.flat();
  if (vertices.length === 0) return 2 * margin;
  let [top, bottom] = [Infinity, -Infinity];
  for (const { y, up, down } of vertices) {
    top = Math.min(top, y - up);
    bottom = Math.max(bottom, y + down);
  }
  order.forEach((layer, k) => {
    for (const vertex of layer) {
      vertex.x = at(columns, k).x;
      vertex.y = vertex.y - top + margin;
    }
  });
  return bottom - top + 2 * margin;
}
