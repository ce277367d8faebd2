// Every number of the trace, layer by layer. A number that is not known yet is "·", the numbers of the step
// are marked, and after an edit the number before it stands beside it.
/** @import { View } from "../../core/types.js" */
/** @import { Context, Screen } from "../types.js" */
/** @import { ValueCell } from "./tables/cells.js" */
/** @import { LayerTables } from "./tables/layer.js" */
import { at } from "../../core/at.js";
import { element, setAttribute } from "../../draw/dom.js";
import { isKnown } from "../../core/frame.js";
import { linkFocus, showFocus } from "../../panels/number.js";
import { namingOf } from "../notation.js";
import { buildValueCell, updateChangeCell, updateValueCell } from "./tables/cells.js";
import { buildLayer } from "./tables/layer.js";

/** A network of at most so many layers with at most so many units shows all its layers at once, another one
 * the layer of the step. */
const SMALL = { layers: 4, units: 8 };

/**
 * The tables of a network.
 * @typedef {object} Tables
 * @property {string} builtFrom all that the cells depend on
 * @property {boolean} isSmall all layers are open
 * @property {LayerTables[]} layers
 * @property {ValueCell} loss
 */

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const { t } = context;
  const body = element("div", { class: "layers" });
  root.replaceChildren(element("h2", {}, t("table.title")), body);
  linkFocus(root, context);
  /** @type {Tables | null} */
  let tables = null;
  /** The layer of the step, 0 if there is none. */
  let current = 0;
  return {
    /** @param {Screen} screen */
    update(screen) {
      const form = formOf(screen);
      if (tables?.builtFrom !== form) {
        tables = buildTables(context, screen, form);
        body.replaceChildren(
          ...tables.layers.map((layer) => layer.root),
          element("p", { class: "loss-line" }, t("table.loss"), " ", tables.loss.root),
        );
      }
      const layer = screen.frame.active.at(-1)?.layer ?? 0;
      if (layer !== current) {
        current = layer;
        openLayer(tables, current);
      }
      updateTables(tables, screen, t);
      showFocus(root, screen);
    },
  };
}

/** @param {Screen} screen */
const formOf = ({ state, trace: { network } }) =>
  JSON.stringify([
    state.notation,
    network["loss"],
    network.inputs,
    network.layers.map((layer) => [layer.units, layer.activation, layer.biases !== null]),
  ]);

/** @param {Context} context @param {Screen} screen @param {string} builtFrom @returns {Tables} */
function buildTables(context, screen, builtFrom) {
  const { network } = screen.trace;
  const naming = namingOf(screen, context.catalog);
  const isSmall = naming.units.length <= SMALL.layers && naming.units.every((units) => units <= SMALL.units);
  const layers = network.layers.map((layer, index) => {
    const fanIn = index === 0 ? network.inputs : at(network.layers, index - 1).units;
    return buildLayer(context, { l: index + 1, layer, fanIn, naming }, isSmall || index === 0);
  });
  return { builtFrom, isSmall, layers, loss: buildValueCell("loss", "span") };
}

/** Opens and marks a layer; of a large network the layer marked before is closed. @param {Tables} tables
 * @param {number} l from 1 */
function openLayer({ layers, isSmall }, l) {
  layers.forEach(({ root }, index) => {
    const isCurrent = index === l - 1;
    if (isCurrent) root.open = true;
    else if (!isSmall && root.classList.contains("current")) root.open = false;
    root.classList.toggle("current", isCurrent);
  });
}

/** @param {Tables} tables @param {Screen} screen @param {Context["t"]} t */
function updateTables({ layers, loss }, screen, t) {
  layers.forEach(({ values, changes, afterUpdate, promise }, index) => {
    const known = isKnown(screen.frame, `dw${index + 1}.0.0`);
    for (const table of afterUpdate) setAttribute(table, "hidden", !known);
    setAttribute(promise, "hidden", known);
    for (const cell of values) updateValueCell(cell, screen, t);
    for (const cell of changes) updateChangeCell(cell, screen, t);
  });
  updateValueCell(loss, screen, t);
}
