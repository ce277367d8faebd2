// A page begins with files that it reads. Where they do not come, it says so in the place that templates/base.html has
// for it, with a link that loads the page again. pages/head.js does the same while the page's script does not come.

import { listenToDoors } from "./doors.js";

/** A file of the page did not come, or was another than this server's. */
export class NotLoaded extends Error {}

/** @param {Document} page @returns {HTMLElement | null} */
const placeOf = (page) => page.querySelector("[data-not-loaded]");

/** Says that a file has not come. @param {Document} page @param {boolean} asksAgain it is asked for again */
export function showNotLoaded(page, asksAgain) {
  const place = placeOf(page);
  if (place === null) return;
  place.hidden = false;
  place.dataset["shown"] = "true";
  const again = /** @type {HTMLElement | null} */ (place.querySelector("[data-asks-again]"));
  if (again) again.hidden = !asksAgain;
}

/** @param {Document} page */
export function hideNotLoaded(page) {
  const place = placeOf(page);
  if (place === null) return;
  place.hidden = true;
  delete place.dataset["shown"];
}

/** Does what a page begins with. @param {Document} page @param {() => void | Promise<void>} work */
export async function begin(page, work) {
  page.documentElement.dataset["begun"] = "true";
  hideNotLoaded(page);
  listenToDoors(page);
  try {
    await work();
  } catch (error) {
    showNotLoaded(page, false);
    if (!(error instanceof NotLoaded)) throw error;
  }
}
