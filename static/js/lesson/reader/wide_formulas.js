// Formulas that are wider than the text scroll sideways: these can be reached by keyboard.
import { reachIfCut } from "../../draw/dom.js";

export function mountFormulas() {
  const widths = new ResizeObserver((entries) => entries.forEach(({ target }) => reachIfCut(target)));
  for (const formula of document.querySelectorAll(".formula")) widths.observe(formula);
}
