// The views in their places. A view that is not on the screen, as its place is folded away or in a tab or a menu that
// is closed, is left as it is; it is drawn when its place comes to light.
/** @import { PageScreen, View } from "../types.js" */

/** The part of an element that is used. @typedef {Pick<HTMLElement, "hidden" | "checkVisibility">} Place */
/**
 * A view in its place.
 * @typedef {object} Placed
 * @property {Place} place
 * @property {View} view
 * @property {boolean | null} isRendered whether the place was on the screen when that was last known; null: never yet.
 * To ask makes the browser style the page, so it is asked when the styles are up to date.
 * @property {boolean} isBehind it shows an older screen, or nothing
 */
/**
 * What the page tells.
 * @typedef {object} Told
 * @property {(places: {place: Place, isEmpty: boolean}[]) => void} sized their sizes have changed; the styles are up
 * to date
 * @property {() => void} look something may have been opened
 * @property {() => void} all everything is needed, as for printing
 */

/** Events after which something may have been opened, beside what gives a place another size. */
const OPENING = ["click", "keyup", "toggle"];

/** @param {Document} document @param {Told} told */
export function watchPage(document, { sized, look, all }) {
  for (const name of OPENING) document.addEventListener(name, look, { capture: name === "toggle" });
  document.defaultView?.addEventListener("resize", look);
  document.defaultView?.addEventListener("beforeprint", all);
  return new ResizeObserver((entries) =>
    sized(
      entries.map(({ target, contentRect: { width, height } }) => ({
        place: /** @type {HTMLElement} */ (target),
        isEmpty: width === 0 && height === 0,
      })),
    ),
  );
}

/** @param {() => PageScreen | null} current what the views show; null while they show something else, or nothing
 * @param {(told: Told) => Pick<ResizeObserver, "observe" | "disconnect">} watch such as `watchPage` */
export function createPlaces(current, watch) {
  /** @type {Placed[]} */
  let placed = [];

  /** @param {Placed[]} wanted @param {PageScreen} screen */
  function draw(wanted, screen) {
    for (const one of wanted) {
      one.view.update(screen);
      one.isBehind = false;
    }
  }

  /** @param {Placed[]} wanted */
  function catchUp(wanted) {
    const behind = wanted.filter(({ isBehind }) => isBehind);
    const screen = behind.length > 0 ? current() : null;
    if (screen) draw(behind, screen);
  }

  /** Asks whether those that are behind are on the screen by now. */
  function look() {
    if (!placed.some(({ isBehind }) => isBehind)) return;
    for (const one of placed) if (one.isBehind) one.isRendered = one.place.checkVisibility();
    catchUp(placed.filter(({ isRendered }) => isRendered));
  }

  const observer = watch({
    look,
    all: () => catchUp(placed),
    sized(places) {
      for (const { place, isEmpty } of places) {
        const one = placed.find((each) => each.place === place);
        // A place without content has no size either.
        if (one) one.isRendered = !isEmpty || place.checkVisibility();
      }
      catchUp(placed.filter(({ isRendered }) => isRendered));
    },
  });

  return {
    /** @param {{place: HTMLElement, view: View}[]} views */
    set(views) {
      observer.disconnect();
      placed = views.map((one) => ({ ...one, isRendered: null, isBehind: true }));
      for (const { place } of views) observer.observe(place);
    },
    /** @param {PageScreen} screen @param {"seen" | "moving" | "all"} [which] those on the screen; of these, those that
     * move with the steps; or also those that are not on the screen */
    update(screen, which = "seen") {
      for (const one of placed) {
        one.isBehind = true;
        one.isRendered ??= one.place.checkVisibility();
      }
      // A view that has hidden its own place shows it again when there is something to show.
      const wanted = placed.filter(({ place, isRendered }) => which === "all" || isRendered || place.hidden);
      draw(which === "moving" ? wanted.filter(({ view }) => view.animate) : wanted, screen);
    },
    /** Draws what is counted on the screen, so that all counts agree. @param {PageScreen} screen */
    count(screen) {
      for (const { place, view, isRendered } of placed) if (isRendered || place.hidden) view.count?.(screen);
    },
    /** @param {PageScreen} screen */
    animate(screen) {
      for (const { view, isBehind } of placed) if (!isBehind) view.animate?.(screen);
    },
  };
}
