// The message when the server could not be reached, or refused; and while the page waits to ask it again.
/** @import { Notice, Problem, Translate } from "./types.js" */

/** @param {Problem} problem @param {Translate} t */
export const problemText = ({ status, detail, problems }, t) =>
  status === 0
    ? t("page.error.network")
    : (problems?.[0]?.msg ?? (detail || t("page.error.server", { status })));

/** Shows what the page says where its script cannot begin, because its tables did not come.
 * @param {Document} page */
export function showNotLoaded(page) {
  const place = page.querySelector("[data-not-loaded]");
  if (place instanceof HTMLElement) place.hidden = false;
}

/** @param {{seconds: number, status: number}} wait status 0: the server is out of reach @returns {Notice} */
export const waitingNotice = ({ seconds, status }) => ({
  key: status === 0 ? "page.unreachable" : "page.waiting",
  params: { seconds },
});
