// Every gradient by its three ways, and one's own beside them: in groups of one reading, the worst first. The row that
// is pointed at, or whose button has the focus, is lit on the diagram.
/** @import { View } from "../../../core/types.js" */
/** @import { Naming } from "../../../network/notation.js" */
/** @import { CheckedGradient, Context, Screen } from "../../types.js" */
/** @import { Group } from "../rows.js" */
import { problemText } from "../../../core/problems.js";
import { element, setAttribute, setText } from "../../../draw/dom.js";
import { formatNumber } from "../../../math/format.js";
import { namingOf } from "../../../network/notation.js";
import { mathOf } from "../../../panels/formula_sections.js";
import { numberSymbol, numberWords } from "../../marking/names.js";
import { MOST_ROWS, SIGNS, groupsOf } from "../rows.js";

/** @param {HTMLElement} root @param {Context} context @returns {View<Screen>} */
export function mount(root, context) {
  const { t, dispatch } = context;
  const said = element("p", { class: "hint", role: "status" });
  const place = element("div", { class: "gradient-scroll" });
  const left = element("p", { class: "hint", hidden: true });
  root.classList.add("gradients");
  root.replaceChildren(element("h2", { class: "unseen" }, t("checking.part_gradients")), said, place, left);
  listenToRows(place, dispatch);
  /** @type {unknown[]} */
  let shownFor = [];
  return {
    update(screen) {
      const { check, checkProblem, isChecking, state, pointed } = screen;
      if (state.part !== "gradients") return;
      setText(said, checkProblem ? problemText(checkProblem, t) : isChecking ? t("checking.check_now") : "");
      said.hidden = said.textContent === "";
      for (const row of place.querySelectorAll("[data-gradient]"))
        setAttribute(row, "data-pointed", row.getAttribute("data-gradient") === pointed);
      const about = [check, state.notation];
      if (about.every((part, k) => part === shownFor[k])) return;
      shownFor = about;
      const all = check?.parameters.length ?? 0;
      setText(left, t("checking.rows_left", { shown: MOST_ROWS, all }));
      left.hidden = all <= MOST_ROWS;
      place.replaceChildren(
        ...(check ? [tableOf(groupsOf(check, t("checking.reading_difference")), screen, context)] : []),
      );
    },
  };
}

/** @param {HTMLElement} place @param {Context["dispatch"]} dispatch */
function listenToRows(place, dispatch) {
  /** @param {Event} event */
  const rowAt = ({ target }) =>
    target instanceof Element
      ? (target.closest("[data-gradient]")?.getAttribute("data-gradient") ?? null)
      : null;
  place.addEventListener("pointerover", (event) => dispatch("pointAt", rowAt(event)));
  place.addEventListener("pointerleave", () => dispatch("pointAt", focused(place)));
  place.addEventListener("focusin", (event) => dispatch("pointAt", rowAt(event)));
  place.addEventListener("focusout", () => dispatch("pointAt", null));
  place.addEventListener("keydown", (event) => {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const buttons = [...place.querySelectorAll("button")];
    const next = way && buttons[buttons.indexOf(/** @type {any} */ (document.activeElement)) + way];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}

/** The row whose button has the focus. @param {HTMLElement} place */
const focused = (place) =>
  place.querySelector("[data-gradient]:focus-within")?.getAttribute("data-gradient") ?? null;

/** @param {readonly Group[]} groups @param {Screen} screen @param {Context} context */
function tableOf(groups, screen, context) {
  const { t, catalog } = context;
  const naming = namingOf(screen, catalog);
  const hasOwn = Object.keys(screen.state.gradients).length > 0;
  const heads = /** @type {const} */ ([
    "checking.gradient",
    "checking.analytic",
    "checking.central",
    "checking.complex_step",
    ...(hasOwn ? /** @type {const} */ (["checking.yours"]) : []),
    "checking.relative_error",
  ]);
  let room = MOST_ROWS;
  return element(
    "table",
    { class: "gradient-table" },
    element("caption", { class: "unseen" }, t("checking.gradient_table")),
    element("thead", {}, element("tr", {}, ...heads.map((key) => element("th", { scope: "col" }, t(key))))),
    ...groups.map((group) => {
      const rows = group.rows.slice(0, room);
      room -= rows.length;
      return element(
        "tbody",
        { "data-reading": group.reading },
        element(
          "tr",
          {},
          element(
            "th",
            { scope: "rowgroup", colspan: heads.length },
            element(
              "div",
              { class: "reading-said" },
              element("span", { class: "reading-sign", "aria-hidden": "true" }, SIGNS[group.reading]),
              element(
                "strong",
                {},
                t(`checking.reading_name_${group.reading}`, { count: group.rows.length }),
              ),
              " ",
              group.text,
            ),
          ),
        ),
        ...rows.map((row) => lineOf(row, hasOwn, naming, screen, context)),
      );
    }),
  );
}

/** @param {CheckedGradient} row @param {boolean} hasOwn @param {Naming} naming @param {Screen} screen
 * @param {Context} context */
function lineOf(row, hasOwn, naming, screen, context) {
  const { address, analytic, central, complex_step: complex, yours, relative_error: error } = row;
  const words = numberWords(address, naming, context.t);
  const button = element(
    "button",
    { type: "button", class: "quiet", "aria-label": words },
    mathOf(numberSymbol(address, naming), context),
  );
  // One that is NaN or infinite is shown as it was written.
  const own = yours ?? screen.state.gradients[address] ?? null;
  const cells = [analytic, central, complex, ...(hasOwn ? [own] : [])];
  return element(
    "tr",
    { "data-gradient": address },
    element("th", { scope: "row" }, button),
    ...cells.map((value) =>
      element("td", {}, typeof value === "number" ? formatNumber(value, 6) : (value ?? "–")),
    ),
    element("td", {}, error === null ? "–" : formatNumber(error, 2)),
  );
}
