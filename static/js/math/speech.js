// How a formula is read aloud, and the sentence on a number that was computed again. All sentences are in
// static/i18n.

/** @import { Key, Translate } from "../core/types.js" */
/** @import { MathNode } from "../core/types.js" */
import { own } from "../core/at.js";
import { relativeDifference } from "./formula/tree.js";
import { inPowersOfTen } from "./format.js";

/** How a sign is read; a name is a key of the speech sentences. @type {Record<string, string>} */
const SIGNS = {
  "=": "speech.equals",
  "+": "speech.plus",
  "−": "speech.minus",
  "·": "speech.times",
  "\u2062": "speech.times",
  "×": "speech.by",
  "⊙": "speech.elementwise",
  "⋯": "speech.and_so_on",
  "⊤": "speech.transposed",
  "′": "speech.prime",
  "″": "speech.double_prime",
  "[": "speech.open",
  "]": "speech.close",
  "(": "speech.open",
  ")": "speech.close",
  "|": "speech.bar",
  δ: "speech.delta",
  η: "speech.eta",
  σ: "speech.sigma",
  "∑": "speech.sum_sign",
  ℓ: "speech.ell",
  ",": "speech.comma",
};
/**
 * An index such as (x1) is read without its brackets: "w x 1 1"; k − 1 keeps its sign.
 * @param {MathNode} mathNode
 * @param {Translate} t
 * @returns {string}
 */
function spelled(mathNode, t) {
  const text = mathNode.text ?? "";
  if (mathNode.parts)
    return mathNode.parts
      .map((part) => spelled(part, t))
      .filter(Boolean)
      .join(" ");
  if (mathNode.tag === "mn") return [...text].join(" ");
  if ("(),".includes(text)) return "";
  const sign = mathNode.tag === "mo" ? own(SIGNS, text) : undefined;
  return sign ? say(t, sign) : text;
}
/** A number with the layer and the sample of its upper index: (2)[1] is layer 2, sample 1.
 * @param {string} of @param {MathNode} index @param {Translate} t */
function placed(of, index, t) {
  const parts = index.parts ?? [index];
  const bracket = parts.findIndex(({ text }) => text === "[");
  const read = (/** @type {MathNode[]} */ some) =>
    some
      .map((part) => ("[]".includes(part.text ?? " ") ? "" : spelled(part, t)))
      .filter(Boolean)
      .join(" ");
  const layer = read(bracket < 0 ? parts : parts.slice(0, bracket));
  const sample = bracket < 0 ? "" : read(parts.slice(bracket));
  const key = layer === "" ? "speech.of_sample" : sample === "" ? "speech.of_layer" : "speech.of_both";
  return say(t, key, { of, layer, sample });
}
/**
 * ∂f over ∂x, df over dx: read as derivatives, without their signs.
 * @param {MathNode} mathNode
 * @returns {"derivative" | "total" | null}
 */
function derivativeOf({ tag, look, parts = [] }) {
  if (tag !== "mfrac") return null;
  if (look === "derivative") return "derivative";
  const [over, under] = parts.map((half) =>
    (half.parts ?? []).length > 1 ? half.parts?.[0]?.text : undefined,
  );
  return over !== under ? null : over === "∂" ? "derivative" : over === "d" ? "total" : null;
}

/**
 * Key by key: the sentences are flat.
 * @param {Translate} t
 * @param {string} key
 * @param {Record<string, string | number>} [params]
 */
export const say = (t, key, params) => t(/** @type {Key} */ (key), params);

/** Functions that have a sentence of their own; any other is read letter by letter, with its brackets. */
const READ = new Set([
  "ln",
  "log",
  "sin",
  "cos",
  "tan",
  "sinh",
  "cosh",
  "tanh",
  "sigmoid",
  "softplus",
  "relu",
  "abs",
  "sign",
  "step",
  "max",
  "min",
]);
/** More than one name or number. @param {MathNode} mathNode @returns {boolean} */
const isLong = (mathNode) =>
  mathNode.tag === "mrow" && (mathNode.parts ?? []).some((part) => part.tag === "mo" || isLong(part));
/** @param {MathNode} mathNode @param {Translate} t */
const enclosed = (mathNode, t) =>
  isLong(mathNode)
    ? `${say(t, "speech.open")} ${spoken(mathNode, t)} ${say(t, "speech.close")}`
    : spoken(mathNode, t);
