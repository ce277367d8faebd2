// Builds the elements of the program view.

/** @import { Context } from "../../types.js" */
/** @import { GraphCatalog, GraphOperation } from "../../types.js" */
/** @import { Elements, Insertion } from "./types.js" */
import { fixButton, mended } from "../../../panels/typed/fix_button.js";
import { joinedNameHint } from "../../../panels/joined_name.js";
import { element, uniqueId } from "../../../draw/dom.js";

/** The label of the button that inserts brackets. */
const BRACKETS = "( )";
/** The length of a program if the catalog names no limit. */
const MAX_LENGTH = 4000;

/** Builds the elements into `root`.
 * @param {HTMLElement} root @param {Context} context @param {GraphCatalog} catalog
 * @param {readonly {value: string, text: string}[]} presets @returns {Elements} */
export function buildElements(root, context, catalog, presets) {
  const { t } = context;
  const hintId = uniqueId("program-hint");
  const field = element("textarea", {
    class: "program-text",
    "data-key": "expression",
    "data-field": "expression",
    "aria-label": t("graph.expression"),
    spellcheck: "false",
    autocomplete: "off",
    autocapitalize: "off",
    rows: 1,
    maxlength: catalog.limits["expression_length"] ?? MAX_LENGTH,
    "aria-describedby": hintId,
  });
  const under = element("pre", { class: "program-under", "aria-hidden": "true" });
  const refusal = element("p", { class: "refusal", id: uniqueId("program-refusal"), role: "alert" });
  const fix = fixButton(context, (found) =>
    context.dispatch("setExpression", { text: mended(field.value, found) }),
  );
  const joined = joinedNameHint(context, (text) => context.dispatch("setExpression", { text }));
  const problems = element("ul", { class: "program-problems" });
  const offers = presets.map(({ value, text }) => ({
    button: element("button", { type: "button", "data-key": `offer-${value}` }, text),
    preset: value,
  }));
  const empty = element(
    "div",
    { class: "program-empty" },
    element("p", {}, t("graph.empty")),
    element("div", { class: "program-offers" }, ...offers.map(({ button }) => button)),
  );
  const [signs, functions] = [signButtons(context, catalog), functionButtons(context, catalog)];
  root.replaceChildren(
    element(
      "div",
      { class: "program-box", "data-field-group": true },
      element("div", { class: "program-paper" }, under, field),
    ),
    refusal,
    fix.node,
    element("p", { class: "hint", id: hintId }, t("graph.hint")),
    joined.node,
    problems,
    empty,
    element(
      "details",
      { class: "program-insert" },
      element("summary", {}, t("graph.insert")),
      buttonGroup(t("graph.operators"), signs),
      buttonGroup(t("graph.functions"), functions),
      element("p", { class: "hint" }, t("graph.language")),
    ),
  );
  return {
    field,
    under,
    refusal,
    fix,
    joined,
    problems,
    empty,
    offers,
    inserts: [...signs, ...functions],
  };
}

/** @param {string} name @param {readonly Insertion[]} insertions */
const buttonGroup = (name, insertions) =>
  element(
    "div",
    { class: "program-signs", role: "group", "aria-label": name },
    ...insertions.map(({ button }) => button),
  );

/** A button for every operator, and one for brackets. @param {Context} context @param {GraphCatalog} catalog */
function signButtons({ find, t }, { graph: { operations } }) {
  const signs = [...new Set(operations.flatMap(({ sign }) => sign || []))];
  return [
    ...signs.map((sign) => insertButton(sign, ` ${sign} `, 0, find(`graph.sign_${sign}`, sign))),
    insertButton(BRACKETS, "()", 1, t("graph.brackets")),
  ];
}

/** @param {Context} context @param {GraphCatalog} catalog */
const functionButtons = ({ t }, { graph: { operations } }) =>
  operations.filter(({ sign }) => sign === null).map((operation) => functionButton(operation, t));

/** @param {GraphOperation} operation @param {Context["t"]} t */
const functionButton = ({ name, arity }, t) =>
  arity === 1
    ? insertButton(name, `${name}()`, 1, t("graph.insert_function", { name }))
    : insertButton(name, `${name}(, )`, 3, t("graph.insert_function", { name }));

/** @param {string} label @param {string} text @param {number} inner @param {string} name @returns {Insertion} */
function insertButton(label, text, inner, name) {
  const attributes = { type: "button", "data-insert": label, "aria-label": name, title: name };
  return { button: element("button", attributes, label), text, inner };
}
