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
 * @property {Part[]} parts
 * @property {ReadonlySet<Address> | null} lit null: nothing is dimmed
 * @property {string} key of `lit`
 */

/** @returns {Highlights} */
export const makeHighlights = () => ({ parts: [], lit: null, key: "" });

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
}
