// The answer key of a variant: the way to every number, and the points.
/** @import { Translate } from "../../core/types.js" */
/** @import { SheetNumber, Sheets, Variant } from "../types.js" */
import { element } from "../../draw/dom.js";
import { joined } from "../../math/sentences.js";
import { numbersOf } from "../judging.js";
import { givenOf, maths, withMinus } from "./maths.js";

/** @param {Variant} variant @param {Translate} t */
const slipNumbers = (variant, t) =>
  numbersOf(variant)
    .filter(({ address }) => variant.slip?.at.includes(address))
    .map(({ number }) => number)
    .join(t("sheet.and"));

/** @param {Sheets} sheets @param {SheetNumber} number @param {Translate} t */
function wayOf({ plan }, { number, way, sign, asked, points }, t) {
  const signed = plan.kind === "signs" && asked ? ` → ${withMinus(sign)}` : "";
  return element(
    "div",
    { class: "key-number" },
    element("span", { class: "place" }, `${number}.`),
    element("span", {}, maths(way), signed),
    points > 0 ? element("span", { class: "key-points" }, t("sheet.points.one", { points })) : null,
  );
}

/** What a key says. @param {Sheets} sheets @param {Variant} variant @param {Translate} t @returns {HTMLElement[]} */
export const keyOf = (sheets, variant, t) => [
  givenOf(variant, "sheet-given"),
  element(
    "p",
    { class: "hint" },
    joined(sheets.points_unit, t("sheet.points.all", { points: variant.points }), t("sheet.key.rounding")),
  ),
  ...(variant.slip === null
    ? []
    : [
        element(
          "p",
          { class: "key-slip" },
          joined(t("sheet.slip.found", { numbers: slipNumbers(variant, t) }), variant.slip.text),
        ),
      ]),
  element(
    "div",
    { class: "key-lines" },
    ...variant.lines.map((line) =>
      element(
        "div",
        { class: "key-line" },
        line.asks_principle
          ? element(
              "p",
              { class: "key-rule" },
              `${sheets.principles[line.principle] ?? ""} (${t("sheet.points.one", { points: line.points })})`,
            )
          : null,
        ...line.numbers.map((number) => wayOf(sheets, number, t)),
      ),
    ),
  ),
];
