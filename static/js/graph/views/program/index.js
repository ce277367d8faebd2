// The program: a text that becomes the graph. A mistake is marked under its character, with what is allowed
// there, and the last valid graph stays. A value in focus anywhere on the page is marked in the text.

/** @import { View } from "../../../core/types.js" */
/** @import { Context } from "../../types.js" */
/** @import { GraphCatalog, GraphScreen } from "../../types.js" */
/** @import { ProgramState } from "./types.js" */
import { examplesOf } from "../example.js";
import { buildElements } from "./build.js";
import { listen } from "./listen.js";
import { updateView } from "./update.js";

/** @param {HTMLElement} root @param {Context} context @returns {View<GraphScreen>} */
export function mount(root, context) {
  const catalog = /** @type {GraphCatalog} */ (context.catalog);
  /** @type {ProgramState} */
  const view = {
    ...buildElements(root, context, catalog, examplesOf(context)),
    root,
    context,
    catalog,
    screen: null,
    marksKey: "",
    problemsKey: "",
  };
  listen(view);
  return { update: (screen) => updateView(view, screen) };
}
