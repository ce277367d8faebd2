// The examples of programs.
/** @import { Context } from "../types.js" */
import { menuWord } from "../../core/names.js";
import { exampleMenu } from "../../panels/example.js";
import { presetsOf, sameGraph } from "../state.js";

/** @param {Pick<Context, "catalog" | "find">} context */
export const examplesOf = ({ catalog, find }) =>
  presetsOf(catalog).map(({ name, request }) => ({
    value: name,
    text: find(`preset.graph_${name}`, menuWord(name)),
    request,
  }));

export const mount = exampleMenu(examplesOf, "editor.own_program", { same: sameGraph });
