// A number of the drawing is changed in place: dragged sideways, or by the arrow keys up and down.

import { isSideways } from "../../../core/browser/drag.js";
import { ARROWS, dragged, keyStep, rounded } from "../../../panels/number.js";
import { partsOf } from "../../../core/address.js";
import { enteredValue } from "../../trace_values.js";

/** @import { Diagram } from "./build.js" */

/** @param {Diagram} diagram */
export function listenToChanges(diagram) {
  const { stage } = diagram;
  stage.addEventListener("pointerdown", (event) => {
    const target = editableAt(diagram, event.target);
    if (target && event.button === 0 && event.isPrimary) drag(diagram, target, event);
  });
  stage.addEventListener("keydown", (event) => {
    const sign = ARROWS[event.key];
    const target = sign === undefined ? null : editableAt(diagram, event.target);
    if (sign === undefined || !target || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    change(diagram, target, numberAt(diagram, target) + sign * keyStep(event));
  });
}

/** The number under the pointer or the focus, if it can be changed now.
 * @param {Diagram} diagram @param {EventTarget | null} target */
function editableAt({ picking, screen }, target) {
  if (picking.families.size > 0 || !screen || !(target instanceof Element)) return null;
  return target.closest("[data-edit]");
}

/** @param {Element} target */
const addressOf = (target) => target.getAttribute("data-edit") ?? "";

/** The number as it was entered; a change that the screen does not show yet counts. @param {Diagram} diagram
 * @param {Element} target */
function numberAt({ screen, changing }, target) {
  const address = addressOf(target);
  if (changing?.address === address && changing.screen === screen) return changing.value;
  return screen ? (enteredValue(screen, partsOf(address)) ?? 0) : 0;
}

/** @param {Diagram} diagram @param {Element} target @param {number} value */
function change(diagram, target, value) {
  const address = addressOf(target);
  const fitting = rounded(value);
  diagram.changing = { address, value: fitting, screen: diagram.screen };
  diagram.context.dispatch("edit", { address, value: fitting, continues: true });
}

/** @param {Diagram} diagram @param {Element} target @param {PointerEvent} event */
function drag(diagram, target, event) {
  const { stage } = diagram;
  const start = numberAt(diagram, target);
  let isDragging = false;
  const ended = new AbortController();
  const { signal } = ended;
  stage.addEventListener(
    "pointermove",
    (moved) => {
      if (moved.pointerId !== event.pointerId) return;
      const distance = moved.clientX - event.clientX;
      if (!isDragging && !isSideways(event, moved)) return;
      if (!isDragging) stage.setPointerCapture(event.pointerId);
      isDragging = true;
      stage.dataset["dragging"] = "";
      target.setAttribute("data-changing", "");
      change(diagram, target, start + dragged(distance, moved));
    },
    { signal },
  );
  for (const name of /** @type {const} */ (["pointerup", "pointercancel"]))
    stage.addEventListener(
      name,
      () => {
        ended.abort();
        delete stage.dataset["dragging"];
        target.removeAttribute("data-changing");
        // The click that ends a drag opens nothing.
        if (isDragging) stage.addEventListener("click", stop, { capture: true, once: true });
        setTimeout(() => stage.removeEventListener("click", stop, { capture: true }));
      },
      { signal },
    );
}

/** @param {Event} event */
const stop = (event) => event.stopImmediatePropagation();
