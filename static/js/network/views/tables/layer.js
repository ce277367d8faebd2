// The tables of one layer: its units, then weights, gradient, change and new weights as matrices with their shapes.
/** @import { Key, MathNode } from "../../../core/types.js" */
/** @import { Context, FilledLayer } from "../../types.js" */
/** @import { Naming } from "../../notation.js" */
/** @import { ChangeCell, ValueCell } from "./cells.js" */
import { element, scrollBox } from "../../../draw/dom.js";
import { headOf } from "../../../panels/table_head.js";
import { menuWord } from "../../../core/names.js";
import { mi, mo, row } from "../../../math/nodes.js";
import { errorFamily, partialOfCost, symbolOf } from "../../notation.js";
import { buildChangeCell, buildValueCell } from "./cells.js";

/** A matrix with more rows or columns than this shows its corner. */
const MAX_MATRIX_LENGTH = 16;
/** A layer with more units than this shows its first ones. */
const MAX_UNITS = 64;
/** How many rows, columns or units are shown of more. */
const CORNER = 8;

/** The matrices that have no numbers before the update. @type {Key[]} */
const AFTER_UPDATE = ["table.gradient", "table.change", "table.updated"];
/** The columns of a layer's table of units. */
const UNIT_FAMILIES = ["z", "a", "error", "delta"];

/**
 * @typedef {object} LayerTables
 * @property {HTMLDetailsElement} root
 * @property {ValueCell[]} values
 * @property {ChangeCell[]} changes
 * @property {HTMLElement[]} afterUpdate the matrices that are hidden until the gradient is known
 * @property {HTMLElement} promise the line in their place until then
 */
/**
 * What the tables of a layer are built from.
 * @typedef {object} LayerPlan
 * @property {number} l the layer, from 1
 * @property {FilledLayer} layer
 * @property {number} fanIn
 * @property {Naming} naming
 */

/** @param {Context} context @param {LayerPlan} plan @param {boolean} open @returns {LayerTables} */
export function buildLayer({ t }, plan, open) {
  const { l, layer, fanIn } = plan;
  const units = unitTable(t, plan);
  const weights = matrix(t, plan, "table.weights", valueCells(plan, ""));
  const gradient = matrix(t, plan, "table.gradient", valueCells(plan, "d"));
  const change = matrix(t, plan, "table.change", cellsOf(plan, buildChangeCell));
  const updated = matrix(t, plan, "table.updated", valueCells(plan, "new_"));
  const afterUpdate = [gradient.root, change.root, updated.root];
  const promise = element(
    "p",
    { class: "promise" },
    t("table.with_update", { names: AFTER_UPDATE.map((key) => t(key)).join(" · ") }),
  );
  const root = element(
    "details",
    { open, "data-layer": l },
    element(
      "summary",
      {},
      t("table.layer", { layer: l }),
      element("span", { class: "shape" }, `${fanIn} → ${layer.units} · ${menuWord(layer.activation)}`),
    ),
    scrollBox(
      t("table.layer", { layer: l }),
      units.root,
      element("div", { class: "matrix-set" }, weights.root, promise, ...afterUpdate),
    ),
  );
  const values = [units, weights, gradient, updated].flatMap(({ cells }) => cells);
  return { root, values, changes: change.cells, afterUpdate, promise };
}

/** How many of `count` are shown. @param {number} count @param {number} most */
const shownOf = (count, most) => (count > most ? CORNER : count);

/** "the first 8 of 100". @param {Context["t"]} t @param {number} all @param {number} shown */
const firstOf = (t, all, shown) =>
  all > shown ? element("small", {}, ` ${t("table.first_of", { shown, all })}`) : null;

