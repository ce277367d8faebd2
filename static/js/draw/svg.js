// Makes and changes SVG elements. Writes only what changed, and uses no markup strings.

import { setAttribute } from "./dom.js";
import { ITALIC, UPRIGHT } from "./font_widths.js";
import { textFrom } from "../math/nodes.js";

/** @import { MathNode } from "../core/types.js" */

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {Record<string, string | number | null | undefined>} Attributes null and undefined: not set */

/** @param {Element} node @param {Attributes} attributes */
export function set(node, attributes) {
  for (const name in attributes) setAttribute(node, name, attributes[name]);
}

/**
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag @param {Attributes} [attributes] @param {Element | null} [parent]
 * @returns {SVGElementTagNameMap[K]}
 */
export function shape(tag, attributes = {}, parent = null) {
  const element = document.createElementNS(SVG, tag);
  set(element, attributes);
  parent?.append(element);
  return element;
}

/**
 * A part of a formula in a line of text: plain, italic, raised or lowered; `look` is a class.
 * @typedef {{ text: string, kind?: "italic" | "raised" | "lowered", look?: string }} Run
 */

/** The size of indices and exponents, in em: .script of diagram.css. */
const SCRIPT = 0.72;
/** A letter between characters that are none: the symbol of an index, not a word. */
const SYMBOL = /(?<!\p{L})([\p{Script=Latin}\p{Script=Greek}])(?!\p{L})/u;

/** Fills an index or exponent, its symbols italic. @param {SVGTSpanElement} span @param {string} text */
function writeScript(span, text) {
  const parts = text.split(SYMBOL);
  if (parts.length === 1) span.textContent = text;
  else
    for (const [k, part] of parts.entries())
      if (k % 2 === 0) span.append(part);
      else shape("tspan", { class: "italic" }, span).textContent = part;
}
/** The width of an index or exponent, in em of its own size. @param {string} text */
const scriptWidth = (text) =>
  text.split(SYMBOL).reduce((sum, part, k) => sum + widthOf(part, k % 2 === 0 ? "upright" : "italic"), 0);
/** @param {Run} run */
const widthOfRun = ({ text, kind }) =>
  kind === "raised" || kind === "lowered" ? SCRIPT * scriptWidth(text) : widthOf(text, kind);

/**
 * What a text was filled with last: the runs, and their JSON.
 * @type {WeakMap<Element, { runs: readonly Run[], key: string }>}
 */
const written = new WeakMap();

/**
 * Fills an SVG <text> with runs; "raised" followed by "lowered" are drawn above each other.
 * @param {SVGTextElement} node @param {readonly Run[]} runs
 */
export function writeRuns(node, runs) {
  const old = written.get(node);
  if (old?.runs === runs) return;
  const key = JSON.stringify(runs);
  written.set(node, { runs, key });
  if (old?.key === key) return;
  node.textContent = "";
  let shift = 0;
  /** By how much an index is narrower than the exponent above it. */
  let behind = 0;
  let before = /** @type {Run | null} */ (null);
  for (const run of runs) {
    const want = run.kind === "raised" ? -0.38 : run.kind === "lowered" ? 0.26 : 0;
    const span = shape("tspan", {}, node);
    const small = want !== 0;
    const scale = small ? SCRIPT : 1;
    if (want !== shift) span.setAttribute("dy", `${((want - shift) / scale).toFixed(3)}em`);
    if (before?.kind === "raised" && run.kind === "lowered") {
      const [above, below] = [scriptWidth(before.text), scriptWidth(run.text)];
      span.setAttribute("dx", `${(-above).toFixed(2)}em`);
      behind = Math.max(0, above - below) * SCRIPT;
    } else if (behind > 0) {
      span.setAttribute("dx", `${(behind / scale).toFixed(2)}em`);
      behind = 0;
    } else if (run.text[0] === "′" && before?.kind === "italic") {
      // A letter as f leans into its prime.
      span.setAttribute("dx", "0.1em");
    }
    const look = [small ? "script" : (run.kind ?? ""), run.look ?? ""].join(" ").trim();
    if (look) span.setAttribute("class", look);
    if (small) writeScript(span, run.text);
    else span.textContent = run.text;
    shift = want;
    before = run;
  }
}

