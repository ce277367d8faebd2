// What the pointer and the keyboard do on the diagram: they name the number that the page has its focus on, and open
// numbers for editing.

import { listenToPointed, numberAt } from "../../../core/browser/pointed.js";
import { updateDiagram } from "./update.js";
import { listenForPicks } from "./picking.js";
import { listenToChanges } from "./changing.js";
import { openInput } from "./value_input.js";

/** @import { Diagram } from "./build.js" */

/** @param {Diagram} diagram */
export function listen(diagram) {
  const { stage } = diagram;
  listenForPicks(diagram.picking);
  listenToChanges(diagram);
  // A drawing that fills its place is laid out anew when the place changes.
  new ResizeObserver(() => {
    diagram.room = undefined;
    if (diagram.screen && stage.closest("[data-fill]")) updateDiagram(diagram, diagram.screen);
  }).observe(stage);
  listenToPointed(stage, (target) => point(diagram, target));
  stage.addEventListener("click", (event) => {
    const target = editable(event.target);
    if (target) openInput(diagram, target);
  });
  stage.addEventListener("keydown", (event) => {
    const target = editable(event.target);
    if (!target || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    event.stopPropagation();
    openInput(diagram, target);
  });
}

/** The page answers with `screen.focus`. @param {Diagram} diagram @param {EventTarget | null} target */
function point(diagram, target) {
  const node = numberAt(target);
  const named = node?.getAttribute("data-focus");
  // From the update on the label of a weight shows the new one, and so do its plate and its arrow.
  const label = named && diagram.stage.querySelector(`.number-label[data-focus="${named}"] [data-address]`);
  const address = (label || node)?.getAttribute("data-address") ?? named ?? null;
  if (address === diagram.pointed) return;
  diagram.pointed = address;
  diagram.context.dispatch("focus", address);
}

/** @param {EventTarget | null} target */
const editable = (target) => (target instanceof Element ? target.closest("[data-edit]") : null);
