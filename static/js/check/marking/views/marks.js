// The signs of the verdicts on the diagram.
/** @import { Address } from "../../../core/types.js" */
/** @import { Point } from "../../../draw/geometry.js" */
/** @import { Context, Verdict } from "../../types.js" */
import { at } from "../../../core/at.js";
import { shape } from "../../../draw/svg.js";
import { nodesOf } from "../../../network/views/diagram/picking.js";
import { VERDICTS } from "../verdicts.js";

/** @typedef {{ left: number, right: number, top: number, bottom: number }} Box in pixels of the window */

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
  const taken = [...lettersIn(svg), ...outside(root)];
  const layer = shape("g", { class: "verdict-marks" }, svg);
  for (const [address, verdict] of places) {
    const nodes = nodesOf(svg, address).filter((one) => one.getBoundingClientRect().width > 0);
    const node = nodes.find((one) => one.matches(".number-label")) ?? nodes[0];
    if (!node) continue;
    const plate = node.querySelector(".plate, .body") ?? node;
    const { sign, word } = VERDICTS[verdict];
    const radius = sign.length > 1 ? RADIUS + 3 : RADIUS;
    const corner = clearest(cornersOf(plate, address, radius), taken, radius);
    taken.push(boxAt(corner, radius));
    const { x, y } = new DOMPoint(corner.x, corner.y).matrixTransform(inverse);
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
    shape("circle", { r: radius }, mark);
    shape("text", { "text-anchor": "middle", dy: "0.35em" }, mark).textContent = sign;
  }
}

/** How much of the height of a text its letters take, in the middle. */
const INK = 0.7;

/** The letters of the drawing, in pixels of the window. @param {SVGSVGElement} svg @returns {Box[]} */
const lettersIn = (svg) =>
  [...svg.querySelectorAll("text")]
    .filter((text) => text.textContent !== "" && getComputedStyle(text).visibility !== "hidden")
    .map((text) => {
      const { left, right, top, height } = text.getBoundingClientRect();
      const spare = (height * (1 - INK)) / 2;
      return { left, right, top: top + spare, bottom: top + height - spare };
    });

/** What is out of sight around the drawing. @param {HTMLElement} root @returns {Box[]} */
function outside(root) {
  const { left, right, top, bottom } = root.getBoundingClientRect();
  const all = { left: -Infinity, right: Infinity, top: -Infinity, bottom: Infinity };
  return [
    { ...all, right: left },
    { ...all, left: right },
    { ...all, bottom: top },
    { ...all, top: bottom },
  ];
}

/** Where the sign of a part can stand, the usual place first: on its rim, else beside it.
 * @param {Element} plate @param {Address} address @param {number} radius of the sign @returns {Point[]} */
function cornersOf(plate, address, radius) {
  const { left, right, top, bottom, width, height } = plate.getBoundingClientRect();
  const [x, y, r] = [(left + right) / 2, (top + bottom) / 2, Math.min(width, height) / 2];
  if (!plate.matches(".body, .disc, [data-ball]"))
    return [0, radius / 2, radius].flatMap((out) => [
      { x: right + out, y: top - out },
      { x: right + out, y: bottom + out },
      { x: left - out, y: top - out },
      { x: left - out, y: bottom + out },
    ]);
  // From the left lower rim of a neuron, whose ball is at its right; from the left upper rim of the ball.
  const first = address.startsWith("delta") ? -0.75 : 0.75;
  const turns = [0, 0.125, -0.125, 0.25, -0.25, 0.5, -0.5, 0.75, -0.75, 1];
  return [r, r + radius].flatMap((from) =>
    turns.map((turn) => {
      const angle = (first + turn) * Math.PI;
      return { x: x + from * Math.cos(angle), y: y + from * Math.sin(angle) };
    }),
  );
}

/** @param {Point} middle @param {number} radius @returns {Box} */
const boxAt = ({ x, y }, radius) => ({
  left: x - radius,
  right: x + radius,
  top: y - radius,
  bottom: y + radius,
});

/** The first of the places that covers the least of what is there. @param {Point[]} places @param {Box[]} taken
 * @param {number} radius */
function clearest(places, taken, radius) {
  const covered = places.map((place) => {
    const box = boxAt(place, radius);
    return taken.reduce((sum, one) => sum + common(box, one), 0);
  });
  return at(places, covered.indexOf(Math.min(...covered)));
}

/** The area that two boxes have in common. @param {Box} a @param {Box} b */
const common = (a, b) =>
  Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) *
  Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));
