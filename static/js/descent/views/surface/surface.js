// A function of two variables as a surface in space, on a canvas that can be turned. Contours and the paths of the
// runs lie on it; a marker stands at every run's point.
/** @import { Context } from "../../types.js" */
/** @import { DescentScreen } from "../../types.js" */
/** @import { Surface } from "./build.js" */
import { pixelRatio } from "../../../core/browser/pixel_ratio.js";
import { setAttribute, setText } from "../../../draw/dom.js";
import { set } from "../../../draw/svg.js";
import { turnWithin } from "../../../draw/projection.js";
import { joined } from "../../../math/sentences.js";
import { isSameMap, themeKey } from "../plots/map.js";
import { axisNames, summaryOf } from "../plots/texts.js";
import { buildSurface, rebuildSurface, solidColours } from "./build.js";
import { paintMarkers } from "./markers.js";
import { paintSurface } from "./paint.js";
import { solidOf } from "./solid.js";
import { listenForTurns, turnHint } from "./turn.js";

/** If painting takes longer than this, in milliseconds, cells are larger while the surface turns. */
const MAX_PAINT_TIME = 5;
const COARSE_STRIDE = 2;
/** The surface is at rest this long after its last turn, in milliseconds. */
const REST_TIME = 140;

/** @param {HTMLElement} root @param {Context} context */
export function mount(root, context) {
  const surface = buildSurface(root, context);
  if (!surface) {
    root.hidden = true;
    return { update() {} };
  }
  listenForTurns(surface);
  const { stage } = surface.nodes;
  new ResizeObserver(() => {
    if (surface.screen && stage.clientWidth > 0) update(surface, surface.screen);
  }).observe(stage);
  return {
    update: (/** @type {DescentScreen} */ screen) => update(surface, screen),
    animate: (/** @type {DescentScreen} */ screen) => animate(surface, screen),
  };
}

/** @param {Surface} surface @param {DescentScreen} screen */
function update(surface, screen) {
  const { root, context, nodes, readout } = surface;
  const { answer, state } = screen;
  const { stage } = nodes;
  surface.screen = screen;
  root.hidden = answer.variables.length !== 2 || state.view !== "surface";
  if (root.hidden || stage.clientWidth === 0) return;
  const key = [
    stage.clientWidth,
    stage.clientHeight,
    pixelRatio(),
    context.language(),
    themeKey(context),
  ].join(" ");
  if (surface.builtFor !== answer || surface.builtKey !== key) {
    rebuildSurface(surface, answer, surface.builtKey !== key || !isSameMap(surface.builtFor, answer));
    surface.builtFor = answer;
    surface.builtKey = key;
  }
  writeTexts(surface, screen);
  readout.show(screen);
  paint(surface, screen);
}

/** @param {Surface} surface @param {DescentScreen} screen */
function animate(surface, screen) {
  if (surface.root.hidden || surface.builtFor !== screen.answer) return;
  // A whole run in one motion passes through many iterations, and is painted like a turn.
  if (surface.screen?.iteration !== screen.iteration) surface.lastTurn = performance.now();
  surface.screen = screen;
  surface.readout.show(screen);
  paint(surface, screen);
}

/** @param {Surface} surface @param {DescentScreen} screen */
function writeTexts({ nodes, context, solid }, screen) {
  const { t } = context;
  const { yaw, pitch } = turnWithin(screen.state.turn);
  const degrees = (/** @type {number} */ angle) => Math.round((angle * 180) / Math.PI);
  const turned = { yaw: degrees(yaw), pitch: degrees(pitch) };
  const summary = summaryOf(screen, context);
  const content = t("descent.plot_surface", { ...axisNames(screen.answer), summary });
  set(nodes.canvas, { role: "img", "aria-label": joined(content, t("descent.plot_turned", turned)) });
  setAttribute(nodes.stage, "data-turn", `${turned.yaw} ${turned.pitch}`);
  const heights = t(solid?.logarithmic ? "descent.plot_logarithmic" : "descent.plot_linear");
  setText(nodes.hint, joined(heights, t(turnHint())));
}

/**
 * The markers, and the still picture if anything in it has changed.
 * @param {Surface} surface @param {DescentScreen} screen
 */
function paint(surface, screen) {
  const { solid, root } = surface;
  if (!solid) return;
  const { turn } = screen.state;
  const isTurning = performance.now() - surface.lastTurn < REST_TIME && surface.paintTime > MAX_PAINT_TIME;
  const key = [
    surface.builtKey,
    screen.iteration,
    screen.run,
    turn.yaw,
    turn.pitch,
    turn.zoom,
    isTurning,
  ].join(" ");
  if (key !== surface.paintedKey || surface.paintedFor !== surface.builtFor) {
    surface.paintedKey = key;
    surface.paintedFor = surface.builtFor;
    clearTimeout(surface.restTimer);
    if (isTurning) {
      surface.coarse ??= solidOf(screen.answer, COARSE_STRIDE, solidColours(surface));
      surface.restTimer = setTimeout(() => {
        if (surface.screen && !root.hidden) paint(surface, surface.screen);
      }, REST_TIME + 10);
    }
    const began = performance.now();
    paintSurface(surface, screen, (isTurning && surface.coarse) || solid);
    if (!isTurning) surface.paintTime = performance.now() - began;
  }
  paintMarkers(surface, screen);
}
