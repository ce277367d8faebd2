// The program of the followed run: the lines that run now are highlighted, each line shows the number that it
// computed
// last, and the output so far is below.
/** @import { Key } from "../../core/types.js" */
/** @import { Context } from "../types.js" */
/** @import { DescentScreen } from "../types.js" */
/** @import { Line, Listing } from "../program/listing.js" */
import { element, setAttribute, setText } from "../../draw/dom.js";
import { linkFocus, showFocus, showNumber } from "../../panels/number.js";
import { endSentence } from "../narration.js";
import { addressAt, numberAt } from "../numbers.js";
import { printedIterations, pythonFloat } from "../program/output.js";
import { lastIterationOf, lineOfStep } from "../program/steps.js";
import { columnOf, stepCount } from "../runs.js";

/** The keywords and functions of the language that programs are written in. */
const KEYWORDS = /\b(def|return|for|in|if|break|range|print|import)\b/;

/** @typedef {{row: HTMLElement, value: HTMLElement, line: Line, index: number}} ListingRow */
/**
 * @typedef {object} ListingView
 * @property {HTMLElement} root
 * @property {Context} context
 * @property {HTMLElement} code
 * @property {HTMLElement} output
 * @property {HTMLElement} status a sentence below the output
 * @property {Listing | null} program that is shown
 * @property {ListingRow[]} rows
 * @property {{ answer: unknown, upTo: number }} printed what the output shows: the answer and its last iteration
 */

/** @param {HTMLElement} root @param {Context} context */
export function mount(root, context) {
  const { t } = context;
  const code = element("ol", { class: "listing", "aria-label": t("descent.program"), tabindex: 0 });
  const output = element("ol", { class: "output", "aria-label": t("descent.output"), tabindex: 0 });
  const status = element("p", { class: "hint output-state" });
  root.replaceChildren(
    element("h2", {}, t("descent.program")),
    code,
    element("h3", {}, t("descent.output")),
    output,
    status,
  );
  linkFocus(root, context);
  /** @type {ListingView} */
  const view = {
    root,
    context,
    code,
    output,
    status,
    program: null,
    rows: [],
    printed: { answer: null, upTo: -1 },
  };
  const shows = (/** @type {DescentScreen} */ screen) => update(view, screen);
  return { update: shows, count: shows };
}

/** @param {ListingView} view @param {Listing} program */
function rebuild(view, program) {
  view.program = program;
  view.rows = program.lines.map((line, index) => rowOf(line, index, view.context));
  view.code.replaceChildren(...view.rows.map(({ row }) => row));
}

/** @param {Line} line @param {number} index @param {Context} context @returns {ListingRow} */
function rowOf(line, index, { t }) {
  const value = element("span", { class: "now" });
  const text = element("code", {}, ...highlighted(line.text));
  text.style.setProperty("padding-inline-start", `${line.indent * 2}ch`);
  const remark = line.note ? t(/** @type {Key} */ (line.note), line.params) : null;
  const note = remark === null ? null : `# ${remark}`;
  const row = element(
    "li",
    { "data-line": index, "data-kind": line.kind },
    text,
    value,
    note === null ? null : element("span", { class: "note" }, note),
  );
  return { row, value, line, index };
}

/** A line of code with its keywords marked. @param {string} text @returns {(Node | string)[]} */
const highlighted = (text) =>
  text.split(new RegExp(KEYWORDS, "g")).map((part) => (KEYWORDS.test(part) ? element("b", {}, part) : part));

/** @param {ListingView} view @param {DescentScreen} screen */
function update(view, screen) {
  const { root, status, context } = view;
  const { answer, place, program, run, frame, steps } = screen;
  if (program !== view.program) rebuild(view, program);
  updateRows(view, screen);
  const printing = program.lines.findLastIndex(({ kind }) => kind === "value");
  const upTo = Math.min(stepCount(answer.runs[run]), lastIterationOf(place, printing));
  print(view, screen, upTo);
  const isOver = frame.position === steps.length && steps.length > 0;
  const empty = upTo === 0 ? context.t("descent.output_empty") : "";
  setText(status, isOver ? endSentence(answer, run, context.t) : empty);
  showFocus(root, screen);
}

/**
 * Highlights the lines that run and writes the numbers of all lines.
 * @param {ListingView} view @param {DescentScreen} screen
 */
function updateRows({ rows }, screen) {
  const { place, program } = screen;
  const active = activeLines(screen);
  for (const { row, value, line, index } of rows) {
    const isActive = active.has(index) && place.iteration > 0;
    setAttribute(row, "data-state", isActive ? "active" : null);
    setAttribute(row, "aria-current", isActive && index === place.line ? "step" : null);
    const isRepeated = program.loop.includes(index);
    const last = isRepeated ? lastIterationOf(place, index) : 0;
    showValue(line, value, line.kind === "loop" ? place.iteration : last, screen);
  }
}

/** The lines that run now: one, or those of the last iteration. @param {DescentScreen} screen */
function activeLines({ state, frame, program, place }) {
  const isWhole = state.grouping !== "neuron" && frame.active.length > 1;
  return new Set(isWhole ? frame.active.slice(-program.loop.length).map(lineOfStep) : [place.line]);
}

/** Writes the number that a line computed in an iteration beside it; 0: none yet.
 * @param {Line} line @param {HTMLElement} value @param {number} iteration @param {DescentScreen} screen */
function showValue({ kind, address }, value, iteration, { answer, run }) {
  if (kind === "batch") {
    const rows = iteration === 0 ? undefined : answer.runs[run]?.batches?.[iteration - 1];
    setText(value, rows ? `{${rows.map((row) => row + 1).join(", ")}}` : "");
    setAttribute(value, "data-address", rows ? `batch@${iteration}` : null);
    return;
  }
  const name = kind === "loop" ? "count" : kind === "stop" ? "gradient_norm" : (address ?? "");
  if (name === "" || iteration === 0) {
    setText(value, "");
    for (const attribute of ["data-address", "data-value", "title"]) setAttribute(value, attribute, null);
    return;
  }
  setAttribute(value, "data-address", addressAt(name, iteration));
  showNumber(value, numberAt(answer, name, iteration));
}

/**
 * Writes the output up to an iteration, unless it is there.
 * @param {ListingView} view @param {DescentScreen} screen @param {number} upTo
 */
function print({ output, printed, context }, { answer, run }, upTo) {
  if (printed.answer === answer && printed.upTo === upTo) return;
  printed.answer = answer;
  printed.upTo = upTo;
  const values = answer.runs[run];
  const columns = [
    { name: "value", values: values?.value ?? [] },
    ...answer.variables.map((name) => ({ name: `n.${name}`, values: columnOf(values, name) })),
  ];
  const lines = printedIterations(upTo).flatMap(({ iteration, left }) => {
    const gap = `⋯ ${context.t("descent.lines_left_out", { count: left })}`;
    const line = outputLine(columns, iteration);
    return left > 0 ? [element("li", { class: "left-out" }, gap), line] : [line];
  });
  output.replaceChildren(...lines);
  output.scrollTop = output.scrollHeight;
}

/** @param {{ name: string, values: number[] }[]} columns @param {number} iteration */
function outputLine(columns, iteration) {
  const cells = columns.map(({ name, values }) => {
    const value = values[iteration];
    const attributes = { "data-address": `${name}@${iteration}`, "data-value": value };
    return element("span", attributes, value === undefined ? "·" : pythonFloat(value));
  });
  const count = element("span", { class: "count" }, String(iteration));
  return element("li", { "data-iteration": iteration }, count, ...cells.flatMap((cell) => [" ", cell]));
}
