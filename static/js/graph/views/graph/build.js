// Builds the elements of the graph view.

/** @import { Context } from "../../types.js" */
/** @import { Elements } from "./types.js" */
import { element } from "../../../draw/dom.js";
import { shape } from "../../../draw/svg.js";

/** @param {Context} context @returns {Elements} */
export function buildElements({ t }) {
  const label = t("graph.picture");
  const svg = shape("svg", { class: "network graph-network", role: "none" });
  const sheet = element("div", { class: "graph-sheet" }, svg);
  const canvas = element("canvas", { class: "pulses", "aria-hidden": "true" });
  const pane = element(
    "div",
    { class: "diagram graph", tabindex: 0, role: "group", "aria-label": label },
    sheet,
    canvas,
  );
  return { pane, sheet, svg, canvas };
}
