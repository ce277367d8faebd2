// The sentences of practising, which come with its script; and sentences with mathematics in them.
/** @import { MathNode, Translate } from "../../../core/types.js" */
import { element } from "../../../draw/dom.js";
import { mathElement } from "../../../math/formula/mathml.js";
import { spoken } from "../../../math/speech.js";

/** Stands in a sentence where mathematics comes in. */
const HERE = "\u0001";

/** A sentence with a symbol in it, and the same as it is read aloud.
 * @param {Translate} t @param {Parameters<Translate>[0]} key @param {MathNode} symbol
 * @param {Record<string, string | number>} [params] @returns {[HTMLElement, HTMLElement]} */
export function withSymbol(t, key, symbol, params = {}) {
  const [before = "", after] = t(key, { ...params, symbol: HERE }).split(HERE);
  const mathematics = after === undefined ? [] : [mathElement(document, symbol), after];
  return [
    element("span", { "aria-hidden": "true" }, before, ...mathematics),
    element("span", { class: "unseen" }, t(key, { ...params, symbol: spoken(symbol, t) })),
  ];
}
