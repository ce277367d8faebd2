// The page `/chain-rule`: a typed graph.
import { openPage } from "./page.js";
import { PARTS } from "./parts/chain_rule.js";

await openPage(PARTS);
