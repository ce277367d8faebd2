// Highlights what a line of a derivation is about: its parts are lit, all others dimmed.

import { set } from "../../../draw/svg.js";

/** @import { Address } from "../../../core/types.js" */
/** @import { Screen } from "../../types.js" */
/** @import { NumberLabel } from "../diagram/number_label.js" */
/** @import { Square } from "./square.js" */

/**
 * @typedef {{ node: Element, addresses: readonly Address[] }} Part a node that is lit with any of these numbers
 */
/**
 * @typedef {object} Highlights
 * @property {SVGSVGElement} svg
 * @property {Part[]} parts
 * @property {ReadonlySet<Address> | null} lit null: nothing is dimmed
 * @property {string} key of `lit`
 */

/** @param {SVGSVGElement} svg @returns {Highlights} */
export const makeHighlights = (svg) => ({ svg, parts: [], lit: null, key: "" });

/**
 * @template {Element} E @param {Highlights} highlights @param {E} node @param {...Address} addresses
 * @returns {E} the node
 */
export function lightWith({ parts }, node, ...addresses) {
  parts.push({ node, addresses });
  return node;
}

/**
 * @template {NumberLabel | Square} T @param {Highlights} highlights @param {T} made @param {...Address} addresses
 * @returns {T}
 */
export function lightGroupWith(highlights, made, ...addresses) {
  lightWith(highlights, made.group, ...addresses);
  return made;
}

/** @param {Highlights} highlights @param {Address} address */
export const isLit = ({ lit }, address) => lit?.has(address) ?? false;

/**
 * The attribute of a part.
 * @param {Highlights} highlights @param {readonly Address[]} addresses @returns {"yes" | "no" | null}
 */
export const litState = ({ lit }, addresses) =>
  lit && (addresses.some((address) => lit.has(address)) ? "yes" : "no");

/** @param {Highlights} highlights @param {Screen} screen */
export function updateHighlights(highlights, { frame, pick }) {
  const wanted = frame.active.at(-1)?.lights ?? pick?.lights ?? null;
  const key = wanted === null ? "" : wanted.join(" ");
  if (key === highlights.key) return;
  highlights.key = key;
  highlights.lit = wanted && new Set(wanted);
  for (const { node, addresses } of highlights.parts)
    set(node, { "data-lit": litState(highlights, addresses) });
  if (highlights.lit) scrollToLit(highlights);
}

/**
 * Where the drawing is wider than its place, what is lit is scrolled into sight.
 * @param {Highlights} highlights
 */
function scrollToLit({ svg, parts }) {
  const stage = svg.closest(".diagram");
  if (!stage || stage.scrollWidth <= stage.clientWidth) return;
  const boxes = parts
    .filter(({ node }) => node.getAttribute("data-lit") === "yes")
    .map(({ node }) => node.getBoundingClientRect())
    .filter(({ width }) => width > 0);
  const left = Math.min(...boxes.map((box) => box.left));
  const right = Math.max(...boxes.map((box) => box.right));
  const place = stage.getBoundingClientRect();
  // The middle of it, or its beginning where it is wider than its place.
  stage.scrollLeft +=
    right - left > place.width ? left - place.left : (left + right) / 2 - place.left - place.width / 2;
}
