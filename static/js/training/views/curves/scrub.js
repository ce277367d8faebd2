// A chart as a slider of the run: pointing reads its numbers, a click, a drag and keys go to a frame.
/** @import { Chart } from "./chart.js" */
/** @import { Context } from "../../types.js" */
import { listenToScrubs } from "../../../core/browser/drag.js";
import { scrubbed } from "../../../draw/plot/scrubbed.js";

/**
 * @param {Chart} chart @param {Context["dispatch"]} dispatch
 * @param {object} run
 * @param {(epoch: number) => number} run.frameAt the frame nearest to an epoch
 * @param {() => { at: number, last: number }} run.standing the frame on the screen and the last one
 * @param {(frame: number | null) => void} run.point shows the numbers of a frame
 */
export function listenToRun(chart, dispatch, { frameAt, standing, point }) {
  const { svg } = chart;
  const under = (/** @type {PointerEvent} */ event) => frameAt(chart.epochAt(event.clientX));
  const isDragged = listenToScrubs(
    svg,
    (event) => dispatch("scrub", under(event)),
    (event) => {
      svg.focus({ preventScroll: true });
      event.preventDefault();
      return true;
    },
  );
  svg.addEventListener("pointermove", (event) => {
    if (event.pointerType !== "touch" || isDragged()) point(under(event));
  });
  svg.addEventListener("pointerleave", () => point(null));
  svg.addEventListener("pointerup", (event) => {
    if (event.pointerType === "touch") point(null);
  });
  svg.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { at, last } = standing();
    const target = scrubbed(event.key, at, last, event.shiftKey);
    if (target === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    // The end of a run that still arrives is followed.
    if (event.key === "End") dispatch("last");
    else dispatch("seek", target);
  });
}
