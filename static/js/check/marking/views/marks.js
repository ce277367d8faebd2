// The signs of the verdicts on the diagram.
/** @import { Address } from "../../../core/types.js" */
/** @import { Context, Verdict } from "../../types.js" */
import { shape } from "../../../draw/svg.js";
import { nodesOf } from "../../../network/views/diagram/picking.js";
import { VERDICTS } from "../verdicts.js";

/** The radius of a sign, in CSS pixels. */
const RADIUS = 10;

/** @param {HTMLElement} root of the diagram @param {ReadonlyMap<Address, Verdict>} places @param {Context} context */
export function drawMarks(root, places, { t }) {
  const svg = root.querySelector("svg.network");
  if (!(svg instanceof SVGSVGElement)) return;
  const wanted = JSON.stringify([
    [...places],
    svg.getAttribute("viewBox"),
    root.clientWidth,
    root.clientHeight,
  ]);
  if (svg.dataset["marks"] === wanted) return;
  svg.dataset["marks"] = wanted;
  svg.querySelector(":scope > .verdict-marks")?.remove();
  const inverse = svg.getScreenCTM()?.inverse();
  if (!inverse || places.size === 0) return;
  const layer = shape("g", { class: "verdict-marks" }, svg);
  for (const [address, verdict] of places) {
    const nodes = nodesOf(svg, address).filter((one) => one.getBoundingClientRect().width > 0);
    const node = nodes.find((one) => one.matches(".number-label")) ?? nodes[0];
    if (!node) continue;
    const plate = node.querySelector(".plate, .body") ?? node;
    const box = plate.getBoundingClientRect();
    const isCircle = plate.matches(".body, .disc, [data-ball]");
    // At the left lower rim of a neuron: its ball is at its right, its numbers in the middle. At the left upper rim of
    // the ball, where no neuron is below it.
    const down = address.startsWith("delta") ? 0.15 : 0.85;
    const corner = isCircle
      ? new DOMPoint(box.left + box.width * 0.15, box.top + box.height * down)
      : new DOMPoint(box.right, box.top);
    const { x, y } = corner.matrixTransform(inverse);
    const { sign, word } = VERDICTS[verdict];
    const mark = shape(
      "g",
      {
        class: "verdict-mark",
        "data-verdict": verdict,
        role: "img",
        "aria-label": t(word),
        transform: `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${inverse.a.toFixed(3)})`,
      },
      layer,
    );
    shape("circle", { r: sign.length > 1 ? RADIUS + 3 : RADIUS }, mark);
    shape("text", { "text-anchor": "middle", dy: "0.35em" }, mark).textContent = sign;
  }
}
