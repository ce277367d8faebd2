// A run of more steps than the page has frames: the steps after the one on the screen, each with a frame. No DOM.
/** @import { Model } from "./state.js" */
/** @import { TrainAnswer } from "./types.js" */
import { withState } from "../core/editing.js";
import { withBetween } from "./run.js";

/** So many steps are asked for at once. */
export const WINDOW = 200;

/** Whether the step after the one on the screen has no frame. @param {Model} model */
export function isGap({ answer, state: { position } }) {
  if (answer === null || !answer.isOver || position >= answer.count - 1) return false;
  return answer.run.scalar("step", position + 1) > answer.run.scalar("step", position) + 1;
}

/** A model that waits for the steps after one of them; asked for once more, it goes one further when they come.
 * @param {Model} model @param {number} step @returns {Model} */
export const asking = (model, step) => ({
  ...model,
  missing: step,
  ahead: model.missing === step ? (model.ahead ?? 0) + 1 : 0,
  pending: true,
});

/** A model that is to go one step less far when they come. @param {Model} model @returns {Model} */
export const askingLess = (model) =>
  model.ahead ? { ...model, ahead: model.ahead - 1 } : { ...model, missing: undefined, pending: false };

/** What is asked besides the run: the window that is missing.
 * @param {Model} model @param {(model: Model) => { frames: object, include: string[] }} bodyOf */
export function furtherOf(model, bodyOf) {
  const { missing, answer } = model;
  if (missing === undefined || answer === null || answer.request !== model.state.request) return null;
  return {
    about: [answer.request, missing],
    wait: 0,
    body: () => {
      const body = bodyOf(model);
      const stop = { ...answer.request.stop, steps: missing + WINDOW };
      return { ...body, stop, frames: { from: missing, count: WINDOW + 1, spacing: "linear" } };
    },
  };
}

/** A model with the window that has come, as many steps on as were asked for, unless the reader has gone elsewhere.
 * @param {Model} model
 * @param {{ answer: TrainAnswer, about: readonly unknown[] }} arrived */
export function withFurther(model, { answer: between, about }) {
  const { answer } = model;
  if (answer === null || answer.request !== about[0]) return model;
  const step = Number(about[1]);
  // Windows do not add up: the run as it came, with the latest of them.
  const base = answer.base ?? answer.run;
  const run = withBetween(base, between.run);
  const next = { ...answer, run, base, count: run.count };
  const here = answer.run.scalar("step", model.state.position);
  const isThere = answer.run.frameOf(step) === model.state.position;
  const position = run.frameOf(isThere ? step + 1 + (model.ahead ?? 0) : here);
  return withState({ ...model, answer: next, missing: undefined, pending: false }, { position });
}

/** A model that goes on without the steps that the server cannot tell now. @param {Model} model
 * @param {{ about: readonly unknown[] }} refused */
export const withoutFurther = (model, { about }) =>
  model.missing === about[1]
    ? {
        ...model,
        missing: undefined,
        pending: false,
        notice: { key: /** @type {const} */ ("training.no_steps") },
      }
    : model;
