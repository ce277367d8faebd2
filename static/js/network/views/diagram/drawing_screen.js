// One screen as a drawing shows it: the screen with what the drawings derive from it, and how they read its numbers.

import { isKnown } from "../../../core/frame.js";
import { symbolCache } from "../../../draw/svg.js";
import { formatNumber } from "../../../math/format.js";
import { diagramStateOf } from "../../diagram_state.js";
import { parameterName } from "../../parameters.js";
import { countedLayer, printedValueOf, runningNumber, symbolOf } from "../../notation.js";
import { valueAt } from "../../trace_values.js";

/** @import { Address } from "../../../core/types.js" */
/** @import { Context, Screen } from "../../types.js" */
/** @import { DiagramState } from "../../diagram_state.js" */
/** @import { Naming } from "../../notation.js" */

/** @typedef {ReturnType<typeof symbolCache>} SymbolOf the symbol of a number, as runs and as plain text */
/**
 * The symbols of a drawing; they depend on its topology, the notation and a figure's own names.
 * @typedef {object} SymbolStore
 * @property {SymbolOf | null} symbol
 * @property {Naming["notation"] | null} notation
 * @property {Naming["names"]} names
 * @property {Naming["fused"]} fused
 */
/**
 * @typedef {object} DrawingScreen
 * @property {Screen} screen
 * @property {Context} context
 * @property {Naming} naming
 * @property {boolean} arrived the numbers that the step computes are shown
 * @property {DiagramState} states
 * @property {SymbolOf} symbol
 */

/** @returns {SymbolStore} */
export const makeSymbolStore = () => ({ symbol: null, notation: null, names: null, fused: false });

/**
 * The symbols for this naming, and whether they are other ones than before.
 * @param {SymbolStore} store @param {Naming} naming
 */
export function symbolsFor(store, naming) {
  const { notation, names, fused } = naming;
  const isSame = store.notation === notation && store.names === names && store.fused === fused;
  const kept = isSame ? store.symbol : null;
  const symbol = kept ?? symbolCache((address) => symbolOf(address, naming));
  Object.assign(store, { symbol, notation, names, fused });
  return { symbol, renamed: kept === null };
}

/**
 * @param {Screen} screen @param {Context} context @param {Naming} naming @param {boolean} arrived
 * @param {SymbolOf} symbol @returns {DrawingScreen}
 */
export const drawingScreen = (screen, context, naming, arrived, symbol) => ({
  screen,
  context,
  naming,
  arrived,
  states: diagramStateOf(screen.frame, screen.trace.network),
  symbol,
});

/**
 * Whether the number is known and no step is still computing it.
 * @param {DrawingScreen} now @param {Address} address
 */
export const isShown = ({ screen: { frame }, arrived }, address) =>
  isKnown(frame, address) && (arrived || !frame.writes.has(address));

/**
 * @param {DrawingScreen} now @param {Address} address
 * @returns {number | null} the number of the chosen sample
 */
export const numberOf = ({ screen: { trace, state } }, address) => valueAt(trace, address, state.sample);

/**
 * The number that these letters print at an address: with their sign, δ = −∂C/∂y in the figures'.
 * @param {DrawingScreen} now @param {Address} address
 * @returns {number | null}
 */
export const printedOf = ({ screen: { trace, state }, naming }, address) =>
  printedValueOf(trace, address, { notation: naming.notation, sample: state.sample });

/**
 * What a unit's weighted error adds to the error of an input of it: the weight times the error at its sum.
 * @param {DrawingScreen} now @param {string} edge "2.0.1" @returns {number}
 */
export function contributionOver(now, edge) {
  const upstream = printedOf(now, `delta${edge.slice(0, edge.lastIndexOf("."))}`);
  return requireNumber(now, `w${edge}`) * (upstream ?? 0);
}

/**
 * What a screen reader calls a unit, as the letters count.
 * @param {DrawingScreen} now @param {number} l @param {number} j
 */
export const unitName = ({ context, naming }, l, j) =>
  naming.notation === "figure"
    ? context.t("diagram.unit", { number: runningNumber(naming, l, j), layer: l })
    : context.t("diagram.unit_in_layer", { unit: j + 1, layer: countedLayer(l, naming) });

/**
 * A number that the trace must hold: a weight, a δ.
 * @param {DrawingScreen} now @param {Address} address @returns {number}
 */
export function requireNumber(now, address) {
  const value = numberOf(now, address);
  if (value === null) throw new RangeError(`the trace holds no ${address}`);
  return value;
}

/**
 * Whether the symbols count as names of layer and place do: the figures number the neurons through, and some of the
 * lesson's figures count the inputs as a layer, or have symbols of their own.
 * @param {DrawingScreen["naming"]} naming
 */
const countsByLayer = ({ notation, inputsCount, names }) => notation !== "figure" && !inputsCount && !names;

/**
 * What a screen reader calls a number that can be edited.
 * @param {DrawingScreen} now @param {Address} address
 */
export const editName = (now, address) =>
  now.context.t("diagram.edit", {
    name:
      /^[wb]/.test(address) && countsByLayer(now.naming)
        ? parameterName(address, now.context.t)
        : now.symbol(address).text,
    value: formatNumber(numberOf(now, address)),
  });
