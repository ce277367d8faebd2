// The panels that only figures of the lesson have. To add one, write its file and one line here.
/** @import { Mount } from "../types.js" */
import * as cost from "../views/cost.js";
import * as dials from "../views/dials.js";
import * as gradient from "../views/gradient.js";
import * as increments from "../views/increments.js";
import * as lines from "./lines.js";
import * as pseudo from "../views/pseudo.js";
import * as stepper from "../views/stepper.js";
import * as strip from "../views/strip.js";

/** @type {Record<string, {mount: Mount}>} */
export const LESSON_VIEWS = { cost, dials, gradient, increments, lines, pseudo, stepper, strip };
