// The step of a training run that a walkthrough comes from, and what the run has there besides the gradient of the
// loss, so that its next weights are not those of the walkthrough. No DOM.
/** @import { Added, Key, Origin, Remark, Step, Translate } from "../types.js" */
import { isCount } from "../link_values.js";

/** @type {Record<Added, Key>} */
const ADDED = {
  l1: "notice.network.added_l1",
  l2: "notice.network.added_l2",
  clip_norm: "notice.network.added_clip",
  state: "notice.network.added_state",
};

/** @param {unknown} value @returns {value is Origin} */
export const isOrigin = (value) =>
  Array.isArray(value) &&
  (value.length === 2 || (value.length === 3 && Array.isArray(value[2]) && value[2].every(isAdded))) &&
  value.slice(0, 2).every(isCount);

/** @param {unknown} name */
const isAdded = (name) => typeof name === "string" && Object.hasOwn(ADDED, name);

/** @param {readonly Added[]} added @param {Translate} t */
export const addedParts = (added, t) =>
  added.map((name) => t(ADDED[name])).join(t("notice.network.added_between"));

/** What stands beside the new weights. @param {Step} step @param {Origin | undefined} origin @param {Translate} t
 * @returns {Remark[]} */
export const remarkOnRun = (step, origin, t) =>
  step.phase === "update" && origin?.[2]
    ? [{ text: t("notice.network.run", { parts: addedParts(origin[2], t) }), look: "marked" }]
    : [];
