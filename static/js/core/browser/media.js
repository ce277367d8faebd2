// What the browser says of its screen and of its user's wishes.

/** @typedef {Pick<MediaQueryList, "matches" | "addEventListener">} Media */

/** A query for a medium; in a browser that answers none it does not match and never changes.
 * @param {string} query @returns {Media} */
export const media = (query) =>
  globalThis.matchMedia?.(query) ?? Object.assign(new EventTarget(), { matches: false });

/** A screen that fingers touch: nothing points at anything, and there are few keys. */
export const noHover = media("(hover: none)");
/** A window in which the frame is that of a phone, as in static/css/tool/frame.css. */
export const narrow = media("(max-width: 62.49rem)");
