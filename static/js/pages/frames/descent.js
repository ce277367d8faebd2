// The player of gradient descent in a frame of another page.
import { openPage } from "../../core/page.js";
import { embedded } from "../../embed/view.js";
import { TOOL } from "../../descent/tool.js";

await openPage(embedded(TOOL));
