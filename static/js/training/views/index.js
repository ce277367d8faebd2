// The views of the training page by the name of their place. To add one, write its file and one line here
// (and a [data-view] in the template).
/** @import { ViewModule } from "../../core/types.js" */
/** @import { TrainVerbs } from "../types.js" */
import * as appearance from "../../panels/appearance.js";
import * as copies from "../../panels/copies.js";
import * as dialogs from "../../panels/dialogs.js";
import * as header from "../../panels/header.js";
import * as changes from "./changes.js";
import * as confusion from "./confusion.js";
import * as controls from "./controls.js";
import * as detail from "./detail.js";
import * as curves from "./curves/curves.js";
import * as diagram from "./diagram/diagram.js";
import * as data from "./data/data.js";
import * as example from "./example.js";
import * as landscape from "./landscape/landscape.js";
import * as layers from "./layers/layers.js";
import * as map from "./map/map.js";
import * as network from "./network/network.js";
import * as pointer from "./map/pointer/pointer.js";
import * as now from "./now.js";
import * as predict from "./predict/predict.js";
import * as report from "./report/report.js";
import * as settings from "./settings/settings.js";
import * as shelf from "./shelf/shelf.js";
import * as timeline from "./timeline.js";
import * as walkthrough from "./walkthrough.js";

/** @type {Record<string, ViewModule<any, any, TrainVerbs>>} */
export const VIEWS = {
  header,
  example,
  appearance,
  copies,
  data,
  changes,
  detail,
  network,
  predict,
  report,
  settings,
  shelf,
  diagram,
  map,
  curves,
  controls,
  timeline,
  landscape,
  layers,
  now,
  confusion,
  pointer,
  walkthrough,
  dialogs,
};
