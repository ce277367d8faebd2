// The inputs of the program, each a field with its gradient beside it, and switches for the values that can be
// folded into a box.

/** @import { View } from "../../core/types.js" */
/** @import { Context } from "../types.js" */
/** @import { GraphAnswer, GraphScreen } from "../types.js" */
import { noHover } from "../../core/browser/media.js";
import { own } from "../../core/at.js";
import { element, scrollBox, setAttribute } from "../../draw/dom.js";
import { mathElement } from "../../math/formula/mathml.js";
import { textFrom } from "../../math/nodes.js";
import {
  fitNumbers,
  linkFocus,
  numberInput,
  showFocus,
  showNumber,
  showRefusal,
} from "../../panels/number.js";
import { headOf } from "../../panels/table_head.js";
import { nameNode, symbolIn } from "../symbols.js";
import { isCollapsible } from "../state.js";

/** Values beyond these can be folded in the drawing only. */
const MAX_BOXES = 60;

/** An input; `id`: of its node, -1 while the answer with it has not arrived.
 * @typedef {{ name: string, id: number, head: HTMLElement, field: ReturnType<typeof numberInput>, cell:
 * HTMLElement, gradient: HTMLElement }} ValueRow */
/** @typedef {{ id: number, button: HTMLButtonElement }} BoxSwitch */
/**
 * @typedef {object} ValuesState
 * @property {Context} context
 * @property {HTMLElement} root
 * @property {HTMLElement} body of the table of inputs
 * @property {HTMLElement} scroll around the table
 * @property {HTMLElement} none what is shown if there are no inputs
 * @property {HTMLElement} folding around the switches
 * @property {HTMLElement} list of the switches
 * @property {HTMLButtonElement} expandAll
 * @property {ValueRow[]} rows
 * @property {BoxSwitch[]} switches
 * @property {string} key what the rows and switches were built from
 * @property {GraphScreen | null} screen the latest
 */

/** @param {HTMLElement} root @param {Context} context @returns {View<GraphScreen>} */
export function mount(root, context) {
  const view = build(root, context);
  view.expandAll.addEventListener("click", () => {
    for (const id of view.screen?.state.request.collapse ?? []) context.dispatch("expand", id);
  });
  linkFocus(root, context);
  return { update: (screen) => update(view, screen) };
}

/** @param {HTMLElement} root @param {Context} context @returns {ValuesState} */
function build(root, context) {
  const { t } = context;
  const body = element("tbody", {});
  const heads = [t("graph.name"), t("graph.value"), t("graph.gradient")];
  const table = element(
    "table",
    { class: "fields-table values" },
    element("thead", {}, element("tr", {}, ...heads.map((text) => element("th", { scope: "col" }, text)))),
    body,
  );
  const none = element("p", { class: "hint" }, t("graph.no_inputs"));
  fitNumbers(table);
  const box = scrollBox(t("graph.values"), table);
  box.classList.add("values-scroll");
  const scroll = element("div", { "data-field-group": true }, box);
  const list = element("div", { class: "boxes" });
  const expandAll = element("button", { type: "button", "data-key": "expand-all" }, t("graph.expand_all"));
  const folding = element(
    "details",
    { class: "folding" },
    element("summary", {}, t("graph.boxes")),
    element("p", { class: "hint" }, t("graph.boxes_hint")),
    list,
    expandAll,
  );
  root.replaceChildren(
    element("h3", {}, t("graph.values")),
    none,
    scroll,
    element("p", { class: "hint" }, t(noHover.matches ? "editor.drag_hint_touch" : "editor.drag_hint")),
    folding,
  );
  const parts = { context, root, body, scroll, none, folding, list, expandAll };
  return { ...parts, rows: [], switches: [], key: "", screen: null };
}

