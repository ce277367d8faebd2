// A picture on the full screen, with its player. Where the browser cannot, it fills the window instead.

/** What fills the screen: a tool without its panels, or a figure of the lesson. */
const PLACES = ".tool, figure.live";
/** Set on it while it does. */
const MARK = "data-full";

/** @param {Element} pane @returns {HTMLElement} */
const placeOf = (pane) => /** @type {HTMLElement} */ (pane.closest(PLACES) ?? pane.parentElement ?? pane);

/** Enters or leaves the full screen. @param {HTMLElement} pane */
export function toggleFullScreen(pane) {
  const place = placeOf(pane);
  const page = pane.ownerDocument;
  if (page.fullscreenElement === place) void page.exitFullscreen();
  else if (place.hasAttribute(MARK)) place.removeAttribute(MARK);
  else if (!place.requestFullscreen) place.setAttribute(MARK, "");
  else place.requestFullscreen().catch(() => place.setAttribute(MARK, ""));
}

/** Calls `changed` when the full screen begins or ends, and lets Escape end the one that the browser knows nothing of.
 * @param {HTMLElement} pane @param {(isFull: boolean) => void} changed */
export function watchFullScreen(pane, changed) {
  const page = pane.ownerDocument;
  page.addEventListener("fullscreenchange", () => {
    const place = placeOf(pane);
    if (page.fullscreenElement === place) place.setAttribute(MARK, "");
    else place.removeAttribute(MARK);
  });
  page.addEventListener("keydown", (event) => {
    const place = placeOf(pane);
    if (event.key === "Escape" && page.fullscreenElement !== place) place.removeAttribute(MARK);
  });
  new MutationObserver(() => changed(placeOf(pane).hasAttribute(MARK))).observe(placeOf(pane), {
    attributes: true,
    attributeFilter: [MARK],
  });
}
