// The loss of every round so far as a line; each dot leads to its round.
/** @import { Context, Screen } from "../../types.js" */
import { at } from "../../../core/at.js";
import { element } from "../../../draw/dom.js";
import { formatNumber } from "../../../math/format.js";
import { set, shape } from "../../../draw/svg.js";

/** Size of the drawing in its own units. */
const WIDTH = 300;
const HEIGHT = 90;
/** Of more rounds only every n-th one has a dot, and the last one. */
const MAX_DOTS = 60;

/** @param {Context} context @param {{small?: boolean}} [look] small: the line alone, beside the player */
export function lossCurve(context, { small = false } = {}) {
  const root = element("div", { class: small ? "curve small" : "curve" });
  /** @type {number[]} */
  let losses = [];
  let round = 0;
  return {
    root,
    /** @param {Screen} screen */
    update({ trace, state }) {
      const now = state.request.round ?? 1;
      if (losses === trace.losses && round === now) return;
      losses = trace.losses;
      round = now;
      root.replaceChildren(
        ...(losses.length > 1 ? drawCurve(context, losses, round, small) : small ? [] : [hint(context)]),
      );
    },
  };
}

/** @param {Context} context */
const hint = ({ t }) => element("p", { class: "hint" }, t("loss.curve_hint"));

/** @param {Context} context @param {readonly number[]} losses by round, at least two
 * @param {number} current round, from 1 @param {boolean} small @returns {Element[]} */
function drawCurve(context, losses, current, small) {
  const { t } = context;
  const rounds = losses.length;
  const top = Math.max(...losses);
  const bottom = Math.min(...losses);
  const points = losses.map((value, n) => ({
    x: (6 + ((WIDTH - 12) * n) / (rounds - 1)).toFixed(1),
    y: (8 + (HEIGHT - 16) * (top === bottom ? 0.5 : (top - value) / (top - bottom))).toFixed(1),
  }));
  const svg = shape("svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    class: "losses",
    role: "group",
    "aria-label": t("loss.curve", { rounds }),
  });
  shape("polyline", { points: points.map(({ x, y }) => `${x},${y}`).join(" "), fill: "none" }, svg);
  if (small) {
    set(svg, { preserveAspectRatio: "none", role: "img" });
    return [svg];
  }
  const stride = Math.ceil(rounds / MAX_DOTS);
  points.forEach((point, n) => {
    if (n % stride === 0 || n === rounds - 1)
      addDot(context, svg, point, { round: n + 1, loss: at(losses, n), isCurrent: n + 1 === current });
  });
  const range = t("loss.range", {
    first: formatNumber(at(losses, 0)),
    last: formatNumber(at(losses, rounds - 1)),
    updates: rounds - 1,
  });
  return [svg, element("p", { class: "range" }, range)];
}

/** @param {Context} context @param {SVGElement} svg @param {{x: string, y: string}} point
 * @param {{round: number, loss: number, isCurrent: boolean}} dot */
function addDot({ dispatch, t }, svg, { x, y }, { round, loss, isCurrent }) {
  const name = t("loss.round_at", { round, loss: formatNumber(loss) });
  const dot = shape(
    "circle",
    {
      cx: x,
      cy: y,
      r: isCurrent ? 5 : 3.5,
      role: "button",
      tabindex: 0,
      "aria-label": name,
      "data-round": round,
      "data-value": String(loss),
      "aria-current": isCurrent ? "true" : null,
    },
    svg,
  );
  shape("title", {}, dot).textContent = name;
  dot.addEventListener("click", () => dispatch("goToRound", round));
  dot.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    dispatch("goToRound", round);
  });
}
