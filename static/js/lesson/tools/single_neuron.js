// Updates the weights of one neuron in the first layer only, by either rule, and shows the loss after that.
/** @import { Trace } from "../../network/types.js" */
/** @import { Printing } from "../../math/formula/print.js" */
/** @import { Lesson } from "../types.js" */
/** @import { Group } from "./comparison.js" */
import { at } from "../../core/at.js";
import { element, reachIfCut, setAttribute } from "../../draw/dom.js";
import { formatNumber, fullNumber } from "../../math/format.js";
import { numberNode } from "../../math/formula/print.js";
import { mi } from "../../math/nodes.js";
import { segmented } from "../../panels/choices.js";
import { thrownText } from "../practice/replies.js";
import { mathSpan } from "../practice/sentences.js";
import { flippedIn, movedAlone } from "./comparison.js";
import { headNode } from "./ratio_table.js";

/** How a small change is printed: 2.02·10⁻⁶. @type {Printing} */
const CHANGE_PRINTING = {
  symbol: () => mi("?"),
  numbers: true,
  value: () => null,
  format: (value) => formatNumber(value, 5),
};
/** The change of a loss. */
const CHANGES = /** @type {const} */ ({
  up: { sign: "▲", word: "ratios.goes_up" },
  down: { sign: "▼", word: "ratios.goes_down" },
  stays: { sign: "■", word: "ratios.stays" },
});

/**
 * @typedef {object} SingleNeuronState
 * @property {Lesson} lesson
 * @property {HTMLElement} root
 * @property {HTMLElement} results
 * @property {number | null} unit chosen by the reader; null: the first one whose sign is wrong
 * @property {number} requestCount an answer to an earlier request is dropped
 */

/** @param {Lesson} lesson @returns {SingleNeuronState} */
export const createSingleNeuron = (lesson) => ({
  lesson,
  root: element("section", { class: "ratio-alone" }),
  results: element("div", { class: "alone-results", "aria-live": "polite" }),
  unit: null,
  requestCount: 0,
});

/** @param {SingleNeuronState} state @param {Trace} trace @param {Group[]} groups */
export function updateSingleNeuron(state, trace, groups) {
  const { lesson, root, results } = state;
  const { t } = lesson;
  const { units } = at(trace.network.layers, 0);
  if (state.unit !== null && state.unit >= units) state.unit = null;
  const unit = state.unit ?? flippedIn(groups)[0] ?? 0;
  const choice = segmented(
    t("ratios.alone_choice"),
    "alone",
    Array.from({ length: units }, (_, j) => ({
      value: String(j),
      text: t("rule.neuron_figure", { n: j + 1 }),
    })),
    (value) => {
      state.unit = Number(value);
      updateSingleNeuron(state, trace, groups);
    },
  );
  choice.show(String(unit));
  const focused = root.contains(document.activeElement)
    ? document.activeElement?.getAttribute("data-key")
    : null;
  root.replaceChildren(
    element("h3", {}, t("ratios.alone_title")),
    element("p", {}, t("ratios.alone_about")),
    choice.group,
    results,
  );
  if (focused) /** @type {HTMLElement | null} */ (root.querySelector(`[data-key="${focused}"]`))?.focus();
  lesson.whenNear(root, () => void compute(state, trace, unit));
}

/** @param {SingleNeuronState} state @param {Trace} trace @param {number} unit */
async function compute(state, trace, unit) {
  const { lesson, results } = state;
  const { t } = lesson;
  state.requestCount += 1;
  const { requestCount } = state;
  const isLast = () => requestCount === state.requestCount;
  const lossAfter = async (/** @type {"drawn" | "truth"} */ rule) => {
    const answer = await lesson.ask("/api/v1/trace", movedAlone(trace, unit, rule));
    return /** @type {Trace} */ (answer).loss;
  };
  setAttribute(results, "aria-busy", "true");
  try {
    const [drawn, truth] = await Promise.all([lossAfter("drawn"), lossAfter("truth")]);
    if (!isLast()) return;
    results.replaceChildren(resultsTable(lesson, trace, unit, { drawn, truth }));
    reachIfCut(results);
  } catch (thrown) {
    if (isLast()) results.replaceChildren(element("p", { class: "refusal" }, thrownText(thrown, t)));
  } finally {
    if (isLast()) setAttribute(results, "aria-busy", null);
  }
}

/** @param {Lesson} lesson @param {Trace} trace before the update @param {number} unit
 * @param {Record<"drawn" | "truth", number>} losses after it */
function resultsTable(lesson, trace, unit, { drawn, truth }) {
  const { t } = lesson;
  return element(
    "table",
    { role: "table" },
    element(
      "caption",
      {},
      t("ratios.alone_caption", {
        neuron: t("rule.neuron_figure", { n: unit + 1 }),
        rate: formatNumber(Number(trace.request.optimizer?.["learning_rate"] ?? Number.NaN)),
        loss: formatNumber(trace.loss, 8),
      }),
    ),
    element(
      "thead",
      { role: "rowgroup" },
      headNode(["ratios.alone_rule", "ratios.alone_after", "ratios.alone_change"], t),
    ),
    element(
      "tbody",
      { role: "rowgroup" },
      resultRow(lesson, "drawn", t("rules.drawn"), trace.loss, drawn),
      resultRow(lesson, "truth", t("rules.gradient"), trace.loss, truth),
    ),
  );
}

/** @param {Lesson} lesson @param {string} rule @param {string} title @param {number} before @param {number} after */
function resultRow({ t }, rule, title, before, after) {
  const change = after - before;
  const way = change > 0 ? "up" : change < 0 ? "down" : "stays";
  return element(
    "tr",
    { role: "row", "data-rule": rule, "data-way": way },
    element("th", { scope: "row", role: "rowheader" }, title),
    element("td", { role: "cell", class: "amount", "data-value": fullNumber(after) }, formatNumber(after, 8)),
    element(
      "td",
      { role: "cell", class: "amount", "data-value": fullNumber(change) },
      change > 0 ? "+" : "",
      mathSpan(numberNode(change, CHANGE_PRINTING), t),
      " ",
      element(
        "span",
        { class: "way" },
        element("span", { "aria-hidden": "true" }, CHANGES[way].sign),
        " ",
        t(CHANGES[way].word),
      ),
    ),
  );
}
