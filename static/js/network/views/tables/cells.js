// The cells of the tables of numbers: a number of the trace, or the change of a parameter, and beside it the
// number of the figures' rule where that is another. A cell is built once and written from a screen.
/** @import { Address, Translate } from "../../../core/types.js" */
/** @import { Parsed } from "../../../core/address.js" */
/** @import { Screen } from "../../types.js" */
import { element, setAttribute, setText } from "../../../draw/dom.js";
import { formatNumber } from "../../../math/format.js";
import { isKnown } from "../../../core/frame.js";
import { partsOf } from "../../../core/address.js";
import { showNumber } from "../../../panels/number.js";
import { showsFigureRule } from "../../letters.js";
import { ghostOf } from "../../ghost.js";
import { signOf } from "../../notation.js";
import { figureRuleInPlaceOf, figureRuleValueOf, valueAt } from "../../trace_values.js";

/** Numbers that differ by less than this part of their size are the same number, rounded differently. */
const ROUNDING = 1e-9;

/**
 * A number of the trace.
 * @typedef {object} ValueCell
 * @property {HTMLElement} root
 * @property {Address} address
 * @property {Parsed} parts of the address
 * @property {HTMLElement} number
 * @property {HTMLElement} ghost the number before an edit
 * @property {HTMLElement} figureRule the number of the figures' rule
 */

/** @param {Address} address @param {"td" | "span"} [tag] @returns {ValueCell} */
export function buildValueCell(address, tag = "td") {
  const number = element("span", { class: "value", "data-address": address });
  const ghost = element("del", { class: "ghost" });
  const figureRule = element("span", { class: "drawn", "data-drawn": address });
  const root = element(tag, {}, ghost, number, figureRule);
  return { root, address, parts: partsOf(address), number, ghost, figureRule };
}

/** @param {ValueCell} cell @param {Screen} screen @param {Translate} t */
export function updateValueCell({ root, address, parts, number, ghost, figureRule }, screen, t) {
  const { sample, notation } = screen.state;
  const sign = signOf(address, notation);
  const value = isValueKnown(address, parts, screen) ? valueAt(screen.trace, address, sample) : null;
  const shown = value === null ? null : sign * value;
  showNumber(number, shown);
  root.classList.toggle("unknown", shown === null);
  root.classList.toggle("writes", holdsPart(screen.frame.writes, address));
  root.classList.toggle("reads", holdsPart(screen.frame.reads, address));
  const before = shown === null ? null : ghostOf(screen, address, value);
  setText(ghost, before === null ? "" : formatNumber(sign * before, 3));
  const other = figureRuleBeside(address, shown, screen);
  setText(figureRule, other === null ? "" : formatNumber(other));
  setAttribute(figureRule, "title", other === null ? null : t("table.as_drawn"));
  setAttribute(figureRule, "data-value", other === null ? null : String(other));
}

/** The new value of a frozen parameter is known as soon as its gradient is: no update step writes it.
 * @param {Address} address @param {Parsed} parts @param {Screen} screen */
function isValueKnown(address, { family, layer }, { frame, trace }) {
  if (isKnown(frame, address)) return true;
  const isFrozen = family.startsWith("new_") && trace.network.layers[layer - 1]?.frozen;
  return Boolean(isFrozen) && isKnown(frame, address.replace(/^new_/, "d"));
}

/** The number of the figures' rule, where it is shown and differs. @param {Address} address
 * @param {number | null} shown @param {Screen} screen @returns {number | null} */
function figureRuleBeside(address, shown, screen) {
  if (shown === null || !showsFigureRule(screen)) return null;
  const other = figureRuleInPlaceOf(screen.trace, address, screen.state.sample);
  return other !== null && Math.abs(other - shown) > ROUNDING * Math.abs(shown) ? other : null;
}

/**
 * The change of a parameter, new − old; the API has no such number.
 * @typedef {object} ChangeCell
 * @property {HTMLElement} root
 * @property {Address} old address of the parameter
 * @property {Address} gradient
 * @property {Address} updated
 * @property {Parsed} parts of the parameter's address
 * @property {HTMLElement} number
 * @property {HTMLElement} figureRule the change by the figures' rule
 */

/** @param {Address} old address of the parameter @returns {ChangeCell} */
export function buildChangeCell(old) {
  const number = element("span", { class: "value", "data-difference": old });
  const figureRule = element("span", { class: "drawn" });
  const root = element("td", {}, number, figureRule);
  return { root, old, gradient: `d${old}`, updated: `new_${old}`, parts: partsOf(old), number, figureRule };
}

/** @param {ChangeCell} cell @param {Screen} screen @param {Translate} t */
export function updateChangeCell({ root, old, gradient, updated, parts, number, figureRule }, screen, t) {
  const { sample } = screen.state;
  const before = valueAt(screen.trace, old, sample);
  const after = valueAt(screen.trace, updated, sample);
  const change = isKnown(screen.frame, gradient) && before !== null && after !== null ? after - before : null;
  showNumber(number, change);
  root.classList.toggle("unknown", change === null);
  root.classList.toggle("writes", holdsPart(screen.frame.writes, updated));
  const other =
    change !== null && showsFigureRule(screen) ? figureRuleValueOf(screen.trace, gradient, sample) : null;
  const differs = change !== null && other !== null && Math.abs(other - change) > ROUNDING * Math.abs(other);
  const { ratio, signsAgree } = comparisonOf(parts, screen);
  const times = typeof ratio === "number" ? ` ×${formatNumber(ratio, 3)}` : "";
  const otherSign = signsAgree ? "" : ` ${t("table.other_sign")}`;
  setText(figureRule, differs ? `${formatNumber(other)}${times}${otherSign}` : "");
  setAttribute(figureRule, "data-value", differs ? String(other) : null);
  setAttribute(figureRule, "title", differs ? t("table.as_drawn") : null);
  figureRule.classList.toggle("against", differs && !signsAgree);
}

/** How the update of a weight by the figures' rule compares with the gradient's; biases are not compared.
 * @param {Parsed} parts @param {Screen} screen @returns {{ratio: number | null, signsAgree: boolean}} */
function comparisonOf({ family, layer, indices: [j = 0, i = 0] }, { trace }) {
  const compared = family === "w" ? trace.as_drawn?.layers[layer - 1] : undefined;
  return {
    ratio: compared?.ratios[j]?.[i] ?? null,
    signsAgree: compared?.signs_agree[j]?.[i] !== false,
  };
}

/** Whether the addresses hold this one, or the whole array that it is part of.
 * @param {ReadonlySet<Address>} addresses @param {Address} address */
const holdsPart = (addresses, address) =>
  addresses.has(address) || addresses.has(address.split(".", 1)[0] ?? address);
