// Zooming and moving the map: what changes is the part of the plane that is seen, so that axes, contours and labels
// keep their sizes.
/** @import { Landscape } from "./build.js" */
/** @import { PlotView } from "../../../draw/plot/window.js" */
import { clamp, cornersOf, numbersAt } from "../../../draw/plot/scale.js";
import { moved, zoomed } from "../../../draw/plot/window.js";
import { mountControls } from "../../../panels/zoom/index.js";
import { twoVariables } from "../../runs.js";
import { viewOf } from "../plots/map.js";

/** The distance of the buttons from the border of the plot, in pixels. */
const TOOLS_MARGIN = 5;

/** @param {Landscape} landscape */
export function listenToZoom(landscape) {
  const { nodes, context } = landscape;
  mountControls(nodes.sheet, context, {
    zoom(factor, around) {
      const { plot, screen } = landscape;
      if (!screen) return;
      const { left, right, top, bottom } = cornersOf(plot);
      const spot = {
        x: clamp(around?.x ?? (left + right) / 2, [left, right]),
        y: clamp(around?.y ?? (top + bottom) / 2, [top, bottom]),
      };
      const fit = viewOf(screen.answer);
      see(landscape, zoomed(seen(landscape) ?? fit, fit, factor, numbersAt(plot, spot)));
    },
    pan(dx, dy) {
      const view = seen(landscape);
      if (view) see(landscape, moved(view, landscape.plot, dx, dy));
    },
    fit: () => context.dispatch("setPart", null),
    canPan: () => !landscape.root.hidden,
    isEndless: true,
  });
  let isTouched = false;
  nodes.svg.addEventListener("pointerdown", ({ pointerType }) => (isTouched = pointerType === "touch"));
  // Two clicks of a mouse set the start twice: they do not show the whole map as well.
  nodes.svg.addEventListener("dblclick", (event) => {
    if (!isTouched) event.stopPropagation();
  });
}

/** Puts the buttons above the right end of the plot, where they cover nothing of it. @param {Landscape} landscape */
export function placeTools({ nodes: { sheet }, plot }) {
  const tools = sheet.querySelector(".zoom-tools");
  if (!(tools instanceof HTMLElement)) return;
  const place = {
    left: `${(cornersOf(plot).right - tools.offsetWidth).toFixed(1)}px`,
    top: `${Math.max(0, plot.top - TOOLS_MARGIN - tools.offsetHeight).toFixed(1)}px`,
    right: "auto",
    bottom: "auto",
  };
  for (const [name, value] of Object.entries(place)) tools.style.setProperty(name, value);
}

/** What is seen at present: gestures may come faster than the map is drawn.
 * @param {Landscape} landscape @returns {PlotView | null} */
function seen({ screen, wanted }) {
  if (!screen) return null;
  return wanted ?? viewOf({ ...screen.answer, view: screen.seen });
}

/** @param {Landscape} landscape @param {PlotView} view */
function see(landscape, view) {
  const { screen, context } = landscape;
  if (!screen) return;
  const [nameX, nameY] = twoVariables(screen.answer);
  landscape.wanted = view;
  context.dispatch("setPart", { [nameX]: [...view.x], [nameY]: [...view.y] });
}
