// The gradient at a point, number by number: the point as fields, a derivative for each variable, and the arrow that they make.
/** @import { Context } from "../../core/types.js" */
/** @import { DescentScreen } from "../types.js" */
/** @import { MathNode } from "../../core/types.js" */
import { element, setAttribute } from "../../draw/dom.js";
import { startOf } from "../state.js";
import { symbolOf } from "../explainer.js";
import { mathElement } from "../../math/formula/mathml.js";
import { numberNode } from "../../math/formula/print.js";
import { takenBy } from "../listing.js";
import { mo, row } from "../../math/nodes.js";
import { formatNumber, fullNumber } from "../../math/format.js";
import { spoken } from "../../math/speech.js";
import { numberInput, showRefusal } from "../../panels/number.js";

/** @type {import("../../math/formula/print.js").Printing} */
const PRINTING = /** @type {any} */ ({ numbers: true, format: formatNumber });
/** @type {MathNode} */
const GRAD = {
  ...row({ tag: "mi", text: "grad", latex: "\\operatorname{grad}" }, { tag: "mi", text: "f" }),
  look: "grad",
};
/** @param {MathNode[]} parts */
const tuple = (parts) =>
  row(mo("("), ...parts.flatMap((part, k) => (k > 0 ? [mo(","), part] : [part])), mo(")"));

/** @param {HTMLElement} root @param {Context} context */
export function mount(root, { dispatch, t }) {
  const fields = element("div", { class: "gradient-point", role: "group", "aria-label": t("descent.point") });
  const lines = element("div", { class: "gradient-lines" });
  root.replaceChildren(element("div", { class: "gradient-panel" }, fields, lines));
  /** @type {Map<string, ReturnType<typeof numberInput>>} */
  let inputs = new Map();
  let drawn = "";

  /** @param {string[]} names */
  function rebuild(names) {
    inputs = new Map(
      names.map((name) => [
        name,
        numberInput(
          t,
          { "data-key": `start-${name}`, "data-field": `start.${name}`, class: "number short" },
          (value, continues) => dispatch("setStart", { values: { [name]: value }, continues }),
        ),
      ]),
    );
    fields.replaceChildren(
      ...[...inputs].map(([name, { input }]) =>
        element(
          "label",
          { class: "pair", "data-field-group": true },
          element("span", { class: "italic" }, `${name} =`),
          input,
        ),
      ),
    );
  }

  /** @param {MathNode} mathNode @param {Record<string, string>} data */
  function line(mathNode, data) {
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

  return {
    /** @param {DescentScreen} screen */
    update(screen) {
      const { answer, state, iteration, run: followed } = screen;
      const { variables } = answer;
      if (variables.join() !== [...inputs.keys()].join()) rebuild(variables);
      const start = startOf(state.request, answer);
      for (const [name, field] of inputs) field.show(start[name] ?? null);

      const run = answer.runs[followed];
      const at = run ? Math.max(0, Math.min(iteration - 1, takenBy(run))) : 0;
      const slopes = variables.map((name) => run?.gradient[name]?.[at] ?? null);
      const form = JSON.stringify([slopes, at]);
      if (form !== drawn) {
        drawn = form;
        const symbols = variables.map((name) => symbolOf(answer, `g.${name}`));
        const numbers = slopes.map((value) =>
          value === null ? { tag: /** @type {const} */ ("mtext"), text: "·" } : numberNode(value, PRINTING),
        );
        lines.replaceChildren(
          ...symbols.map((symbol, k) =>
            line(row(symbol, mo("="), numbers[k] ?? row()), {
              gradient: variables[k] ?? "",
              value: fullNumber(slopes[k]),
            }),
          ),
          line(row(GRAD, mo("="), tuple(symbols), mo("="), tuple(numbers)), { gradient: "all" }),
        );
      }
      setAttribute(lines, "data-iteration", at);
      showRefusal(root, screen, screen.problem?.problems?.[0]?.msg ?? "");
    },
  };
}
