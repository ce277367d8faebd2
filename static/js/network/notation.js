// The symbol of an address in the letters that are shown, as nodes that are printed as MathML, LaTeX, plain text and
// speech.
// To add a family of addresses, add an entry to SYMBOLS and to WHOLE.

/** @import { Address, Step } from "../core/types.js" */
/** @import { NetworkCatalog, Notation, Screen, Trace } from "./types.js" */
/** @import { Parsed } from "../core/address.js" */
import { at } from "../core/at.js";
import { partsOf } from "../core/address.js";
import { figureRuleInPlaceOf, valueAt } from "./trace_values.js";
import { nodesFromLatex } from "../math/latex.js";
import { LATEX_COMMANDS } from "../math/greek.js";
import {
  frac,
  latexFrom,
  mi,
  mn,
  mo,
  partial,
  prime,
  row,
  sub,
  subsup,
  sup,
  textFrom,
} from "../math/nodes.js";

/** @typedef {import("../core/types.js").MathNode} MathNode */

/**
 * What a symbol depends on besides its address.
 * @typedef {object} Naming
 * @property {Notation} notation
 * @property {readonly number[]} units of every layer
 * @property {readonly string[]} activations symbol of every layer's activation, in LaTeX
 * @property {Record<Address, string> | null} [names] a figure's own symbols, LaTeX by address
 * @property {boolean} [inputsCount] the inputs are layer 1, the first neurons layer 2
 * @property {boolean} [fused] the loss has a formula for ∂C/∂z of the output layer, as cross-entropy of a softmax;
 * that is the figures' δ there
 * @property {boolean} [update] the step is a weight update: the figures write the slope as df(e)/de there
 */
/** @typedef {Parsed & { shown?: number }} Parts `shown`: the layer as it is counted, where that is another number */

/** The naming of a screen, or of one of its steps. @param {Screen} screen @param {NetworkCatalog} catalog
 * @param {Step} [step] @returns {Naming} */
export const namingOf = ({ state, trace: { network } }, catalog, step) => ({
  notation: state.notation,
  units: network.layers.map((layer) => layer.units),
  activations: network.layers.map(
    ({ activation }) => catalog.activations.find(({ name }) => name === activation)?.symbol ?? "f",
  ),
  names: state.names ?? null,
  inputsCount: state.inputsCount === true,
  fused: isFused(network, catalog),
  update: step?.phase === "update",
});

/** Whether the loss is defined for one output activation, with which ∂C/∂z is one formula.
 * @param {Trace["network"]} network @param {Pick<NetworkCatalog, "losses">} catalog */
export const isFused = ({ loss }, { losses }) =>
  losses.some(({ name, output }) => name === loss && output !== null);

/** The kind of number that is the error of a layer: δ of the figures, ∂C/∂y but where the loss is fused.
 * @param {number} layer @param {Naming} naming */
export const errorFamily = (layer, naming) => (isAtSum(naming, { layer }) ? "delta" : "error");
/** Whether δ is the derivative by the sum. @param {Naming} naming @param {{layer: number}} parts */
const isAtSum = ({ fused, units }, { layer }) => fused === true && layer === units.length;

/** The kind of number that the ball at a neuron of the flow drawing shows: the error that its arrows bring in the
 * figures, elsewhere δ = ∂C/∂z, after the slope. @param {number} layer @param {Naming} naming */
export const ballFamily = (layer, naming) =>
  naming.notation === "figure" ? errorFamily(layer, naming) : "delta";

/** The number of a layer, as it is counted. @param {number} layer @param {Pick<Naming, "inputsCount">} naming */
export const countedLayer = (layer, { inputsCount }) => (inputsCount ? layer + 1 : layer);

/** Running number of unit j of layer l over all hidden and output units, from 1.
 * @param {Naming} naming @param {number} layer @param {number} unit */
export function runningNumber(naming, layer, unit) {
  let number = unit + 1;
  for (let before = 1; before < layer; before += 1) number += at(naming.units, before - 1);
  return number;
}
/** @param {Naming} naming @param {Parts} parts */
const isOnlyOutput = (naming, parts) =>
  parts.layer === naming.units.length && naming.units[naming.units.length - 1] === 1;

