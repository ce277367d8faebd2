// The loss of every round so far as a small line beside the player.
/** @import { Context, Screen } from "../../types.js" */
import { at } from "../../../core/at.js";
import { element } from "../../../draw/dom.js";
import { formatNumber } from "../../../math/format.js";
import { shape } from "../../../draw/svg.js";

/** Size of the drawing in its own units. */
const WIDTH = 300;
const HEIGHT = 90;

/** @param {Context} context */
export function lossCurve(context) {
  const root = element("div", { class: "curve" });
  /** @type {number[]} */
  let losses = [];
  return {
    root,
    /** @param {Screen} screen */
    update({ trace }) {
      if (losses === trace.losses) return;
      losses = trace.losses;
      root.replaceChildren(...(losses.length > 1 ? [drawCurve(context, losses)] : []));
    },
  };
}

/** @param {Context} context @param {readonly number[]} losses by round, at least two */
function drawCurve({ t }, losses) {
  const rounds = losses.length;
  const top = Math.max(...losses);
  const bottom = Math.min(...losses);
  const points = losses.map((value, n) => {
    const x = 6 + ((WIDTH - 12) * n) / (rounds - 1);
    const y = 8 + (HEIGHT - 16) * (top === bottom ? 0.5 : (top - value) / (top - bottom));
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  const name = t("loss.range", {
    first: formatNumber(at(losses, 0)),
    last: formatNumber(at(losses, rounds - 1)),
    updates: rounds - 1,
  });
  const svg = shape("svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    preserveAspectRatio: "none",
    class: "losses",
    role: "img",
    "aria-label": name,
  });
  shape("title", {}, svg).textContent = name;
  shape("polyline", { points: points.join(" "), fill: "none" }, svg);
  return svg;
}
