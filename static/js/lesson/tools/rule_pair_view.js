// Draws one δ by both rules: formula and numbers of each, and what the figures leave out.
/** @import { Address, Context, Key, Translate } from "../../core/types.js" */
/** @import { Trace } from "../../network/types.js" */
/** @import { Printing } from "../../math/formula/print.js" */
/** @import { Naming } from "../../network/notation.js" */
/** @import { Pair, Side } from "./rule_pairs.js" */
import { element, setAttribute } from "../../draw/dom.js";
import { formatNumber, fullNumber } from "../../math/format.js";
import { latexOfTree, withoutSpaces } from "../../math/formula/print.js";
import { evaluate } from "../../math/formula/tree.js";
import { printingOf, symbolOf } from "../../network/notation.js";
import { valueAt } from "../../network/trace_values.js";
import { mathLine } from "../../panels/step_formulas.js";
import { mathSpan, sentence } from "../practice/sentences.js";

/** @typedef {{trace: Trace, naming: Naming, t: Translate}} PairContext */

/** @type {Record<Side["rule"], Key>} */
const TITLES = { gradient: "rules.gradient", drawn: "rules.drawn" };

/** @param {Pair} pair @param {PairContext} context */
export function pairNode(pair, context) {
  const { t, naming } = context;
  return element(
    "section",
    { class: "rule-pair", "data-layer": pair.layer },
    element(
      "h3",
      {},
      t("rules.layer", { layer: pair.layer }),
      " ",
      mathSpan(symbolOf(pair.error, naming), t),
    ),
    ...pair.sides.map((side) => sideNode(side, pair.error, context)),
    missingNode(pair, context),
  );
}

/** @param {Side} side @param {Address} error @param {PairContext} context */
function sideNode({ rule, line, value }, error, { naming, t }) {
  /** @type {Printing} */
  const symbols = { ...printingOf(naming), numbers: false, value, format: formatNumber };
  const context = /** @type {Context} a line needs the translations only */ (/** @type {unknown} */ ({ t }));
  const withSymbols = mathLine(line, symbols, context);
  setAttribute(withSymbols, "data-latex", withoutSpaces(latexOfTree(line, symbols)));
  const withNumbers = mathLine(line, { ...symbols, numbers: true }, context);
  const result = value(error) ?? evaluate(line, value);
  const text = `= ${formatNumber(result)}`;
  withNumbers.classList.add("rule-numbers");
  withNumbers.append(
    element(
      "span",
      {
        class: "rule-result",
        "data-address": error,
        "data-value": fullNumber(result),
        "aria-hidden": "true",
      },
      text,
    ),
  );
  setAttribute(withNumbers, "aria-label", `${withNumbers.getAttribute("aria-label")} ${text}`);
  return element(
    "div",
    { class: "rule-side", "data-rule": rule },
    element("p", { class: "rule-name" }, t(TITLES[rule])),
    withSymbols,
    withNumbers,
  );
}

/** A list of symbols, with their values if wanted.
 * @param {Address[]} addresses @param {PairContext} context @param {boolean} withValues @returns {Node[]} */
const symbolList = (addresses, { trace, naming, t }, withValues) =>
  addresses.flatMap((address, k) => {
    const number = withValues ? valueAt(trace, address, 0) : null;
    return [
      ...(k > 0 ? [document.createTextNode(t("rules.and"))] : []),
      mathSpan(symbolOf(address, naming), t),
      ...(number === null ? [] : [document.createTextNode(` = ${formatNumber(number)}`)]),
    ];
  });

/** A sentence whose `{list}` is replaced by nodes. @param {string} text @param {Node[]} nodes @returns {Node[]} */
function withList(text, nodes) {
  const [before = "", after = ""] = text.split("{list}");
  return [document.createTextNode(before), ...nodes, document.createTextNode(after)];
}

/** The slopes that the figures leave out, and by which factor that changes the value.
 * @param {Pair} pair @param {PairContext} context */
function missingNode({ error, missing, inherited, ratio }, context) {
  const { naming, t } = context;
  if (missing.length === 0) return element("p", { class: "rule-missing" }, t("rules.nothing"));
  return element(
    "p",
    { class: "rule-missing" },
    ...withList(t("rules.missing"), symbolList(missing, context, true)),
    ...(inherited.length > 0 ? withList(t("rules.inherited"), symbolList(inherited, context, false)) : []),
    ...(ratio === null
      ? []
      : sentence(
          t(ratio < 0 ? "rules.ratio_opposite" : "rules.ratio"),
          { error: { address: error }, ratio: Math.abs(ratio) },
          naming,
          t,
        )),
  );
}
