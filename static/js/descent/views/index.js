// Every panel of the page of gradient descent and where it stands. To add one, write its file and one line here (and a
// [data-view] in the template).
/** @import { Mount } from "../../core/types.js" */
import * as controls from "../../panels/controls.js";
import * as dialogs from "../../panels/dialogs.js";
import * as fit from "./fit.js";
import * as typed from "./function.js";
import * as header from "../../panels/header.js";
import * as formula_panel from "../../panels/formula_panel.js";
import * as landscape from "./landscape.js";
import * as listing from "./listing.js";
import * as runs from "./runs.js";
import * as slice from "./slice.js";
import * as stops from "./stops.js";
import * as surface from "./surface.js";
import * as timeline from "../../panels/timeline.js";
import * as walk from "./pace.js";

/** @type {Record<string, {mount: Mount}>} */
export const VIEWS = {
  header,
  function: typed,
  walk,
  landscape,
  surface,
  fit,
  controls,
  timeline,
  listing,
  formula_panel,
  runs,
  stops,
  slice,
  dialogs,
};
