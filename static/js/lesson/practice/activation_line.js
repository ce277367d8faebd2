// The line below the question of an exercise on a network: the activation function of every layer, and its slope where
// the section works with slopes.
/** @import { Exercise, ExerciseState } from "./exercise_state.js" */
/** @import { RequestOf } from "../types.js" */
import { element } from "../../draw/dom.js";

/** From this section on the slopes of the activation functions are used. */
const FIRST_WITH_SLOPES = 5;

/** @param {ExerciseState} state @param {Exercise} exercise @returns {Node[]} */
export function activationLine({ lesson: { t, find, section } }, exercise) {
  if (exercise.tool !== "network") return [];
  const { layers } = /** @type {RequestOf<"network">} */ (exercise.request).network;
  const first = exercise.state["inputsCount"] === true ? 2 : 1;
  const list = layers
    .map(({ activation }, k) => {
      const slope = section < FIRST_WITH_SLOPES ? "" : find(`practice.slope_${activation}`, "");
      const name = find(`practice.name_${activation}`, activation);
      return t("practice.activation_of", { layer: k + first, activation: name }) + slope;
    })
    .join(t("practice.activation_next"));
  return [element("p", { class: "exercise-activations" }, t("practice.activations", { list }))];
}
