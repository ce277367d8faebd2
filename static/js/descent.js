// The page `/descent`: gradient descent.
import { openPage } from "./page.js";
import { PARTS } from "./parts/descent.js";

await openPage(PARTS);
