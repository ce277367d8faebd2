// Builds the elements of the view of small changes.

/** @import { Context } from "../../types.js" */
/** @import { Elements } from "./types.js" */
import { element, uniqueId } from "../../../draw/dom.js";
import { shape } from "../../../draw/svg.js";
import { numberInput } from "../../../panels/number.js";

/** The ends of the slider and its step. */
const MAX_SLIDER_DELTA = 0.5;
const SLIDER_STEP = 0.01;

/** Builds the elements into `root`.
 * @param {HTMLElement} root @param {Context["t"]} t @param {(delta: number) => void} onDelta called when a
 * number is typed
 * @returns {Elements} */
export function buildElements(root, t, onDelta) {
  const id = uniqueId("change");
  const choice = element("select", { "data-key": "change-of", "aria-label": t("graph.change_of") });
  const slider = element("input", {
    type: "range",
    min: -MAX_SLIDER_DELTA,
    max: MAX_SLIDER_DELTA,
    step: SLIDER_STEP,
    "data-key": "change-slider",
  });
  const field = numberInput(t, { "data-key": "change", class: "number short", id }, onDelta);
  const name = element("label", { for: id, class: "change-name" });
  const halve = element("button", { type: "button", "data-key": "change-halve" }, t("graph.change_halve"));
  const svg = shape("svg", { class: "increments-drawing" });
  const sheet = element("div", { class: "increments-sheet" }, svg);
  const key = element(
    "p",
    { class: "increments-key hint", "aria-hidden": "true" },
    element("span", { class: "really" }, t("graph.change_really")),
    element("span", { class: "linear" }, t("graph.change_linear")),
  );
  const ratio = element("p", { class: "increments-ratio", "aria-live": "polite" });
  const head = element("div", { class: "increments-head" }, choice, name, slider, field.input, halve);
  root.replaceChildren(element("div", { class: "increments" }, head, sheet, key, ratio));
  return { choice, name, slider, field, halve, svg, sheet, ratio };
}
