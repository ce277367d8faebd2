// The page `/descent`: gradient descent.
import { openPage } from "../core/page.js";
import { TOOL } from "../descent/tool.js";

await openPage(TOOL);
