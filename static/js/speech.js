// How a formula is read aloud, and what is said of a number that was worked out again. All sentences stand in static/i18n.

/** @import { Key, Translate } from "./types" */
/** @import { Piece } from "./notation.js" */
import { relativeDifference } from "./formula.js";
import { inPowersOfTen } from "./scales.js";

/** How a sign is read; a name is a key of the speech sentences. @type {Record<string, string>} */
const SIGNS = {
  "=": "speech.equals", "+": "speech.plus", "−": "speech.minus", "·": "speech.times", "\u2062": "speech.times",
  "×": "speech.by", "⊙": "speech.elementwise", "⋯": "speech.and_so_on", "⊤": "speech.transposed", "′": "speech.prime",
  "(": "speech.open", ")": "speech.close", "|": "speech.bar", δ: "speech.delta", η: "speech.eta", σ: "speech.sigma", "∑": "speech.sum_sign", ℓ: "speech.ell",
};
/** A short formula token such as (x1) is read without its brackets: "w x 1 1". @param {Piece} piece @returns {string} */
const spelled = (piece) =>
  piece.parts ? piece.parts.map(spelled).filter(Boolean).join(" ")
    : piece.tag === "mn" ? [...(piece.text ?? "")].join(" ") : "(),".includes(piece.text ?? "") ? "" : (piece.text ?? "");

/** Key by key: the sentences are flat. @param {Translate} t @param {string} key @param {Record<string, string | number>} [blanks] */
export const say = (t, key, blanks) => t(/** @type {Key} */ (key), blanks);

/** Functions that have a sentence of their own; any other is read letter by letter, with its brackets. */
const READ = new Set([
  "ln", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "sigmoid", "softplus", "relu", "abs", "sign", "step", "max", "min",
]);
/** More than one name or number. @param {Piece} piece @returns {boolean} */
const isLong = (piece) => piece.tag === "mrow" && (piece.parts ?? []).some((part) => part.tag === "mo" || isLong(part));
/** "the sine of x"; a longer argument says where it begins and ends.
 * @param {{name: string, args: Piece[]}} call @param {Translate} t */
function spokenCall({ name, args }, t) {
  const of = args.map((arg) => spoken(arg, t)).join(say(t, "speech.and"));
  const [only] = args;
  const long = only !== undefined && args.length === 1 && isLong(only) && name !== "abs";
  return say(t, `speech.call_${name}`, { of: long ? `${say(t, "speech.open")} ${of} ${say(t, "speech.close")}` : of });
}

/** A formula in words. @param {Piece} piece @param {Translate} t @returns {string} */
export function spoken(piece, t) {
  if (piece.called && READ.has(piece.called.name)) return spokenCall(piece.called, t);
  if (!piece.parts) {
    const key = SIGNS[piece.text ?? ""];
    return key ? say(t, key) : (piece.text ?? "");
  }
  const [first, second, third] = piece.parts;
  if (first && piece.tag === "msqrt") return say(t, "speech.root", { of: spoken(first, t) });
  if (first && second) {
    if (piece.tag === "mfrac") {
      const derivative = piece.look === "derivative";
      // ∂C over ∂w is read as a derivative, without its two ∂.
      const read = (/** @type {Piece} */ half) => (derivative ? (half.parts ?? []).slice(1) : [half]).map((part) => spoken(part, t)).join(" ");
      return say(t, derivative ? "speech.derivative" : "speech.over", { over: read(first), under: read(second) });
    }
    const ofLayer = (/** @type {Piece} */ index) => say(t, "speech.of_layer", { layer: spelled(index) });
    if (piece.tag === "msub") return `${spoken(first, t)} ${spelled(second)}`;
    if (piece.tag === "msubsup" && third) return `${spoken(first, t)} ${spelled(second)} ${ofLayer(third)}`;
    if (piece.look === "whole") return `${spoken(first, t)} ${ofLayer(second)}`;
    if (piece.tag === "msup") {
      if (second.text === "⊤") return `${spoken(first, t)} ${say(t, "speech.transposed")}`;
      return say(t, "speech.to_the", { base: spoken(first, t), exponent: spoken(second, t) });
    }
  }
  return piece.parts.map((part) => spoken(part, t)).filter(Boolean).join(" ");
}

/** Above this relative difference a number that was worked out again is another one. */
const ROUNDING = 1e-9;
/** What a second calculation says about a number; null where there was none.
 * @param {number | null} own @param {number | null} again @param {Translate} t
 * @param {number} [size] of the terms that were added up: where they cancel, no more than their last digits can agree */
export function checkedAgain(own, again, t, size = 0) {
  if (own === null || again === null) return null;
  const difference = relativeDifference(own, again);
  const near = difference <= ROUNDING || Math.abs(own) < 1e-12;
  const cancels = !near && Math.abs(own - again) <= 64 * Number.EPSILON * size;
  const key = cancels ? "ladder.check_cancels"
    : !near ? "ladder.check_again_failed" : difference === 0 ? "ladder.check_same" : "ladder.check_again";
  return { text: say(t, key, { difference: inPowersOfTen(difference) }), good: near || cancels };
}
