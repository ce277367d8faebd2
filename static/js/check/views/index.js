// Every view of the page `/check`. To add a view, write its file and one line here; its name is its place in
// templates/check.html. The views of a part are in its own folder.
/** @import { ViewModule } from "../../core/types.js" */
import * as appearance from "../../panels/appearance.js";
import * as copies from "../../panels/copies.js";
import * as dialogs from "../../panels/dialogs.js";
import * as header from "../../panels/header.js";
import * as editor from "../../network/views/editor.js";
import * as example from "../../network/views/example.js";
import * as own_network from "../../network/views/own_network.js";
import * as samples from "../../network/views/samples.js";
import * as class_ from "../marking/views/class.js";
import * as diagram from "../marking/views/diagram.js";
import * as judged_by from "../marking/views/judged_by.js";
import * as paste from "../marking/views/paste.js";
import * as picked from "../marking/views/picked.js";
import * as sheet from "../marking/views/sheet.js";
import * as verdict from "../marking/views/verdict.js";
import * as gradient_curve from "../gradients/views/curve.js";
import * as gradient_diagram from "../gradients/views/diagram.js";
import * as gradient_own from "../gradients/views/own.js";
import * as gradient_reading from "../gradients/views/reading.js";
import * as gradient_table from "../gradients/views/table.js";
import * as parts from "./parts.js";

/** @type {Record<string, ViewModule<any, any, any>>} */
export const VIEWS = {
  header,
  example,
  appearance,
  copies,
  parts,
  samples,
  diagram,
  class: class_,
  judged_by,
  picked,
  paste,
  sheet,
  verdict,
  gradient_diagram,
  gradient_table,
  gradient_reading,
  gradient_curve,
  gradient_own,
  own_network,
  editor_network: editor.network,
  editor_data: editor.data,
  editor_training: editor.training,
  dialogs,
};
