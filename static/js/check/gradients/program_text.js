// Gradients as programs print them, with the names that the reader of the sheet knows: arrays without a name in the
// order of a network's parameters, PyTorch's names of parameters, elements in the brackets of C. Pure.
/** @import { TraceRequest } from "../../network/types.js" */
import { at } from "../../core/at.js";
import { withoutPrinting } from "../../math/printed_arrays.js";

/** @typedef {Pick<TraceRequest, "network">} Plan */
/** @typedef {{name: string, body: string}} Part what stands before an array, and the array */

/** dW1[0][1] = …, db2[0]: … */
const ELEMENT = /(?:d|grad_?|g)?_?([wb])_?(\d+)\s*((?:\[\s*\d+\s*\]){1,2})\s*(?==|:)/gi;
/** fc1.weight.grad, 0.bias, linear_relu_stack.2.weight */
const PARAMETER = /([\w.]*?)[._]?(weight|bias)(?:[._]?grad(?:ient)?)?\b/i;
/** W1, W2.grad, b1: here the numbers are gradients, whatever they are called. */
const BARE = /^(?:self\.)?([wb])_?(\d+)(?:\.grad)?$/i;

/** @param {string} text @param {Plan} plan @returns {string} in the words of the sheet's reader */
export function namedGradients(text, plan) {
  if (/^\s*\{/.test(text)) return text;
  const elements = withElements(text);
  const parts = arraysIn(withoutPrinting(elements));
  if (parts === null) return elements;
  const names = namesOf(parts, plan);
  return parts.flatMap(({ body }, k) => linesOf(at(names, k), body, plan)).join("\n");
}

/** The numbers that have become none: what programs print for them, which is no number to the sheet's reader.
 * @param {string} cell */
export const isNotFinite = (cell) => /^\s*[-+−]?(?:nan|inf(?:inity)?)\s*$/i.test(cell);

/** dW1[0][1] as dw1.0.1; where layers are counted from 0, from 1 on. @param {string} text */
function withElements(text) {
  const layers = [...text.matchAll(ELEMENT)].map((found) => Number(found[2]));
  const first = layers.includes(0) ? 1 : 0;
  return text.replaceAll(ELEMENT, (_, kind, layer, indices) => {
    const places = [...indices.matchAll(/\d+/g)].map(([index]) => `.${index}`).join("");
    return `d${kind.toLowerCase()}${Number(layer) + first}${places} `;
  });
}

/** Every array with what stands before it; null: there is none, or there is more than arrays.
 * @param {string} text @returns {Part[] | null} */
function arraysIn(text) {
  /** @type {Part[]} */
  const parts = [];
  let depth = 0;
  let from = 0;
  for (let k = 0; k < text.length; k += 1) {
    if (text[k] === "[") {
      if (depth === 0) {
        parts.push({ name: nameIn(text.slice(from, k)), body: "" });
        from = k;
      }
      depth += 1;
    } else if (text[k] === "]" && depth > 0) {
      depth -= 1;
      if (depth === 0) {
        at(parts, parts.length - 1).body = text.slice(from, k + 1).replaceAll(/\s+/g, " ");
        from = k + 1;
      }
    }
  }
  const isWhole = depth === 0 && !/\d/.test(text.slice(from));
  return parts.length > 0 && isWhole && parts.every(({ name }) => !/=|\n/.test(name)) ? parts : null;
}

/** @param {string} text between two arrays */
const nameIn = (text) => text.replaceAll(/^[\s(),;]+|[\s(),;:=]+$/g, "");

/** @param {readonly Part[]} parts @param {Plan} plan @returns {string[]} */
function namesOf(parts, plan) {
  if (parts.every(({ name }) => name === "")) return inOrder(plan, parts);
  /** The layers in the order in which they are named. @type {string[]} */
  const layers = [];
  return parts.map(({ name }) => {
    const bare = BARE.exec(name);
    if (bare) return `d${bare[1]}${bare[2]}`;
    const found = PARAMETER.exec(name);
    if (!found) return name;
    const [, layer = "", kind = ""] = found;
    if (!layers.includes(layer)) layers.push(layer);
    return `d${kind.toLowerCase() === "weight" ? "W" : "b"}${layers.indexOf(layer) + 1}`;
  });
}

/** The parameters of a network as its program goes through them: weights and biases, layer by layer; only the weights
 * where there are as many arrays. @param {Plan} plan @param {readonly Part[]} parts @returns {string[]} */
function inOrder({ network: { layers } }, parts) {
  const weights = layers.map((_, l) => `dW${l + 1}`);
  if (parts.length === weights.length) return weights;
  const all = layers.flatMap(({ bias }, l) => [`dW${l + 1}`, ...(bias === false ? [] : [`db${l + 1}`])]);
  return parts.map((_, k) => all[k] ?? "");
}

/** The elements of an array at their addresses, where it has the layer's shape; else the array as it is, for the reader
 * to turn it round, as many programs multiply by xW, or to say what is wrong.
 * @param {string} name @param {string} body @param {Plan} plan @returns {string[]} */
function linesOf(name, body, { network }) {
  const [, kind = "", layer = ""] = /^d([wb])(\d+)$/i.exec(name) ?? [];
  const units = network.layers[Number(layer) - 1]?.units ?? 0;
  const fanIn = Number(layer) === 1 ? network.inputs : (network.layers[Number(layer) - 2]?.units ?? 0);
  const rows = rowsIn(body);
  const cells = rows.flat();
  if (kind.toLowerCase() === "b" && units > 0 && cells.length === units)
    return cells.map((text, j) => `db${layer}.${j} = ${text}`);
  const isOf = (/** @type {number} */ count, /** @type {number} */ width) =>
    rows.length === count && rows.every((row) => row.length === width);
  if (kind.toLowerCase() === "w" && units > 0 && isOf(units, fanIn))
    return rows.flatMap((row, j) => row.map((text, i) => `dw${layer}.${j}.${i} = ${text}`));
  return [`${name} = ${body}`];
}

/** @param {string} body an array @returns {string[][]} its innermost rows */
const rowsIn = (body) =>
  [...body.matchAll(/\[([^[\]]*)\]/g)].map(([, row = ""]) =>
    row.split(/[\s,]+/).filter((cell) => cell !== ""),
  );