/** @param {ValuesState} view @param {GraphScreen} screen */
function update(view, screen) {
  view.screen = screen;
  const { root } = view;
  const { answer, state } = screen;
  const names = Object.keys(state.request.values);
  const ids = names.map((name) => inputOf(answer, name));
  const key = JSON.stringify([names, ids, answer.request.expression]);
  if (key !== view.key) {
    view.key = key;
    rebuild(view, screen);
  }
  view.none.hidden = names.length > 0;
  view.scroll.hidden = names.length === 0;
  for (const row of view.rows) updateRow(row, screen);
  for (const { id, button } of view.switches)
    setAttribute(button, "aria-checked", String(state.request.collapse.includes(id)));
  view.expandAll.hidden = state.request.collapse.length === 0;
  const { problem } = screen;
  // What is wrong with the text is told there, whatever was changed after it.
  const isOfText = problem?.problems?.some(({ loc }) => loc[0] === "expression") ?? false;
  showRefusal(
    root,
    isOfText ? { ...screen, refused: "expression" } : screen,
    problem?.problems?.[0]?.msg ?? "",
  );
  showFocus(root, screen);
}

/** The id of an input, or -1. @param {GraphAnswer} answer @param {string} name */
const inputOf = ({ nodes }, name) =>
  nodes.findIndex((node) => node.operation === "input" && node.name === name);

/** Builds the rows and switches of another program; the focus stays on its field.
 * @param {ValuesState} view @param {GraphScreen} screen */
function rebuild(view, { answer, state }) {
  const { body, context, folding, list, root } = view;
  const focused = root.contains(document.activeElement)
    ? document.activeElement?.getAttribute("data-key")
    : null;
  view.rows = [];
  view.switches = [];
  const names = Object.keys(state.request.values);
  body.replaceChildren(...names.map((name) => buildRow(view, name, inputOf(answer, name))));
  const collapsible = answer.nodes.filter(({ id, name }) => name !== null && isCollapsible(answer, id));
  list.replaceChildren(
    ...collapsible.slice(0, MAX_BOXES).map(({ id }) => {
      const button = buildSwitch(context, id, answer);
      view.switches.push({ id, button });
      return button;
    }),
  );
  folding.hidden = collapsible.length === 0;
  if (focused) /** @type {HTMLElement | null} */ (root.querySelector(`[data-key="${focused}"]`))?.focus();
}

/** @param {ValuesState} view @param {string} name @param {number} id -1: the answer with it has not arrived */
function buildRow({ context, rows }, name, id) {
  const hasNode = id >= 0;
  const field = numberInput(
    context.t,
    {
      "data-key": `value-${name}`,
      "data-field": `values.${name}`,
      "aria-label": context.t("graph.value_of", { name }),
      ...(hasNode ? { "data-address": `v.${id}` } : {}),
    },
    (value, continues) => context.dispatch("setValue", { name, value, continues }),
  );
  const gradient = element("span", { class: "value", ...(hasNode ? { "data-address": `g.${id}` } : {}) });
  const head = element("th", { scope: "row" });
  const cell = element("td", {}, gradient);
  rows.push({ name, id, head, field, cell, gradient });
  return element("tr", {}, head, element("td", {}, field.input), cell);
}

/** @param {ValueRow} row @param {GraphScreen} screen */
function updateRow({ name, id, head, field, cell, gradient }, { answer, explainer, frame, state }) {
  if (head.childNodes.length === 0)
    head.replaceChildren(...headOf(id < 0 ? nameNode(name) : symbolIn(`v.${id}`, answer)));
  field.show(own(state.request.values, name) ?? null);
  const address = `g.${id}`;
  const isKnown = id >= 0 && frame.known.has(address);
  showNumber(gradient, isKnown ? explainer.value(address) : null);
  cell.classList.toggle("unknown", !isKnown);
  cell.classList.toggle("writes", frame.writes.has(address));
}

/**
 * The switch that folds a value into a box.
 * @param {Context} context
 * @param {number} id
 * @param {GraphAnswer} answer
 */
function buildSwitch({ dispatch, t }, id, answer) {
  const symbol = symbolIn(`v.${id}`, answer);
  const button = element("button", {
    type: "button",
    class: "switch",
    role: "switch",
    "data-key": `box-${id}`,
    "data-address": `v.${id}`,
    onclick: () => dispatch(button.getAttribute("aria-checked") === "true" ? "expand" : "collapse", id),
  });
  const math = mathElement(document, symbol);
  math.setAttribute("aria-hidden", "true");
  button.append(math, element("span", { class: "unseen" }, t("graph.box_of", { name: textFrom(symbol) })));
  return button;
}
