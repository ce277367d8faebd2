// Zoom, pan and full screen of a picture. What is drawn in its content knows nothing of it; a canvas that lies over the
// pane asks for the view. A picture that zooms by other means uses the gestures, keys and buttons alone.

/** @import { Box } from "../../draw/geometry.js" */
/** @import { Context } from "../../core/types.js" */
/** @import { CameraOptions } from "./camera.js" */
/** @import { Gestures } from "./gestures.js" */
/** @import { View } from "./view.js" */
import { canPan, createCamera, fit, pan, refit, reveal, revealAll, zoom } from "./camera.js";
import { buildZoomButtons } from "./buttons.js";
import { toggleFullScreen, watchFullScreen } from "./full_screen.js";
import { listenToGestures } from "./gestures.js";
import { listenToKeys } from "./keys.js";

/** A press of a button multiplies the scale by this. */
const STEP = 1.25;

/**
 * @typedef {object} Zoom
 * @property {View} view
 * @property {() => void} refit after a change of the content: a view of the user's own stays
 * @property {(box: Box) => void} reveal brings a box of the content into sight, in pixels of the content
 * @property {(nodes: readonly Element[]) => void} revealAll brings elements of the content into sight together
 */

/** @param {CameraOptions & { context: Pick<Context, "t"> }} options @returns {Zoom} */
export function mountZoom({ context, ...options }) {
  const { pane, content } = options;
  const camera = createCamera(options);
  content.style.setProperty("transform-origin", "0 0");
  mountControls(pane, context, {
    zoom: (factor, around) => zoom(camera, factor, around),
    pan: (dx, dy) => pan(camera, dx, dy),
    fit: () => fit(camera),
    canPan: () => canPan(camera),
  });
  pane.addEventListener("focusin", ({ target }) => {
    if (target instanceof Element && content.contains(target) && target.matches(":focus-visible"))
      revealAll(camera, [target]);
  });
  const observer = new ResizeObserver(() => refit(camera));
  observer.observe(pane);
  observer.observe(content);
  return {
    get view() {
      return camera.view;
    },
    refit: () => refit(camera),
    reveal: (box) => reveal(camera, box),
    revealAll: (nodes) => revealAll(camera, nodes),
  };
}

/** The gestures, keys and buttons of a picture, and its full screen.
 * @param {HTMLElement} pane in the page @param {Pick<Context, "t">} context @param {Gestures} gestures */
export function mountControls(pane, context, gestures) {
  const actions = {
    out: () => gestures.zoom(1 / STEP),
    in: () => gestures.zoom(STEP),
    fit: gestures.fit,
    full: () => toggleFullScreen(pane),
  };
  const { group, setFull } = buildZoomButtons(context, actions);
  pane.classList.add("zoom-pane");
  pane.append(group);
  listenToGestures(pane, gestures);
  listenToKeys(pane, { ...gestures, ...actions });
  watchFullScreen(pane, setFull);
}
