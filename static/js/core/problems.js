// The message when the server could not be reached, or refused; and while the page waits to ask it again.
/** @import { Notice, Problem, Translate } from "./types.js" */

/** @param {Problem} problem @param {Translate} t */
export const problemText = ({ status, detail, problems, isForeign = false }, t) =>
  status === 0
    ? t(isForeign ? "page.error.foreign" : "page.error.network")
    : (problems?.[0]?.msg ?? (detail || t("page.error.server", { status })));

/** @param {{seconds: number, status: number}} wait status 0: the server is out of reach @returns {Notice} */
export const waitingNotice = ({ seconds, status }) => ({
  key: status === 0 ? "page.unreachable" : "page.waiting",
  params: { seconds },
});
