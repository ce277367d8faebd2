// What of the run its pictures show, and the same as a part of a link. No DOM.
/** @import { Look } from "./types.js" */
import { isCount, isRow } from "../core/link_values.js";
import { isObject } from "../core/url_hash.js";

/** @type {Look} */
export const FIRST_LOOK = {
  showTest: true,
  markWrong: true,
  edges: "weights",
  pinned: null,
  point: null,
  axes: [0, 1],
  counted: "train",
};

/** What differs from the first look; undefined: nothing. @param {Look} look */
export function linkOfLook(look) {
  const parts = {
    t: look.showTest ? undefined : 0,
    w: look.markWrong ? undefined : 0,
    e: look.edges === "change" ? 1 : undefined,
    n: look.pinned ?? undefined,
    x: look.point ?? undefined,
    a: look.axes[0] === 0 && look.axes[1] === 1 ? undefined : look.axes,
    c: look.counted === "test" ? 1 : undefined,
  };
  return Object.values(parts).some((part) => part !== undefined) ? parts : undefined;
}

/** @param {unknown} value @returns {Look["axes"]} */
function axesFrom(value) {
  const [across, up] = isRow(value) ? value : [];
  return isCount(across) && isCount(up) && across !== up ? [across, up] : FIRST_LOOK.axes;
}

/** What a link says of it; what it says in no known form is left as it is at first.
 * @param {unknown} value @returns {Look} */
export function lookFromLink(value) {
  const { t, w, e, n, x, a, c } = isObject(value) ? value : /** @type {Record<string, unknown>} */ ({});
  return {
    showTest: t !== 0,
    markWrong: w !== 0,
    edges: e === 1 ? "change" : "weights",
    pinned: typeof n === "string" && /^a\d{1,3}\.\d{1,5}$/.test(n) ? n : null,
    point: isRow(x) && x.length > 0 ? x : null,
    axes: axesFrom(a),
    counted: c === 1 ? "test" : "train",
  };
}
