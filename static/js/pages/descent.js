// The page `/descent`: gradient descent.
import { openPage } from "../core/page.js";
import { PARTS } from "../descent/tool.js";

await openPage(PARTS);
