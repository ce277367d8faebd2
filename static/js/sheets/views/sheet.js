// A sheet to work on the screen: what is given, and a field, a menu or a choice for what is asked.
/** @import { Translate } from "../../core/types.js" */
/** @import { Judged, Marked, SheetLine, SheetNumber, Sheets, Sign, State, Variant } from "../types.js" */
import { own } from "../../core/at.js";
import { element, setAttribute, setText, uniqueId } from "../../draw/dom.js";
import { joined } from "../../math/sentences.js";
import { firstWrong } from "../judging.js";
import { SIGNS } from "../plan.js";
import { givenOf, inWords, maths, withMinus } from "./maths.js";

/** @typedef {object} Acts
 * @property {(address: string, text: string) => void} write
 * @property {(address: string, sign: string) => void} sign
 * @property {(line: string, principle: string) => void} principle
 * @property {(address: string) => void} pick
 * @property {(text: string) => void} right
 * @property {(name: string) => void} name
 * @property {() => void} save
 * @property {() => void} copyHandIn
 * @property {() => void} clear */
/** @typedef {object} Screen
 * @property {State} state @property {Sheets} sheets @property {Variant} variant
 * @property {Marked | null} marked @property {Translate} t @property {Acts} acts */
/** How a verdict is drawn: never by colour alone. */
const SIGN_OF = { right: "✓", follows: "↳", wrong: "✗", unreadable: "?", unjudged: "–" };
/** @typedef {object} Spot
 * @property {string} place
 * @property {HTMLElement} mark
 * @property {HTMLElement} said
 * @property {HTMLElement | null} control
 * @property {string} rule LaTeX that is shown with what is wrong */

/** Where a verdict on something is shown. @param {string} place @param {HTMLElement | null} control
 * @param {string} [rule] @returns {Spot} */
function spotOf(place, control, rule = "") {
  const said = element("span", { class: "said", id: uniqueId("said") });
  control?.setAttribute("aria-describedby", said.id);
  return {
    place,
    mark: element("span", { class: "verdict-mark", "aria-hidden": "true" }),
    said,
    control,
    rule,
  };
}

/** Are numbers worked out one from the other? @param {Sheets} sheets */
const isWorkedOut = ({ plan: { kind } }) => kind === "compute" || kind === "faded";

/** The page's foot of a sheet: the points so far, and what becomes of the work. @param {Screen} screen */
function footOf({ sheets, state, t, acts }) {
  const name = element("input", {
    type: "text",
    maxlength: 100,
    autocomplete: "off",
    "data-name": true,
    onchange: () => acts.name(name.value),
  });
  name.value = state.work.name;
  return element(
    "div",
    { class: "sheet-foot" },
    element("p", { class: "sheet-points", role: "status", "data-points": true }),
    element(
      "p",
      { class: "hint" },
      joined(sheets.points_unit, isWorkedOut(sheets) ? t("sheet.points.once") : ""),
    ),
    element("label", { class: "field" }, element("span", {}, t("sheet.name")), name),
    element("button", { type: "button", onclick: () => acts.save() }, t("sheet.save_hand_in")),
    element("button", { type: "button", onclick: () => acts.copyHandIn() }, t("sheet.copy_hand_in")),
    element("button", { type: "button", onclick: () => acts.clear() }, t("sheet.clear")),
  );
}

/** @param {HTMLElement} root
 * @param {{isAsOneGoes?: boolean, foot?: ((screen: Screen) => Element) | null}} [how] `isAsOneGoes`: verdicts come
 *   while one works, one slip at a time; otherwise all at the end */
