// The views that only figures of the lesson have. To add one, write its module and add it here.
/** @import { ViewModule } from "../../core/types.js" */
import * as cost from "../../descent/views/cost.js";
import * as hyperparameters from "../../descent/views/hyperparameters.js";
import * as gradient from "../../descent/views/gradient.js";
import * as increments from "../../graph/views/increments/index.js";
import * as fragment from "./fragment.js";
import * as lines from "./lines.js";
import * as panels from "./panels.js";
import * as pseudo from "../../descent/views/pseudo.js";
import * as stepper from "./stepper.js";
import * as step_caption from "../../panels/step_caption.js";

/** @type {Record<string, ViewModule<any, any, any>>} */
export const LESSON_VIEWS = {
  cost,
  fragment,
  hyperparameters,
  gradient,
  increments,
  lines,
  panels,
  pseudo,
  stepper,
  step_caption,
};
