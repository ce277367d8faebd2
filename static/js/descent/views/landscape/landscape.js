// The contour plot of a function of two variables: contour lines with their levels, the trajectories of all runs and,
// where the followed run's step begins, the gradient at a right angle to the contour. The start is set in it.
/** @import { Context } from "../../types.js" */
/** @import { DescentScreen } from "../../types.js" */
/** @import { Landscape } from "./build.js" */
import { setAttribute } from "../../../draw/dom.js";
import { isSameMap, themeKey } from "../plots/map.js";
import { buildLandscape } from "./build.js";
import { drawMap, drawRuns, fitLandscape, placeMap, roomForMap } from "./map.js";
import { moveRuns } from "./motion.js";
import { drawIteration } from "./slope.js";
import { listenInLandscape, placeStart } from "./start.js";
import { listenToZoom, placeTools } from "./zoom.js";

/** @param {HTMLElement} root @param {Context} context */
export function mount(root, context) {
  const landscape = buildLandscape(root, context);
  const { sheet } = landscape.nodes;
  listenInLandscape(landscape);
  listenToZoom(landscape);
  new ResizeObserver(() => {
    if (landscape.screen && sheet.clientWidth > 0) update(landscape, landscape.screen);
  }).observe(sheet);
  return {
    update: (/** @type {DescentScreen} */ screen) => update(landscape, screen),
    animate: (/** @type {DescentScreen} */ screen) => animate(landscape, screen),
  };
}

/** @param {Landscape} landscape @param {DescentScreen} screen */
function update(landscape, screen) {
  const { root, context, nodes } = landscape;
  const { answer, state } = screen;
  landscape.screen = screen;
  landscape.wanted = null;
  root.hidden = answer.variables.length !== 2 || state.view !== "contours";
  const width = nodes.sheet.clientWidth;
  if (answer.variables.length !== 2) root.parentElement?.style.removeProperty("--map-height");
  if (root.hidden || width === 0) return;
  const key = [width, roomForMap(nodes.sheet).tallest, context.language(), themeKey(context)].join(" ");
  const isResized = landscape.builtKey !== key;
  const seen = JSON.stringify(screen.seen);
  const isSeenAnew = isResized || landscape.builtSeen !== seen;
  if (isSeenAnew) {
    fitLandscape(landscape, screen);
    placeTools(landscape);
  }
  const isKnown = isDrawn(landscape, screen);
  if (isResized || !isKnown) drawMap(landscape, screen);
  landscape.mapFor = screen.map;
  if (isSeenAnew || !isKnown) placeMap(landscape);
  if (isSeenAnew || landscape.builtFor !== answer) drawRuns(landscape, screen);
  landscape.builtFor = answer;
  landscape.builtKey = key;
  landscape.builtSeen = seen;
  setAttribute(landscape.nodes.sheet, "data-unfitted", screen.state.part !== null);
  updateIteration(landscape, screen);
  placeStart(landscape, screen);
  moveRuns(landscape, screen);
}

/** Whether the map of the screen is drawn: that of an answer may be the same as the one before.
 * @param {Landscape} landscape @param {DescentScreen} screen */
const isDrawn = ({ mapFor, builtFor }, { map, answer }) =>
  mapFor === map || (map === answer && mapFor === builtFor && isSameMap(builtFor, answer));

/** @param {Landscape} landscape @param {DescentScreen} screen */
function animate(landscape, screen) {
  if (landscape.root.hidden || landscape.builtFor !== screen.answer) return;
  landscape.screen = screen;
  // A whole run in one motion passes through many iterations.
  updateIteration(landscape, screen);
  moveRuns(landscape, screen);
}

/**
 * Draws the arrows of the iteration, unless it is the one that is drawn.
 * @param {Landscape} landscape @param {DescentScreen} screen
 */
function updateIteration(landscape, screen) {
  const key = `${screen.iteration} ${screen.completed} ${screen.slopeAt} ${screen.run}`;
  if (landscape.iterationKey === key) return;
  drawIteration(landscape, screen);
  landscape.iterationKey = key;
}