/** 12, or 1,12: a comma where an index has two digits. @param {readonly number[]} numbers
 * @param {boolean} [fromInput] */
function indexRow(numbers, fromInput = false) {
  const apart = numbers.length > 1 && numbers.some((number) => number > 9);
  return row(
    ...numbers.flatMap((number, k) => [
      ...(apart && k > 0 ? [mo(",")] : []),
      ...(fromInput && k === 0 ? [mo("("), mi("x"), mn(number), mo(")")] : [mn(number)]),
    ]),
  );
}
/** w_{(x1)1}, w_{14}: from, to. @param {Naming} naming @param {Parts} parts */
function fromTo(naming, { layer, indices: [to = 0, from = 0] }) {
  const source = layer === 1 ? from + 1 : runningNumber(naming, layer - 1, from);
  return indexRow([source, runningNumber(naming, layer, to)], layer === 1);
}
/** The sample, counted from 1: y_1^{[2]}. @param {Parts} parts @returns {MathNode[]} */
const mark = ({ sample }) => (sample === null ? [] : [mo("["), mn(sample + 1), mo("]")]);
/** @param {MathNode} base @param {Parts} parts */
const marked = (base, parts) => (parts.sample === null ? base : sup(base, row(...mark(parts))));
/** @param {MathNode} base @param {MathNode} index @param {Parts} parts */
const indexed = (base, index, parts) =>
  parts.sample === null ? sub(base, index) : subsup(base, index, row(...mark(parts)));
/** @param {Naming} naming @param {Parts} parts */
const numbered = (naming, parts) => indexRow([runningNumber(naming, parts.layer, at(parts.indices, 0))]);
/** @param {string} letter @param {Naming} naming @param {Parts} parts */
const numberedLetter = (letter, naming, parts) => indexed(mi(letter), numbered(naming, parts), parts);
/** A single output has no number. @param {string} letter @param {Naming} naming @param {Parts} parts */
const outputLetter = (letter, naming, parts) =>
  isOnlyOutput(naming, parts) ? marked(mi(letter), parts) : numberedLetter(letter, naming, parts);
/** z^{(l)}_j, w^{(l)}_{to from}, counted from 1. @param {string} letter @param {Parts} parts
 * @param {boolean} [primed] */
const layered = (letter, parts, primed = false) =>
  subsup(
    primed ? prime(mi(letter)) : mi(letter),
    indexRow(parts.indices.map((index) => index + 1)),
    row(mo("("), mn(parts.shown ?? parts.layer), mo(")"), ...mark(parts)),
  );
/** @param {Naming} naming @param {Parts} parts @returns {Parts} */
const asLast = (naming, parts) => ({ ...parts, layer: naming.units.length });
/** @param {MathNode} mathNode @returns {MathNode} */
const minus = (mathNode) => row(mo("−", "-"), mathNode);

/**
 * @typedef {(naming: Naming, parts: Parts) => MathNode} Symbol
 * @typedef {{figure: Symbol, derivation: Symbol, textbook?: Symbol}} Entry `textbook`: where it is not that of the
 * derivation
 */
/** @param {string} letter @param {Parts} parts @param {boolean} [primed] a whole layer's array: W^{(2)} */
const whole = (letter, parts, primed = false) => ({
  ...sup(primed ? prime(mi(letter)) : mi(letter), row(mo("("), mn(parts.shown ?? parts.layer), mo(")"))),
  look: "whole",
});
/** ∂C/∂under. @param {MathNode} under */
export const partialOfCost = (under) => partial(mi("C"), under);
/** @param {Symbol} symbol @returns {Entry} the same in both notations */
const both = (symbol) => ({ figure: symbol, derivation: symbol });

