// How many pixels of the screen a CSS pixel has. It changes when the page is zoomed, or its window goes to another
// screen.
import { media } from "./media.js";

/** Beyond, a finer canvas is only slower. */
const FINEST = 2;

/** Pixels of a canvas for each CSS pixel. */
export const pixelRatio = () => Math.min(FINEST, globalThis.devicePixelRatio || 1);

/** Calls `changed` after every change of the ratio. @param {() => void} changed */
export function onPixelRatio(changed) {
  const query = media(`(resolution: ${globalThis.devicePixelRatio || 1}dppx)`);
  query.addEventListener(
    "change",
    () => {
      changed();
      onPixelRatio(changed);
    },
    { once: true },
  );
}
