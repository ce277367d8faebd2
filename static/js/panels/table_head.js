// The head of a table's column or row, where it is a formula.
/** @import { MathNode } from "../core/types.js" */
import { element } from "../draw/dom.js";
import { mathElement } from "../math/formula/mathml.js";
import { textFrom } from "../math/nodes.js";

/**
 * A formula as a head of a table: drawn for the eye, written out for everyone else.
 * @param {MathNode} mathNode
 * @returns {Node[]}
 */
export function headOf(mathNode) {
  const drawn = mathElement(document, mathNode);
  drawn.setAttribute("aria-hidden", "true");
  return [drawn, element("span", { class: "unseen" }, textFrom(mathNode))];
}
