// The shelf of this browser: one for the page, whichever view looks at it.
import { lasting } from "../../../core/browser/memory.js";
import { createShelf } from "../../runs/shelf.js";

export const SHELF = createShelf(lasting);
