// The numbers in the text (`data.live-number`): each shows a quantity of an experiment's last answer.
/** @import { Lesson } from "./types.js" */
import { setText } from "../draw/dom.js";
import { formatNumber, fullNumber, inPowersOfTen } from "../math/format.js";
import { quantityOf, signText } from "./tools/quantities.js";

/**
 * As a sentence writes it: 0.5628, 6.732·10⁻⁹. Where there is a power of ten there are four digits as well: a figure
 * has no room for them.
 * @param {number} value
 */
export function inSentence(value) {
  const text = formatNumber(value);
  return text.includes("e") ? inPowersOfTen(Number(value.toPrecision(4)), 6) : text;
}

/** @param {Pick<Lesson, "experiment">} lesson */
export function updateLiveNumbers(lesson) {
  for (const node of document.querySelectorAll("data.live-number")) {
    const { answer, tool } = lesson.experiment(node.getAttribute("data-experiment") ?? "");
    if (answer === null) continue;
    const quantity = node.getAttribute("data-quantity") ?? "";
    const value = quantityOf(tool, answer, quantity);
    setText(node, signText(tool, answer, quantity) ?? (value === null ? "–" : inSentence(value)));
    node.setAttribute("value", fullNumber(value));
  }
}
