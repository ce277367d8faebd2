// Parts of answers that a page keeps. The steps of a walkthrough and their formulas depend on less than its numbers
// do: while that stays the same, a request asks for the numbers alone, and the steps that came before complete the
// answer.

/** How many steps are kept at most, of all walkthroughs together; those of the newest are kept in any case. */
export const MOST_STEPS = 4000;

/**
 * What the answers of an endpoint need not bring again.
 * @typedef {object} Keeping
 * @property {string} part the field of the answer, and its name in the request's `include`
 * @property {string} instead what `include` names when the part is kept
 * @property {(body: any, catalog: any) => string} key all that the part depends on: the same key, the same part
 */
/** A part that is kept: what the request asks for instead, and how the answer is completed.
 * @typedef {{body: object, complete: (answer: any) => any}} Kept */

/**
 * @param {Record<string, Keeping | undefined>} keepings by the path of the endpoint
 * @param {() => unknown} catalog
 */
export function createKeeper(keepings, catalog) {
  /** By path and key, the one used last at the end. @type {Map<string, unknown[]>} */
  const parts = new Map();

  /** @param {string} name @param {unknown[]} value */
  function keep(name, value) {
    parts.delete(name);
    parts.set(name, value);
    let count = 0;
    for (const [other, { length }] of [...parts].reverse()) {
      count += length;
      if (count > MOST_STEPS && other !== name) parts.delete(other);
    }
  }

  return {
    /** How a question is sent and its answer completed. @param {string} path @param {any} body @returns {Kept} */
    of(path, body) {
      const keeping = keepings[path];
      if (!keeping || !body.include?.includes(keeping.part)) return { body, complete: (answer) => answer };
      const { part, instead } = keeping;
      const name = `${path} ${keeping.key(body, catalog())}`;
      const kept = parts.get(name);
      if (kept)
        return {
          body: {
            ...body,
            include: body.include.map((/** @type {string} */ each) => (each === part ? instead : each)),
          },
          // A file of the release brings the part all the same: the one that is kept goes on.
          complete: (answer) => {
            keep(name, kept);
            return { ...answer, [part]: kept };
          },
        };
      return {
        body,
        complete: (answer) => {
          if (Array.isArray(answer[part])) keep(name, answer[part]);
          return answer;
        },
      };
    },
  };
}
/** @typedef {ReturnType<typeof createKeeper>} Keeper */
