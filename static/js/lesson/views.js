// The panels that only figures of the lesson have. To add one, write its file and one line here.
/** @import { Mount } from "../types.js" */
import * as lines from "./lines.js";
import * as stepper from "../views/stepper.js";
import * as strip from "../views/strip.js";

/** @type {Record<string, {mount: Mount}>} */
export const LESSON_VIEWS = { lines, stepper, strip };
