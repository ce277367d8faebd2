// The page `/chain-rule`: a typed graph.
import { openPage } from "../core/page.js";
import { openFrame } from "../panels/frame.js";
import { TOOL } from "../graph/tool.js";

openFrame();
await openPage(TOOL);
