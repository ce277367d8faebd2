// What is asked of POST /api/v1/check, and what it is the answer to. Pure.
/** @import { Model } from "../types.js" */

/** Marks what is asked here among the page's questions. */
const PART = "gradients";

/** What a check depends on, compared part by part. @param {Model} model */
const aboutOf = ({ state: { request, gradients }, asks }) =>
  /** @type {const} */ ([PART, request, gradients, asks]);

/** Whether an answer is to a question of this part. @param {readonly unknown[]} about */
export const isOfGradients = (about) => about[0] === PART;

/** Whether the check is the answer to what is on the screen. @param {Model} model */
const isCurrent = (model) => {
  const about = aboutOf(model);
  return model.check?.about.every((part, k) => part === about[k]) === true;
};

/** @param {Model} model */
export function checkBodyOf({ state: { request, gradients } }) {
  return Object.keys(gradients).length > 0 ? { ...request, gradients } : request;
}

/** The question, while the part is on the screen and the network has been accepted.
 * @param {Model} model @returns {import("../../core/request_queue.js").Further | null} */
export function checkAsked(model) {
  const { state, answer } = model;
  if (state.part !== PART || answer === null || answer.request !== state.request || isCurrent(model))
    return null;
  return { path: "/api/v1/check", about: aboutOf(model), body: () => checkBodyOf(model), wait: 0 };
}

/** The check of the network on the screen, while a newer one is on its way the one before. @param {Model} model */
export function checkShown(model) {
  const isOfNetwork = model.check?.about[1] === model.state.request;
  return {
    check: model.check !== null && isOfNetwork ? model.check.check : null,
    checkProblem: model.checkProblem,
    isChecking: model.checkProblem === null && !isCurrent(model),
    pointed: model.pointed,
  };
}
