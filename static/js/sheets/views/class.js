// The hand-ins of a class: files are dropped or chosen, links pasted; a table of them, and one of the mistakes.
/** @import { Translate } from "../../core/types.js" */
/** @import { Row } from "../class_table.js" */
/** @import { Marked } from "../types.js" */
import { element } from "../../draw/dom.js";
import { joined } from "../../math/sentences.js";
import { countsOf, othersIn, wordsOf } from "../class_table.js";
import { maths } from "./maths.js";

/** @typedef {object} Acts
 * @property {(files: File[]) => void} open
 * @property {(text: string) => void} paste
 * @property {(row: Row) => Promise<void>} show
 * @property {() => void} csv
 * @property {() => void} clear */

/** @param {string[]} heads @param {(string | number | Node)[][]} rows @param {string} caption */
const tableOf = (heads, rows, caption) =>
  element(
    "table",
    {},
    element("caption", {}, caption),
    element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head)))),
    element(
      "tbody",
      {},
      ...rows.map(([first, ...rest]) =>
        element(
          "tr",
          {},
          element("th", { scope: "row" }, typeof first === "object" ? first : String(first)),
          ...rest.map((each) => element("td", {}, typeof each === "object" ? each : String(each))),
        ),
      ),
    ),
  );

/** @param {HTMLElement} root @param {Translate} t @param {Acts} acts */
export function createClass(root, t, acts) {
  const input = element("input", {
    type: "file",
    multiple: true,
    accept: ".json,application/json",
    class: "unseen",
    tabindex: -1,
    "aria-label": t("sheet.class.open"),
    "data-hand-ins": true,
    onchange: () => {
      const files = [...(input.files ?? [])];
      input.value = "";
      acts.open(files);
    },
  });
  const link = element("input", { type: "text", autocomplete: "off", spellcheck: "false", dir: "ltr" });
  const paste = () => {
    if (link.value.trim() !== "") acts.paste(link.value);
    link.value = "";
  };
  link.addEventListener("keydown", (event) => {
    if (event.key === "Enter") paste();
  });
  const result = element("div", { class: "class-result", "aria-live": "polite" });
  root.replaceChildren(
    element(
      "div",
      { class: "class-drop", "data-drop": true },
      element("p", {}, t("sheet.class.drop")),
      element(
        "button",
        { type: "button", class: "primary", onclick: () => input.click() },
        t("sheet.class.open"),
      ),
      input,
    ),
    element(
      "p",
      { class: "class-link" },
      element("label", { class: "field" }, element("span", {}, t("sheet.class.link")), link),
      element("button", { type: "button", onclick: paste }, t("sheet.class.add")),
    ),
    result,
  );
  return {
    /** @param {Row[]} rows @param {number} waiting hand-ins that are still to be marked */
    update(rows, waiting) {
      if (rows.length === 0 && waiting === 0) {
        result.replaceChildren();
        return;
      }
      const others = othersIn(rows);
      const counts = countsOf(rows, (code) => wordsOf(code, t));
      result.replaceChildren(
        element(
          "p",
          { class: "class-buttons" },
          waiting > 0 ? element("span", {}, t("sheet.class.waiting", { count: waiting })) : null,
          element("button", { type: "button", onclick: () => acts.csv() }, t("sheet.class.csv")),
          element("button", { type: "button", onclick: () => acts.clear() }, t("sheet.class.clear")),
        ),
        element("p", { class: "hint" }, t("sheet.class.kept")),
        scrolled(
          tableOf(
            [t("sheet.class.mistake"), t("sheet.class.count")],
            counts.map(({ text, count, of }) => [text, t("sheet.class.of", { count, of })]),
            t("sheet.class.mistakes"),
          ),
          t("sheet.class.mistakes"),
        ),
        scrolled(
          tableOf(
            [t("sheet.name"), t("sheet.variant.number"), t("sheet.class.points"), t("sheet.class.first")],
            rows.map((row) => rowOf(row, others.has(row), t, acts)),
            t("sheet.class.hand_ins"),
          ),
          t("sheet.class.hand_ins"),
        ),
      );
    },
  };
}

/** @param {HTMLElement} table @param {string} label */
const scrolled = (table, label) =>
  element("div", { class: "class-table", tabindex: 0, role: "group", "aria-label": label }, table);

/** @param {Row} row @param {boolean} isOther @param {Translate} t @param {Acts} acts
 * @returns {(string | number | Node)[]} */
function rowOf(row, isOther, t, acts) {
  const { name, file, variant, marked, problem } = row;
  const source = file === "" ? t("sheet.class.linked") : file;
  if (marked === null) return [source, "", "", problem];
  const called = name === "" ? source : name;
  const open = element(
    "button",
    { type: "button", class: "quiet", onclick: () => void acts.show(row) },
    called,
  );
  const wrong = marked.judged.find(({ verdict }) => verdict === "wrong");
  const none = t(marked.judged.length === 0 ? "sheet.class.blank" : "sheet.class.none");
  const first = wrong === undefined ? none : slipOf(row, wrong.reason || wordsOf(wrong.code, t));
  const number = isOther ? t("sheet.class.other", { variant }) : variant;
  return [open, number, pointsOf(marked, t), first];
}

/** Where a hand-in goes wrong first, and how. @param {Row} row @param {string} reason */
const slipOf = ({ first }, reason) =>
  first === null
    ? reason
    : element("span", {}, `${first.number}. `, maths(first.symbol), element("br"), reason);

/** The points, and how many numbers do not count. @param {Marked} marked @param {Translate} t */
export const pointsOf = ({ points, of, uncounted }, t) =>
  joined(
    t("sheet.class.of", { count: points, of }),
    uncounted > 0 ? t("sheet.uncounted", { count: uncounted }) : "",
  );