/** @param {Readonly<Record<string, string>>} widths @returns {ReadonlyMap<string, number>} */
const byLetter = (widths) =>
  new Map(
    Object.entries(widths).flatMap(([width, letters]) =>
      [...letters].map((letter) => [letter, Number(width) / 1000]),
    ),
  );
const WIDTHS = { upright: byLetter(UPRIGHT), italic: byLetter(ITALIC) };
/** Of a letter that the font of formulas lacks. */
const WIDTH_OF_OTHERS = 0.62;

/** The width in em of a text in the font of formulas.
 * @param {string} text @param {keyof typeof WIDTHS} [form] */
export function widthOf(text, form = "upright") {
  let width = 0;
  for (const letter of text)
    width += WIDTHS[form].get(letter) ?? WIDTHS.upright.get(letter) ?? (letter > "⺀" ? 1 : WIDTH_OF_OTHERS);
  return width;
}

/** The width in em of words in the font of the page, estimated. @param {string} words */
export function widthOfWords(words) {
  let width = 0;
  for (const letter of words)
    width += ".,'ijl| ".includes(letter) ? 0.37 : "wmWM".includes(letter) ? 0.8 : letter > "⺀" ? 1 : 0.62;
  return width;
}

/** The width of runs in em. @param {readonly Run[]} runs */
export function widthOfRuns(runs) {
  let width = 0;
  let before = /** @type {Run | null} */ (null);
  for (const run of runs) {
    const own = widthOfRun(run);
    width +=
      before?.kind === "raised" && run.kind === "lowered" ? Math.max(0, own - widthOfRun(before)) : own;
    before = run;
  }
  return width;
}

/**
 * The symbols of a drawing, each made once.
 * @param {(address: string) => MathNode} symbol
 * @returns a function from an address to the symbol as runs and as plain text
 */
export function symbolCache(symbol) {
  /** @type {Map<string, { runs: Run[], text: string }>} */
  const known = new Map();
  return (/** @type {string} */ address) => {
    let found = known.get(address);
    if (!found) {
      const mathNode = symbol(address);
      known.set(address, (found = { runs: runsOf(mathNode), text: textFrom(mathNode) }));
    }
    return found;
  };
}

/**
 * A symbol as a line of runs; a fraction is written with a stroke.
 * @param {MathNode} mathNode
 * @returns {Run[]}
 */
export function runsOf(mathNode) {
  const [first, second, third] = mathNode.parts ?? [];
  if (!mathNode.parts || !first) {
    const text = mathNode.text ?? "";
    return [mathNode.tag === "mi" && text.length === 1 ? { text, kind: "italic" } : { text }];
  }
  const lowered = (/** @type {MathNode} */ of) =>
    /** @type {Run} */ ({ text: textFrom(of), kind: "lowered" });
  const raised = (/** @type {MathNode} */ of) => /** @type {Run} */ ({ text: textFrom(of), kind: "raised" });
  if (mathNode.tag === "msub" && second) return [...runsOf(first), lowered(second)];
  if (mathNode.tag === "msup" && second) return [...runsOf(first), raised(second)];
  if (mathNode.tag === "msubsup" && second && third) {
    const above = textFrom(third);
    const rest = above.replace(/^′/, "");
    return [
      ...runsOf(first),
      ...(rest === above ? [] : [{ text: "′" }]),
      ...(rest ? [/** @type {Run} */ ({ text: rest, kind: "raised" })] : []),
      lowered(second),
    ];
  }
  if (mathNode.tag === "mfrac" && second) return [...runsOf(first), { text: "/" }, ...runsOf(second)];
  return mathNode.parts.flatMap(runsOf);
}

/** The font size of a plot in pixels, relative to the one of the page around it. @param {Element} root */
export const letterSize = (root) => Number.parseFloat(getComputedStyle(root).fontSize) * 0.8 || 13;
