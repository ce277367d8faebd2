// The names of the runs at their curves: the optimizer, with its learning rate or its number where another run has the
// same. No DOM.
/** @import { NamedParameters } from "../core/types.js" */
import { at } from "../core/at.js";
import { menuWord } from "../core/names.js";
import { formatNumber } from "../math/format.js";

/**
 * One name a run; no two are alike.
 * @param {readonly { optimizer: NamedParameters }[]} runs
 * @param {(key: string, otherwise: string) => string} find
 */
export function runNames(runs, find) {
  const names = runs.map(({ optimizer: { name } }) =>
    find(`descent.name_${name}`, find(`optimizer_name.${name}`, menuWord(name))),
  );
  const withRates = runs.map(({ optimizer: { learning_rate: rate } }, k) =>
    typeof rate === "number" ? `${at(names, k)} η = ${formatNumber(rate)}` : at(names, k),
  );
  const isShared = (/** @type {readonly string[]} */ list, /** @type {number} */ k) =>
    list.some((one, other) => other !== k && one === list[k]);
  return names.map((name, k) => {
    if (!isShared(names, k)) return name;
    return isShared(withRates, k) ? `${name} (${k + 1})` : at(withRates, k);
  });
}
