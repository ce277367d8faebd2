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
import { isKnown } from "../../core/frame.js";
import { writerOf } from "../../panels/step_formulas.js";
import { namingOf } from "../notation.js";
import { columnHead } from "./tables/layer.js";
import { COPIES, quantitiesOf, sampleRows } from "./tables/quantities.js";

/** A table of more numbers shows its first rows only; the copies hold all. */
const MAX_CELLS = 600;

/**
 * @typedef {object} SamplesTable
 * @property {Context} context
 * @property {HTMLSelectElement} choice
 * @property {HTMLElement} body
 * @property {HTMLElement} ahead says since when the numbers are known
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
    ahead: element("p", { class: "hint" }),
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
    copyButton(context, /** @type {keyof typeof COPIES} */ (form), () =>
      textOf(table, /** @type {keyof typeof COPIES} */ (form)),
    ),
  );
  root.replaceChildren(
    element("h2", {}, t("samples.title")),
    element("div", { class: "samples-head" }, table.choice, ...copies),
    scrollBox(t("samples.title"), table.body),
    table.ahead,
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

/** A button that copies a table. @param {Context} context @param {keyof typeof COPIES} form
 * @param {() => string | null} write @param {string} [key] */
export function copyButton({ t, dispatch }, form, write, key = `samples-${form}`) {
  const name = t(/** @type {Key} */ (`samples.${form}`));
  return element(
    "button",
    {
      type: "button",
      "data-key": key,
      "aria-label": t("samples.copy", { form: name }),
      title: t("samples.copy", { form: name }),
      onclick: () => {
        const text = write();
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
  const symbols = quantity.addresses.map((address) =>
    form === "latex" ? latexOf(screen, address) : plainOf(screen, address),
  );
  const first = form === "latex" ? `\\text{${context.t("editor.sample")}}` : context.t("editor.sample");
  return COPIES[form]([first, ...symbols], sampleRows(screen, quantity, true));
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
      text: nameOf(table.context, screen, quantity),
    })),
    table.chosen,
  );
  const quantity = /** @type {Quantity} */ (quantities.find(({ name }) => name === table.chosen));
  sayAhead(table, screen, quantity);
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

/** "δ · derivative with respect to the sum, layer 1": the letter first, as the end may be cut.
 * @param {Context} context @param {Screen} screen @param {Quantity} quantity */
function nameOf({ t, catalog }, screen, { family, layer, addresses, name }) {
  const naming = namingOf(screen, catalog);
  const [first = ""] = addresses;
  const letter = (/** @type {string} */ of) => textFrom(columnHead(of, layer || 1, naming));
  const ofNetwork = name === "x" || name === "t";
  const symbol = ofNetwork ? name : family === "slope" ? `f′(${letter("z")})` : letter(family);
  const kind = screen.explainer.kind(first);
  if (ofNetwork) return `${symbol} · ${kind}`;
  return t(layer === 0 ? "samples.of_all" : "samples.of_layer", { symbol, kind, layer });
}

/** The step that makes the last number of the table, while it is still to come.
 * @param {SamplesTable} table @param {Screen} screen @param {Quantity} quantity */
function sayAhead({ ahead, context }, screen, { addresses }) {
  const unknown = addresses.filter((address) => !isKnown(screen.frame, address));
  const step = Math.max(0, ...unknown.map((address) => writerOf(screen, address) + 1));
  if (ahead.dataset["step"] === String(step)) return;
  ahead.dataset["step"] = String(step);
  const { t, dispatch } = context;
  const go = element(
    "button",
    { type: "button", "data-key": "samples-go", onclick: () => dispatch("seek", step) },
    t("card.go"),
  );
  ahead.replaceChildren(...(step > 0 ? [t("samples.known_from", { k: step }), " ", go] : []));
}

/** @param {SamplesTable} table @param {Screen} screen @param {Quantity} quantity @param {number} shown rows */
function build(table, screen, quantity, shown) {
  const { t } = table.context;
  const { state } = screen;
  const key = JSON.stringify([quantity, shown, state.notation, state.sample]);
  if (key === table.builtFor) return;
  table.builtFor = key;
  table.cells = Array.from({ length: shown }, (_, s) =>
    quantity.addresses.map((address) =>
      element("td", { "data-address": s === state.sample ? address : `${address}@${s}` }),
    ),
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
          ...quantity.addresses.map((address) =>
            element("th", { scope: "col" }, ...headOf(screen.explainer.symbol(address))),
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
