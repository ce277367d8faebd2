// A run of more steps than the page has frames: the steps after the one on the screen, each with a frame. No DOM.
/** @import { Model } from "./state.js" */
/** @import { TrainAnswer } from "./types.js" */
import { withState } from "../core/editing.js";
import { withBetween } from "./run.js";

/** So many steps are asked for at once. */
export const WINDOW = 200;

/** How many steps lie between the frame on the screen and the next one, or with −1 the one before; 1 where nothing is
 * missing between them, or is not known yet. @param {Model} model @param {1 | -1} by */
function stepsTo({ answer, state: { position } }, by) {
  const other = position + by;
  if (answer === null || !answer.isOver || other < 0 || other > answer.count - 1) return 1;
  return Math.abs(answer.run.scalar("step", other) - answer.run.scalar("step", position));
}

/** A model one step on, or back with −1, where that step has no frame: it waits for the steps around it, and shows that
 * one when they come. One that waits already goes a step further, or less far. Null where the frame is there.
 * @param {Model} model @param {1 | -1} by @returns {Model | null} */
export function stepped(model, by) {
  const here = stepOf(model);
  if (isWaiting(model)) {
    const next = /** @type {number} */ (model.wanted) + by;
    return next === here
      ? resting(model)
      : { ...model, epochs: undefined, wanted: Math.max(/** @type {number} */ (model.missing), next) };
  }
  if (stepsTo(model, by) <= 1) return null;
  return asking(model, by === 1 ? here : Math.max(0, here - WINDOW), here + by);
}

/** So many steps have been taken at the frame on the screen. @param {Model} model */
export const stepOf = ({ answer, state }) => answer?.run.scalar("step", state.position) ?? 0;

/** Whether steps are waited for, and the reader has not gone elsewhere since. @param {Model} model */
export const isWaiting = (model) => model.missing !== undefined && model.waitsAt === stepOf(model);

/** A model that waits for the steps after `missing`, to show the step `wanted`.
 * @param {Model} model @param {number} missing @param {number} wanted @returns {Model} */
export const asking = (model, missing, wanted) => ({
  ...model,
  missing,
  wanted,
  waitsAt: stepOf(model),
  epochs: undefined,
  pending: true,
});

/** A model that waits for no steps. @param {Model} model @returns {Model} */
const resting = (model) => ({ ...model, missing: undefined, pending: false });

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
  // Windows do not add up: the run as it came, with the latest of them.
  const base = answer.base ?? answer.run;
  const run = withBetween(base, between.run);
  const next = { ...answer, run, base, between: between.run, count: run.count };
  const isWanted = model.missing === about[1] && isWaiting(model);
  const position = run.frameOf((isWanted ? model.wanted : undefined) ?? stepOf(model));
  return withState({ ...resting(model), answer: next }, { position });
}

/** A model that goes on without the steps that the server cannot tell now. @param {Model} model
 * @param {{ about: readonly unknown[] }} refused */
export const withoutFurther = (model, { about }) =>
  model.missing === about[1]
    ? { ...resting(model), notice: { key: /** @type {const} */ ("training.no_steps") } }
    : model;
