// One step's formula, ready to be printed: with symbols and with numbers, line by line. For the panels that show
// formulas.
/** @import { Address, Context, PageScreen, Step, Tree } from "../core/types.js" */
/** @import { Printing } from "../math/formula/print.js" */
import { element } from "../draw/dom.js";
import { withoutSample } from "../core/address.js";
import { addressesOf, linesOf, sidesOf } from "../math/formula/tree.js";
import { chunksOf, nodeOf } from "../math/formula/print.js";
import { mathElement } from "../math/formula/mathml.js";
import { formatNumber } from "../math/format.js";
import { say, spoken } from "../math/speech.js";

/**
 * What the printers need of one step.
 * @typedef {object} StepFormulas
 * @property {PageScreen} screen
 * @property {Step} step
 * @property {Tree} tree
 * @property {Tree[]} lines of the tree
 * @property {Printing} symbols
 * @property {Printing} numbers
 */
/** @param {PageScreen} screen @param {Step} step @returns {StepFormulas} */
export function stepFormulasOf(screen, step) {
  const { explainer } = screen;
  const tree = explainer.tree(step);
  const symbols = {
    symbol: (/** @type {Address} */ address) => explainer.symbol(address, step),
    called: (/** @type {{name: string, unit?: string}} */ call) => explainer.called?.(call) ?? null,
    numbers: false,
    value: explainer.value,
    format: formatNumber,
  };
  return { screen, step, tree, lines: linesOf(tree), symbols, numbers: { ...symbols, numbers: true } };
}
/** The numbers that the formula itself makes. @param {StepFormulas} sheet */
export const madeBy = ({ lines, screen: { explainer } }) =>
  [...new Set(lines.flatMap((line) => addressesOf(sidesOf(line)[0] ?? NOTHING)))].filter(
    (address) => explainer.value(address) !== null,
  );
/** @type {Tree} */
export const NOTHING = { op: "number", value: 0 };

/** One line of mathematics that may be broken between its terms; read aloud as one sentence.
 * @param {Tree} line @param {Printing} printing @param {Context} context */
export function mathLine(line, printing, { t }) {
  if (line.op === "ellipsis") {
    return element(
      "p",
      { class: "formula-panel-more" },
      `⋯ ${say(t, "formula_panel.more_lines", { count: line.count })}`,
    );
  }
  const words = spoken(nodeOf(line, printing.numbers ? symbolicLeft(line, printing) : printing), t);
  const mathNodes = chunksOf(line, printing).map((mathNode) => {
    const math = mathElement(document, mathNode);
    math.setAttribute("aria-hidden", "true");
    return math;
  });
  const box = element("div", { class: "math-line", role: "math", "aria-label": words });
  box.append(...mathNodes);
  return box;
}
/**
 * Spoken numbers keep the name on the left side.
 * @param {Tree} line
 * @param {Printing} printing
 * @returns {Printing}
 */
function symbolicLeft(line, printing) {
  const [left] = sidesOf(line);
  const name = left?.op === "address" ? left.address : null;
  return { ...printing, value: (address) => (address === name ? null : printing.value(address)) };
}

/**
 * The index of the step that wrote an address, −1 for a given number; a step may write a whole array or row ("z1",
 * "dw1.0"). A slope is known with its z.
 * @param {PageScreen} screen
 * @param {Address} address
 */
export function writerOf({ steps, explainer }, address) {
  if (explainer.writer) return explainer.writer(address);
  const made = withoutSample(address).replace(/^slope/, "z");
  return steps.findIndex((step) => holds(step.writes, made));
}
/** The index of the step that explains an address: the one that wrote it; of a slope the first whose formula names it,
 * as only there it is worked out. @param {PageScreen} screen @param {Address} address */
export function explainedBy(screen, address) {
  const { steps, explainer } = screen;
  const isSlope = !explainer.writer && address.startsWith("slope");
  const named = isSlope
    ? steps.findIndex((step) => holds(addressesOf(explainer.tree(step)), withoutSample(address)))
    : -1;
  return named < 0 ? writerOf(screen, address) : named;
}
/** Whether an address, or the whole array or row that it is in, is among others.
 * @param {readonly Address[]} addresses @param {Address} wanted */
const holds = (addresses, wanted) =>
  addresses.some((each) => {
    const name = withoutSample(each);
    return wanted === name || wanted.startsWith(`${name}.`);
  });
