// The coordinates and the value of the followed run's point, as numbers under a plot.
/** @import { DescentScreen } from "../../types.js" */
import { element } from "../../../draw/dom.js";
import { showNumber } from "../../../panels/number.js";
import { columnOf, stepCount } from "../../runs.js";

/** @returns {{ node: HTMLElement, show(screen: DescentScreen): void }} */
export function pointReadout() {
  const node = element("p", { class: "plot-readout" });
  /** @type {HTMLElement[]} */
  let numbers = [];
  let builtFor = "";

  /** @param {readonly string[]} names of the variables */
  function build(names) {
    numbers = [...names, "value"].map((name) =>
      element("span", { "data-address": name, class: "plot-number" }),
    );
    node.replaceChildren(...numbers.map((number, k) => element("span", {}, `${names[k] ?? "f"} = `, number)));
  }

  return {
    node,
    show({ answer, completed, run: followed }) {
      const names = answer.variables;
      if (names.join(" ") !== builtFor) {
        builtFor = names.join(" ");
        build(names);
      }
      const run = answer.runs[followed];
      const k = Math.min(completed, stepCount(run));
      numbers.forEach((number, n) => {
        const name = names[n];
        const values = name === undefined ? run?.value : columnOf(run, name);
        showNumber(number, values?.[k] ?? null);
      });
    },
  };
}
