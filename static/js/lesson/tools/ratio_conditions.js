// Explains for every neuron of the first layer why its δ has the right or the wrong sign by the figures' rule.
/** @import { Address, Key, Translate } from "../../core/types.js" */
/** @import { Trace } from "../../network/types.js" */
/** @import { Naming } from "../../network/notation.js" */
/** @import { SentenceParam } from "../practice/sentences.js" */
/** @import { Condition } from "./comparison.js" */
import { element } from "../../draw/dom.js";
import { formatNumber, fullNumber } from "../../math/format.js";
import { mi, mo, row } from "../../math/nodes.js";
import { runningNumber, symbolOf } from "../../network/notation.js";
import { mathSpan, sentence } from "../practice/sentences.js";
import { conditionsOf } from "./comparison.js";
import { signWord } from "./ratio_table.js";

/** @type {Record<Condition["verdict"], Key>} */
const VERDICTS = {
  same_sign: "ratios.why_same_sign",
  one_path: "ratios.why_one_path",
  no_path: "ratios.why_no_path",
  between: "ratios.why_between",
  outside: "ratios.why_outside",
  border: "ratios.why_border",
  flat: "ratios.why_flat",
};
/** The heading for a verdict: the sign is wrong, zero by one rule, or right.
 * @type {(verdict: Condition["verdict"]) => Key} */
const headingOf = (verdict) =>
  verdict === "between"
    ? "ratios.turned"
    : verdict === "border" || verdict === "flat"
      ? "ratios.special"
      : "ratios.kept";
/** The letters of the condition. */
const LETTERS = { p: { latex: "P" }, q: { latex: "Q" }, size: { latex: "|Q/P|" } };

/** @param {Trace} trace @param {Naming} naming @param {Translate} t @returns {Node[]} */
export function conditionNodes(trace, naming, t) {
  const conditions = conditionsOf(trace);
  const [first] = conditions ?? [];
  return [
    element("h3", {}, t("ratios.why_title")),
    ...(conditions === null || first === undefined
      ? [element("p", {}, t("ratios.why_other_form"))]
      : [
          ruleNode(first, naming, t),
          element(
            "ul",
            { class: "conditions" },
            ...conditions.map((condition) => conditionNode(condition, naming, t)),
          ),
        ]),
  ];
}

/** P = w_14 w_46 = 2. @param {string} letter @param {Address[]} path @param {number} value
 * @param {Naming} naming @param {Translate} t */
function pathNode(letter, path, value, naming, t) {
  const mathNode = row(mi(letter), mo("="), ...path.map((address) => symbolOf(address, naming)), mo("="), {
    tag: "mn",
    text: formatNumber(value),
  });
  return element(
    "span",
    { class: "path", "data-path": letter, "data-value": fullNumber(value) },
    mathSpan(mathNode, t),
  );
}

/** @param {Condition} condition @param {Naming} naming @param {Translate} t */
function conditionNode({ unit, p, q, quotient, border, verdict }, naming, t) {
  /** @type {Record<string, SentenceParam>} */
  const params = {
    quotient,
    low: Math.min(1, border),
    high: Math.max(1, border),
    delta: { address: `error1.${unit}` },
    ...LETTERS,
  };
  const isWrong = verdict === "between";
  return element(
    "li",
    { "data-unit": unit, "data-verdict": verdict, class: isWrong ? "flipped" : "" },
    element(
      "p",
      { class: "condition-head" },
      element("strong", {}, t("rule.neuron_figure", { n: unit + 1 })),
      signWord(isWrong ? "⇄" : "=", t(headingOf(verdict))),
    ),
    element(
      "p",
      { class: "paths" },
      pathNode("P", [`w2.0.${unit}`, "w3.0.0"], p, naming, t),
      pathNode("Q", [`w2.1.${unit}`, "w3.0.1"], q, naming, t),
    ),
    element("p", {}, ...sentence(t(VERDICTS[verdict]), params, naming, t)),
  );
}

/** The condition for the signs, with the numbers that all neurons share.
 * @param {Condition} condition @param {Naming} naming @param {Translate} t */
function ruleNode({ slopes: [above, below], border }, naming, t) {
  const number = runningNumber(naming, 2, 0);
  const slope = (/** @type {number} */ k) => `f_{${number + k}}'`;
  return element(
    "p",
    {},
    ...sentence(
      t("ratios.why_slopes"),
      {
        ...LETTERS,
        sum: { latex: "P+Q" },
        truth: { latex: `P ${slope(0)}+Q ${slope(1)}` },
        last: { latex: slope(2) },
        delta: { address: "error3.0" },
        slopes: { latex: `${slope(0)}/${slope(1)}` },
        above,
        below,
        border,
      },
      naming,
      t,
    ),
  );
}
