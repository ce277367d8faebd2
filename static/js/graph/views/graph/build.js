// Builds the elements of the graph view.

/** @import { Key } from "../../../core/types.js" */
/** @import { Context } from "../../types.js" */
/** @import { Elements } from "./types.js" */
import { element } from "../../../draw/dom.js";
import { shape } from "../../../draw/svg.js";

/** @param {Context} context @returns {Elements} */
export function buildElements({ t }) {
  const label = t("graph.picture");
  const svg = shape("svg", { class: "network graph-network", role: "group", "aria-label": label });
  const sheet = element("div", { class: "graph-sheet" }, svg);
  const pane = element(
    "div",
    { class: "graph-pane", tabindex: 0, role: "region", "aria-label": label },
    sheet,
  );
  const canvas = element("canvas", { class: "pulses", "aria-hidden": "true" });
  /** @param {string} name @param {string} sign */
  const button = (name, sign) => {
    const title = t(/** @type {Key} */ (`graph.zoom_${name}`));
    return element(
      "button",
      { type: "button", class: "graph-zoom", "data-key": `zoom-${name}`, "aria-label": title, title },
      sign,
    );
  };
  const [zoomOut, zoomIn, zoomFit] = [button("out", "−"), button("in", "+"), button("fit", "⤢")];
  const tools = element("div", { class: "graph-tools" }, zoomOut, zoomIn, zoomFit);
  const frame = element("div", { class: "diagram graph" }, pane, canvas, tools);
  return { frame, pane, sheet, svg, canvas, zoomOut, zoomIn, zoomFit };
}
