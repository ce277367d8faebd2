// Under a figure: what its step does in a sentence, the rule in symbols and the same with the numbers in.
/** @import { Context, PageScreen, View } from "../core/types.js" */
import { addressUnder, afterLayout, element, reachIfCut, setText } from "../draw/dom.js";
import { latexOfTree } from "../math/formula/print.js";
import { sidesOf } from "../math/formula/tree.js";
import { formatNumber, fullNumber } from "../math/format.js";
import { say } from "../math/speech.js";
import { mathLine, stepFormulasOf } from "./step_formulas.js";

const LOOKS = {
  plain: "step-caption-note",
  marked: "step-caption-note left-out-note",
  badge: "step-caption-note",
  fine: "step-caption-note",
};

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const { t, dispatch } = context;
  const narration = element("p", { class: "step-caption-narration" });
  const lines = element("div", { class: "step-caption-lines" });
  root.classList.add("step-caption");
  root.replaceChildren(narration, lines);
  lines.addEventListener("pointerover", (event) => dispatch("focus", addressUnder(event.target)));
  lines.addEventListener("pointerleave", () => dispatch("focus", null));
  const measure = () => reachIfCut(lines);
  new ResizeObserver(measure).observe(lines);
  /** @type {unknown[]} */
  let renderedFrom = [];

  /** @param {PageScreen} screen @param {PageScreen["steps"][number]} step */
  function linesOf(screen, step) {
    const sheet = stepFormulasOf(screen, step);
    const remarks = screen.explainer.remarks?.(step).filter(({ look }) => look !== "fine") ?? [];
    return [
      ...sheet.lines.flatMap((line) => {
        const symbols = mathLine(line, sheet.symbols, context);
        symbols.classList.add("step-caption-symbols");
        symbols.dataset["latex"] = latexOfTree(line, sheet.symbols);
        const numbers = mathLine(line, sheet.numbers, context);
        numbers.classList.add("step-caption-numbers");
        const [left] = sidesOf(line);
        const value = left?.op === "address" ? screen.explainer.value(left.address) : null;
        if (left?.op === "address" && value !== null) {
          const result = `= ${formatNumber(value)}`;
          numbers.append(
            element(
              "span",
              {
                class: "step-caption-result token",
                "data-address": left.address,
                "data-value": fullNumber(value),
                "aria-hidden": "true",
              },
              result,
            ),
          );
          numbers.setAttribute("aria-label", `${numbers.getAttribute("aria-label")} ${result}`);
        }
        return [symbols, numbers];
      }),
      ...remarks.map(({ text, look }) =>
        element(
          "p",
          { class: LOOKS[look] },
          look === "badge" ? element("strong", { class: "badge" }, text) : text,
        ),
      ),
    ];
  }

  return {
    /** @param {PageScreen} screen */
    update(screen) {
      const { frame, explainer, answer, steps } = screen;
      const from = [answer, steps, frame.position, ...(explainer.depends ?? [])];
      if (renderedFrom.length === 0 || from.some((part, k) => part !== renderedFrom[k])) {
        renderedFrom = from;
        const step = frame.active.at(-1);
        setText(narration, step ? explainer.narrate(step) : say(t, "lesson.before"));
        lines.replaceChildren(...frame.active.flatMap((each) => linesOf(screen, each)));
        afterLayout(lines, measure);
      }
      for (const token of lines.querySelectorAll("[data-address]")) {
        token.classList.toggle(
          "lit",
          screen.focus !== null && token.getAttribute("data-address") === screen.focus,
        );
      }
    },
  };
}