export function createSheet(root, { isAsOneGoes = true, foot = footOf } = {}) {
  /** What is built. @type {{ variant: Variant, language: string, spots: Spot[] } | null} */
  let built = null;

  /** @param {Screen} screen */
  function build(screen) {
    const { sheets, variant } = screen;
    /** @type {Spot[]} */
    const spots = [];
    const lines = variant.lines.map((line) => lineOf(screen, line, spots));
    root.replaceChildren(
      givenOf(variant, "sheet-given"),
      element("p", { class: "hint" }, screen.t("sheet.letters")),
      element("p", { class: "sheet-task" }, sheets.task),
      element("div", { class: "sheet-lines" }, ...lines),
      ...(variant.slip === null ? [] : [slipOf(screen, spots)]),
      ...(foot === null ? [] : [foot(screen)]),
    );
    built = { variant, language: sheets.language, spots };
  }

  return {
    /** @param {Screen} screen */
    update(screen) {
      const { variant, sheets, marked, t, state } = screen;
      if (built?.variant !== variant || built.language !== sheets.language) build(screen);
      for (const spot of built?.spots ?? []) showVerdict(spot, marked, isAsOneGoes, t);
      const points = root.querySelector("[data-points]");
      if (points) {
        const { points: now, of, uncounted } = marked ?? { points: 0, of: variant.points, uncounted: 0 };
        const left = uncounted > 0 ? t("sheet.uncounted", { count: uncounted }) : "";
        setText(points, joined(t("sheet.points.now", { points: now, of }), left));
      }
      for (const button of root.querySelectorAll("[data-pick]")) {
        const isPicked = button.getAttribute("data-pick") === state.work.slip.at;
        setAttribute(button, "aria-pressed", isPicked ? "true" : "false");
      }
      placeSlip(root, state.work.slip.at, !isAsOneGoes || isSlipFound(marked));
    },
    /** The next update builds anew. */
    forget() {
      built = null;
    },
  };
}

/** What is said to the picked number stands below it. @param {HTMLElement} root @param {string} at
 * @param {boolean} isRightAsked also for what is right there */
function placeSlip(root, at, isRightAsked) {
  const slip = root.querySelector(".sheet-slip");
  if (slip === null) return;
  const numbers = [...root.querySelectorAll("[data-number]")];
  const place = numbers.find((each) => each.getAttribute("data-number") === at);
  if (place && slip.parentElement !== place) place.append(slip);
  setAttribute(slip, "hidden", place === undefined);
  for (const part of slip.querySelectorAll("[data-slip-right]")) setAttribute(part, "hidden", !isRightAsked);
}

/** @param {Marked | null} marked */
const isSlipFound = (marked) =>
  marked?.judged.some(({ place, verdict }) => place === "slip" && verdict === "right") ?? false;

/** @param {Screen} screen @param {SheetLine} line @param {Spot[]} spots where verdicts will be shown */
function lineOf(screen, line, spots) {
  const rule = line.asks_principle ? [ruleOf(screen, line, spots)] : [];
  const numbers = line.numbers.map((number) => numberOf(screen, number, spots));
  return element("div", { class: "sheet-line" }, ...rule, ...numbers);
}

/** The menu of the rules. @param {Screen} screen @param {SheetLine} line @param {Spot[]} spots */
function ruleOf({ sheets, variant, state, t, acts }, line, spots) {
  const names = new Set(variant.lines.flatMap((each) => (each.asks_principle ? [each.principle] : [])));
  const options = [...names].map((name) =>
    element("option", { value: name }, sheets.principles[name] ?? name),
  );
  const select = element(
    "select",
    { autocomplete: "off", onchange: () => acts.principle(line.name, select.value) },
    element("option", { value: "" }, t("sheet.choose")),
    ...options,
  );
  select.value = own(state.work.principles, line.name) ?? "";
  const spot = spotOf(`line:${line.name}`, select);
  spots.push(spot);
  const label = element(
    "label",
    { class: "rule-of" },
    element("span", {}, t("sheet.principle.asked")),
    select,
    spot.mark,
  );
  return element("div", { class: "sheet-rule" }, label, spot.said);
}

/** @param {Screen} screen @param {SheetNumber} number @param {Spot[]} spots */
function numberOf(screen, number, spots) {
  const { variant, t } = screen;
  const control =
    variant.slip === null ? (number.asked ? controlOf(screen, number) : null) : pickOf(screen, number);
  const isSign = screen.sheets.plan.kind === "signs";
  const spot = spotOf(number.address, control, isSign ? number.rule : "");
  if (variant.slip === null && number.asked) spots.push(spot);
  const shown = number.shown === null ? "" : withMinus(number.shown);
  const label = t("sheet.number", { number: number.number, symbol: inWords(number.symbol, t) });
  if (control !== null && variant.slip === null) control.setAttribute("aria-label", label);
  return element(
    "div",
    { class: "sheet-number", "data-number": number.address },
    element(
      "div",
      { class: "sheet-number-row" },
      element("span", { class: "place", "aria-hidden": "true" }, `${number.number}.`),
      maths(number.symbol),
      element("span", { class: "equals", "aria-hidden": "true" }, "="),
      ...(shown !== "" && (control === null || variant.slip !== null)
        ? [element("span", { class: "number" }, shown)]
        : []),
      control,
      spot.mark,
    ),
    spot.said,
  );
}

