// Drawn against true, number by number: every δ and every weight of the section's network, their ratio and their signs; why a
// sign turns round, and what that does to the loss when just these weights are moved.
/** @import { Address, Key } from "../../core/types.js" */
/** @import { Trace } from "../../network/types.js" */
/** @import { Condition, Group, Row, Signs } from "./comparison.js" */
/** @import { Lesson } from "../types.js" */
/** @import { Blank } from "../practice/widgets.js" */
import { element, setAttribute, setText } from "../../draw/dom.js";
import { numberNode } from "../../math/formula/print.js";
import { runningNumber, symbolOf } from "../../network/notation.js";
import { mi, mo, row } from "../../math/nodes.js";
import { formatNumber, formatSigned, fullNumber } from "../../math/format.js";
import { figureRuleRefusal } from "../../network/request.js";
import { segmented } from "../../panels/choices.js";
import { comparisonOf, conditionsOf, cosineOf, flippedIn, movedAlone } from "./comparison.js";
import { EXPERIMENT, exampleChoice } from "./examples.js";
import { tellRule } from "./rules.js";
import { mathSpan, namingFor, sentence, thrownText } from "../practice/widgets.js";

/** @typedef {import("../../network/notation.js").Naming} Naming */

/** A mark beside the word, so that neither colour nor language is needed to see it. @type {Record<Signs, {mark: string, word: Key}>} */
const SIGNS = {
  same: { mark: "=", word: "ratios.same" },
  opposite: { mark: "⇄", word: "ratios.opposite" },
  one_zero: { mark: "0", word: "ratios.one_zero" },
  both_zero: { mark: "=", word: "ratios.both_zero" },
};
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
/** How a small change is printed: 2.02·10⁻⁶. @type {import("../../math/formula/print.js").Printing} */
const PRINTED = {
  symbol: () => mi("?"),
  numbers: true,
  value: () => null,
  format: (value) => formatNumber(value, 5),
};
/** Upright, and close to what it changes. @type {import("../../core/types.js").MathNode} */
const DELTA = { tag: "mtext", text: "Δ", latex: "\\Delta " };
/** The letters of the condition. */
const LETTERS = { p: { latex: "P" }, q: { latex: "Q" }, size: { latex: "|Q/P|" } };
/** The picture stands where every δ is known and no weight has moved; it has no player. @type {import("../types.js").Figure} */
const PICTURE = {
  name: "ratios",
  tool: "network",
  experiment: EXPERIMENT,
  views: ["diagram"],
  formulas: [],
  names: null,
  lines: null,
  state: { notation: "figure", grouping: "neuron" },
  first: "error1.2",
  last: "error1.2",
};

