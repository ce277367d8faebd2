// The player of a typed graph in a frame of another page.
import { openPage } from "../../core/page.js";
import { embedded } from "../../embed/view.js";
import { TOOL } from "../../graph/tool.js";

await openPage(embedded(TOOL));
