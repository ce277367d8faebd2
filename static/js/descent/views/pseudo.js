// The loop of gradient descent as pseudo-code. A line is highlighted while a program line that it stands for runs,
// and
// shows the numbers of its iteration.
/** @import { Context } from "../types.js" */
/** @import { DescentScreen } from "../types.js" */
/** @import { PseudoLine } from "../program/pseudo_code.js" */
import { at } from "../../core/at.js";
import { element, setAttribute, setText } from "../../draw/dom.js";
import { mathElement } from "../../math/formula/mathml.js";
import { nodesFromLatex } from "../../math/latex.js";
import { formatNumber } from "../../math/format.js";
import { say, spoken } from "../../math/speech.js";
import { numberAt } from "../numbers.js";
import { pseudoCode } from "../program/pseudo_code.js";
import { lastIterationOf, lineOfStep } from "../program/steps.js";
import { columnOf, gradientKind } from "../runs.js";
import { tupleOf } from "./plots/texts.js";

/** The number of rows of a batch that are listed at most: the first ones. */
const MAX_ROWS = 12;

/** @typedef {{ row: HTMLElement, value: HTMLElement, line: PseudoLine }} PseudoRow */
/**
 * @typedef {object} PseudoView
 * @property {Context} context
 * @property {HTMLElement} code
 * @property {PseudoRow[]} rows
 * @property {string} builtFor what the rows depend on: batches and language
 */

/** @param {HTMLElement} root @param {Context} context */
export function mount(root, context) {
  const code = element("ol", { class: "pseudo", "aria-label": context.t("pseudo.label"), tabindex: 0 });
  root.replaceChildren(code);
  /** @type {PseudoView} */
  const view = { context, code, rows: [], builtFor: "" };
  return { update: (/** @type {DescentScreen} */ screen) => update(view, screen) };
}

/** @param {PseudoLine} line @param {Context} context @returns {PseudoRow} */
function rowOf(line, { t }) {
  const value = element("span", { class: "now" });
  const parts = line.parts.flatMap((part) => [
    "latex" in part ? formulaNode(part.latex, t) : say(t, part.say),
    " ",
  ]);
  const note = line.note ? element("span", { class: "note" }, `# ${say(t, line.note)}`) : null;
  const text = element("span", { class: "pseudo-text" }, ...parts, note);
  const attributes = { "data-kinds": line.kinds.join(" "), "data-indent": line.indent };
  return { line, value, row: element("li", attributes, text, value) };
}

/** @param {string} latex @param {Context["t"]} t */
function formulaNode(latex, t) {
  const mathNode = nodesFromLatex(latex);
  if (mathNode === null) return element("code", {}, latex);
  const math = mathElement(document, mathNode);
  math.setAttribute("aria-hidden", "true");
  return element(
    "span",
    { class: "pseudo-formula", role: "math", "aria-label": spoken(mathNode, t), "data-latex": latex },
    /** @type {Node} */ (math),
  );
}

/** @param {PseudoView} view @param {DescentScreen} screen */
function update(view, screen) {
  const { context, code } = view;
  const isBatched = gradientKind(screen.answer) === "batch";
  const form = `${isBatched} ${context.language()}`;
  if (form !== view.builtFor) {
    view.builtFor = form;
    view.rows = pseudoCode(isBatched).map((line) => rowOf(line, context));
    code.replaceChildren(...view.rows.map(({ row }) => row));
  }
  const active = activeKinds(screen);
  for (const { row, value, line } of view.rows) {
    const isActive = line.kinds.some((kind) => active.has(kind));
    setAttribute(row, "data-state", isActive ? "active" : null);
    setAttribute(row, "aria-current", isActive ? "step" : null);
    const k = iterationOf(line, isActive, screen);
    setAttribute(value, "data-round", line.shows && k > 0 ? k : null);
    const start = line.kinds.includes("start") ? startText(screen) : "";
    setText(value, line.shows && k > 0 ? valueText(screen, line.shows, k, context.t) : start);
  }
}

/** The kinds of the program lines that run now. @param {DescentScreen} screen */
function activeKinds({ state, frame, program, place }) {
  const isWhole = state.grouping !== "neuron" && frame.active.length > 1;
  const steps = frame.active.slice(isWhole ? -program.loop.length : -1);
  const kinds = new Set(steps.map((step) => program.lines[lineOfStep(step)]?.kind));
  if (place.iteration === 0) kinds.add("start");
  return kinds;
}

/**
 * The iteration whose number a line shows; 0: none yet. While it runs, that of its first program line, else
 * of its last.
 * @param {PseudoLine} line @param {boolean} isActive @param {DescentScreen} screen
 */
function iterationOf(line, isActive, { program, place }) {
  if (line.shows === "round") return place.iteration;
  const isOwn = (/** @type {{ kind: PseudoLine["kinds"][number] }} */ { kind }) =>
    line.kinds.includes(kind) && kind !== "loop";
  const last = program.lines.findLastIndex(isOwn);
  return lastIterationOf(place, isActive || last < 0 ? program.lines.findIndex(isOwn) : last);
}

/**
 * @param {DescentScreen} screen @param {NonNullable<PseudoLine["shows"]>} what
 * @param {number} k the iteration @param {Context["t"]} t
 */
function valueText({ answer, run, state }, what, k, t) {
  const tuple = (/** @type {string} */ family) =>
    tupleOf(answer.variables.map((name) => numberAt(answer, `${family}.${name}`, k) ?? Number.NaN));
  switch (what) {
    case "rows": {
      const batch = answer.runs[run]?.batches?.[k - 1];
      if (!batch) return "";
      const rows = batch.slice(0, MAX_ROWS).map((row) => row + 1);
      return `{${rows.join(", ")}${batch.length > MAX_ROWS ? ", …" : ""}}`;
    }
    case "gradient":
      return `ĝ = ${tuple("g")}`;
    case "point":
      return `θ = ${tuple("n")}`;
    case "round":
      return t("pseudo.round", { count: Math.min(k, state.request.steps ?? k) });
    default:
      return t("pseudo.cost", { value: formatNumber(numberAt(answer, "value", k)) });
  }
}

/** The learning rate and the start. @param {DescentScreen} screen */
function startText({ answer, run }) {
  const rate = answer.request.runs[run]?.optimizer["learning_rate"];
  const start = answer.variables.map((name) => at(columnOf(answer.runs[run], name), 0));
  const theta = `θ = ${tupleOf(start)}`;
  return typeof rate === "number" ? `ε = ${formatNumber(rate)}, ${theta}` : theta;
}
