// Texts about points and runs, for the plots and for screen readers.
/** @import { Context } from "../../types.js" */
/** @import { DescentAnswer, DescentScreen } from "../../types.js" */
import { at, own } from "../../../core/at.js";
import { formatNumber } from "../../../math/format.js";
import { joined } from "../../../math/sentences.js";
import { columnOf, stepCount } from "../../runs.js";

/** A point without names: "(1, 4)". @param {readonly number[]} numbers */
export const tupleOf = (numbers) =>
  numbers.length === 1
    ? formatNumber(numbers[0])
    : `(${numbers.map((value) => formatNumber(value)).join(", ")})`;

/** A point with names: "x = 1, y = 4". @param {readonly string[]} names @param {readonly number[]} numbers */
export const placeText = (names, numbers) =>
  names.map((name, k) => `${name} = ${formatNumber(numbers[k])}`).join(", ");

/** The parameter of a network that a variable stands for; null in a typed function.
 * @param {DescentAnswer} answer @param {number} axis 0 or 1 */
export const weightOf = ({ request: { network } }, axis) =>
  network ? (axis === 0 ? network.x : network.y) : null;

/** The names of the axes, with the parameters that they stand for: "x (w1.0.2)". @param {DescentAnswer} answer */
export function axisNames(answer) {
  const [x = "", y = ""] = answer.variables.map((name, axis) => {
    const weight = weightOf(answer, axis);
    return weight === null ? name : `${name} (${weight})`;
  });
  return { x, y };
}

/** The present point of every run and the lowest point, as the text alternative of a plot.
 * @param {DescentScreen} screen @param {Context} context */
export function summaryOf({ answer, completed }, { t }) {
  const { variables, minimum } = answer;
  const runs = answer.runs.map((run, r) => {
    const k = Math.min(completed, stepCount(run));
    const point = variables.map((name) => at(columnOf(run, name), k));
    return t("descent.plot_run_at", {
      run: r + 1,
      optimizer: answer.request.runs[r]?.optimizer.name ?? "",
      place: placeText(variables, point),
      value: formatNumber(run.value[k]),
    });
  });
  if (minimum === null) return joined(...runs);
  const point = variables.map((name) => own(minimum, name) ?? Number.NaN);
  const lowest = t("descent.plot_lowest", {
    value: formatNumber(minimum["value"]),
    place: placeText(variables, point),
  });
  return joined(...runs, lowest);
}
