// The gradient at a point in numbers: the point as fields, a derivative for each variable, and the gradient as a
// tuple.
/** @import { MathNode } from "../../core/types.js" */
/** @import { Context } from "../types.js" */
/** @import { Printing } from "../../math/formula/print.js" */
/** @import { DescentScreen } from "../types.js" */
import { at, own } from "../../core/at.js";
import { element, setAttribute } from "../../draw/dom.js";
import { formatNumber, fullNumber } from "../../math/format.js";
import { mathElement } from "../../math/formula/mathml.js";
import { numberNode } from "../../math/formula/print.js";
import { mo, row } from "../../math/nodes.js";
import { spoken } from "../../math/speech.js";
import { showRefusal } from "../../panels/number.js";
import { stepCount } from "../runs.js";
import { startOf } from "../state.js";
import { symbolOf } from "../symbols.js";
import { startField } from "./fields.js";

/** @type {Printing} */
const PRINTING = /** @type {any} */ ({ numbers: true, format: formatNumber });
/** @type {MathNode} */
const GRAD = {
  ...row({ tag: "mi", text: "grad", latex: "\\operatorname{grad}" }, { tag: "mi", text: "f" }),
  look: "grad",
};
/** @param {MathNode[]} parts */
const tuple = (parts) =>
  row(mo("("), ...parts.flatMap((part, k) => (k > 0 ? [mo(","), part] : [part])), mo(")"));

/**
 * @typedef {object} GradientView
 * @property {HTMLElement} root
 * @property {Context} context
 * @property {HTMLElement} fields
 * @property {HTMLElement} lines
 * @property {Map<string, ReturnType<typeof startField>>} inputs by the name of the variable
 * @property {string} shown what the lines show
 */

/** @param {HTMLElement} root @param {Context} context */
export function mount(root, context) {
  const fields = element("div", {
    class: "gradient-point",
    role: "group",
    "aria-label": context.t("descent.point"),
  });
  const lines = element("div", { class: "gradient-lines" });
  root.replaceChildren(element("div", { class: "gradient-panel" }, fields, lines));
  /** @type {GradientView} */
  const view = { root, context, fields, lines, inputs: new Map(), shown: "" };
  return { update: (/** @type {DescentScreen} */ screen) => update(view, screen) };
}

/** Makes the fields of the point. @param {GradientView} view @param {string[]} names */
function rebuild(view, names) {
  view.inputs = new Map(
    names.map((name) => [name, startField(view.context, name, { class: "number short" })]),
  );
  const labels = [...view.inputs].map(([name, { input }]) =>
    element(
      "label",
      { class: "pair", "data-field-group": true },
      element("span", { class: "symbol" }, element("span", { class: "italic" }, name), " ="),
      input,
    ),
  );
  view.fields.replaceChildren(...labels);
}

/** @param {GradientView} view @param {DescentScreen} screen */
function update(view, screen) {
  const { root, lines } = view;
  const { answer, state, iteration, run: followed } = screen;
  const { variables } = answer;
  if (variables.join() !== [...view.inputs.keys()].join()) rebuild(view, variables);
  const start = startOf(state.request, answer);
  for (const [name, field] of view.inputs) field.show(own(start, name) ?? null);

  const run = answer.runs[followed];
  const k = Math.max(0, Math.min(iteration - 1, stepCount(run)));
  const slopes = variables.map((name) => own(run?.gradient, name)?.[k] ?? null);
  const form = JSON.stringify([slopes, k]);
  if (form !== view.shown) {
    view.shown = form;
    writeLines(view, screen, slopes);
  }
  setAttribute(lines, "data-iteration", k);
  showRefusal(root, screen, screen.problem?.problems?.[0]?.msg ?? "");
}

/** @param {GradientView} view @param {DescentScreen} screen @param {(number | null)[]} slopes by variable */
function writeLines({ lines, context: { t } }, { answer }, slopes) {
  const symbols = answer.variables.map((name) => symbolOf(answer, `g.${name}`));
  const numbers = slopes.map((value) =>
    value === null ? { tag: /** @type {const} */ ("mtext"), text: "·" } : numberNode(value, PRINTING),
  );
  const partials = answer.variables.map((name, k) => {
    const equation = row(at(symbols, k), mo("="), at(numbers, k));
    return formulaLine(equation, { gradient: name, value: fullNumber(at(slopes, k)) }, t);
  });
  const whole = row(GRAD, mo("="), tuple(symbols), mo("="), tuple(numbers));
  lines.replaceChildren(...partials, formulaLine(whole, { gradient: "all" }, t));
}

/** @param {MathNode} mathNode @param {Record<string, string>} data attributes @param {Context["t"]} t */
function formulaLine(mathNode, data, t) {
  const math = mathElement(document, mathNode);
  math.setAttribute("aria-hidden", "true");
  const node = element(
    "p",
    { class: "gradient-line", role: "math", "aria-label": spoken(mathNode, t) },
    /** @type {Node} */ (math),
  );
  Object.assign(node.dataset, data);
  return node;
}
