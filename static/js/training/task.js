// What a run learns: classes or numbers, and which class a sample has. No DOM.
/** @import { Run } from "./run.js" */

/** Whether targets are numbers rather than classes. @param {Run} run */
export const isRegression = ({ header }) => header.score === "r_squared";

/** How many classes there are: those of the outputs, or two. @param {Run} run */
export const classCount = ({ layers }) => Math.max(2, layers.at(-1)?.units ?? 2);

/** The class that targets or outputs name: that of the largest, or whether the only one is above a half.
 * @param {ArrayLike<number>} row */
export function classOf(row) {
  if (row.length === 1) return Number(row[0]) >= 0.5 ? 1 : 0;
  let best = 0;
  for (let k = 1; k < row.length; k++) if (Number(row[k]) > Number(row[best])) best = k;
  return best;
}

/** The unit that an address such as `a1.3` names; null if the run has none of that name.
 * @param {Pick<Run, "layers">} run @param {string | null} address @returns {Unit | null} */
export function unitOf({ layers }, address) {
  const found = /^a(\d+)\.(\d+)$/.exec(address ?? "");
  if (!found) return null;
  const [layer, unit] = [Number(found[1]), Number(found[2])];
  return layer >= 1 && unit < (layers[layer - 1]?.units ?? 0) ? { layer, unit } : null;
}
/** `layer` from 1, `unit` from 0. @typedef {{ layer: number, unit: number }} Unit */

/** What the classes are called. @param {Run} run @param {import("./types.js").Context["t"]} t */
export const classNames = (run, t) =>
  isRegression(run)
    ? []
    : Array.from(
        { length: classCount(run) },
        (_, k) => run.header.class_names?.[k] ?? t("training.class", { name: k }),
      );

/** An input in letters: x₁. @param {number} i from 0 */
export const inputName = (i) => `x${[...String(i + 1)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]).join("")}`;
