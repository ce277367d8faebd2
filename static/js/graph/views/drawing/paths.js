// The paths from the selected node to the result: their highlight, the product along each, and the sum of the
// products.

/** @import { Box } from "../../../draw/geometry.js" */
/** @import { GraphPaths, GraphScreen } from "../../types.js" */
/** @import { Drawing, Label } from "./types.js" */
import { at } from "../../../core/at.js";
import { set, shape } from "../../../draw/svg.js";
import { edgeKeysOf } from "../../diagram_state.js";
import { routePath } from "../../layout/curves.js";
import { linkKey } from "../../layout/index.js";
import { labelSpots, leaderBoxes } from "../../layout/labels.js";
import { edgeIn, labelRoom, labelWidth, plainLine, productRuns, sumRuns } from "./label_text.js";
import { freeSpot, isFree } from "./labels.js";
import { MAX_PRODUCTS } from "./measures.js";

/** The paths that are highlighted: those of the selected node, if the answer has them.
 * @param {GraphScreen} screen @returns {GraphPaths | null} */
export const litPaths = ({ answer: { paths }, state: { selected } }) =>
  selected !== null && paths?.node === selected ? paths : null;

/** Highlights the paths and marks the selected node. @param {Drawing} drawing @param {GraphScreen} screen */
export function highlightPaths(drawing, screen) {
  const { selected } = screen.state;
  const paths = litPaths(screen);
  const key = JSON.stringify([selected, paths?.shown.map(({ nodes, operands }) => [nodes, operands])]);
  if (key === drawing.litKey) return;
  drawing.litKey = key;
  const { edges, layers, nodes, svg } = drawing;
  layers.halos.replaceChildren();
  const onNodes = new Set(paths?.shown.flatMap((path) => path.nodes));
  const onEdges = new Set(paths?.shown.flatMap(edgeKeysOf));
  set(svg, { "data-lit": paths ? "" : null });
  for (const { group, edge, route } of edges) {
    const isOn = onEdges.has(linkKey(edge));
    set(group, { "data-on-path": isOn ? "" : null });
    if (isOn) shape("path", { class: "halo", d: routePath(route) }, layers.halos);
  }
  for (const { group, node, kind } of nodes.values()) {
    const isSelected = selected === node.id;
    set(group, {
      "data-on-path": onNodes.has(node.id) ? "" : null,
      "data-selected": isSelected ? "" : null,
    });
    if (kind !== "constant") set(group, { "aria-pressed": String(isSelected) });
  }
}

/** The products along the highlighted paths, and their sum at the selected node; placed once for each set of paths.
 * @param {Drawing} drawing @param {GraphScreen} screen @returns {Label[]} */
export function pathLabels(drawing, screen) {
  const paths = litPaths(screen);
  if (!paths?.shown.length) return [];
  const key = JSON.stringify([
    screen.state.selected,
    paths.shown.map(edgeKeysOf),
    paths.shown.map(({ product }) => product),
    paths.sum,
  ]);
  if (key !== drawing.pathLabels.key) drawing.pathLabels = { key, labels: placed(drawing, screen, paths) };
  return drawing.pathLabels.labels;
}

/** @param {Drawing} drawing @param {GraphScreen} screen @param {GraphPaths} paths @returns {Label[]} */
function placed(drawing, screen, paths) {
  const { bodies, edges, measures } = drawing;
  const taken = [
    ...bodies,
    ...(measures.roomy ? edges.flatMap(({ spot }) => (spot ? [spot, ...leaderBoxes(spot)] : [])) : []),
  ];
  const sum = totalLabel(drawing, paths, taken);
  const labels = sum ? [sum] : [];
  if (sum) taken.push(sum.spot);
  // A product is written where it covers nothing; the panel of paths lists them all.
  let products = 0;
  for (let k = 0; k < paths.shown.length && products < MAX_PRODUCTS; k++) {
    const label = productLabel(drawing, screen, paths, k, taken);
    if (!label) continue;
    taken.push(label.spot);
    labels.push(label);
    products++;
  }
  return labels;
}

/** The sum over several paths, near the selected node.
 * @param {Drawing} drawing @param {GraphPaths} paths @param {readonly Box[]} taken @returns {Label | null} */
function totalLabel(drawing, { node, count, shown, sum }, taken) {
  const selected = drawing.nodes.get(node);
  if (!selected || count <= 1) return null;
  const products = shown.map(({ product }) => product);
  const runs = sumRuns(products, sum, false, count > shown.length, drawing.undefinedWord);
  const content = [plainLine("product", runs)];
  const spot = freeSpot(drawing, selected, labelWidth(content), taken);
  return spot && { name: "p sum", spot, content, kind: "path total" };
}

/** The product along a path, at an edge on no other path, as near to the middle of the path as there is one.
 * @param {Drawing} drawing @param {GraphScreen} screen @param {GraphPaths} paths @param {number} index of the path
 * @param {readonly Box[]} taken @returns {Label | null} null: it would be ambiguous, or there is no room */
function productLabel(drawing, { answer }, { shown }, index, taken) {
  const path = at(shown, index);
  const keys = edgeKeysOf(path);
  if (keys.length === 0) return null;
  const all = shown.map(edgeKeysOf);
  const distance = (/** @type {number} */ k) => Math.abs(k - keys.length / 2 + 0.5);
  const [best] = keys
    .map((key, k) => ({ key, k, shared: all.filter((other) => other.includes(key)).length }))
    .sort((a, b) => a.shared - b.shared || distance(a.k) - distance(b.k) || b.k - a.k);
  const points = best && drawing.edgeOf.get(best.key)?.points;
  if (!best || !points || best.shared > 1) return null;
  const factors = keys.map((key) => {
    const edge = drawing.edgeOf.get(key)?.edge;
    return (edge && edgeIn(answer, edge)?.local_derivative) ?? null;
  });
  const content = [plainLine("product", productRuns(factors, path.product, drawing.undefinedWord))];
  const label = { points, w: labelWidth(content), h: labelRoom(content) };
  const lines = drawing.edges.map((parts) => parts.points);
  const [spot] = labelSpots([label], taken, lines, drawing.plan.layout);
  if (!spot || !isFree(drawing, spot, taken)) return null;
  return { name: `p ${index}`, spot, content, kind: "path" };
}
