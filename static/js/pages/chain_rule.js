// The page `/chain-rule`: a typed graph.
import { openPage } from "../core/page.js";
import { PARTS } from "../graph/tool.js";

await openPage(PARTS);
