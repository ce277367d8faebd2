// What the views of a tool look at: the model, and the frame that the player is at.
/** @import { Context, PageModel, PageScreen } from "./types.js" */
/** @import { ToolSpec } from "./tool.js" */
import { isRefused, stepsOf } from "./editing.js";
import { frameAt } from "./frame.js";

/**
 * @param {ToolSpec<any, any>} spec
 * @param {PageModel} model
 * @param {{t: number, playing: boolean, passing: boolean}} player `t`: way into the step, 0 to 1
 * @param {Context<any, any>} context @returns {PageScreen}
 */
export function screenOf(spec, model, player, context) {
  const { state, answer } = model;
  const steps = stepsOf(model);
  const common = {
    state,
    answer,
    steps,
    frame: frameAt(steps, state.position, player.t, state.grouping),
    focus: model.focus,
    ghost: model.ghost,
    playing: player.playing,
    passing: player.passing,
    pending: model.pending,
    problem: model.problem,
    refused:
      model.problem && isRefused(model)
        ? ((model.edited?.field || model.problem.problems?.[0]?.loc.join(".")) ?? null)
        : null,
    notice: model.notice,
    linkHolds: /** @type {const} */ ("all"),
    canUndo: model.past.length > 0,
    canRedo: model.future.length > 0,
  };
  const screen = spec.screen ? spec.screen(model, common) : common;
  return { ...screen, explainer: spec.explainer(screen, context) };
}
