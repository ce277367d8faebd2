// The examples of runs.
/** @import { Context } from "../types.js" */
import { menuWord } from "../../core/names.js";
import { exampleMenu } from "../../panels/example.js";
import { presetsOf } from "../state.js";

/** @param {Pick<Context, "catalog" | "find">} context */
const examplesOf = ({ catalog, find }) =>
  presetsOf(catalog).map(({ name, request }) => ({
    value: name,
    text: find(`preset.training_${name}`, menuWord(name)),
    request,
  }));

export const mount = exampleMenu(examplesOf, "training.own_run");
