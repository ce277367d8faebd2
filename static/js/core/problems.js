// The message when the server could not be reached, or refused.
/** @import { Problem, Translate } from "./types.js" */

/** @param {Problem} problem @param {Translate} t */
export const problemText = ({ status, detail, problems }, t) =>
  status === 0
    ? t("page.error.network")
    : (problems?.[0]?.msg ?? (detail || t("page.error.server", { status })));