/** "the sine of x"; a longer argument is read with its beginning and end.
 * @param {{name: string, args: MathNode[]}} call @param {Translate} t */
function spokenCall({ name, args }, t) {
  const read = args.length > 1 || name === "abs" ? spoken : enclosed;
  return say(t, `speech.call_${name}`, { of: args.map((arg) => read(arg, t)).join(say(t, "speech.and")) });
}

/** @param {MathNode} mathNode @returns {string} */
const textOf = ({ text = "", parts = [] }) => text + parts.map(textOf).join("");

/** A formula in words. @param {MathNode} mathNode @param {Translate} t @returns {string} */
export function spoken(mathNode, t) {
  if (mathNode.called && READ.has(mathNode.called.name)) return spokenCall(mathNode.called, t);
  if (!mathNode.parts) {
    const key =
      mathNode.form === "prefix" && mathNode.text === "−"
        ? "speech.negative"
        : own(SIGNS, mathNode.text ?? "");
    return key ? say(t, key).trim() : (mathNode.text ?? "");
  }
  const [first, second, third] = mathNode.parts;
  // ∂z/∂w on one line.
  if (mathNode.tag === "mrow" && mathNode.look === "derivative" && second && mathNode.parts[4]) {
    return say(t, "speech.derivative", { over: spoken(second, t), under: spoken(mathNode.parts[4], t) });
  }
  if (first && mathNode.tag === "msqrt") return say(t, "speech.root", { of: spoken(first, t) });
  if (first && second) {
    if (mathNode.tag === "mfrac") {
      const derivative = derivativeOf(mathNode);
      const read = (/** @type {MathNode} */ half) =>
        derivative
          ? (half.parts ?? [])
              .slice(1)
              .map((part) => spoken(part, t))
              .join(" ")
          : enclosed(half, t);
      const key =
        derivative === "total" ? "speech.total_derivative" : derivative ? "speech.derivative" : "speech.over";
      return say(t, key, { over: read(first), under: read(second) });
    }
    // A derivative with a bar behind it: what is below the bar is held fixed.
    if (mathNode.tag === "msub" && first.parts?.at(-1)?.text === "|") {
      return say(t, "speech.held", {
        of: spoken({ ...first, parts: first.parts.slice(0, -1) }, t),
        fixed: spoken(second, t),
      });
    }
    if (mathNode.tag === "msub" && textOf(second) === "k−1")
      return say(t, "speech.iteration_before", { of: spoken(first, t) });
    if (mathNode.tag === "msub") return `${spoken(first, t)} ${spelled(second, t)}`;
    if (mathNode.tag === "msubsup" && third)
      return placed(`${spoken(first, t)} ${spelled(second, t)}`, third, t);
    if (mathNode.look === "whole" || second.parts?.[0]?.text === "[")
      return placed(spoken(first, t), second, t);
    if (mathNode.tag === "msup") {
      if (second.text === "⊤") return `${spoken(first, t)} ${say(t, "speech.transposed")}`;
      if (second.text === "2") return say(t, "speech.squared", { base: spoken(first, t) });
      return say(t, "speech.to_the", { base: spoken(first, t), exponent: spoken(second, t) });
    }
  }
  return mathNode.parts
    .map((part) => spoken(part, t))
    .filter(Boolean)
    .join(" ");
}

/** Above this relative difference a number that was worked out again is another one. */
const ROUNDING = 1e-9;
/** The result of a second calculation of a number; null where there was none, or where it left the range of
 * numbers, as e^800 does in a softmax that is worked out by its formula.
 * @param {number | null} own @param {number | null} again @param {Translate} t
 * @param {number} [size] of the terms that were added up: where they cancel, no more than their last digits can
 * agree */
export function checkedAgain(own, again, t, size = 0) {
  if (own === null || again === null || !Number.isFinite(again)) return null;
  const difference = relativeDifference(own, again);
  const near = difference <= ROUNDING || Math.abs(own) < 1e-12;
  const cancels = !near && Math.abs(own - again) <= 64 * Number.EPSILON * size;
  const key = cancels
    ? "formula_panel.check_cancels"
    : !near
      ? "formula_panel.check_again_failed"
      : difference === 0
        ? "formula_panel.check_same"
        : "formula_panel.check_again";
  return { text: say(t, key, { difference: inPowersOfTen(difference) }), good: near || cancels };
}
