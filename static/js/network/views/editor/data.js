// The samples: a row of inputs and targets for each, or the sample on the screen alone where there are too
// many numbers.
/** @import { Context, Screen } from "../../types.js" */
/** @import { NumberCell } from "./number_cell.js" */
/** @import { Section } from "./section.js" */
import { at } from "../../../core/at.js";
import { element } from "../../../draw/dom.js";
import { headOf } from "../../../panels/table_head.js";
import { namingOf, symbolOf } from "../../notation.js";
import { buildNumberCell, updateNumberCell } from "./number_cell.js";
import { fieldsTable, titled } from "./section.js";

/** The largest number of inputs and targets that are shown as fields to type into. */
const MAX_DATA_FIELDS = 400;

/** How many numbers the samples have. @param {Screen} screen */
function sizeOf({ state: { request } }) {
  const inputs = request.network.inputs;
  const outputs = at(request.network.layers, request.network.layers.length - 1).units;
  return { inputs, outputs, samples: request.inputs.length };
}

/** @param {Context} context @returns {Section} */
export function dataSection(context) {
  const { dispatch, t } = context;
  const body = element("div", { class: "data" });
  const add = element(
    "button",
    { type: "button", "data-key": "sample-add", onclick: () => dispatch("addSample") },
    t("editor.add_sample"),
  );
  const remove = element(
    "button",
    { type: "button", "data-key": "sample-remove", onclick: () => dispatch("removeSample") },
    t("editor.remove_sample"),
  );
  let builtFrom = "";
  /** @type {NumberCell[]} */
  let cells = [];
  return {
    root: titled(t("editor.data"), body, element("div", { class: "tools" }, add, remove)),
    update(screen) {
      const form = formOf(screen);
      if (form !== builtFrom) {
        builtFrom = form;
        const built = buildTable(context, screen);
        cells = built.cells;
        body.replaceChildren(built.root);
      }
      for (const cell of cells) updateNumberCell(cell, screen);
      remove.disabled = screen.state.request.inputs.length < 2;
      for (const line of body.querySelectorAll("tr[data-sample]")) {
        line.classList.toggle("current", line.getAttribute("data-sample") === String(screen.state.sample));
      }
    },
  };
}

/** All that the table's cells depend on. @param {Screen} screen */
function formOf(screen) {
  const { inputs, outputs, samples } = sizeOf(screen);
  const { notation, sample, request } = screen.state;
  const isLarge = samples * (inputs + outputs) > MAX_DATA_FIELDS;
  return JSON.stringify([
    notation,
    inputs,
    outputs,
    request.network.layers.length,
    samples,
    isLarge ? sample : 0,
  ]);
}

/** @param {Context} context @param {Screen} screen @returns {{root: HTMLElement, cells: NumberCell[]}} */
function buildTable(context, screen) {
  const { t, catalog } = context;
  const { inputs, outputs, samples } = sizeOf(screen);
  if (inputs + outputs > MAX_DATA_FIELDS) {
    const count = inputs + outputs;
    return { root: element("p", { class: "hint" }, t("editor.data_too_many", { count })), cells: [] };
  }
  const naming = namingOf(screen, catalog);
  const showsAll = samples * (inputs + outputs) <= MAX_DATA_FIELDS;
  const shown = showsAll ? screen.state.request.inputs.map((_, s) => s) : [screen.state.sample];
  const rows = shown.map((s) => buildRow(context, s, inputs, outputs));
  const root = fieldsTable(context, {
    label: t("editor.data"),
    caption: t("editor.samples"),
    shape: `${samples}×${inputs} → ${samples}×${outputs}`,
    heads: [
      element("th", { scope: "col" }, element("span", { class: "unseen" }, t("editor.sample"))),
      ...Array.from({ length: inputs }, (_, i) =>
        element("th", { scope: "col" }, ...headOf(symbolOf(`x.${i}`, naming))),
      ),
      ...Array.from({ length: outputs }, (_, k) =>
        element("th", { scope: "col", class: "target" }, ...headOf(symbolOf(`t.${k}`, naming))),
      ),
    ],
    rows: rows.map((each) => each.root),
  });
  return { root, cells: rows.flatMap((each) => each.cells) };
}

/** @param {Context} context @param {number} s the sample @param {number} inputs @param {number} outputs
 * @returns {{root: HTMLElement, cells: NumberCell[]}} */
function buildRow(context, s, inputs, outputs) {
  const { dispatch, t } = context;
  const cells = [
    ...Array.from({ length: inputs }, (_, i) =>
      buildNumberCell(context, `x.${i}@${s}`, t("editor.input_name", { n: s + 1, i: i + 1 })),
    ),
    ...Array.from({ length: outputs }, (_, k) =>
      buildNumberCell(context, `t.${k}@${s}`, t("editor.target_name", { n: s + 1, k: k + 1 })),
    ),
  ];
  const pick = element(
    "button",
    {
      type: "button",
      class: "quiet",
      "data-key": `pick-${s}`,
      "aria-label": t("editor.show_sample", { n: s + 1 }),
      onclick: () => dispatch("setSample", s),
    },
    String(s + 1),
  );
  const root = element(
    "tr",
    { "data-sample": s },
    element("th", { scope: "row" }, pick),
    ...cells.map((cell) => cell.root),
  );
  return { root, cells };
}
