// The diagram: chooses how to draw the network (flow, circuit, matrices), lays the pulses over it, opens numbers for
// editing in place, and links what the pointer is on with the rest of the page.

import { buildDiagram } from "./diagram/build.js";
import { listen } from "./diagram/listen.js";
import { animateDiagram, redrawView, updateDiagram } from "./diagram/update.js";

/** @import { View } from "../../core/types.js" */
/** @import { Context } from "../types.js" */

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const diagram = buildDiagram(root, context, redrawView);
  listen(diagram);
  return {
    update: (screen) => updateDiagram(diagram, screen),
    animate: (screen) => animateDiagram(diagram, screen),
  };
}
