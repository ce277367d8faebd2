// The sentences at nodes whose value is outside the domain of their operation.

/** @import { GraphAnswer } from "../../types.js" */
/** @import { Drawing } from "./types.js" */
import { setText } from "../../../draw/dom.js";
import { pathOf } from "../../../draw/geometry.js";
import { overlap } from "../../../draw/labels.js";
import { shape, widthOfWords } from "../../../draw/svg.js";
import { appendText, wrapped } from "./text.js";

const SIZE = 15;
const LINE_HEIGHT = 20;
/** In em. */
const MAX_WIDTH = 24;
/** Places further below a node that are tried, and their distance. */
const FAR_PLACES = 16;
const FAR_STEP = 24;

/** Draws one sentence for each node with a problem, and enlarges the drawing where it needs room.
 * @param {Drawing} drawing changed in place @param {GraphAnswer} answer */
export function buildProblems(drawing, { nodes, problems }) {
  const { bodies, bounds, layers, plan } = drawing;
  /** @type {Set<number>} */
  const done = new Set();
  for (const { node, msg } of problems) {
    const parts = drawing.nodes.get(nodes[node]?.hidden_in ?? node);
    if (!parts || done.has(node)) continue;
    done.add(node);
    const { middle, ry } = parts;
    const lines = wrapped(msg, MAX_WIDTH);
    const w = Math.max(...lines.map(widthOfWords)) * SIZE + 24;
    const h = lines.length * LINE_HEIGHT + 12;
    const x = Math.max(w / 2 + 6, Math.min(Math.max(plan.layout.width, w + 12) - w / 2 - 6, middle.x));
    // Right below or above its node, or else further below, wherever it covers least.
    const covered = (/** @type {number} */ y) =>
      bodies.reduce((sum, body) => sum + overlap(body, { x, y, w, h: h + 6 }), 0);
    const below = middle.y + ry + 34 + h / 2;
    const above = parts.ballMiddle.y - drawing.measures.ballR - 8 - h / 2;
    const far = Array.from({ length: FAR_PLACES }, (_, k) => below + FAR_STEP * (k + 1));
    const y = [below, above, ...far].reduce((best, one) => (covered(one) < covered(best) ? one : best));
    if (y > below)
      shape(
        "path",
        {
          class: "leader",
          d: pathOf([
            { x: middle.x, y: middle.y + ry },
            { x: middle.x, y: y - h / 2 },
          ]),
        },
        layers.problems,
      );
    const group = shape(
      "g",
      {
        class: "sentence",
        "data-problem-of": parts.node.id,
        transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`,
      },
      layers.problems,
    );
    shape("rect", { class: "plate", x: -w / 2, y: -h / 2, width: w, height: h, rx: 8 }, group);
    lines.forEach((line, k) =>
      setText(appendText(group, "words", 0, -h / 2 + 16 + k * LINE_HEIGHT, SIZE), line),
    );
    bounds.x0 = Math.min(bounds.x0, x - w / 2 - 6);
    bounds.y0 = Math.min(bounds.y0, y - h / 2 - 6);
    bounds.x1 = Math.max(bounds.x1, x + w / 2 + 6);
    bounds.y1 = Math.max(bounds.y1, y + h / 2 + 10);
    bodies.push({ x, y, w, h });
  }
}
