// A number of the drawing that is edited in place: a text field over its plate.

import { element } from "../../../draw/dom.js";
import { fullNumber } from "../../../math/format.js";
import { readNumber } from "../../../math/parse_number.js";
import { ARROWS, keyStep, keypadFor, mistakeLine, rounded } from "../../../panels/number.js";
import { namingOf, textOf } from "../../notation.js";
import { valueAt } from "../../trace_values.js";

/** @import { Address } from "../../../core/types.js" */
/** @import { Diagram } from "./build.js" */

const MIN_WIDTH = 96;

/**
 * @typedef {object} ValueInput
 * @property {Address} address
 * @property {number | null} value before the edit
 * @property {HTMLInputElement} input
 * @property {ReturnType<typeof mistakeLine>} mistake
 * @property {boolean} open
 * @property {Element} target the number that it lies over
 */

/** @param {Diagram} diagram @param {Element} target a node with `data-edit` */
export function openInput(diagram, target) {
  const address = target.getAttribute("data-edit");
  const { context, screen, stage } = diagram;
  if (!address || !screen) return;
  const value = valueAt(screen.trace, address, screen.state.sample);
  const name = textOf(address, namingOf(screen, context.catalog));
  const input = element("input", {
    class: "in-place",
    type: "text",
    inputmode: keypadFor(),
    autocomplete: "off",
    value: fullNumber(value),
    "aria-label": context.t("diagram.value", { name }),
  });
  const mistake = mistakeLine(input);
  diagram.zoom.revealAll([target]);
  const edited = { address, value, input, mistake, open: true, target };
  diagram.edited = edited;
  placeInput(diagram);
  listen(diagram, edited);
  stage.append(input);
  input.focus();
  input.select();
}

/** Centres the open field on its number, inside the stage; the line for mistakes stands below it.
 * @param {Pick<Diagram, "stage" | "edited">} diagram */
export function placeInput({ stage, edited }) {
  if (!edited) return;
  const { target, input, mistake } = edited;
  const box = target.getBoundingClientRect();
  const origin = stage.getBoundingClientRect();
  const width = Math.max(MIN_WIDTH, box.width + 24);
  const left = box.x + box.width / 2 - origin.x - width / 2;
  const top = box.y + box.height / 2 - origin.y;
  input.style.setProperty("left", `${Math.max(0, Math.min(origin.width - width, left))}px`);
  input.style.setProperty("top", `${top}px`);
  input.style.setProperty("width", `${width}px`);
  mistake.node.style.setProperty("top", `${top + 20}px`);
}

/** @param {Diagram} diagram @param {ValueInput} edited */
function listen(diagram, edited) {
  const { input, mistake } = edited;
  input.addEventListener("input", () => mistake.say(null));
  input.addEventListener("keydown", (event) => {
    event.stopPropagation();
    const sign = ARROWS[event.key];
    if (sign !== undefined) {
      event.preventDefault();
      const read = readNumber(input.value);
      mistake.say(null);
      input.value = String(
        rounded(("value" in read ? read.value : (edited.value ?? 0)) + sign * keyStep(event)),
      );
      return;
    }
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    close(diagram, edited, event.key === "Enter");
    if (!edited.open) focusOn(diagram, edited.address);
  });
  input.addEventListener("blur", () => {
    close(diagram, edited, true);
    if (!edited.open) return;
    const reason = mistake.node.textContent ?? "";
    diagram.context.dispatch("say", { key: "editor.not_taken", params: { reason } });
    close(diagram, edited, false);
  });
}

/** Takes the text over, or drops it; a text that is no number stays open with a line that says why.
 * @param {Diagram} diagram @param {ValueInput} edited @param {boolean} keep */
function close(diagram, edited, keep) {
  const { context } = diagram;
  const { address, value, input, mistake } = edited;
  if (!edited.open) return;
  const read = readNumber(input.value);
  if (keep && "mistake" in read) {
    mistake.say(context.t(read.mistake.key, read.mistake.params));
    return;
  }
  edited.open = false;
  diagram.edited = null;
  mistake.say(null);
  input.remove();
  if (keep && "value" in read && read.value !== value)
    context.dispatch("edit", { address, value: read.value });
}

/** @param {Diagram} diagram @param {Address} address */
function focusOn({ sheet }, address) {
  const node = sheet.querySelector(`[data-edit="${address}"]`);
  if (node instanceof SVGElement || node instanceof HTMLElement) node.focus();
}
