// The loop of gradient descent as pseudo-code: mathematics with words beside it. The lines are those of the running program,
// told shorter; the one under way is lit, and beside it stand the numbers of this round.
/** @import { Context } from "../../core/types.js" */
/** @import { DescentScreen } from "../types.js" */
/** @import { Pseudo } from "../listing.js" */
import { element, setAttribute, setText } from "../../draw/dom.js";
import { numberAt, slopeKind } from "../explainer.js";
import { mathElement } from "../../math/formula/mathml.js";
import { nodesFromLatex } from "../../math/latex.js";
import { columnOf, pseudoCode, ranIn } from "../listing.js";
import { formatNumber } from "../../math/format.js";
import { say, spoken } from "../../math/speech.js";
import { tupleOf } from "./plotting.js";

/** Of a longer batch the first rows are named. */
const MOST_ROWS = 12;

/** @param {HTMLElement} root @param {Context} context */
export function mount(root, context) {
  const { t } = context;
  const code = element("ol", { class: "pseudo", "aria-label": t("pseudo.label"), tabindex: 0 });
  root.replaceChildren(code);

  /** @type {{ row: HTMLElement, now: HTMLElement, line: Pseudo }[]} */
  let rows = [];
  let built = "";

  /** @param {string} latex */
  function formula(latex) {
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

  /** @param {boolean} batched */
  function rebuild(batched) {
    rows = pseudoCode(batched).map((line) => {
      const now = element("span", { class: "now" });
      const words = line.parts.flatMap((part) => [
        "latex" in part ? formula(part.latex) : say(t, part.say),
        " ",
      ]);
      const text = element(
        "span",
        { class: "pseudo-text" },
        ...words,
        line.note ? element("span", { class: "note" }, `# ${say(t, line.note)}`) : null,
      );
      return {
        line,
        now,
        row: element("li", { "data-kinds": line.kinds.join(" "), "data-indent": line.indent }, text, now),
      };
    });
    code.replaceChildren(...rows.map(({ row }) => row));
  }

  /** @param {DescentScreen} screen @param {NonNullable<Pseudo["shows"]>} what @param {number} k */
  function told({ answer, run, state }, what, k) {
    const { variables } = answer;
    const tuple = (/** @type {string} */ family) =>
      tupleOf(variables.map((name) => numberAt(answer, `${family}.${name}`, k) ?? Number.NaN));
    switch (what) {
      case "rows": {
        const drawn = answer.runs[run]?.batches?.[k - 1];
        if (!drawn) return "";
        const shown = drawn
          .slice(0, MOST_ROWS)
          .map((one) => one + 1)
          .join(", ");
        return `{${shown}${drawn.length > MOST_ROWS ? ", …" : ""}}`;
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

  return {
    /** @param {DescentScreen} screen */
    update(screen) {
      const { answer, place, frame, program, state } = screen;
      const batched = slopeKind(answer) === "batch";
      const form = `${batched} ${context.language()}`;
      if (form !== built) {
        built = form;
        rebuild(batched);
      }
      const whole = state.grouping !== "neuron" && frame.active.length > 1;
      const active = new Set(
        (whole ? frame.active.slice(-program.loop.length) : frame.active.slice(-1)).map(
          (step) => program.lines["line" in step ? Number(step.line) : -1]?.kind,
        ),
      );
      if (place.iteration === 0) active.add("start");
      for (const { row, now, line } of rows) {
        const lit = line.kinds.some((kind) => active.has(kind));
        setAttribute(row, "data-state", lit ? "active" : null);
        setAttribute(row, "aria-current", lit ? "step" : null);
        // The last program line that this one stands for says in which round it has run.
        const last = program.lines.findLastIndex(({ kind }) => line.kinds.includes(kind) && kind !== "loop");
        const first = program.lines.findIndex(({ kind }) => line.kinds.includes(kind) && kind !== "loop");
        const k = line.shows === "round" ? place.iteration : ranIn(place, lit || last < 0 ? first : last);
        setAttribute(now, "data-round", line.shows && k > 0 ? k : null);
        setText(
          now,
          line.shows && k > 0
            ? told(screen, line.shows, k)
            : line.kinds.includes("start")
              ? begins(screen)
              : "",
        );
      }
    },
  };
}

/** What the run begins with. @param {DescentScreen} screen */
function begins({ answer, run }) {
  const rate = answer.request.runs[run]?.optimizer["learning_rate"];
  const start = answer.variables.map((name) => columnOf(answer.runs[run], name)[0] ?? Number.NaN);
  return `${typeof rate === "number" ? `ε = ${formatNumber(rate)}, ` : ""}θ = ${tupleOf(start)}`;
}
