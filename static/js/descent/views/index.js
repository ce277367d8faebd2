// The views of the gradient descent page by the name of their place. To add one, write its file and one line here
// (and a [data-view] in the template).
/** @import { ViewModule } from "../../core/types.js" */
/** @import { DescentVerbs } from "../types.js" */
import * as appearance from "../../panels/appearance.js";
import * as controls from "../../panels/controls.js";
import * as copies from "../../panels/copies.js";
import * as dialogs from "../../panels/dialogs.js";
import * as header from "../../panels/header.js";
import * as number_card from "../../panels/number_card.js";
import * as timeline from "../../panels/timeline.js";
import * as chart from "./chart/chart.js";
import * as example from "./example.js";
import * as fit from "./fit/fit.js";
import * as functionEditor from "./function.js";
import * as landscape from "./landscape/landscape.js";
import * as listing from "./listing.js";
import * as pace from "./pace.js";
import * as runs from "./runs.js";
import * as slice from "./slice.js";
import * as formula_panel from "./step.js";
import * as stops from "./stops.js";
import * as surface from "./surface/surface.js";

/** @type {Record<string, ViewModule<any, any, DescentVerbs>>} */
export const VIEWS = {
  header,
  example,
  appearance,
  copies,
  function: functionEditor,
  pace,
  landscape,
  surface,
  fit,
  chart,
  controls,
  timeline,
  listing,
  formula_panel,
  runs,
  stops,
  slice,
  dialogs,
  number_card,
};
