// The table of the δ and updates by both rules, and the summary of their signs and directions.
/** @import { Key, Translate } from "../../core/types.js" */
/** @import { Naming } from "../../network/notation.js" */
/** @import { Group, Row, Signs } from "./comparison.js" */
import { element, setAttribute, setText } from "../../draw/dom.js";
import { formatNumber, formatSigned, fullNumber } from "../../math/format.js";
import { mi, mo, row } from "../../math/nodes.js";
import { symbolOf } from "../../network/notation.js";
import { mathSpan } from "../practice/sentences.js";
import { cosineOf } from "./comparison.js";

/** A sign beside the word, so that neither colour nor language is needed.
 * @type {Record<Signs, {mark: string, word: Key}>} */
const SIGNS = {
  same: { mark: "=", word: "ratios.same" },
  opposite: { mark: "⇄", word: "ratios.opposite" },
  one_zero: { mark: "0", word: "ratios.one_zero" },
  both_zero: { mark: "=", word: "ratios.both_zero" },
};
/** Upright, and close to what it changes. @type {import("../../core/types.js").MathNode} */
const DELTA = { tag: "mtext", text: "Δ", latex: "\\Delta " };

/** The header row of a table. On a narrow screen the style sheet lays rows out on two lines, which would
 * remove their roles, so the roles are explicit.
 * @param {Key[]} keys @param {Translate} t */
export const headNode = (keys, t) =>
  element(
    "tr",
    { role: "row" },
    ...keys.map((key) => element("th", { scope: "col", role: "columnheader" }, t(key))),
  );

/** A word after its sign. @param {string} mark @param {string} word */
export const signWord = (mark, word) =>
  element(
    "span",
    { class: "sign-word" },
    element("span", { class: "sign-mark", "aria-hidden": "true" }, mark),
    " ",
    word,
  );

/** @param {Row} row @param {"error" | "step"} kind @param {Naming} naming @param {Translate} t */
function rowNode({ address, drawn, truth, ratio, signs }, kind, naming, t) {
  const symbol = symbolOf(address, naming);
  const name = kind === "error" ? symbol : row(DELTA, symbol, mo("/"), mi("η"));
  /** @param {string} rule @param {number | null} value @param {string} text */
  const cell = (rule, value, text) =>
    element(
      "td",
      { role: "cell", class: "amount", "data-rule": rule, "data-value": fullNumber(value) },
      text,
    );
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
      signs === null ? "–" : signWord(SIGNS[signs].mark, t(SIGNS[signs].word)),
    ),
  );
}

/** @param {Group[]} groups @param {Naming} naming @param {Translate} t */
export const tableNode = (groups, naming, t) =>
  element(
    "table",
    { role: "table" },
    element("caption", {}, t("ratios.caption")),
    element(
      "thead",
      { role: "rowgroup" },
      headNode(["ratios.quantity", "ratios.drawn", "ratios.true", "ratios.ratio", "ratios.sign"], t),
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
        ...errors.map((each) => rowNode(each, "error", naming, t)),
        ...steps.map((each) => rowNode(each, "step", naming, t)),
      ),
    ),
  );

/** The number of updates with opposite signs.
 * @param {HTMLElement} summary @param {Group[]} groups @param {Translate} t */
export function updateSummary(summary, groups, t) {
  const steps = groups.flatMap((group) => group.steps);
  const opposite = steps.filter(({ signs }) => signs === "opposite").length;
  setText(
    summary,
    opposite === 0
      ? t("ratios.none_opposite", { count: steps.length })
      : t("ratios.some_opposite", { opposite, count: steps.length }),
  );
}

/** The angle between the two updates. @param {HTMLElement} angle @param {Group[]} groups @param {Translate} t */
export function updateAngle(angle, groups, t) {
  const cosine = cosineOf(groups);
  setAttribute(angle, "data-value", fullNumber(cosine));
  if (cosine === null) {
    setText(angle, t("ratios.no_angle"));
    return;
  }
  const degrees = (Math.acos(Math.max(-1, Math.min(1, cosine))) * 180) / Math.PI;
  setText(
    angle,
    t(cosine > 0 ? "ratios.angle_downhill" : "ratios.angle_uphill", {
      cosine: formatNumber(cosine),
      degrees: formatNumber(degrees, 3),
    }),
  );
}
