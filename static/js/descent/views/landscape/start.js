// The start in the contour plot, which is moved by hand, and the readout of the point under the pointer.
/** @import { DescentScreen } from "../../types.js" */
/** @import { Point } from "../../../draw/geometry.js" */
/** @import { Landscape } from "./build.js" */
import { own } from "../../../core/at.js";
import { setText } from "../../../draw/dom.js";
import { valueAt } from "../../../draw/plot/contour.js";
import {
  clamp,
  cornersOf,
  isInside,
  numbersAt,
  placeOf,
  roundedTo,
  tickStep,
} from "../../../draw/plot/scale.js";
import { set } from "../../../draw/svg.js";
import { formatNumber } from "../../../math/format.js";
import { twoVariables } from "../../runs.js";
import { startOf } from "../../state.js";
import { LABEL_RISE, listenForStart, placeHandle, spotOf } from "../plots/start_handle.js";
import { placeText } from "../plots/texts.js";

/** A gradient whose label is this near the start, in pixels, begins at it. */
const NEAR = 150;

/** The start of the runs, in the plot's units. @param {DescentScreen} screen @returns {Point} */
function startPoint({ state, answer }) {
  const [nameX, nameY] = twoVariables(answer);
  const start = startOf(state.request, answer);
  // While the names of a typed function change, the start of the request may have others than the answer.
  return { x: own(start, nameX) ?? 0, y: own(start, nameY) ?? 0 };
}

/** @param {Landscape} landscape @param {DescentScreen} screen */
export function placeStart({ nodes, plot, size, gradientLabel, context: { t } }, screen) {
  const { x, y } = startPoint(screen);
  const place = placeOf(plot, x, y);
  placeHandle(nodes.start, plot, place, {
    name: t("descent.plot_start_of"),
    label: t("descent.plot_start"),
    value: x,
    valueText: placeText(twoVariables(screen.answer), [x, y]),
  });
  // On the other side than the gradient, whose arrow and right angle begin here, and within the plot.
  const isNear =
    gradientLabel !== null && Math.hypot(gradientLabel.x - place.x, gradientLabel.y - place.y) < NEAR;
  const isBelow = place.y < plot.top + 30 || (isNear && gradientLabel.y < place.y);
  set(nodes.start.label, { y: isBelow ? LABEL_RISE + size * 0.8 : -LABEL_RISE });
}

/** @param {Landscape} landscape */
export function listenInLandscape(landscape) {
  const { nodes, context } = landscape;
  const { svg, pointer } = nodes;
  listenForStart(svg, nodes.start, {
    pans: true,
    isOnPlot: (spot) => isInside(cornersOf(landscape.plot), spot),
    moveTo: (spot, continues) => setStart(landscape, numbersAt(landscape.plot, spot), continues),
    moveBy: (right, up, continues) => {
      const { plot, screen } = landscape;
      if (!screen) return;
      const { x, y } = landscape.moved?.screen === screen ? landscape.moved.start : startPoint(screen);
      const moved = { x: x + right * tickStep(plot.x, 100), y: y + up * tickStep(plot.y, 100) };
      setStart(landscape, moved, continues);
    },
  });
  svg.addEventListener("pointermove", (event) => {
    const { plot, screen } = landscape;
    const spot = spotOf(svg, event);
    if (!screen || !isInside(cornersOf(plot), spot)) {
      setText(pointer, "");
      return;
    }
    const { x, y } = numbersAt(plot, spot);
    const { surface } = screen.answer;
    const numbers = [roundedTo(x, plot.perX), roundedTo(y, plot.perY)];
    setText(
      pointer,
      context.t("descent.plot_pointer", {
        place: placeText(twoVariables(screen.answer), numbers),
        value: formatNumber(surface ? valueAt(surface, x, y) : null, 3),
      }),
    );
  });
  svg.addEventListener("pointerleave", () => setText(pointer, ""));
}

/**
 * Sets the start to the point of the plot that is nearest.
 * @param {Landscape} landscape @param {Point} point in the plot's units
 * @param {boolean} continues
 */
function setStart(landscape, { x, y }, continues) {
  const { plot, screen, context } = landscape;
  if (!screen) return;
  const [nameX, nameY] = twoVariables(screen.answer);
  const start = { x: roundedTo(clamp(x, plot.x), plot.perX), y: roundedTo(clamp(y, plot.y), plot.perY) };
  landscape.moved = { screen, start };
  context.dispatch("setStart", { values: { [nameX]: start.x, [nameY]: start.y }, continues });
}
