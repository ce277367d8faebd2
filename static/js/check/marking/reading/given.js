// Numbers that a task gives: inputs, target values, weights and biases. They are not handed in; they show whether a
// text is of another network than the page's. Pure.
/** @import { Address } from "../../../core/types.js" */
/** @import { Plan, Target } from "./names.js" */
import { partsOf } from "../../../core/address.js";
import { readNumber } from "../../../math/parse_number.js";
import { placeOf, plain } from "./names.js";
import { placed } from "./place.js";

/** @typedef {{address: Address, text: string, isRunning: boolean}} Given `isRunning`: called w1, w2, … over all layers,
 * in an order that books do not agree on */
/** @typedef {{address: Address, value: number}} Other */

/** The API's own names. */
const OF_LAYER = /^([wb])(\d+)((?:\.\d+){1,2})$/;
const OF_SAMPLE = /^([xt])\.(\d+)(?:@(\d+))?$/;
/** As PyTorch calls them: fc1.weight. */
const OF_MODULE = /^(?:fc|linear|layer)_?(\d+)[._](weight|bias)$/;
/** What a name begins with. @type {readonly [RegExp, string][]} */
const FAMILIES = [
  [/^(?:w(?:eights?)?|权重?)(?!\p{L})/u, "w"],
  [/^(?:b(?:ias(?:es)?)?|偏置?)(?!\p{L})/u, "b"],
  [/^(?:x|inputs?|输入)(?!\p{L})/u, "x"],
  [/^(?:t|targets?|目标值?)(?!\p{L})/u, "t"],
];
const GIVEN = new Set(["w", "b", "x", "t"]);

/** @param {Target} target */
export const isGiven = ({ family }) => GIVEN.has(family);

/** What a name of a given number is for; null: it is none. @param {string} name @param {Plan} plan
 * @returns {Target | null} */
export function givenTargetOf(name, plan) {
  const small = plain(name).toLowerCase();
  const [, letter = "", first = "", rest = ""] = OF_LAYER.exec(small) ?? [];
  if (letter !== "") {
    const indices = rest.slice(1).split(".").map(Number);
    return { family: letter, kind: "address", layer: Number(first), indices, sample: null };
  }
  const [, side = "", index = "", sample] = OF_SAMPLE.exec(small) ?? [];
  if (side !== "") {
    const of = sample === undefined ? null : Number(sample);
    return { family: side, kind: "address", layer: 0, indices: [Number(index)], sample: of };
  }
  const [, layer = "", kind = ""] = OF_MODULE.exec(small) ?? [];
  if (layer !== "")
    return { family: kind.charAt(0), kind: "layer", layer: Number(layer), indices: [], sample: null };
  for (const [pattern, family] of FAMILIES) {
    const found = pattern.exec(small);
    if (!found) continue;
    const after = small.slice(found[0].length);
    return /^[wb]$/.test(family) ? placeOf(family, after, plan) : ofSide(family, after);
  }
  return null;
}

/** x, x1, x_2. @param {string} family @param {string} rest @returns {Target | null} */
function ofSide(family, rest) {
  const [, index] = /^_?\{?(\d+)\}?$/.exec(rest) ?? [];
  const target = /** @type {const} */ ({ family, layer: 0, sample: null });
  if (index !== undefined) return { ...target, kind: "unit", indices: [Number(index) - 1] };
  return rest === "" ? { ...target, kind: "all", indices: [] } : null;
}

/** The numbers of a part of a text at their addresses. @param {Target} target @param {readonly string[][]} rows
 * @param {Plan} plan @param {{sample: number, isLayer: boolean}} how
 * @returns {{given: Given[]} | {mistake: import("../../../core/types.js").Notice}} */
export function placedGiven(target, rows, plan, how) {
  const { family, kind } = target;
  if (family === "x" || family === "t") return { given: ofSamples(target, rows, how.sample) };
  const isRunning = kind === "running" && !how.isLayer;
  // One bias for a whole layer is called b1 as well.
  if (isRunning && family === "b") return { given: [] };
  const put = placed(target, rows, plan, how);
  if ("mistake" in put) return put;
  return { given: put.placed.map(([address, text]) => ({ address, text: text.trim(), isRunning })) };
}

/** @param {Target} target @param {readonly string[][]} rows @param {number} sample @returns {Given[]} */
function ofSamples({ family, indices, sample: named }, rows, sample) {
  const [index] = indices;
  const cells =
    index === undefined
      ? rows.flatMap((row, s) => row.map((text, i) => ({ text, i, s: rows.length > 1 ? s : sample })))
      : [{ text: rows.flat()[0] ?? "", i: index, s: named ?? sample }];
  return cells.map(({ text, i, s }) => ({
    address: `${family}.${i}@${s}`,
    text: text.trim(),
    isRunning: false,
  }));
}

/** Float64 that were printed whole. */
const SLACK = 1e-6;

/** Whether a text is a number, as far as it is written. @param {string} text @param {number | null} number */
function isWritten(text, number) {
  const read = readNumber(text);
  if (!("value" in read) || number === null) return null;
  const decimals = /e/i.test(text) ? undefined : /[.,](\d+)$/.exec(text)?.[1]?.length;
  const half = decimals === undefined ? 0 : 0.5 * 10 ** -decimals;
  return Math.abs(read.value - number) <= half + SLACK * Math.abs(number);
}

/** The address of a weight with its indices exchanged. @param {Address} address */
function turned(address) {
  const { family, layer, indices } = partsOf(address);
  return `${family}${layer}.${indices.toReversed().join(".")}`;
}

/**
 * What a text gives otherwise than the page has it. `isTurned`: its weights are the page's with rows and columns
 * exchanged.
 * @param {readonly Given[]} given @param {(address: Address) => number | null} here the page's; null: it has none
 * @returns {{others: Other[], isTurned: boolean}}
 */
export function othersThan(given, here) {
  const weights = given.filter(({ address }) => address.startsWith("w"));
  const differ = given.filter(({ address, text }) => isWritten(text, here(address)) === false);
  const layers = new Set(differ.map(({ address }) => partsOf(address).layer).filter((layer) => layer > 0));
  const isTurned =
    differ.some(({ address }) => address.startsWith("w")) &&
    weights
      .filter(({ address }) => layers.has(partsOf(address).layer))
      .every(({ address, text }) => isWritten(text, here(turned(address))) === true);
  const others = differ.filter(
    ({ address, isRunning }) => !(isTurned && isRunning && address.startsWith("w")),
  );
  return {
    others: others.flatMap(({ address, text }) => {
      const read = readNumber(text);
      return "value" in read ? [{ address, value: read.value }] : [];
    }),
    isTurned: isTurned && others.some(({ address }) => address.startsWith("w")),
  };
}
