// Sentences with mathematics in them: filled params as nodes, formulas that can be broken, and the same read aloud.
/** @import { Address, MathNode, Translate } from "../../core/types.js" */
/** @import { NetworkCatalog, State, Trace } from "../../network/types.js" */
/** @import { Naming } from "../../network/notation.js" */
import { element } from "../../draw/dom.js";
import { mathElement } from "../../math/formula/mathml.js";
import { nodesFromLatex } from "../../math/latex.js";
import { namingOf, symbolOf } from "../../network/notation.js";
import { latexFrom } from "../../math/nodes.js";
import { marksBefore } from "../../math/sentences.js";
import { formatNumber } from "../../math/format.js";
import { spoken } from "../../math/speech.js";

/** The value of a param: a number, a text, a formula, or the symbol of a number.
 * @typedef {number | string | {latex: string} | {address: Address}} SentenceParam */

/** A sentence split at its params: text, name of a param, text, … @param {string} text @returns {string[]} */
export const splitAtParams = (text) => text.split(/\{(\w+)\}/);

/** A formula may be broken before these signs, outside of brackets. */
const BREAK_SIGNS = new Set(["=", "+", "−", "·"]);
/** @param {MathNode[]} parts @returns {MathNode} */
const joined = (parts) => (parts.length === 1 && parts[0] ? parts[0] : { tag: "mrow", parts });

/** The equations of a list `a = 1,\; b = 2`; another formula as it is.
 * @param {MathNode} mathNode @returns {MathNode[]} */
export function equationsOf(mathNode) {
  if (mathNode.tag !== "mrow" || !mathNode.parts) return [mathNode];
  /** @type {MathNode[]} */
  let row = [];
  const rows = [row];
  for (const part of mathNode.parts) {
    if (part.tag === "mtext" && (part.text ?? "").trim() === "" && row.at(-1)?.text === ",")
      rows.push((row = []));
    else row.push(part);
  }
  return rows.filter(({ length }) => length > 0).map(joined);
}

/** The parts of a formula between which it may be broken. @param {MathNode} mathNode @returns {MathNode[]} */
export function breakableParts(mathNode) {
  if (mathNode.tag !== "mrow" || !mathNode.parts) return [mathNode];
  /** @type {MathNode[]} */
  let row = [];
  const rows = [row];
  let depth = 0;
  for (const part of mathNode.parts) {
    const sign = part.tag === "mo" ? (part.text ?? "") : "";
    if (sign === "(") depth += 1;
    if (sign === ")") depth -= 1;
    const [first] = row;
    // The second of two signs belongs to the number after it: −0.5, = −0.3.
    const isPrefix = row.length === 1 && first !== undefined && BREAK_SIGNS.has(first.text ?? "");
    if (!BREAK_SIGNS.has(sign) || depth > 0 || row.length === 0) row.push(part);
    else if (isPrefix) row.push({ ...part, form: "prefix" });
    else rows.push((row = [{ ...part, form: "infix" }]));
  }
  return rows.filter(({ length }) => length > 0).map(joined);
}

/** Mathematics in a line of text: read aloud as one formula, broken where it is too long.
 * @param {MathNode} mathNode @param {Translate} t @param {string} [marks] punctuation after it, in the same line */
export function mathSpan(mathNode, t, marks = "") {
  const box = element("span", {
    class: "inline-math",
    role: "math",
    "aria-label": spoken(mathNode, t),
    "data-latex": latexFrom(mathNode),
  });
  equationsOf(mathNode).forEach((equation, k) => {
    if (k > 0) box.append(" ");
    box.append(
      element(
        "span",
        { class: "equation", "aria-hidden": "true" },
        ...breakableParts(equation).flatMap((part, n) =>
          n > 0 ? [element("wbr"), mathElement(document, part)] : [mathElement(document, part)],
        ),
      ),
    );
  });
  const last = box.lastElementChild?.lastElementChild;
  if (marks && last) {
    const kept = element("span", { class: "kept" });
    last.replaceWith(kept);
    kept.append(last, marks);
  }
  return box;
}

/** The mathematics of a param, if it is any.
 * @param {SentenceParam} param @param {Naming | null} naming @returns {MathNode | null} */
export function mathOfParam(param, naming) {
  if (typeof param !== "object") return null;
  if ("latex" in param) return nodesFromLatex(param.latex) ?? { tag: "mtext", text: param.latex };
  return naming ? symbolOf(param.address, naming) : { tag: "mtext", text: param.address };
}

/** @param {SentenceParam | undefined} param undefined: nothing @param {Naming | null} naming
 * @param {Translate} t @returns {Node} */
export function nodeOfParam(param, naming, t) {
  const mathNode = param === undefined ? null : mathOfParam(param, naming);
  if (mathNode) return mathSpan(mathNode, t);
  return document.createTextNode(typeof param === "number" ? formatNumber(param) : String(param ?? ""));
}

/** A sentence with its params filled in.
 * @param {string} text
 * @param {Record<string, SentenceParam>} params
 * @param {Naming | null} naming
 * @param {Translate} t
 * @returns {Node[]} */
export function sentence(text, params, naming, t) {
  const parts = splitAtParams(text);
  return parts.map((part, k) => {
    if (k % 2 === 0) return document.createTextNode(part);
    const param = params[part];
    const mathNode = param === undefined ? null : mathOfParam(param, naming);
    if (!mathNode) return nodeOfParam(param, naming, t);
    const [marks, rest] = marksBefore(parts[k + 1] ?? "");
    parts[k + 1] = rest;
    return mathSpan(mathNode, t, marks);
  });
}

/** The same, as it is read aloud.
 * @param {string} text @param {Record<string, SentenceParam>} params @param {Naming | null} naming
 * @param {Translate} t */
export const spokenSentence = (text, params, naming, t) =>
  splitAtParams(text)
    .map((part, k) => {
      if (k % 2 === 0) return part;
      const param = params[part];
      const mathNode = param === undefined ? null : mathOfParam(param, naming);
      if (mathNode) return spoken(mathNode, t);
      return typeof param === "number" ? formatNumber(param) : String(param ?? "");
    })
    .join("");

/** A sentence whose param is replaced by a node.
 * @param {string} text @param {string} name @param {Node} node @returns {Node[]} */
export const sentenceWithNode = (text, name, node) =>
  text
    .split(`{${name}}`)
    .flatMap((part, k) =>
      k === 0 ? [document.createTextNode(part)] : [node, document.createTextNode(part)],
    );

/** The symbols of a network's numbers without an answer for it.
 * @param {{layers: {units: number, activation: string}[]}} network
 * @param {Partial<State>} state with the notation @param {NetworkCatalog} catalog @returns {Naming} */
export const namingFor = (network, state, catalog) =>
  namingOf(
    /** @type {Parameters<typeof namingOf>[0]} it reads the layers and these fields only */ (
      /** @type {unknown} */ ({ state, trace: /** @type {Partial<Trace>} */ ({ network }) })
    ),
    catalog,
  );
