// What is descended: an example or a typed function, its gradient, and where in the text something is wrong.
/** @import { Context, Key } from "../../core/types.js" */
/** @import { DescentScreen } from "../types.js" */
import { element, setAttribute, setOptions, setText, uniqueId } from "../../draw/dom.js";
import { presetsOf } from "../state.js";
import { menuWord } from "../../core/names.js";
import { sameRequest } from "../../core/editing.js";

/** @param {HTMLElement} root @param {Context} context */
export function mount(root, { dispatch, t, find, catalog }) {
  const presets = presetsOf(catalog);
  const preset = element("select", {
    "data-key": "preset",
    onchange: () => dispatch("loadPreset", preset.value),
  });
  const backTo = element(
    "button",
    { type: "button", "data-key": "preset-back", onclick: () => dispatch("loadPreset", preset.value) },
    t("editor.back_to_preset"),
  );
  const changed = element("span", { class: "changed", hidden: true }, t("editor.changed"));
  const [textId, hintId] = [uniqueId("function-text"), uniqueId("function-hint")];
  const text = element("textarea", {
    class: "function-text",
    rows: 1,
    spellcheck: "false",
    autocapitalize: "off",
    autocomplete: "off",
    "data-key": "function",
    "data-field": "function",
    maxlength: catalog.limits["expression_length"] ?? 4000,
    "aria-describedby": hintId,
    id: textId,
  });
  const name = element("span", { class: "function-name", "aria-hidden": "true" });
  const where = element("pre", { class: "where", "aria-hidden": "true", hidden: true });
  const wrong = element("p", { class: "refusal", role: "alert", id: uniqueId("function-refusal") });
  const gradient = element("p", { class: "gradient" });
  const operations =
    /** @type {{operations?: {name: string}[]} | undefined} */ (catalog["graph"])?.operations ?? [];
  const callable = operations
    .map((one) => one.name)
    .filter(
      (one) =>
        ![
          "input",
          "constant",
          "identity",
          "add",
          "subtract",
          "multiply",
          "divide",
          "power",
          "negate",
        ].includes(one),
    );
  const hint = element(
    "p",
    { class: "hint", id: hintId },
    t("descent.function_hint", { functions: callable.join(" ") }),
  );
  const typed = element(
    "div",
    { class: "function-field" },
    element("label", { class: "unseen", for: textId }, t("descent.function")),
    element("div", { class: "function-line" }, name, text),
    where,
    wrong,
    element(
      "div",
      { class: "function-foot" },
      gradient,
      element("details", { class: "allowed" }, element("summary", {}, t("descent.allowed")), hint),
    ),
  );
  root.replaceChildren(
    element(
      "div",
      { class: "editor-head" },
      element("label", { class: "pair" }, element("span", {}, t("editor.preset")), preset),
      backTo,
      changed,
    ),
    typed,
  );

  let shown = "";
  const commit = () => {
    text.removeAttribute("data-typing");
    if (text.value !== shown) dispatch("setFunction", text.value);
  };
  const fit = () => setAttribute(text, "rows", Math.min(8, text.value.split("\n").length));
  text.addEventListener("input", () => {
    setAttribute(text, "data-typing", true);
    fit();
  });
  text.addEventListener("change", commit);
  text.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      text.value = shown;
      text.removeAttribute("data-typing");
      fit();
    }
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    commit();
  });

  /** Shows the place in the text that the server points at. @param {DescentScreen} screen */
  function point({ problem, refused, state }) {
    const first = problem?.problems?.find(({ loc }) => loc[0] === "function" || loc[0] === "expression");
    const about = problem !== null && (refused === "function" || first !== undefined);
    const at = first && typeof first.loc[1] === "number" ? first.loc[1] : null;
    setAttribute(text, "aria-invalid", about ? "true" : null);
    setAttribute(text, "aria-errormessage", about ? wrong.id : null);
    setText(wrong, about ? (first?.msg ?? problem.problems?.[0]?.msg ?? problem.detail) : "");
    where.hidden = !about || at === null;
    if (about && at !== null) {
      const { line, column } = placeIn(state.request.function ?? "", at);
      setText(where, `${line}\n${" ".repeat(column)}▲`);
      setAttribute(where, "data-column", column);
    }
  }

  return {
    /** @param {DescentScreen} screen */
    update(screen) {
      const { request, preset: chosen } = screen.state;
      setOptions(
        preset,
        presets.map((entry) => ({
          value: entry.name,
          text: find(`preset.descent_${entry.name}`, menuWord(entry.name)),
        })),
        chosen,
      );
      const original = presets.find((entry) => entry.name === chosen)?.request;
      const differs = original !== undefined && !sameRequest(original, request);
      backTo.hidden = !differs;
      changed.hidden = !differs;
      typed.hidden = request.network !== undefined;
      const wanted = request.function ?? "";
      if (shown !== wanted || !text.hasAttribute("data-typing")) {
        shown = wanted;
        text.removeAttribute("data-typing");
        if (text.value !== wanted) text.value = wanted;
        fit();
      }
      const names = Object.keys(request.start ?? {});
      const columns = Object.keys(request.data ?? {});
      // With data one types the cost of a row.
      const own = columns.length > 0 ? "cost" : "f";
      setText(name, `${own}(${[...names, ...columns].join(", ")}) =`);
      const { gradient: partials, variables } = screen.answer;
      const partialTexts = variables.map((one) => partials?.[one] ?? "");
      setText(
        gradient,
        partials === null
          ? ""
          : partialTexts.length === 1
            ? `${own}′(${variables[0]}) = ${partialTexts[0]}`
            : `∇${own} = (${partialTexts.join(", ")})`,
      );
      setAttribute(gradient, "data-gradient", partialTexts.join(" | "));
      point(screen);
    },
  };
}

/** The line of a text that holds a place, and how far in; places count code points. @param {string} text @param {number} at */
function placeIn(text, at) {
  const before = [...text].slice(0, at).join("");
  const from = before.lastIndexOf("\n") + 1;
  const end = text.indexOf("\n", from);
  return { line: text.slice(from, end < 0 ? undefined : end), column: [...before.slice(from)].length };
}
