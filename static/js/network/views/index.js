// The panels of the page by the name of their place. To add one, write its file, a line here, and a
// [data-view] in the template.
/** @import { ViewModule } from "../../core/types.js" */
/** @import { NetworkVerbs } from "../types.js" */
import * as appearance from "../../panels/appearance.js";
import * as choices from "./choices.js";
import * as columns from "./columns.js";
import * as controls from "../../panels/controls.js";
import * as copies from "../../panels/copies.js";
import * as diagram from "./diagram.js";
import * as dialogs from "../../panels/dialogs.js";
import * as editor from "./editor.js";
import * as example from "./example.js";
import * as header from "../../panels/header.js";
import * as formula_panel from "../../panels/formula_panel.js";
import * as legend from "./legend.js";
import * as losses from "./losses.js";
import * as own_network from "./own_network.js";
import * as practice from "./practice.js";
import * as rounds from "./rounds.js";
import * as samples_table from "./samples_table.js";
import * as samples from "./samples.js";
import * as welcome from "./welcome.js";
import * as tables from "./tables.js";
import * as number_card from "../../panels/number_card.js";
import * as timeline from "../../panels/timeline.js";

/** @type {Record<string, ViewModule<any, any, NetworkVerbs>>} */
export const VIEWS = {
  header,
  example,
  appearance,
  copies,
  diagram,
  columns,
  choices,
  controls,
  timeline,
  formula_panel,
  legend,
  samples_table,
  tables,
  losses,
  samples,
  rounds,
  own_network,
  practice,
  welcome,
  editor_network: editor.network,
  editor_data: editor.data,
  editor_training: editor.training,
  dialogs,
  number_card,
};
