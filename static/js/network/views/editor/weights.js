// The weights and biases: a table of fields for each layer.
/** @import { Context, FilledLayer, Screen } from "../../types.js" */
/** @import { Naming } from "../../notation.js" */
/** @import { NumberCell } from "./number_cell.js" */
/** @import { Section } from "./section.js" */
import { noHover } from "../../../core/browser/media.js";
import { at } from "../../../core/at.js";
import { element } from "../../../draw/dom.js";
import { headOf } from "../../../panels/table_head.js";
import { mi } from "../../../math/nodes.js";
import { namingOf, symbolOf } from "../../notation.js";
import { parameterName } from "../../parameters.js";
import { parameterCount } from "../../request.js";
import { buildNumberCell, updateNumberCell } from "./number_cell.js";
import { MAX_PARAMETER_FIELDS, fieldsTable, titled } from "./section.js";

/** @param {Context} context @returns {Section} */
export function weightsSection(context) {
  const { t } = context;
  const body = element("div", { class: "matrices" });
  let builtFrom = "";
  /** @type {NumberCell[]} */
  let cells = [];
  return {
    root: titled(
      t("editor.parameters"),
      element("p", { class: "hint" }, t(noHover.matches ? "editor.drag_hint_touch" : "editor.drag_hint")),
      body,
    ),
    update(screen) {
      const form = formOf(screen);
      if (form !== builtFrom) {
        builtFrom = form;
        const tables = buildTables(context, screen);
        cells = tables.flatMap((table) => table.cells);
        body.replaceChildren(...tables.map((table) => table.root));
      }
      for (const cell of cells) updateNumberCell(cell, screen);
    },
  };
}

/** All that the cells of the tables depend on. @param {Screen} screen */
const formOf = ({ state, trace: { network } }) =>
  JSON.stringify([
    state.notation,
    network.inputs,
    network.layers.map((layer) => [layer.units, layer.biases !== null]),
  ]);

/** @param {Context} context @param {Screen} screen @returns {{root: HTMLElement, cells: NumberCell[]}[]} */
function buildTables(context, screen) {
  const { t, catalog } = context;
  const { network, request } = screen.trace;
  const count = parameterCount(request);
  if (count > MAX_PARAMETER_FIELDS)
    return [{ root: element("p", { class: "hint" }, t("editor.too_many", { count })), cells: [] }];
  const naming = namingOf(screen, catalog);
  return network.layers.map((layer, index) => {
    const fanIn = index === 0 ? network.inputs : at(network.layers, index - 1).units;
    return buildTable(context, naming, index + 1, layer, fanIn);
  });
}

/** @param {Context} context @param {Naming} naming @param {number} l the layer, from 1
 * @param {FilledLayer} layer @param {number} fanIn @returns {{root: HTMLElement, cells: NumberCell[]}} */
function buildTable(context, naming, l, layer, fanIn) {
  const { t } = context;
  const hasBias = layer.biases !== null;
  const sources = Array.from({ length: fanIn }, (_, i) => (l === 1 ? `x.${i}` : `a${l - 1}.${i}`));
  const rows = Array.from({ length: layer.units }, (_, j) => {
    const weights = sources.map((_, i) =>
      buildNumberCell(context, `w${l}.${j}.${i}`, parameterName(`w${l}.${j}.${i}`, t)),
    );
    const biases = hasBias
      ? [buildNumberCell(context, `b${l}.${j}`, t("editor.bias_name", { layer: l, unit: j + 1 }))]
      : [];
    return [...weights, ...biases];
  });
  const root = fieldsTable(context, {
    label: t("editor.weights_of", { layer: l }),
    caption: t("editor.weights_of", { layer: l }),
    shape: `${layer.units}×${fanIn}`,
    heads: [
      element("th", { scope: "col" }, element("span", { class: "unseen" }, t("table.into"))),
      ...sources.map((source) => element("th", { scope: "col" }, ...headOf(symbolOf(source, naming)))),
      hasBias ? element("th", { scope: "col" }, ...headOf(mi("b"))) : null,
    ],
    rows: rows.map((cells, j) =>
      element(
        "tr",
        {},
        element("th", { scope: "row" }, ...headOf(symbolOf(`z${l}.${j}`, naming))),
        ...cells.map((cell) => cell.root),
      ),
    ),
  });
  return { root, cells: rows.flat() };
}
