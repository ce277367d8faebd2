// The function: its text, its gradient, and where in the text an error is.
/** @import { Context } from "../types.js" */
/** @import { DescentScreen } from "../types.js" */
import { own as entryOf } from "../../core/at.js";
import { fixButton, mended } from "../../panels/typed/fix_button.js";
import { joinedNameHint } from "../../panels/joined_name.js";
import { showText, typedText } from "../../panels/typed/typed_text.js";
import { element, setAttribute, setText, uniqueId } from "../../draw/dom.js";

/** Operations that are written with operators, or not written at all. */
const NOT_CALLED = new Set([
  "input",
  "constant",
  "identity",
  "add",
  "subtract",
  "multiply",
  "divide",
  "power",
  "negate",
]);
/** The rows of the text field at most. */
const MAX_ROWS = 8;
/** The length of a text, where the catalog names no limit. */
const DEFAULT_MAX_LENGTH = 4000;

/**
 * @typedef {object} FunctionEditor
 * @property {Context} context
 * @property {ReturnType<typeof buildField>} field
 */

/** @param {HTMLElement} root @param {Context} context */
export function mount(root, context) {
  /** @type {FunctionEditor} */
  const editor = {
    context,
    field: buildField(context),
  };
  root.replaceChildren(editor.field.node);
  listen(editor);
  return { update: (/** @type {DescentScreen} */ screen) => update(editor, screen) };
}

/** The text field with its name, the error and the gradient. @param {Context} context */
function buildField({ t, catalog, dispatch }) {
  const [textId, hintId] = [uniqueId("function-text"), uniqueId("function-hint")];
  const text = element("textarea", {
    class: "function-text",
    rows: 1,
    spellcheck: "false",
    autocapitalize: "off",
    autocomplete: "off",
    "data-key": "function",
    "data-field": "function",
    maxlength: catalog.limits["expression_length"] ?? DEFAULT_MAX_LENGTH,
    "aria-describedby": hintId,
    id: textId,
  });
  const name = element("span", { class: "function-name", "aria-hidden": "true" });
  const errorPlace = element("pre", { class: "where", "aria-hidden": "true", hidden: true });
  const error = element("p", { class: "refusal", role: "alert", id: uniqueId("function-refusal") });
  const fix = fixButton({ t }, (found) => dispatch("setFunction", { text: mended(text.value, found) }));
  const joined = joinedNameHint({ t }, (changed) => dispatch("setFunction", { text: changed }));
  const gradient = element("p", { class: "gradient" });
  const operations =
    /** @type {{operations?: {name: string}[]} | undefined} */ (catalog["graph"])?.operations ?? [];
  const callable = operations.map((one) => one.name).filter((one) => !NOT_CALLED.has(one));
  const hint = t("descent.function_hint", { functions: callable.join(" ") });
  const node = element(
    "div",
    { class: "function-field" },
    element("label", { class: "unseen", for: textId }, t("descent.function")),
    element("div", { class: "function-line" }, name, text),
    errorPlace,
    error,
    fix.node,
    joined.node,
    element(
      "div",
      { class: "function-foot" },
      gradient,
      element(
        "details",
        { class: "allowed" },
        element("summary", {}, t("descent.allowed")),
        element("p", { class: "hint", id: hintId }, hint),
      ),
    ),
  );
  return { node, text, name, errorPlace, error, fix, joined, gradient };
}

/** As many rows as the text has lines. @param {HTMLTextAreaElement} text */
const fitRows = (text) => setAttribute(text, "rows", Math.min(MAX_ROWS, text.value.split("\n").length));

/** Enter sends the text, Escape leaves the field. @param {FunctionEditor} editor */
function listen({ context, field: { text } }) {
  const typing = typedText(text, {
    send: (typed, continues) => context.dispatch("setFunction", { text: typed, continues }),
    typed: () => fitRows(text),
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Escape") text.blur();
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    typing.send();
  });
}

/** @param {FunctionEditor} editor @param {DescentScreen} screen */
function update(editor, screen) {
  const { field } = editor;
  const { request } = screen.state;
  field.node.hidden = request.network !== undefined;
  const text = request.function ?? "";
  showText(field.text, text);
  fitRows(field.text);
  const columns = Object.keys(request.data ?? {});
  // With data the text is the cost of one row.
  const own = columns.length > 0 ? "cost" : "f";
  setText(field.name, `${own}(${[...Object.keys(request.start ?? {}), ...columns].join(", ")}) =`);
  showGradient(field.gradient, screen.answer, own);
  showError(field, screen);
  field.joined.show(text);
}

/** @param {HTMLElement} node @param {DescentScreen["answer"]} answer @param {string} own the name of the function */
function showGradient(node, { gradient, variables }, own) {
  const partials = variables.map((name) => entryOf(gradient, name) ?? "");
  const [only] = variables;
  const text =
    partials.length === 1 ? `${own}′(${only}) = ${partials[0]}` : `∇${own} = (${partials.join(", ")})`;
  setText(node, gradient === null ? "" : text);
  setAttribute(node, "data-gradient", partials.join(" | "));
}

/** Shows a problem with the text and, if the server named it, the place in it.
 * @param {FunctionEditor["field"]} field @param {DescentScreen} screen */
function showError({ text, error, errorPlace, fix }, { problem, refused, state }) {
  const first = problem?.problems?.find(({ loc }) => loc[0] === "function" || loc[0] === "expression");
  const isAbout = problem !== null && (refused === "function" || first !== undefined);
  const offset = first && typeof first.loc[1] === "number" ? first.loc[1] : null;
  setAttribute(text, "aria-invalid", isAbout ? "true" : null);
  setAttribute(text, "aria-errormessage", isAbout ? error.id : null);
  setText(error, isAbout ? (first?.msg ?? problem.problems?.[0]?.msg ?? problem.detail) : "");
  fix.show(isAbout && first?.loc[0] === "function" ? first.fix : undefined);
  errorPlace.hidden = !isAbout || offset === null;
  if (!isAbout || offset === null) return;
  const { line, column } = lineAround(state.request.function ?? "", offset);
  setText(errorPlace, `${line}\n${" ".repeat(column)}▲`);
  setAttribute(errorPlace, "data-column", column);
}

/**
 * The line of a text that holds an offset, and the column in it, both in code points.
 * @param {string} text @param {number} offset
 */
function lineAround(text, offset) {
  const before = [...text].slice(0, offset).join("");
  const from = before.lastIndexOf("\n") + 1;
  const end = text.indexOf("\n", from);
  return { line: text.slice(from, end < 0 ? undefined : end), column: [...before.slice(from)].length };
}
