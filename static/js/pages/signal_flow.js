// The page `/`: the walkthrough of a network.
import { openPage } from "../core/page.js";
import { TOOL } from "../network/tool.js";

await openPage(TOOL);
