// Turning and zooming the surface by pointer, wheel, keys and buttons.
/** @import { Surface } from "./build.js" */
import { noHover } from "../../../core/browser/media.js";
import { START_TURN, turnWithin } from "../../../draw/projection.js";
import { isSideways, mayScroll } from "../../../core/browser/drag.js";
import { buildZoomButtons } from "../../../panels/zoom/buttons.js";
import { toggleFullScreen, watchFullScreen } from "../../../panels/zoom/full_screen.js";

/**
 * A change of the turn: added to yaw and pitch in radians, multiplied with the zoom.
 * @typedef {[yaw: number, pitch: number, zoom: number]} Change
 */

/** How to turn it, by the pointers that there are. */
export const turnHint = () => (noHover.matches ? "descent.plot_turn_touch" : "descent.plot_turn");

/** The change of a key press, and how many times as much it is with Shift. */
const KEY_ANGLE = Math.PI / 36;
const KEY_ZOOM = 1.2;
const SHIFT_FACTOR = 3;
/** Pixels that a pointer moves for one radian. */
const YAW_PIXELS = 130;
const PITCH_PIXELS = 170;
/** Wheel units that zoom by a factor of e. */
const WHEEL_UNITS = 300;

/** @type {Record<string, Change>} */
const KEYS = {
  ArrowLeft: [-KEY_ANGLE, 0, 1],
  ArrowRight: [KEY_ANGLE, 0, 1],
  ArrowUp: [0, -KEY_ANGLE, 1],
  ArrowDown: [0, KEY_ANGLE, 1],
  "+": [0, 0, KEY_ZOOM],
  "=": [0, 0, KEY_ZOOM],
  "-": [0, 0, 1 / KEY_ZOOM],
};

/** Turns the surface at the next frame; changes until then add up. @param {Surface} surface @param {Change} change */
function turnBy(surface, [yaw, pitch, zoom]) {
  if (!surface.screen) return;
  surface.lastTurn = performance.now();
  const current = surface.wantedTurn ?? turnWithin(surface.screen.state.turn);
  if (!surface.wantedTurn)
    requestAnimationFrame(() => {
      if (surface.wantedTurn) surface.context.dispatch("turn", surface.wantedTurn);
      surface.wantedTurn = null;
    });
  surface.wantedTurn = turnWithin({
    yaw: current.yaw + yaw,
    pitch: current.pitch + pitch,
    zoom: current.zoom * zoom,
  });
}

/** @param {Surface} surface */
const resetTurn = ({ context }) => context.dispatch("turn", { ...START_TURN });

/** @param {Surface} surface */
export function listenForTurns(surface) {
  addButtons(surface);
  listenForPointers(surface);
  const { stage } = surface.nodes;
  stage.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      turnBy(surface, [0, 0, Math.exp(-event.deltaY / WHEEL_UNITS)]);
    },
    { passive: false },
  );
  stage.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const change = KEYS[event.key];
    const times = event.shiftKey ? SHIFT_FACTOR : 1;
    if (change) turnBy(surface, [change[0] * times, change[1] * times, change[2]]);
    else if (event.key === "Home") resetTurn(surface);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

/** @param {Surface} surface */
function addButtons(surface) {
  const { sheet } = surface.nodes;
  const zoomBy = (/** @type {number} */ zoom) => () => turnBy(surface, [0, 0, zoom]);
  const { group, setFull } = buildZoomButtons(surface.context, {
    out: zoomBy(1 / KEY_ZOOM),
    in: zoomBy(KEY_ZOOM),
    fit: () => resetTurn(surface),
    full: () => toggleFullScreen(sheet),
  });
  sheet.append(group);
  watchFullScreen(sheet, setFull);
}

/** One pointer turns the surface, two zoom it. @param {Surface} surface */
function listenForPointers(surface) {
  const { stage } = surface.nodes;
  /** @type {Map<number, { x: number, y: number }>} */
  const pointers = new Map();
  /** @type {PointerEvent | null} */
  let from = null;
  let isOn = false;
  const distance = () => {
    const [a, b] = [...pointers.values()];
    return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
  };
  stage.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (pointers.size === 1) [from, isOn] = [event, !mayScroll(stage, event)];
    stage.setPointerCapture(event.pointerId);
  });
  stage.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    isOn ||= pointers.size > 1 || (from !== null && isSideways(from, event));
    if (!isOn) return;
    const distanceBefore = distance();
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const [dx, dy] = [event.clientX - before.x, event.clientY - before.y];
    if (pointers.size === 1) turnBy(surface, [dx / YAW_PIXELS, dy / PITCH_PIXELS, 1]);
    else if (distanceBefore > 0) turnBy(surface, [0, 0, distance() / distanceBefore]);
  });
  for (const name of /** @type {const} */ (["pointerup", "pointercancel"]))
    stage.addEventListener(name, (event) => pointers.delete(event.pointerId));
}
