// Forward mode and reverse mode side by side: the same derivatives found in two directions, and what each
// direction costs.

/** @import { MathNode, View } from "../../core/types.js" */
/** @import { Context } from "../types.js" */
/** @import { GraphAnswer, GraphNode, GraphScreen } from "../types.js" */
import { element, scrollBox, setAttribute, setText } from "../../draw/dom.js";
import { frac, mi, row } from "../../math/nodes.js";
import { linkFocus, showFocus, showNumber } from "../../panels/number.js";
import { headOf } from "../../panels/table_head.js";
import { lookupOf, nodeText, symbolIn } from "../symbols.js";

/** Inputs and values beyond these are counted instead of shown. */
const MAX_COLUMNS = 8;
const MAX_ROWS = 80;

/** A number in the table; `isGiven`: it is known before the first step.
 * @typedef {{ box: HTMLElement, number: HTMLElement, address: string, isGiven: boolean }} Cell */
/**
 * @typedef {object} ModesState
 * @property {Context} context
 * @property {HTMLElement} root
 * @property {HTMLButtonElement} toggle switches forward mode on and off
 * @property {HTMLElement} forward the operations of forward mode
 * @property {HTMLElement} reverse the operations of reverse mode
 * @property {HTMLElement} why which mode is cheaper, and why
 * @property {HTMLElement} more what the table leaves out
 * @property {HTMLTableElement} table
 * @property {Cell[]} cells
 * @property {string} key what the table was built from
 */

/** @param {HTMLElement} root @param {Context} context @returns {View<GraphScreen>} */
export function mount(root, context) {
  const view = build(root, context);
  view.toggle.addEventListener("click", () =>
    context.dispatch("setTangents", view.toggle.getAttribute("aria-checked") !== "true"),
  );
  linkFocus(root, context);
  return { update: (screen) => update(view, screen) };
}

/** @param {HTMLElement} root @param {Context} context @returns {ModesState} */
function build(root, context) {
  const { t } = context;
  const toggle = element(
    "button",
    { type: "button", role: "switch", class: "switch", "data-key": "tangents", "aria-checked": "false" },
    t("graph.with_tangents"),
  );
  const forward = element("dd", { "data-count": "forward" });
  const reverse = element("dd", { "data-count": "reverse" });
  const why = element("p", { class: "modes-why" });
  const more = element("p", { class: "hint" });
  const table = element("table", { class: "modes-table" });
  root.replaceChildren(
    element("div", { class: "modes-head" }, element("h2", {}, t("graph.modes")), toggle),
    element(
      "div",
      { class: "modes-words" },
      element(
        "dl",
        { class: "modes-counts" },
        element("div", {}, element("dt", {}, t("graph.forward_mode")), forward),
        element("div", {}, element("dt", {}, t("graph.reverse_mode")), reverse),
      ),
      why,
      more,
    ),
    scrollBox(t("graph.modes"), table),
  );
  return { context, root, toggle, forward, reverse, why, more, table, cells: [], key: "" };
}

/** @param {ModesState} view @param {GraphScreen} screen */
function update(view, screen) {
  const { answer, state } = screen;
  const hasTangents = state.tangents && answer.tangents !== undefined;
  const key = JSON.stringify([answer.request.expression, answer.request.collapse, hasTangents]);
  if (key !== view.key) {
    view.key = key;
    buildTable(view, answer, hasTangents);
  }
  setAttribute(view.toggle, "aria-checked", String(state.tangents));
  updateCounts(view, answer);
  for (const cell of view.cells) updateCell(cell, screen);
  showFocus(view.root, screen);
}

/** @param {ModesState} view @param {GraphAnswer} answer */
function updateCounts({ context: { t }, forward, reverse, why }, answer) {
  const params = {
    forward: answer.forward_operations,
    reverse: answer.reverse_operations,
    inputs: lookupOf(answer).inputs.length,
    result: nodeText(answer.result, answer),
  };
  const isReverseCheaper = params.reverse < params.forward;
  setText(forward, t("graph.operations", { count: params.forward }));
  setText(reverse, t("graph.operations", { count: params.reverse }));
  const key =
    params.inputs === 0
      ? "graph.modes_why_none"
      : params.inputs === 1
        ? "graph.modes_why_one"
        : isReverseCheaper
          ? "graph.modes_why_reverse"
          : "graph.modes_why_forward";
  setText(why, t(key, params));
}

