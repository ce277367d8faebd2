// Has the work on a sheet marked, and keeps what the server said of it.
/** @import { Problem, Translate } from "../core/types.js" */
/** @import { Marked, MarkedAnswer, Sheets, Variant, Work } from "./types.js" */
import { answersOf, judge } from "./judging.js";

/** @typedef {(path: string, body: unknown) => Promise<{answer: any} | {problem: Problem} | null>} Ask */

/** @param {Ask} ask @param {Translate} t */
export function createMarking(ask, t) {
  /** What was marked last. @type {{ variant: Variant, body: string, answers: MarkedAnswer[] } | null} */
  let known = null;

  /** @param {Variant} variant @param {Work} work @returns {{ answers: Record<string, string> } | null} */
  const bodyOf = (variant, work) => {
    const answers = answersOf(variant, work);
    return answers === null ? null : { ...variant.request, answers };
  };

  return {
    /** Asks the server unless it has said it already. @param {Sheets} sheets @param {Variant} variant
     * @param {Work} work @returns {Promise<Problem | null>} */
    async ask(sheets, variant, work) {
      const body = sheets.plan.kind === "signs" ? null : bodyOf(variant, work);
      const text = JSON.stringify(body);
      if (body === null) {
        known = null;
        return null;
      }
      if (known?.variant === variant && known.body === text) return null;
      const found = await ask("/api/v1/mark", body);
      if (found === null) return null;
      if ("problem" in found) return found.problem;
      known = { variant, body: text, answers: found.answer.answers };
      return null;
    },
    /** What is said to the work, as far as it is known. @param {Sheets} sheets @param {Variant} variant
     * @param {Work} work @returns {Marked} */
    of: (sheets, variant, work) =>
      judge(sheets, variant, work, known?.variant === variant ? known.answers : [], t),
  };
}