/** @type {Record<string, Entry>} */
const SYMBOLS = {
  x: both((_, p) => indexed(mi("x"), indexRow(p.indices.map((i) => i + 1)), p)),
  t: {
    figure: (n, p) => outputLetter("z", n, asLast(n, p)),
    derivation: (n, p) =>
      n.units[n.units.length - 1] === 1
        ? marked(mi("t"), p)
        : indexed(mi("t"), indexRow(p.indices.map((k) => k + 1)), p),
  },
  z: { figure: (n, p) => numberedLetter("e", n, p), derivation: (_, p) => layered("z", p) },
  a: { figure: (n, p) => outputLetter("y", n, p), derivation: (_, p) => layered("a", p) },
  w: { figure: (n, p) => sub(mi("w"), fromTo(n, p)), derivation: (_, p) => layered("w", p) },
  b: { figure: (n, p) => sub(mi("b"), numbered(n, p)), derivation: (_, p) => layered("b", p) },
  error: {
    figure: (n, p) =>
      isAtSum(n, p) ? minus(partialOfCost(outputLetter("y", n, p))) : outputLetter("δ", n, p),
    derivation: (_, p) => partialOfCost(layered("a", p)),
  },
  delta: {
    figure: (n, p) =>
      isAtSum(n, p) ? outputLetter("δ", n, p) : minus(partialOfCost(numberedLetter("e", n, p))),
    derivation: (_, p) => partialOfCost(layered("z", p)),
    textbook: (_, p) => layered("δ", p),
  },
  slope: {
    figure: (n, p) =>
      n.update
        ? frac(
            row(mi("d"), sub(mi("f"), numbered(n, p)), mo("("), marked(mi("e"), p), mo(")")),
            row(mi("d"), mi("e")),
          )
        : row(sub(prime(mi("f")), numbered(n, p)), mo("("), numberedLetter("e", n, p), mo(")")),
    derivation: (n, p) => row(prime(activationSymbol(n, p.layer)), mo("("), layered("z", p), mo(")")),
  },
  dw: {
    figure: (n, p) => partialOfCost(sub(mi("w"), fromTo(n, p))),
    derivation: (_, p) => partialOfCost(layered("w", p)),
  },
  db: {
    figure: (n, p) => partialOfCost(sub(mi("b"), numbered(n, p))),
    derivation: (_, p) => partialOfCost(layered("b", p)),
  },
  new_w: { figure: (n, p) => sub(prime(mi("w")), fromTo(n, p)), derivation: (_, p) => layered("w", p, true) },
  new_b: {
    figure: (n, p) => sub(prime(mi("b")), numbered(n, p)),
    derivation: (_, p) => layered("b", p, true),
  },
  loss: both(() => mi("C")),
  eta: both(() => mi("η")),
};
/** Whole layers (more than 64 units): one letter and the layer. @type {Record<string, Entry>} */
const WHOLE = {
  x: both(() => mi("x")),
  t: { figure: () => mi("z"), derivation: () => mi("t") },
  z: { figure: (_, p) => whole("e", p), derivation: (_, p) => whole("z", p) },
  a: { figure: (_, p) => whole("y", p), derivation: (_, p) => whole("a", p) },
  w: both((_, p) => whole("W", p)),
  b: both((_, p) => whole("b", p)),
  error: {
    figure: (n, p) => (isAtSum(n, p) ? minus(partialOfCost(whole("y", p))) : whole("δ", p)),
    derivation: (_, p) => partialOfCost(whole("a", p)),
  },
  delta: {
    figure: (n, p) => (isAtSum(n, p) ? whole("δ", p) : minus(partialOfCost(whole("e", p)))),
    derivation: (_, p) => partialOfCost(whole("z", p)),
    textbook: (_, p) => whole("δ", p),
  },
  slope: {
    figure: (n, p) =>
      n.update
        ? frac(row(mi("d"), whole("f", p), mo("("), mi("e"), mo(")")), row(mi("d"), mi("e")))
        : row(prime(mi("f")), mo("("), whole("e", p), mo(")")),
    derivation: (n, p) => row(prime(activationSymbol(n, p.layer)), mo("("), whole("z", p), mo(")")),
  },
  dw: both((_, p) => partialOfCost(whole("W", p))),
  db: both((_, p) => partialOfCost(whole("b", p))),
  new_w: both((_, p) => whole("W", p, true)),
  new_b: both((_, p) => whole("b", p, true)),
};
/** The families whose symbol means minus the number of the trace: δ_n = −∂C/∂y_n.
 * @type {Record<Notation, Record<string, -1>>} */
const SIGNS = { figure: { error: -1, delta: -1 }, derivation: {}, textbook: {} };

