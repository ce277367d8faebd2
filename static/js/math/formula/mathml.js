// Nodes of mathematics as MathML elements.
/** @import { MathNode } from "../../core/types.js" */
import { mi, mo } from "../nodes.js";

const MATHML = "http://www.w3.org/1998/Math/MathML";
/** @param {Document} document @param {MathNode} mathNode @returns {Element} */
function elementOf(document, mathNode) {
  const element = document.createElementNS(MATHML, mathNode.tag);
  if (mathNode.address !== undefined) {
    element.setAttribute("data-address", mathNode.address);
    element.setAttribute("class", mathNode.look ? `token ${mathNode.look}` : "token");
  } else if (mathNode.look) element.setAttribute("class", mathNode.look);
  if (mathNode.form !== undefined) element.setAttribute("form", mathNode.form);
  if (mathNode.value !== undefined) element.setAttribute("data-value", mathNode.value);
  if (mathNode.text === "′" || mathNode.text === "″") {
    element.setAttribute("lspace", "0");
    element.setAttribute("rspace", "0");
  }
  if (mathNode.tag === "mo" && "()|[]".includes(mathNode.text ?? "") && !mathNode.latex)
    element.setAttribute("stretchy", "false");
  if (mathNode.tag === "mi" && mathNode.text === "d") element.setAttribute("mathvariant", "normal");
  if (mathNode.parts) element.append(...mathNode.parts.map((part) => elementOf(document, part)));
  else element.textContent = mathNode.text ?? "";
  return element;
}
/** @param {Document} document @param {MathNode} mathNode @returns {Element} */
export function mathElement(document, mathNode) {
  const math = document.createElementNS(MATHML, "math");
  math.setAttribute("translate", "no");
  math.append(elementOf(document, mathNode));
  return math;
}
