// The page `/training`: a network learns a data set.
import { openPage } from "../core/page.js";
import { openFrame } from "../panels/frame.js";
import { TOOL } from "../training/tool.js";

openFrame();
await openPage(TOOL);
