// The player of a network in a frame of another page.
import { openPage } from "../../core/page.js";
import { embedded } from "../../embed/view.js";
import { TOOL } from "../../network/tool.js";

await openPage(embedded(TOOL));
