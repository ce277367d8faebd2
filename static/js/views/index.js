// Every panel of the page and where it stands. To add one, write its file and one line here (and a [data-view] in the template).
/** @import { Mount } from "../types.js" */
import * as choices from "./choices.js";
import * as controls from "./controls.js";
import * as diagram from "./diagram.js";
import * as dialogs from "./dialogs.js";
import * as editor from "./editor.js";
import * as header from "./header.js";
import * as ladder from "./ladder.js";
import * as legend from "./legend.js";
import * as losses from "./losses.js";
import * as samples from "./samples.js";
import * as tables from "./tables.js";
import * as timeline from "./timeline.js";

/** @type {Record<string, {mount: Mount}>} */
export const VIEWS = { header, diagram, choices, controls, timeline, ladder, legend, tables, losses, samples, editor, dialogs };
