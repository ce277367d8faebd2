// The page `/chain-rule`: a typed graph.
import { openPage } from "../core/page.js";
import { TOOL } from "../graph/tool.js";

await openPage(TOOL);
