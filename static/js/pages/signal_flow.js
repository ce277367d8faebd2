// The page `/`: the walkthrough of a network.
import { openPage } from "../core/page.js";
import { openFrame } from "../panels/frame.js";
import { TOOL } from "../network/tool.js";

openFrame();
await openPage(TOOL);
