// The page `/check`: which of the reader's own numbers is wrong, and why.
import { openPage } from "../core/page.js";
import { openFrame } from "../panels/frame.js";
import { TOOL } from "../check/tool.js";

openFrame();
await openPage(TOOL);
