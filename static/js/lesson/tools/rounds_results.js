// The results of many rounds in words and numbers: legend, problems, verdict, table.
/** @import { Key } from "../../core/types.js" */
/** @import { Line, RoundsState } from "./rounds_state.js" */
import { element, setAttribute } from "../../draw/dom.js";
import { markerPath } from "../../draw/plot/runs.js";
import { shape } from "../../draw/svg.js";
import { formatNumber, fullNumber } from "../../math/format.js";
import { at } from "../../core/at.js";
import { lossText, lowerOf, milestones, risesIn } from "./curves.js";
import { learningRate } from "./rounds_controls.js";
import { LINES, curvesOf } from "./rounds_state.js";

/** The sentence for the rule with the lower loss. @type {Record<ReturnType<typeof lowerOf>, Key>} */
const VERDICTS = {
  gradient: "rounds.gradient_lower",
  drawn: "rounds.drawn_lower",
  equal: "rounds.equal",
};

/** @param {RoundsState} state */
export function updateResults(state) {
  updateLegend(state);
  updateProblems(state);
  updateVerdict(state);
  updateTable(state);
}

/** A piece of the line with its marker. @param {Line} line */
function legendKey({ rule, dash, marker }) {
  const svg = shape("svg", {
    viewBox: "0 0 44 16",
    width: 44,
    height: 16,
    class: "rounds-key",
    "data-rule": rule,
    "aria-hidden": "true",
  });
  shape("path", { class: "rounds-line", d: "M1 8H43", "stroke-dasharray": dash || null }, svg);
  shape("path", { class: "rounds-marker", d: markerPath(marker, 4.5, { x: 22, y: 8 }) }, svg);
  return svg;
}

/** @param {RoundsState} state */
function updateLegend(state) {
  const {
    lesson: { t },
    rounds,
    parts,
  } = state;
  const curves = curvesOf(state);
  parts.legend.replaceChildren(
    ...LINES.map((line, k) => {
      const last = at(curves, k).at(-1);
      return element(
        "li",
        { "data-rule": line.rule },
        legendKey(line),
        element("span", {}, t(line.title)),
        element(
          "span",
          { class: "rounds-final", "data-final": line.rule, "data-value": fullNumber(last) },
          last === undefined ? "–" : t("rounds.final", { rounds, loss: lossText(last) }),
        ),
      );
    }),
  );
}

/** @param {RoundsState} state */
function updateProblems({ lesson: { t }, runs, parts }) {
  parts.problems.replaceChildren(
    ...LINES.flatMap(({ rule, title }) => {
      const problem = runs.find((run) => run.rule === rule)?.problem ?? null;
      if (problem === null) return [];
      return [
        element(
          "p",
          { class: "refusal", role: "alert", "data-rule": rule },
          element("strong", {}, t(title)),
          t("rounds.colon"),
          problem,
        ),
      ];
    }),
  );
}

/** @param {RoundsState} state */
function updateVerdict(state) {
  const {
    lesson: { t, catalog },
    rounds,
    computedFor,
    parts: { verdict },
  } = state;
  const [gradient, drawn] = curvesOf(state);
  const [byGradient, asDrawn] = [gradient.at(-1), drawn.at(-1)];
  if (byGradient === undefined || asDrawn === undefined) {
    verdict.replaceChildren();
    return;
  }
  const lower = lowerOf(byGradient, asDrawn);
  const params = {
    rounds,
    rate: formatNumber(learningRate(catalog, computedFor)),
    gradient: lossText(byGradient),
    drawn: lossText(asDrawn),
  };
  const rises = { gradient: risesIn(gradient), drawn: risesIn(drawn) };
  setAttribute(verdict, "data-lower", lower);
  verdict.replaceChildren(
    document.createTextNode(t(VERDICTS[lower], params)),
    document.createTextNode(
      rises.gradient + rises.drawn === 0 ? t("rounds.never_rose") : t("rounds.rose", rises),
    ),
  );
}

/** @param {RoundsState} state */
function updateTable(state) {
  const {
    lesson: { t },
    rounds,
    parts: { table },
  } = state;
  const [gradient, drawn] = curvesOf(state);
  const cell = (/** @type {number | undefined} */ loss) =>
    element("td", { class: "amount", "data-value": fullNumber(loss) }, lossText(loss));
  const columns = [t("rounds.column"), t("rules.gradient"), t("rules.drawn")];
  const rows = milestones(rounds).map((round) =>
    element(
      "tr",
      { "data-round": round },
      element("th", { scope: "row" }, formatNumber(round)),
      cell(gradient[round]),
      cell(drawn[round]),
    ),
  );
  table.querySelector(".scroll")?.remove();
  table.append(
    element(
      "div",
      { class: "scroll", tabindex: 0, role: "group", "aria-label": t("rounds.caption") },
      element(
        "table",
        {},
        element("caption", {}, t("rounds.caption")),
        element(
          "thead",
          {},
          element("tr", {}, ...columns.map((text) => element("th", { scope: "col" }, text))),
        ),
        element("tbody", {}, ...rows),
      ),
    ),
  );
}