/** σ, tanh, …: the symbol of a layer's activation in the derivation.
 * @param {Naming} naming @param {number} layer @returns {MathNode} */
function activationSymbol(naming, layer) {
  const latex = naming.activations[layer - 1] ?? "f";
  const greek = [...LATEX_COMMANDS].find(([, command]) => command === latex);
  if (greek) return mi(greek[0]);
  const named = /^\\(?:operatorname|mathrm|text)\{(.*)\}$/.exec(latex);
  return { tag: "mi", text: named?.[1]?.replace(/\\[ ,_]?/g, " ").trim() ?? latex.replace(/^\\/, ""), latex };
}

/** f_4 in the figures, σ in the derivation; of a whole layer f^{(2)}. @param {Naming} naming
 * @param {string} of the unit, "2.0", or the layer, "2" */
function functionSymbol(naming, of) {
  const [layer = 1, unit] = of.split(".").map(Number);
  if (naming.notation !== "figure") return activationSymbol(naming, layer);
  return unit === undefined
    ? sup(mi("f"), row(mo("("), mn(layer), mo(")")))
    : sub(mi("f"), mn(runningNumber(naming, layer, unit)));
}
const LOSS = mi("ℓ");
/** How a formula of a network is printed: the symbols of its numbers, of its activations (f or σ) and of its
 * loss (ℓ). @param {Naming} naming @param {readonly string[]} [losses] */
export const printingOf = (naming, losses = []) => ({
  symbol: (/** @type {Address} */ address) => symbolOf(address, naming),
  called: (/** @type {{name: string, unit?: string}} */ { name, unit }) =>
    unit !== undefined ? functionSymbol(naming, unit) : losses.includes(name) ? LOSS : null,
});

const SCALARS = new Set(["loss", "eta"]);

/** The parsed symbols of figures. @type {WeakMap<Record<Address, string>, Map<Address, MathNode | null>>} */
const readNames = new WeakMap();
/** The figure's own symbol of a number; null if it has none.
 * @param {Address} address @param {Naming} naming @returns {MathNode | null} */
export function ownName(address, { names }) {
  if (!names) return null;
  let read = readNames.get(names);
  if (!read) readNames.set(names, (read = new Map()));
  let mathNode = read.get(address);
  if (mathNode === undefined) {
    const latex = names[address];
    read.set(address, (mathNode = latex === undefined ? null : nodesFromLatex(latex)));
  }
  return mathNode;
}

/** @param {Address} address @param {Naming} naming @returns {MathNode} */
export function symbolOf(address, naming) {
  const own = ownName(address, naming);
  if (own) return own;
  const read = partsOf(address);
  const parts = naming.inputsCount ? { ...read, shown: countedLayer(read.layer, naming) } : read;
  const table = parts.indices.length === 0 && !SCALARS.has(parts.family) ? WHOLE : SYMBOLS;
  const entry = table[parts.family];
  const symbol = entry?.[naming.notation] ?? entry?.derivation;
  return symbol?.(naming, parts) ?? { tag: "mtext", text: address };
}
/** The number printed in this notation is sign times the number of the trace.
 * @param {Address} address @param {Notation} notation @returns {-1 | 1} */
export const signOf = (address, notation) => SIGNS[notation][partsOf(address).family] ?? 1;
/** The number that is printed at an address: by the figures' rule theirs, if they have one, else the number
 * of the trace with the sign of the notation; never −0. @param {Trace} trace @param {Address} address
 * @param {{notation: Notation, sample?: number, figureRule?: boolean}} how @returns {number | null} */
export function printedValueOf(trace, address, { notation, sample = 0, figureRule = false }) {
  const own = figureRule ? figureRuleInPlaceOf(trace, address, sample) : null;
  if (own !== null) return own;
  const value = valueAt(trace, address, sample);
  if (value === null) return null;
  return value === 0 ? 0 : value * signOf(address, notation);
}
/** @param {Address} address @param {Naming} naming */
export const latexOf = (address, naming) => latexFrom(symbolOf(address, naming));
/** @param {Address} address @param {Naming} naming */
export const textOf = (address, naming) => textFrom(symbolOf(address, naming));
