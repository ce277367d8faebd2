// The page `/`: the walkthrough of a network.
import { openPage } from "./page.js";
import { PARTS } from "./parts/signal_flow.js";

await openPage(PARTS);
