// The parameters of a network: the addresses of its weights and biases, and their names in menus.
/** @import { Translate } from "../core/types.js" */
/** @import { TraceRequest } from "./types.js" */

/** The addresses of weights and biases, the first `most` of them. @param {TraceRequest} request @param {number} most
 * @returns {string[]} */
export function parametersOf({ network }, most) {
  /** @type {string[]} */
  const all = [];
  let fanIn = network.inputs;
  network.layers.forEach((layer, n) => {
    for (let j = 0; j < layer.units && all.length < most; j += 1) {
      for (let i = 0; i < fanIn && all.length < most; i += 1) all.push(`w${n + 1}.${j}.${i}`);
      if (layer.bias !== false) all.push(`b${n + 1}.${j}`);
    }
    fanIn = layer.units;
  });
  return all.slice(0, most);
}

/** 12 as ₁₂. @param {number} number */
const lowered = (number) => [...String(number)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]).join("");

/** The name of a weight or bias in a menu. @param {string} address @param {Translate} t */
export function parameterName(address, t) {
  const [head = "", first = "0", second = "0"] = address.split(".");
  const layer = head.slice(1);
  const unit = Number(first) + 1;
  if (!head.startsWith("w")) return t("editor.bias_name", { layer, unit });
  const source = Number(second) + 1;
  return layer === "1"
    ? t("editor.weight_name_input", { unit, source: lowered(source) })
    : t("editor.weight_name", { layer, unit, source });
}
