// The full screen of teacher's mode. A change of page leaves it; it is requested again at the first key or click
// there.
import { ofTab } from "../../core/browser/memory.js";

/** The key in the tab's storage: the class looks at a full screen. */
const KEY = "lesson.full_screen";

/** Requests the full screen, here and on the next pages. @param {HTMLElement} page */
export function enterFullScreen(page) {
  ofTab.set(KEY, "1");
  request(page);
}

export function leaveFullScreen() {
  ofTab.remove(KEY);
  if (document.fullscreenElement) void document.exitFullscreen();
}

/** @param {HTMLElement} page */
function request(page) {
  if (document.fullscreenElement || ofTab.get(KEY) === null) return;
  page.requestFullscreen?.().catch(() => {});
}

/** Requests the full screen again at a key or click while `isTeaching`, and calls `onEnd` when it ends.
 * @param {HTMLElement} page @param {() => boolean} isTeaching @param {() => void} onEnd */
export function keepFullScreen(page, isTeaching, onEnd) {
  for (const name of /** @type {const} */ (["keydown", "pointerdown"])) {
    document.addEventListener(
      name,
      (event) => {
        const isEscape = event instanceof KeyboardEvent && event.key === "Escape";
        if (!isEscape && isTeaching()) request(page);
      },
      true,
    );
  }
  let wasFull = false;
  document.addEventListener("fullscreenchange", () => {
    if (wasFull && !document.fullscreenElement) onEnd();
    wasFull = document.fullscreenElement !== null;
  });
}
