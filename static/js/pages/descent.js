// The page `/descent`: gradient descent.
import { openPage } from "../core/page.js";
import { openFrame } from "../panels/frame.js";
import { TOOL } from "../descent/tool.js";

openFrame();
await openPage(TOOL);
