// Sheets and keys for the printer: one variant a page, keys apart.
/** @import { Translate } from "../../core/types.js" */
/** @import { SheetLine, SheetNumber, Sheets, Variant } from "../types.js" */
import { element } from "../../draw/dom.js";
import { keyOf } from "./key.js";
import { givenOf, maths, withMinus } from "./maths.js";

/** @param {Sheets} sheets @param {Variant} variant @param {Translate} t @param {boolean} isKey */
const headOf = (sheets, variant, t, isKey) =>
  element(
    "header",
    { class: "paper-head" },
    element("strong", {}, t(isKey ? "sheet.key" : "sheet.title")),
    element("span", {}, t("sheet.variant", { variant: variant.variant })),
    element("span", { class: "paper-seed" }, setOf(sheets, t)),
  );

/** Which set of sheets this is. @param {Sheets} sheets @param {Translate} t */
const setOf = ({ plan, seed }, t) =>
  plan.ready === null
    ? `${t(`sheet.kind.${plan.kind}`)} · ${t("sheet.seed")} ${seed}`
    : t("sheet.kind.published_key");

/** A place to write. @param {string} [label] @param {string} [size] */
const blank = (label = "", size = "") =>
  element("span", { class: `paper-blank ${size}` }, label === "" ? null : `${label} `, element("span", {}));

/** @param {SheetNumber} number @param {boolean} isSigns */
const numberOf = ({ number, symbol, shown, asked }, isSigns) =>
  element(
    "div",
    { class: shown === null ? "paper-number open" : "paper-number" },
    element("span", { class: "place" }, `${number}.`),
    maths(symbol),
    element("span", {}, isSigns && asked ? ":" : "="),
    shown === null
      ? isSigns
        ? element("span", { class: "paper-signs" }, "+   −   0")
        : blank()
      : withMinus(shown),
  );

/** @param {SheetLine} line @param {boolean} isSigns @param {Translate} t */
const lineOf = (line, isSigns, t) =>
  element(
    "div",
    { class: "paper-line" },
    line.asks_principle ? element("p", { class: "paper-rule" }, blank(t("sheet.principle.short"))) : null,
    ...line.numbers.map((number) => numberOf(number, isSigns)),
  );

/** @param {Sheets} sheets @param {Variant} variant @param {Translate} t */
function sheetPage(sheets, variant, t) {
  const isSigns = sheets.plan.kind === "signs";
  const asked = new Set(variant.lines.flatMap((line) => (line.asks_principle ? [line.principle] : [])));
  const rules = [...asked].map((name) => sheets.principles[name] ?? name).join(" · ");
  return element(
    "section",
    { class: "paper-page" },
    headOf(sheets, variant, t, false),
    element(
      "p",
      { class: "paper-names" },
      blank(t("sheet.name"), "long"),
      blank(t("sheet.class"), "short"),
      element("span", {}, t("sheet.points.of", { points: variant.points })),
    ),
    givenOf(variant, "paper-given"),
    element("p", {}, t("sheet.letters")),
    element("p", { class: "paper-task" }, sheets.task),
    rules === "" ? null : element("p", {}, `${t("sheet.principles")} ${rules}`),
    element("div", { class: "paper-lines" }, ...variant.lines.map((line) => lineOf(line, isSigns, t))),
    variant.slip === null
      ? null
      : element(
          "p",
          { class: "paper-names" },
          blank(t("sheet.slip.which"), "short"),
          blank(t("sheet.slip.right"), "short"),
        ),
  );
}

/** @param {Sheets} sheets @param {Variant} variant @param {Translate} t */
const keyPage = (sheets, variant, t) =>
  element("section", { class: "paper-page" }, headOf(sheets, variant, t, true), ...keyOf(sheets, variant, t));

/** @param {Sheets} sheets @param {Variant[]} variants @param {"sheets" | "keys"} what @param {Translate} t
 * @returns {HTMLElement[]} */
export const pagesOf = (sheets, variants, what, t) =>
  variants.map((variant) => (what === "keys" ? keyPage : sheetPage)(sheets, variant, t));