/** @param {Context["t"]} t @param {LayerPlan} plan @returns {{root: HTMLElement, cells: ValueCell[]}} */
function unitTable(t, { l, layer, naming }) {
  const shown = shownOf(layer.units, MAX_UNITS);
  const rows = Array.from({ length: shown }, (_, j) =>
    UNIT_FAMILIES.map((family) => buildValueCell(`${family}${l}.${j}`)),
  );
  const heads = UNIT_FAMILIES.map((family) =>
    element("th", { scope: "col" }, ...headOf(columnHead(family, l, naming))),
  );
  const root = element(
    "table",
    { class: "units" },
    element("caption", {}, t("table.units"), firstOf(t, layer.units, shown)),
    element("thead", {}, element("tr", {}, element("th", { scope: "col" }, t("table.unit")), ...heads)),
    element("tbody", {}, ...rows.map((cells, j) => tableRow(unitName(l, j, naming), cells))),
  );
  return { root, cells: rows.flat() };
}

/** A symbol without its index, as the head of a column. @param {string} family @param {number} l
 * @param {Naming} naming @returns {MathNode} */
export function columnHead(family, l, naming) {
  const figure = naming.notation === "figure";
  if (family === "z") return mi(figure ? "e" : "z");
  if (family === "a") return mi(figure ? "y" : "a");
  if (figure && family === errorFamily(l, naming)) return mi("δ");
  if (naming.notation === "textbook" && family === "delta") return mi("δ");
  const letter = { error: figure ? "y" : "a", delta: figure ? "e" : "z" }[family] ?? family;
  return figure ? row(mo("−"), partialOfCost(mi(letter))) : partialOfCost(mi(letter));
}

/** @param {number} l @param {number} j @param {Naming} naming @returns {MathNode} */
function unitName(l, j, naming) {
  const symbol = symbolOf(`z${l}.${j}`, naming);
  return naming.notation === "figure"
    ? { ...symbol, parts: [mi("f"), ...(symbol.parts ?? []).slice(1)] }
    : { tag: "mn", text: String(j + 1) };
}

/** @param {MathNode} head @param {readonly {root: HTMLElement}[]} cells */
const tableRow = (head, cells) =>
  element("tr", {}, element("th", { scope: "row" }, ...headOf(head)), ...cells.map(({ root }) => root));

/** The cells of a matrix, row by row, with the bias last. @template C @param {LayerPlan} plan
 * @param {(parameter: string) => C} build a cell for the parameter at this address @returns {C[][]} */
function cellsOf({ l, layer, fanIn }, build) {
  const columns = shownOf(fanIn, MAX_MATRIX_LENGTH);
  return Array.from({ length: shownOf(layer.units, MAX_MATRIX_LENGTH) }, (_, j) => [
    ...Array.from({ length: columns }, (_, i) => build(`w${l}.${j}.${i}`)),
    ...(layer.biases === null ? [] : [build(`b${l}.${j}`)]),
  ]);
}

/** @param {LayerPlan} plan @param {"" | "d" | "new_"} prefix of the family: weights, gradients, new weights */
const valueCells = (plan, prefix) => cellsOf(plan, (parameter) => buildValueCell(`${prefix}${parameter}`));

/** @template {{root: HTMLElement}} C @param {Context["t"]} t @param {LayerPlan} plan @param {Key} title
 * @param {C[][]} rows @returns {{root: HTMLElement, cells: C[]}} */
function matrix(t, { l, layer, fanIn, naming }, title, rows) {
  const bias = layer.biases !== null;
  const columns = shownOf(fanIn, MAX_MATRIX_LENGTH);
  const sources = Array.from({ length: columns }, (_, i) =>
    symbolOf(l === 1 ? `x.${i}` : `a${l - 1}.${i}`, naming),
  );
  const matrix = `${layer.units}×${fanIn}`;
  const shape = bias ? `${matrix} + ${layer.units}` : matrix;
  const root = element(
    "table",
    { class: "matrix" },
    element(
      "caption",
      {},
      t(title),
      " ",
      element("span", { class: "shape" }, shape),
      firstOf(t, layer.units * fanIn, rows.length * columns),
    ),
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        element("th", { scope: "col" }, element("span", { class: "unseen" }, t("table.into"))),
        ...sources.map((source) => element("th", { scope: "col" }, ...headOf(source))),
        bias ? element("th", { scope: "col" }, ...headOf(mi("b"))) : null,
      ),
    ),
    element("tbody", {}, ...rows.map((cells, j) => tableRow(unitName(l, j, naming), cells))),
  );
  return { root, cells: rows.flat() };
}
