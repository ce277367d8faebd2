// The views of the chain-rule page. To add one, write its module, a line here and a [data-view] in the template.

/** @import { ViewModule } from "../../core/types.js" */
/** @import { GraphVerbs } from "../types.js" */
import * as appearance from "../../panels/appearance.js";
import * as controls from "../../panels/controls.js";
import * as copies from "../../panels/copies.js";
import * as dialogs from "../../panels/dialogs.js";
import * as example from "./example.js";
import * as graph from "./graph/index.js";
import * as header from "../../panels/header.js";
import * as formula_panel from "../../panels/formula_panel.js";
import * as modes from "./modes.js";
import * as pace from "./pace.js";
import * as paths from "./paths.js";
import * as program from "./program/index.js";
import * as number_card from "../../panels/number_card.js";
import * as timeline from "../../panels/timeline.js";
import * as values from "./values.js";

/** @type {Record<string, ViewModule<any, any, GraphVerbs>>} */
export const VIEWS = {
  header,
  example,
  appearance,
  copies,
  program,
  values,
  graph,
  choices: pace,
  controls,
  timeline,
  formula_panel,
  modes,
  paths,
  dialogs,
  number_card,
};
