// The chart as a slider of the iteration: pointing reads its numbers, a click, a drag and keys go there.
/** @import { Chart } from "./build.js" */
import { clamp, cornersOf, isInside, numbersAt } from "../../../draw/plot/scale.js";
import { scrubbed } from "../../../draw/plot/scrubbed.js";
import { listenToScrubs } from "../../../core/browser/drag.js";
import { spotOf } from "../plots/start_handle.js";
import { showReadout } from "./draw.js";

/** @param {Chart} chart */
export function listenInChart(chart) {
  const { nodes, context } = chart;
  const { svg } = nodes;
  /** The iteration at the pointer. @param {PointerEvent} event */
  const under = (event) => {
    const { x } = numbersAt(chart.plot, spotOf(svg, event));
    return clamp(Math.round(x), [0, chart.count]);
  };
  const point = (/** @type {number | null} */ iteration) => {
    if (chart.pointed === iteration || !chart.screen) return;
    chart.pointed = iteration;
    showReadout(chart, chart.screen);
  };
  const go = (/** @type {number} */ iteration) => context.dispatch("goToIteration", iteration);

  const isOver = (/** @type {PointerEvent} */ event) =>
    isInside(cornersOf(chart.plot, 12), spotOf(svg, event));
  const begins = (/** @type {PointerEvent} */ event) => {
    if (!isOver(event)) return false;
    svg.focus({ preventScroll: true });
    event.preventDefault();
    return true;
  };
  const isDragged = listenToScrubs(svg, (event) => go(under(event)), begins);
  svg.addEventListener("pointermove", (event) => point(isOver(event) || isDragged() ? under(event) : null));
  svg.addEventListener("pointerleave", () => point(null));
  svg.addEventListener("pointerup", (event) => {
    if (event.pointerType === "touch") point(null);
  });
  svg.addEventListener("keydown", (event) => {
    if (!chart.screen || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = scrubbed(event.key, chart.screen.iteration, chart.count, event.shiftKey);
    if (target === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    go(target);
  });
}
