// A small change of an input: the changes of all values, computed by evaluating the graph again, beside the linear
// estimates of the local derivatives. Pure.

/** @import { GraphAnswer, GraphNode } from "./types.js" */
import { FUNCTIONS } from "../math/functions.js";

/** The operators; functions have a row in FUNCTIONS. @type {Record<string, (...args: number[]) => number>} */
const OPERATORS = {
  identity: (a) => a,
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  power: (a, b) => a ** b,
  negate: (a) => -a,
};

/** The value of an operation. @param {string} operation @param {number[]} args
 * @returns {number | null} null: outside its domain, or an unknown operation */
function evaluated(operation, args) {
  const value = OPERATORS[operation]?.(...args) ?? FUNCTIONS[operation]?.value?.(args);
  return value !== undefined && Number.isFinite(value) ? value : null;
}

/** All values of a graph with other numbers for some inputs. Nodes come after their operands.
 * @param {Pick<GraphAnswer, "nodes">} answer @param {ReadonlyMap<number, number>} given by the id of an input
 * @returns {(number | null)[]} */
export function valuesWith({ nodes }, given) {
  /** @type {(number | null)[]} */
  const values = [];
  for (const node of nodes) {
    const args = node.operands.map((id) => values[id] ?? null);
    const known = args.filter((arg) => arg !== null);
    values.push(
      node.operation === "input" || node.operation === "constant"
        ? (given.get(node.id) ?? node.value)
        : known.length < args.length
          ? null
          : evaluated(node.operation, known),
    );
  }
  return values;
}

/** An arrow between two named values; `slope`: the derivative of the second with respect to the first.
 * @typedef {{ source: number, target: number, slope: number | null }} Link */
/**
 * A named value: its change, and the linear estimate of it.
 * @typedef {object} Increment
 * @property {number} id
 * @property {number} column the length of the longest path from the input
 * @property {number | null} before
 * @property {number | null} change
 * @property {number | null} slope its derivative with respect to the input
 * @property {number | null} linear slope · change of the input
 */

/** @param {Pick<GraphAnswer, "nodes" | "result">} answer @returns {(id: number) => boolean} */
const isNamed =
  ({ nodes, result }) =>
  (id) =>
    nodes[id]?.name !== null || id === result;

/** The named values that depend on an input, and the arrows between them, through the values without a name.
 * @param {Pick<GraphAnswer, "nodes" | "edges" | "result">} answer @param {number} input @returns {{ order:
 * number[], links: Link[] }} */
export function namedFrom(answer, input) {
  const named = isNamed(answer);
  /** By node: its derivatives with respect to the nearest named values before it.
   * @type {Map<number, Map<number, number | null>>} */
  const reached = new Map([[input, new Map()]]);
  const order = [input];
  /** @type {Link[]} */
  const links = [];
  for (const node of answer.nodes) {
    if (node.id === input) continue;
    /** @type {Map<number, number | null>} */
    const slopes = new Map();
    for (const edge of answer.edges) {
      if (edge.target !== node.id || !reached.has(edge.source)) continue;
      const local = edge.local_derivative;
      /** @type {Iterable<[number, number | null]>} */
      const through = named(edge.source) ? [[edge.source, 1]] : (reached.get(edge.source) ?? []);
      for (const [from, slope] of through) {
        const sum = slopes.get(from);
        slopes.set(
          from,
          local === null || slope === null || sum === null ? null : (sum ?? 0) + local * slope,
        );
      }
    }
    if (slopes.size === 0) continue;
    reached.set(node.id, slopes);
    if (!named(node.id)) continue;
    order.push(node.id);
    for (const [source, slope] of slopes) links.push({ source, target: node.id, slope });
  }
  return { order, links };
}

/** The changes of the named values that depend on an input, in the order of the program.
 * @param {Pick<GraphAnswer, "nodes" | "edges" | "result">} answer @param {number} input @param {number} delta
 * @returns {{ increments: Increment[], links: Link[] }} */
export function incrementsOf(answer, input, delta) {
  const { order, links } = namedFrom(answer, input);
  const start = answer.nodes[input]?.value ?? null;
  const after = start === null ? [] : valuesWith(answer, new Map([[input, start + delta]]));
  // The present values are evaluated here as well, so that rounding errors do not count as changes.
  const now = start === null ? [] : valuesWith(answer, new Map());
  /** @type {Map<number, { column: number, slope: number | null }>} */
  const found = new Map([[input, { column: 0, slope: 1 }]]);
  for (const id of order.slice(1)) {
    const own = links.filter(({ target }) => target === id);
    const column = 1 + Math.max(...own.map(({ source }) => found.get(source)?.column ?? 0));
    const parts = own.map(({ source, slope }) => {
      const before = found.get(source)?.slope ?? null;
      return slope === null || before === null ? null : slope * before;
    });
    found.set(id, {
      column,
      slope: parts.some((part) => part === null)
        ? null
        : parts.reduce((/** @type {number} */ sum, part) => sum + (part ?? 0), 0),
    });
  }
  return {
    links,
    increments: order.map((id) => {
      const { column, slope } = found.get(id) ?? { column: 0, slope: null };
      const [before, later] = [now[id] ?? null, after[id] ?? null];
      return {
        id,
        column,
        before,
        slope,
        change: before === null || later === null ? null : id === input ? delta : later - before,
        linear: slope === null ? null : slope * delta,
      };
    }),
  };
}

/** The inputs that the result depends on, in the order of the program.
 * @param {Pick<GraphAnswer, "nodes" | "edges" | "result">} answer @returns {GraphNode[]} */
export const inputsOf = (answer) =>
  answer.nodes.filter(
    (node) => node.operation === "input" && namedFrom(answer, node.id).order.includes(answer.result),
  );