/** @param {Cell} cell @param {GraphScreen} screen */
function updateCell({ box, number, address, isGiven }, { frame, explainer }) {
  const isKnown = isGiven || frame.known.has(address);
  showNumber(number, isKnown ? explainer.value(address) : null);
  box.classList.toggle("unknown", !isKnown);
  box.classList.toggle("writes", frame.writes.has(address));
  box.classList.toggle("reads", frame.reads.has(address));
}

/** Builds the table of an answer: a row for each value, a column for each input in forward mode, one for reverse mode.
 * @param {ModesState} view @param {GraphAnswer} answer @param {boolean} hasTangents */
function buildTable(view, answer, hasTangents) {
  const { context, more, table } = view;
  const { inputs } = lookupOf(answer);
  const columns = hasTangents ? inputs.slice(0, MAX_COLUMNS) : [];
  const nodes = answer.nodes.filter(
    ({ hidden_in, operation, name }) => hidden_in === null && (operation !== "constant" || name !== null),
  );
  const rows = nodes.slice(0, MAX_ROWS);
  view.cells = [];
  table.replaceChildren(
    buildHead(context, answer, columns.length),
    element("tbody", {}, ...rows.map((node) => buildRow(view, answer, node, columns.length))),
  );
  const [hiddenColumns, hiddenRows] = [
    hasTangents ? inputs.length - columns.length : 0,
    nodes.length - rows.length,
  ];
  const sentences = [
    hiddenColumns > 0 ? context.t("graph.more_inputs", { count: hiddenColumns }) : "",
    hiddenRows > 0 ? context.t("graph.more_values", { count: hiddenRows }) : "",
  ];
  setText(more, sentences.filter(Boolean).join(" "));
  more.hidden = more.textContent === "";
}

/** @param {Context} context @param {GraphAnswer} answer @param {number} columns of forward mode */
function buildHead({ t }, answer, columns) {
  const any = row(mi("∂"), lookupOf(answer).any);
  const tangents = Array.from({ length: columns }, (_, i) =>
    derivative(any, symbolIn(`m.${answer.result}.${i}`, answer).parts?.[1]),
  );
  const gradient = derivative(symbolIn(`g.${answer.result}`, answer).parts?.[0], any);
  const forward = element(
    "th",
    { scope: "colgroup", colspan: columns, class: "mode-forward" },
    `${t("graph.forward_mode")} →`,
  );
  return element(
    "thead",
    {},
    element(
      "tr",
      {},
      element("th", { scope: "col", rowspan: 2 }, t("graph.name")),
      element("th", { scope: "col", rowspan: 2 }, t("graph.value")),
      columns > 0 ? forward : null,
      element("th", { scope: "colgroup", class: "mode-reverse" }, `← ${t("graph.reverse_mode")}`),
    ),
    element(
      "tr",
      {},
      ...[...tangents, gradient].map((symbol) => element("th", { scope: "col" }, ...headOf(symbol))),
    ),
  );
}

/** The derivative at the head of a column.
 * @param {MathNode | undefined} over @param {MathNode | undefined} under @returns {MathNode} */
const derivative = (over = mi("?"), under = mi("?")) => ({ ...frac(over, under), look: "derivative" });

/** @param {ModesState} view @param {GraphAnswer} answer @param {GraphNode} node
 * @param {number} columns of forward mode */
function buildRow(view, answer, { id, operation }, columns) {
  const isConstant = operation === "constant";
  const tangents = Array.from({ length: columns }, (_, i) =>
    isConstant ? element("td", { class: "unknown" }, "0") : buildCell(view, `m.${id}.${i}`, false),
  );
  return element(
    "tr",
    { "data-row": id },
    element("th", { scope: "row" }, ...headOf(symbolIn(`v.${id}`, answer))),
    buildCell(view, `v.${id}`, isConstant || operation === "input"),
    ...tangents,
    isConstant ? element("td", { class: "unknown" }, "·") : buildCell(view, `g.${id}`, false),
  );
}

/** @param {ModesState} view @param {string} address @param {boolean} isGiven */
function buildCell(view, address, isGiven) {
  const number = element("span", { class: "value", "data-address": address });
  const box = element("td", {}, number);
  view.cells.push({ box, number, address, isGiven });
  return box;
}
