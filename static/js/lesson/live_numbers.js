// The numbers in the text (`data.live-number`): each shows a quantity of an experiment's last answer.
/** @import { Lesson } from "./types.js" */
import { setText } from "../draw/dom.js";
import { formatNumber, fullNumber } from "../math/format.js";
import { quantityOf, signText } from "./tools/quantities.js";

/** @param {Pick<Lesson, "experiment">} lesson */
export function updateLiveNumbers(lesson) {
  for (const node of document.querySelectorAll("data.live-number")) {
    const { answer, tool } = lesson.experiment(node.getAttribute("data-experiment") ?? "");
    if (answer === null) continue;
    const quantity = node.getAttribute("data-quantity") ?? "";
    const value = quantityOf(tool, answer, quantity);
    setText(node, signText(tool, answer, quantity) ?? (value === null ? "–" : formatNumber(value)));
    node.setAttribute("value", fullNumber(value));
  }
}
