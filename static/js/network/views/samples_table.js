// One quantity over all samples, a row for each; copied as CSV, TSV or LaTeX.
/** @import { Key, View } from "../../core/types.js" */
/** @import { Context, Screen } from "../types.js" */
/** @import { Quantity } from "./tables/quantities.js" */
import { copyText } from "../../core/browser/clipboard.js";
import { element, scrollBox, setAttribute, setOptions } from "../../draw/dom.js";
import { latexOfTree } from "../../math/formula/print.js";
import { formatNumber } from "../../math/format.js";
import { linkFocus, showFocus, showNumber } from "../../panels/number.js";
import { headOf } from "../../panels/table_head.js";
import { textFrom } from "../../math/nodes.js";
import { COPIES, addressIn, quantitiesOf, sampleRows } from "./tables/quantities.js";

/** A table of more numbers shows its first rows only; the copies hold all. */
const MAX_CELLS = 600;

/**
 * @typedef {object} SamplesTable
 * @property {Context} context
 * @property {HTMLSelectElement} choice
 * @property {HTMLElement} body
 * @property {HTMLElement} more says how many rows are left out
 * @property {Screen | null} screen
 * @property {string} chosen the name of the quantity
 * @property {string} builtFor all that the cells depend on
 * @property {HTMLElement[][]} cells
 */

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const { t } = context;
  /** @type {SamplesTable} */
  const table = {
    context,
    choice: element("select", { "data-key": "quantity", "aria-label": t("samples.quantity") }),
    body: element("div", { class: "samples-body" }),
    more: element("p", { class: "hint", hidden: true }),
    screen: null,
    chosen: "",
    builtFor: "",
    cells: [],
  };
  table.choice.addEventListener("change", () => {
    table.chosen = table.choice.value;
    if (table.screen) update(table, table.screen);
  });
  const copies = Object.keys(COPIES).map((form) =>
    copyButton(table, /** @type {keyof typeof COPIES} */ (form)),
  );
  root.replaceChildren(
    element("h2", {}, t("samples.title")),
    element("div", { class: "samples-head" }, table.choice, ...copies),
    scrollBox(t("samples.title"), table.body),
    table.more,
  );
  linkFocus(root, context);
  return {
    /** @param {Screen} screen */
    update(screen) {
      update(table, screen);
      showFocus(root, screen);
    },
  };
}

/** @param {SamplesTable} table @param {keyof typeof COPIES} form */
function copyButton(table, form) {
  const { t, dispatch } = table.context;
  const name = t(/** @type {Key} */ (`samples.${form}`));
  return element(
    "button",
    {
      type: "button",
      "data-key": `samples-${form}`,
      "aria-label": t("samples.copy", { form: name }),
      title: t("samples.copy", { form: name }),
      onclick: () => {
        const text = textOf(table, form);
        if (text !== null)
          void copyText(text).then(
            (isCopied) => isCopied && dispatch("say", { key: "samples.copied", params: { form: name } }),
          );
      },
    },
    name,
  );
}

/** @param {SamplesTable} table @param {keyof typeof COPIES} form */
function textOf({ screen, chosen, context }, form) {
  const quantity = screen && quantitiesOf(screen).find(({ name }) => name === chosen);
  if (!screen || !quantity) return null;
  const symbols = Array.from({ length: quantity.units }, (_, unit) =>
    form === "latex"
      ? latexOf(screen, addressIn(quantity, unit))
      : plainOf(screen, addressIn(quantity, unit)),
  );
  const first = form === "latex" ? `\\text{${context.t("editor.sample")}}` : context.t("editor.sample");
  return COPIES[form]([first, ...symbols], sampleRows(screen, quantity));
}

/** @param {Screen} screen @param {string} address */
const plainOf = ({ explainer }, address) => textFrom(explainer.symbol(address));

/** @param {Screen} screen @param {string} address */
const latexOf = ({ explainer }, address) =>
  latexOfTree(
    { op: "address", address },
    {
      symbol: (/** @type {string} */ one) => explainer.symbol(one),
      called: () => null,
      numbers: false,
      value: explainer.value,
      format: formatNumber,
    },
  );

/** @param {SamplesTable} table @param {Screen} screen */
function update(table, screen) {
  const { context, choice } = table;
  const { t } = context;
  table.screen = screen;
  const quantities = quantitiesOf(screen);
  const layers = screen.trace.network.layers.length;
  if (!quantities.some(({ name }) => name === table.chosen)) table.chosen = `delta${layers}`;
  setOptions(
    choice,
    quantities.map((quantity) => ({
      value: quantity.name,
      text: t(quantity.layer === 0 ? "samples.of_network" : "samples.of_layer", {
        kind: screen.explainer.kind(addressIn(quantity, 0)),
        layer: quantity.layer,
      }),
    })),
    table.chosen,
  );
  const quantity = /** @type {Quantity} */ (quantities.find(({ name }) => name === table.chosen));
  const rows = sampleRows(screen, quantity);
  const shown = Math.max(1, Math.min(rows.length, Math.floor(MAX_CELLS / quantity.units)));
  build(table, screen, quantity, shown);
  rows.slice(0, shown).forEach((row, s) => {
    row.forEach((value, unit) => {
      const cell = table.cells[s]?.[unit];
      if (cell) showNumber(cell, value);
    });
    const line = table.cells[s]?.[0]?.parentElement;
    line?.classList.toggle("current", s === screen.state.sample);
  });
  const left = rows.length - shown;
  setAttribute(table.more, "hidden", left === 0);
  table.more.textContent = left === 0 ? "" : t("samples.more", { count: left });
}

/** @param {SamplesTable} table @param {Screen} screen @param {Quantity} quantity @param {number} shown rows */
function build(table, screen, quantity, shown) {
  const { t } = table.context;
  const { state } = screen;
  const key = JSON.stringify([quantity, shown, state.notation, state.sample]);
  if (key === table.builtFor) return;
  table.builtFor = key;
  table.cells = Array.from({ length: shown }, (_, s) =>
    Array.from({ length: quantity.units }, (_unit, unit) => {
      const address = addressIn(quantity, unit);
      return element("td", { "data-address": s === state.sample ? address : `${address}@${s}` });
    }),
  );
  table.body.replaceChildren(
    element(
      "table",
      { class: "samples-table" },
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          element("th", { scope: "col" }, t("editor.sample")),
          ...Array.from({ length: quantity.units }, (_, unit) =>
            element("th", { scope: "col" }, ...headOf(screen.explainer.symbol(addressIn(quantity, unit)))),
          ),
        ),
      ),
      element(
        "tbody",
        {},
        ...table.cells.map((cells, s) =>
          element("tr", { "data-sample": s }, element("th", { scope: "row" }, String(s + 1)), ...cells),
        ),
      ),
    ),
  );
}
