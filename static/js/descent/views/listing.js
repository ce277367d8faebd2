// The program that is being run: the line under way is lit, beside each line stands the number that it last made, and
// below are its prints so far.
/** @import { Context, Key } from "../../core/types.js" */
/** @import { DescentScreen } from "../types.js" */
/** @import { Line, Listing } from "../listing.js" */
import { element, setAttribute, setText } from "../../draw/dom.js";
import { addressAt, numberAt } from "../explainer.js";
import { columnOf, printed, printsUpTo, ranIn, takenBy } from "../listing.js";
import { formatNumber } from "../../math/format.js";
import { linkFocus, showFocus, showNumber } from "../../panels/number.js";

/** Translations of the language that programs are written in. */
const WORDS = /\b(def|return|for|in|if|break|range|print|import)\b/;

/** @param {HTMLElement} root @param {Context} context */
export function mount(root, context) {
  const { t } = context;
  const code = element("ol", { class: "listing", "aria-label": t("descent.program"), tabindex: 0 });
  const output = element("ol", { class: "output", "aria-label": t("descent.output"), tabindex: 0 });
  const state = element("p", { class: "hint output-state" });
  root.replaceChildren(
    element("h2", {}, t("descent.program")),
    code,
    element("h3", {}, t("descent.output")),
    output,
    state,
  );
  linkFocus(root, context);

  /** @type {Listing | null} */
  let program = null;
  /** @type {{row: HTMLElement, value: HTMLElement, line: Line, index: number}[]} */
  let rows = [];

  /** @param {Listing} fresh */
  function rebuild(fresh) {
    program = fresh;
    rows = [];
    code.replaceChildren(
      ...fresh.lines.map((line, index) => {
        const value = element("span", { class: "now" });
        const text = element("code", {}, ...coloured(line.text));
        text.style.setProperty("padding-inline-start", `${line.indent * 2}ch`);
        const row = element(
          "li",
          { "data-line": index, "data-kind": line.kind },
          text,
          value,
          line.note
            ? element("span", { class: "note" }, `# ${t(/** @type {Key} */ (line.note), line.params)}`)
            : null,
        );
        rows.push({ row, value, line, index });
        return row;
      }),
    );
  }

  /** What stands beside a line: the number that it made last. @param {Line} line @param {HTMLElement} value @param {number} iteration @param {DescentScreen} screen */
  function showValue({ kind, address }, value, iteration, { answer, run }) {
    const name = kind === "loop" ? "count" : kind === "stop" ? "gradient_norm" : (address ?? "");
    if (kind === "batch") {
      const drawn = iteration === 0 ? undefined : answer.runs[run]?.batches?.[iteration - 1];
      setText(value, drawn ? `{${drawn.map((one) => one + 1).join(", ")}}` : "");
      setAttribute(value, "data-address", drawn ? `batch@${iteration}` : null);
      return;
    }
    if (name === "" || iteration === 0) {
      setText(value, "");
      for (const attribute of ["data-address", "data-value", "title"]) setAttribute(value, attribute, null);
      return;
    }
    setAttribute(value, "data-address", addressAt(name, iteration));
    showNumber(value, numberAt(answer, name, iteration));
  }

  /** The prints that one sees are made anew only when another one is the last. */
  let last = { answer: /** @type {unknown} */ (null), upTo: -1 };
  /** @param {DescentScreen} screen @param {number} upTo */
  function print({ answer, run }, upTo) {
    if (last.answer === answer && last.upTo === upTo) return;
    last = { answer, upTo };
    const columns = [
      { name: "value", values: answer.runs[run]?.value ?? [] },
      ...answer.variables.map((name) => ({ name: `n.${name}`, values: columnOf(answer.runs[run], name) })),
    ];
    output.replaceChildren(
      ...printsUpTo(upTo).flatMap(({ iteration, left }) => [
        ...(left > 0
          ? [element("li", { class: "left-out" }, `⋯ ${t("descent.lines_left_out", { count: left })}`)]
          : []),
        element(
          "li",
          { "data-iteration": iteration },
          element("span", { class: "count" }, String(iteration)),
          ...columns.map(({ name, values }) => {
            const value = values[iteration] ?? null;
            return element(
              "span",
              { "data-address": `${name}@${iteration}`, "data-value": value === null ? null : String(value) },
              value === null ? "·" : printed(value),
            );
          }),
        ),
      ]),
    );
    output.scrollTop = output.scrollHeight;
  }

  return {
    /** @param {DescentScreen} screen */
    update(screen) {
      const { answer, place, run, frame } = screen;
      if (screen.program !== program) rebuild(screen.program);
      const taken = takenBy(answer.runs[run]);
      const whole = screen.state.grouping !== "neuron" && frame.active.length > 1;
      const active = new Set(
        whole
          ? frame.active.slice(-screen.program.loop.length).map((step) => ("line" in step ? step.line : -1))
          : [place.line],
      );
      for (const { row, value, line, index } of rows) {
        const lit = active.has(index) && place.iteration > 0;
        setAttribute(row, "data-state", lit ? "active" : null);
        setAttribute(row, "aria-current", lit && index === place.line ? "step" : null);
        const runs = line.kind === "loop" ? place.iteration : ranIn(place, index);
        showValue(
          line,
          value,
          screen.program.loop.includes(index) || line.kind === "loop" ? runs : 0,
          screen,
        );
      }
      const printing = screen.program.lines.findLastIndex(({ kind }) => kind === "value");
      const upTo = Math.min(taken, ranIn(place, printing));
      print(screen, upTo);
      const ended = screen.frame.position === screen.steps.length && screen.steps.length > 0;
      setText(
        state,
        upTo === 0 && !ended ? t("descent.output_empty") : ended ? endedIn(screen, context) : "",
      );
      showFocus(root, screen);
    },
  };
}

/** How a run ended, in words. @param {Pick<DescentScreen, "answer" | "run">} screen @param {Pick<Context, "t">} context @param {number} [index] */
export function endedIn({ answer, run: followed }, { t }, index = followed) {
  const run = answer.runs[index];
  if (!run) return "";
  const params = {
    count: takenBy(run),
    tolerance: formatNumber(answer.request.stop?.gradient_norm ?? 0),
    length: formatNumber(run.gradient_norm.at(-1)),
  };
  const sentence = t(/** @type {Key} */ (`descent.ended_${run.ended}`), params);
  return run.ended === "diverged" && run.reason ? `${sentence} ${run.reason}` : sentence;
}

/** A line of code, its words marked. @param {string} text @returns {(Node | string)[]} */
const coloured = (text) =>
  text.split(new RegExp(WORDS, "g")).map((part) => (WORDS.test(part) ? element("b", {}, part) : part));