/** @param {HTMLElement} root @param {{lesson: Lesson}} surroundings */
export function mountRatios(root, { lesson }) {
  const { t, catalog } = lesson;
  const experiment = lesson.experiment(EXPERIMENT);
  const picture = element(
    "div",
    { class: "ratio-picture", "aria-label": t("ratios.picture"), role: "group" },
    element("div", { class: "figure-view", "data-view": "diagram" }),
  );
  const refusal = element("p", { class: "hint", role: "note" });
  const table = element("div", {
    class: "ratio-table scroll",
    tabindex: 0,
    role: "group",
    "aria-label": t("ratios.caption"),
  });
  const summary = element("p", { class: "ratio-summary", "aria-live": "polite" });
  const angle = element("p", { class: "ratio-angle" });
  const why = element("section", { class: "ratio-why" });
  const alone = element("section", { class: "ratio-alone" });
  root.classList.add("ratios");
  root.replaceChildren(
    exampleChoice(lesson, experiment),
    picture,
    refusal,
    summary,
    element(
      "div",
      { class: "ratio-columns" },
      table,
      element("div", { class: "ratio-reasons" }, angle, why, alone),
    ),
  );

  const live = lesson.openFigure(picture, PICTURE);
  lesson.onRule((figureRule) => live.dispatch("setFigureRule", figureRule));
  tellRule(live, lesson);

  /** @param {Row} row @param {Naming} naming @param {"error" | "step"} kind */
  function rowNode({ address, drawn, truth, ratio, signs }, naming, kind) {
    const symbol = symbolOf(address, naming);
    const name = kind === "error" ? symbol : row(DELTA, symbol, mo("/"), mi("η"));
    /** @param {string} rule @param {number | null} value @param {string} text */
    const cell = (rule, value, text) =>
      element(
        "td",
        { role: "cell", class: "amount", "data-rule": rule, "data-value": fullNumber(value) },
        text,
      );
    const sign = signs === null ? null : SIGNS[signs];
    return element(
      "tr",
      { role: "row", "data-row": address, "data-signs": signs },
      element("th", { scope: "row", role: "rowheader" }, mathSpan(name, t)),
      cell("drawn", drawn, formatSigned(drawn)),
      cell("truth", truth, formatSigned(truth)),
      cell("ratio", ratio, ratio === null ? "–" : formatNumber(ratio)),
      element(
        "td",
        { role: "cell", class: "sign" },
        sign === null
          ? "–"
          : element(
              "span",
              { class: "sign-word" },
              element("span", { class: "sign-mark", "aria-hidden": "true" }, sign.mark),
              " ",
              t(sign.word),
            ),
      ),
    );
  }
  /** @param {Group[]} groups @param {Naming} naming */
  const tableNode = (groups, naming) =>
    element(
      "table",
      { role: "table" },
      element("caption", {}, t("ratios.caption")),
      element(
        "thead",
        { role: "rowgroup" },
        headNode(["ratios.quantity", "ratios.drawn", "ratios.true", "ratios.ratio", "ratios.sign"]),
      ),
      ...groups.map(({ layer, errors, steps }) =>
        element(
          "tbody",
          { role: "rowgroup", "data-layer": layer },
          element(
            "tr",
            { role: "row", class: "layer-row" },
            element("th", { scope: "rowgroup", role: "rowheader", colspan: 5 }, t("table.layer", { layer })),
          ),
          ...errors.map((one) => rowNode(one, naming, "error")),
          ...steps.map((one) => rowNode(one, naming, "step")),
        ),
      ),
    );

  /** On a narrow screen a row is laid out on two lines; its parts say by themselves what they are. @param {Key[]} keys */
  const headNode = (keys) =>
    element(
      "tr",
      { role: "row" },
      ...keys.map((key) => element("th", { scope: "col", role: "columnheader" }, t(key))),
    );

  /** P = w_14 w_46 = 2 · 1 = 2. @param {string} letter @param {Address[]} path @param {number} value @param {Naming} naming */
  function pathNode(letter, path, value, naming) {
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
  /** @param {Condition} condition @param {Naming} naming */
  function conditionNode(condition, naming) {
    const { unit, p, q, quotient, border, verdict } = condition;
    /** @type {Record<string, Blank>} */
    const params = {
      quotient,
      low: Math.min(1, border),
      high: Math.max(1, border),
      delta: { address: `error1.${unit}` },
      ...LETTERS,
    };
    const wrong = verdict === "between";
    return element(
      "li",
      { "data-unit": unit, "data-verdict": verdict, class: wrong ? "flipped" : "" },
      element(
        "p",
        { class: "condition-head" },
        element("strong", {}, t("rule.neuron_figure", { n: unit + 1 })),
        element(
          "span",
          { class: "sign-word" },
          element("span", { class: "sign-mark", "aria-hidden": "true" }, wrong ? "⇄" : "="),
          " ",
          t(
            wrong
              ? "ratios.turned"
              : verdict === "border" || verdict === "flat"
                ? "ratios.special"
                : "ratios.kept",
          ),
        ),
      ),
      element(
        "p",
        { class: "paths" },
        pathNode("P", [`w2.0.${unit}`, "w3.0.0"], p, naming),
        pathNode("Q", [`w2.1.${unit}`, "w3.0.1"], q, naming),
      ),
      element("p", {}, ...sentence(t(VERDICTS[verdict]), params, naming, t)),
    );
  }
  /** What decides the signs, with the numbers that all neurons share. @param {Condition} condition @param {Naming} naming */
  function ruleNode({ slopes: [above, below], border }, naming) {
    const [first, second, last] = [0, 1, 2].map((k) => runningNumber(naming, 2, 0) + k);
    return element(
      "p",
      {},
      ...sentence(
        t("ratios.why_slopes"),
        {
          ...LETTERS,
          sum: { latex: "P+Q" },
          truth: { latex: `P f_{${first}}'+Q f_{${second}}'` },
          last: { latex: `f_{${last}}'` },
          delta: { address: "error3.0" },
          slopes: { latex: `f_{${first}}'/f_{${second}}'` },
          above,
          below,
          border,
        },
        naming,
        t,
      ),
    );
  }

  // ---- only one neuron's weights -----------------------------------------------------------------------------------

  /** @type {number | null} what the reader has chosen; null: the first one whose sign is wrong */
  let chosen = null;
  let asked = 0;
  const results = element("div", { class: "alone-results", "aria-live": "polite" });
  /** @param {Trace} trace @param {Group[]} groups */
  function showAlone(trace, groups) {
    const units = trace.network.layers[0]?.units ?? 0;
    if (chosen !== null && chosen >= units) chosen = null;
    const unit = chosen ?? flippedIn(groups)[0] ?? 0;
    const choice = segmented(
      t("ratios.alone_choice"),
      "alone",
      Array.from({ length: units }, (_, j) => ({
        value: String(j),
        text: t("rule.neuron_figure", { n: j + 1 }),
      })),
      (value) => {
        chosen = Number(value);
        showAlone(trace, groups);
      },
    );
    choice.show(String(unit));
    const held = alone.contains(document.activeElement)
      ? document.activeElement?.getAttribute("data-key")
      : null;
    alone.replaceChildren(
      element("h3", {}, t("ratios.alone_title")),
      element("p", {}, t("ratios.alone_about")),
      choice.group,
      results,
    );
    if (held) /** @type {HTMLElement | null} */ (alone.querySelector(`[data-key="${held}"]`))?.focus();
    void moveAlone(trace, unit);
  }
  /** @param {Trace} trace @param {number} unit */
  async function moveAlone(trace, unit) {
    const mine = (asked += 1);
    setAttribute(results, "aria-busy", "true");
    try {
      const [drawn, truth] = await Promise.all(
        /** @type {const} */ (["drawn", "truth"]).map((rule) =>
          lesson.ask("/api/v1/trace", movedAlone(trace, unit, rule)),
        ),
      );
      if (mine !== asked) return;
      results.replaceChildren(
        element(
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
            headNode(["ratios.alone_rule", "ratios.alone_after", "ratios.alone_change"]),
          ),
          element(
            "tbody",
            { role: "rowgroup" },
            aloneRow("drawn", t("rules.drawn"), trace.loss, drawn.loss),
            aloneRow("truth", t("rules.gradient"), trace.loss, truth.loss),
          ),
        ),
      );
    } catch (thrown) {
      if (mine === asked) results.replaceChildren(element("p", { class: "refusal" }, thrownText(thrown, t)));
    } finally {
      if (mine === asked) setAttribute(results, "aria-busy", null);
    }
  }
  /** @param {string} rule @param {string} title @param {number} before @param {number} after */
  function aloneRow(rule, title, before, after) {
    const change = after - before;
    const way = change > 0 ? "up" : change < 0 ? "down" : "stays";
    const words = /** @type {const} */ ({
      up: "ratios.goes_up",
      down: "ratios.goes_down",
      stays: "ratios.stays",
    });
    return element(
      "tr",
      { role: "row", "data-rule": rule, "data-way": way },
      element("th", { scope: "row", role: "rowheader" }, title),
      element(
        "td",
        { role: "cell", class: "amount", "data-value": fullNumber(after) },
        formatNumber(after, 8),
      ),
      element(
        "td",
        { role: "cell", class: "amount", "data-value": fullNumber(change) },
        change > 0 ? "+" : "",
        mathSpan(numberNode(change, PRINTED), t),
        " ",
        element(
          "span",
          { class: "way" },
          element("span", { "aria-hidden": "true" }, { up: "▲", down: "▼", stays: "■" }[way]),
          " ",
          t(words[way]),
        ),
      ),
    );
  }

  // ---- all together ------------------------------------------------------------------------------------------------

  /** @type {Trace | null} */
  let shown = null;
  function update() {
    const trace = /** @type {Trace | null} */ (experiment.answer);
    if (trace === null) return;
    const refused = figureRuleRefusal(trace.request, catalog);
    setText(refusal, refused === null ? "" : t(refused));
    setAttribute(root, "data-stale", trace.request !== experiment.request);
    if (trace === shown) return;
    shown = trace;
    const naming = namingFor(trace.network, { notation: "figure" }, catalog);
    const groups = comparisonOf(trace);
    for (const part of [table, summary, angle, why, alone]) part.hidden = groups.length === 0;
    if (groups.length === 0) return;
    table.replaceChildren(tableNode(groups, naming));
    const steps = groups.flatMap((group) => group.steps);
    const opposite = steps.filter(({ signs }) => signs === "opposite").length;
    setText(
      summary,
      opposite === 0
        ? t("ratios.none_opposite", { count: steps.length })
        : t("ratios.some_opposite", { opposite, count: steps.length }),
    );
    const cosine = cosineOf(groups);
    setAttribute(angle, "data-value", fullNumber(cosine));
    setText(
      angle,
      cosine === null
        ? t("ratios.no_angle")
        : t(cosine > 0 ? "ratios.angle_downhill" : "ratios.angle_uphill", {
            cosine: formatNumber(cosine),
            degrees: formatNumber((Math.acos(Math.max(-1, Math.min(1, cosine))) * 180) / Math.PI, 3),
          }),
    );
    const conditions = conditionsOf(trace);
    const [first] = conditions ?? [];
    why.replaceChildren(
      element("h3", {}, t("ratios.why_title")),
      ...(conditions === null || first === undefined
        ? [element("p", {}, t("ratios.why_other_form"))]
        : [
            ruleNode(first, naming),
            element("ul", { class: "conditions" }, ...conditions.map((one) => conditionNode(one, naming))),
          ]),
    );
    showAlone(trace, groups);
  }
  experiment.subscribe(update);
  update();
}
