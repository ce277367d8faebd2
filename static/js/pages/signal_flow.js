// The page `/`: the walkthrough of a network.
import { openPage } from "../core/page.js";
import { PARTS } from "../network/tool.js";

await openPage(PARTS);
