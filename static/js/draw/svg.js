// The few DOM helpers that the drawings share. Writes only what changed, and never through markup strings.

import { setAttribute } from "./dom.js";
import { textFrom } from "../math/nodes.js";

/** @import { MathNode } from "../core/types.js" */

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {Record<string, string | number | null | undefined>} Attributes */

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
 * A mathNode of a formula in a line of text: plain, italic, raised or lowered.
 * @typedef {{ text: string, kind?: "italic" | "raised" | "lowered", look?: string }} Run
 */

/** What stands in a text: the runs themselves, and as a string. @type {WeakMap<Element, { runs: readonly Run[], key: string }>} */
const written = new WeakMap();

/**
 * Fills an SVG <text> with runs; "raised" followed by "lowered" stand above each other.
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
  let behind = 0;
  let before = /** @type {Run | null} */ (null);
  for (const run of runs) {
    const want = run.kind === "raised" ? -0.38 : run.kind === "lowered" ? 0.26 : 0;
    const span = shape("tspan", {}, node);
    const small = want !== 0;
    const scale = small ? 0.72 : 1;
    if (want !== shift) span.setAttribute("dy", `${((want - shift) / scale).toFixed(3)}em`);
    if (before?.kind === "raised" && run.kind === "lowered") {
      span.setAttribute("dx", `${(-widthOf(before.text)).toFixed(2)}em`);
      behind = Math.max(0, widthOf(before.text) - widthOf(run.text)) * 0.72;
    } else if (behind > 0) {
      span.setAttribute("dx", `${(behind / scale).toFixed(2)}em`);
      behind = 0;
    }
    const look = [small ? "script" : (run.kind ?? ""), run.look ?? ""].join(" ").trim();
    if (look) span.setAttribute("class", look);
    span.textContent = run.text;
    shift = want;
    before = run;
  }
}

/** Roughly how many em a text is wide. @param {string} text */
export function widthOf(text) {
  let width = 0;
  for (const letter of text)
    width += "().,'′ijl|· ".includes(letter)
      ? 0.37
      : "wmWM+−=".includes(letter)
        ? 0.8
        : letter > "⺀"
          ? 1
          : 0.62;
  return width;
}

/** @param {readonly Run[]} runs */
export function widthOfRuns(runs) {
  let width = 0;
  let before = /** @type {Run | null} */ (null);
  for (const run of runs) {
    const own = widthOf(run.text) * (run.kind === "raised" || run.kind === "lowered" ? 0.74 : 1);
    width +=
      before?.kind === "raised" && run.kind === "lowered"
        ? Math.max(0, own - widthOf(before.text) * 0.74)
        : own;
    before = run;
  }
  return width;
}

/**
 * The symbols of a drawing, each made once: runs for its texts, plain text for its names.
 * @param {(address: string) => MathNode} symbol
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

/** Letters of a plot in pixels: smaller on a telephone, larger on a projector. @param {Element} root */
export const letterSize = (root) => Number.parseFloat(getComputedStyle(root).fontSize) * 0.8 || 13;
