// What is seen while the backward pass is done by the reader: the forward pass, and every δ that is worked out. No DOM.
/** @import { Frame } from "../../core/types.js" */
/** @import { Model, NetworkCatalog, Trace } from "../types.js" */
/** @import { Standing, Task } from "./acts.js" */
import { stepsOf } from "../../core/editing.js";
import { standingAfter, taskOf } from "./acts.js";
import { settingOf } from "./setting.js";

/** The task of an answer and a sample; the same object each time. @type {WeakMap<Trace, Map<number, Task | string>>} */
const tasks = new WeakMap();

/** @param {Trace} trace @param {number} sample @param {NetworkCatalog} catalog */
export function taskFor(trace, sample, catalog) {
  const known = tasks.get(trace) ?? new Map();
  tasks.set(trace, known);
  if (!known.has(sample)) known.set(sample, taskOf(trace, sample, catalog));
  return /** @type {ReturnType<typeof taskOf>} */ (known.get(sample));
}

/** How the acts of a model stand; null: there are none. @param {Pick<Model, "answer" | "state" | "catalog">} model
 * @returns {{task: Task, standing: Standing} | null} */
export function standingOf({ answer, state, catalog }) {
  const setting = settingOf(state.practice);
  if (setting?.mode !== "act" || answer === null) return null;
  const task = taskFor(answer, state.sample, catalog);
  return typeof task === "string" ? null : { task, standing: standingAfter(task, setting.acts) };
}

/** How many steps a phase ends after. @param {{phase: string}[]} steps @param {string} phase */
export const endOf = (steps, phase) => steps.findLastIndex((step) => step.phase === phase) + 1;

/** @param {Model} model @param {Frame} frame @returns {Frame} */
export function frameOf(model, frame) {
  const found = standingOf(model);
  if (found === null || found.standing.isOver) return frame;
  const steps = stepsOf(model);
  const position = endOf(steps, "forward");
  const known = new Set(steps.slice(0, position).flatMap(({ writes }) => writes));
  found.standing.neurons.forEach((row, l) =>
    row.forEach(({ done }, j) => {
      if (done) for (const family of ["error", "delta"]) known.add(`${family}${l + 1}.${j}`);
    }),
  );
  const nothing = new Set();
  return { position, t: 1, active: [], phase: null, known, writes: nothing, reads: nothing };
}