/** A field, or the menu of signs. @param {Screen} screen @param {SheetNumber} number @returns {HTMLElement} */
function controlOf({ sheets, state, t, acts }, number) {
  if (sheets.plan.kind === "signs") {
    const select = element(
      "select",
      { autocomplete: "off", class: "sign", onchange: () => acts.sign(number.address, select.value) },
      element("option", { value: "" }, t("sheet.choose_sign")),
      ...SIGNS.map((sign) => element("option", { value: sign }, t(signKey(sign)))),
    );
    select.value = own(state.work.signs, number.address) ?? "";
    return select;
  }
  const field = element("input", {
    type: "text",
    inputmode: "text",
    autocomplete: "off",
    spellcheck: "false",
    dir: "ltr",
    maxlength: 60,
    class: "number",
    onchange: () => acts.write(number.address, field.value),
  });
  field.value = own(state.work.answers, number.address) ?? "";
  return field;
}

/** @param {Sign} sign */
const signKey = (sign) =>
  /** @type {const} */ ({ "+": "sheet.sign.plus", "-": "sheet.sign.minus", 0: "sheet.sign.zero" })[sign];

/** Says that this number is the first wrong one. @param {Screen} screen @param {SheetNumber} number */
function pickOf({ t, acts }, number) {
  const symbol = inWords(number.symbol, t);
  return element(
    "button",
    {
      type: "button",
      class: "pick",
      "data-pick": number.address,
      "aria-pressed": "false",
      "aria-label": t("sheet.slip.pick", { number: number.number, symbol }),
      onclick: () => acts.pick(number.address),
    },
    t("sheet.slip.wrong"),
  );
}

/** What is said to the number that was picked, and the field for what is right there.
 * @param {Screen} screen @param {Spot[]} spots */
function slipOf({ state, t, acts }, spots) {
  const field = element("input", {
    type: "text",
    autocomplete: "off",
    spellcheck: "false",
    dir: "ltr",
    maxlength: 60,
    class: "number",
    onchange: () => acts.right(field.value),
  });
  field.value = state.work.slip.right;
  const picked = spotOf("slip", null);
  const right = spotOf("slip:right", field);
  spots.push(picked, right);
  return element(
    "div",
    { class: "sheet-slip", role: "status" },
    element("p", { class: "slip-picked" }, picked.mark, " ", picked.said),
    element(
      "div",
      { "data-slip-right": true, hidden: true },
      element("label", { class: "field" }, element("span", {}, t("sheet.slip.right")), field, right.mark),
      right.said,
    ),
  );
}

/** @param {Spot} spot @param {Marked | null} marked @param {boolean} isAsOneGoes @param {Translate} t */
function showVerdict({ place, mark, said, control, rule }, marked, isAsOneGoes, t) {
  const found = marked?.judged.find((each) => each.place === place) ?? null;
  const first = marked === null ? null : firstWrong(marked.judged);
  // The first slip is explained; what is wrong after it waits until that is mended.
  const waits = isAsOneGoes && found?.verdict === "wrong" && first !== place && !place.startsWith("line:");
  const verdict = found === null ? "" : waits ? "waits" : found.verdict;
  setAttribute(mark, "data-verdict", verdict === "" ? null : verdict);
  setText(
    mark,
    verdict === "" ? "" : verdict === "waits" ? "…" : SIGN_OF[/** @type {Judged["verdict"]} */ (verdict)],
  );
  setText(said, found === null ? "" : waits ? t("sheet.waits") : saidOf(found, t));
  if (verdict === "wrong" && rule !== "") said.append(" ", maths(rule));
  setAttribute(said, "data-verdict", verdict === "" ? null : verdict);
  setAttribute(said, "class", found?.verdict === "right" && place !== "slip" ? "said unseen" : "said");
  if (control)
    setAttribute(control, "aria-invalid", verdict === "wrong" || verdict === "unreadable" ? "true" : null);
}

/** @param {Judged} judged @param {Translate} t */
const saidOf = ({ verdict, text, reason, place }, t) => {
  if (place === "slip") return verdict === "right" ? joined(t("sheet.slip.found_it"), text) : reason;
  const said = text === "" ? (verdict === "right" ? t("sheet.right") : t("sheet.wrong")) : text;
  return joined(said, reason);
};
