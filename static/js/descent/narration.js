// The sentences about the steps of a run.
/** @import { Key, Step } from "../core/types.js" */
/** @import { Context } from "./types.js" */
/** @import { DescentAnswer, DescentScreen } from "./types.js" */
/** @import { Line } from "./program/listing.js" */
/** @import { Run } from "./runs.js" */
import { at } from "../core/at.js";
import { formatNumber } from "../math/format.js";
import { numberAt, partsOf } from "./numbers.js";
import { ENDED, lineOfStep } from "./program/steps.js";
import { explainedRun, gradientKind, stepCount } from "./runs.js";
import { runSummary } from "./summary.js";

/**
 * What the sentences are made from.
 * @typedef {object} Narration
 * @property {DescentAnswer} answer
 * @property {Run | undefined} run
 * @property {DescentScreen["program"]} program
 * @property {Context["t"]} t
 * @property {Context["find"]} find
 */

/**
 * @param {Pick<DescentScreen, "answer" | "program">} screen @param {Pick<Context, "t" | "find">} context
 * @returns {Narration}
 */
export const narrationOf = ({ answer, program }, { t, find }) => ({
  answer,
  run: explainedRun(answer),
  program,
  t,
  find,
});

/** The program line that a step runs. @param {Pick<Narration, "program">} narration @param {Step} step */
export const lineAt = ({ program }, step) => program.lines[lineOfStep(step)];

/** @param {Narration} narration @param {string} plain @param {number} iteration */
const number = ({ answer }, plain, iteration) => formatNumber(numberAt(answer, plain, iteration));

/**
 * The numbers of a family for all variables: "(1, 4)".
 * @param {Narration} narration @param {string} family @param {number} iteration
 */
export function vector(narration, family, iteration) {
  const parts = narration.answer.variables.map((name) => number(narration, `${family}.${name}`, iteration));
  return parts.length === 1 ? at(parts, 0) : `(${parts.join(", ")})`;
}

/**
 * The value of the function after an iteration; before the first one for 0.
 * @param {Narration} narration @param {number} iteration
 */
export const valueText = (narration, iteration) => number(narration, "value", iteration);

/**
 * The text of the key `start` + `name`, or else the one of `otherwise`.
 * @param {Pick<Narration, "t" | "find">} narration @param {string} start @param {string} name @param {Key} otherwise
 * @param {Record<string, string | number>} [params]
 */
export function textFor({ t, find }, start, name, otherwise, params = {}) {
  const own = `${start}${name}`;
  return t(find(own, "") === "" ? otherwise : /** @type {Key} */ (own), params);
}

/**
 * The parts of the address that a line sets: `s.m.x` is the state `m` of the variable `x`.
 * @param {Line | undefined} line
 */
function addressParts(line) {
  const {
    family,
    rest: [name = "", variable = name],
  } = partsOf(line?.address ?? "");
  return { family, name, variable };
}

/** @param {Narration} narration @param {Step} step */
export function shortTitle(narration, step) {
  const { t } = narration;
  const { family, name, variable } = addressParts(lineAt(narration, step));
  switch (step.rule) {
    case "gradient":
      return t("descent.title_gradient", { variable: name });
    case "update":
      return family === "n"
        ? t("descent.title_update", { variable: name })
        : textFor(narration, "descent.title_", name, "descent.title_state", { variable, name });
    case "stop":
      return t("descent.title_stop");
    case "batch":
      return t("descent.title_batch");
    case ENDED:
      return t("descent.title_ended");
    default:
      return t("descent.title_value");
  }
}

/** What the gradient of an iteration means, with its numbers. @param {Narration} narration @param {number} k */
function gradientFact(narration, k) {
  const { answer, t } = narration;
  const params = {
    point: vector(narration, "p", k),
    gradient: vector(narration, "g", k),
    length: number(narration, "gradient_norm", k),
  };
  const kind = gradientKind(answer);
  if (kind !== "exact") return t(`descent.fact_${kind}`, params);
  const [first = "", second] = answer.variables;
  const x = numberAt(answer, `g.${first}`, k);
  if (second === undefined) return t(x === 0 ? "descent.fact_flat" : "descent.fact_one", params);
  if (numberAt(answer, "gradient_norm", k) === 0) return t("descent.fact_flat", params);
  const y = numberAt(answer, `g.${second}`, k);
  const minus = y === null ? null : y === 0 ? 0 : -y;
  const rightAngle = t("descent.fact_right_angle", {
    along: `(${formatNumber(minus)}, ${formatNumber(x)})`,
    product: `${factorText(x)}·${factorText(minus)} + ${factorText(y)}·${factorText(x)} = 0`,
  });
  return `${t("descent.fact", params)} ${rightAngle}`;
}

/** A number as a factor: a negative one in brackets. @param {number | null} value */
const factorText = (value) =>
  value !== null && value < 0 ? `(${formatNumber(value)})` : formatNumber(value);

/**
 * The sentences of a step by the kind of its line, but for the line that prints the value.
 * @type {Record<string, (narration: Narration, step: Step) => string>}
 */
const SENTENCES = {
  batch({ run, t }, { layer: k }) {
    const batch = run?.batches?.[k - 1];
    if (!batch) return t("descent.say_batch_unseen");
    // Rows are counted from 1 on the page.
    return t("descent.say_batch", { count: batch.length, rows: batch.map((row) => row + 1).join(", ") });
  },
  gradient(narration, step) {
    const k = step.layer;
    const { name } = addressParts(lineAt(narration, step));
    const sentence = narration.t("descent.say_gradient", {
      point: vector(narration, "p", k),
      variable: name,
      slope: number(narration, `g.${name}`, k),
    });
    const isLast = narration.answer.variables.at(-1) === name;
    return isLast ? `${sentence} ${gradientFact(narration, k)}` : sentence;
  },
  [ENDED]: ({ answer, t }) => endSentence(answer, answer.explain?.run ?? 0, t),
  stop(narration, { layer: k }) {
    const { answer, run, t } = narration;
    const ended = run?.ended === "gradient" && k === run.value.length;
    return t(ended ? "descent.say_stop" : "descent.say_go_on", {
      length: number(narration, "gradient_norm", k),
      tolerance: formatNumber(answer.request.stop?.gradient_norm ?? 0),
    });
  },
  update(narration, step) {
    const k = step.layer;
    const { answer, run, t } = narration;
    const line = lineAt(narration, step);
    const { family, name, variable } = addressParts(line);
    if (family !== "n")
      return textFor(narration, "descent.say_", name, "descent.say_state", {
        variable,
        name,
        value: number(narration, line?.address ?? "", k),
      });
    if (numberAt(answer, `n.${name}`, k) === null)
      return `${t("descent.say_diverged", { variable: name })} ${run?.reason ?? ""}`;
    return t("descent.say_update", {
      variable: name,
      from: number(narration, `p.${name}`, k),
      to: number(narration, `n.${name}`, k),
    });
  },
};

/** The sentence of a step. @param {Narration} narration @param {Step} step */
export function narrate(narration, step) {
  const sentence = SENTENCES[step.rule];
  if (sentence) return sentence(narration, step);
  const k = step.layer;
  return narration.t("descent.say_value", {
    value: valueText(narration, k),
    before: valueText(narration, k - 1),
    count: k,
  });
}

/** An iteration as a whole. @param {Narration} narration @param {number} k */
export function iterationSummary(narration, k) {
  const fact = gradientFact(narration, k);
  if (numberAt(narration.answer, "value", k) === null) return fact;
  return `${fact} ${narration.t("descent.say_iteration", {
    from: vector(narration, "p", k),
    to: vector(narration, "n", k),
    before: valueText(narration, k - 1),
    value: valueText(narration, k),
  })}`;
}

/** A run as a whole, line by line. @param {Narration} narration @returns {{ label: string, text: string }[]} */
export function summaryRows(narration) {
  const { answer, run, t } = narration;
  if (!run) return [];
  const { count, before, after, lowest, largest, trend } = runSummary(run, answer.variables);
  const names = answer.variables.length === 1 ? answer.variables[0] : `(${answer.variables.join(", ")})`;
  const place = (/** @type {number} */ k, /** @type {number} */ value) =>
    `${names} = ${k === 0 ? vector(narration, "p", 1) : vector(narration, "n", k)}, f = ${formatNumber(value)}`;
  const rows = [
    { label: t("descent.sum_start"), text: place(0, before) },
    { label: t("descent.sum_end"), text: place(count, after) },
    { label: t("descent.sum_iterations"), text: String(count) },
    { label: t("descent.sum_why"), text: endSentence(answer, answer.explain?.run ?? 0, t) },
  ];
  if (lowest.iteration !== count)
    rows.push({
      label: t("descent.sum_lowest"),
      text: t("descent.sum_lowest_at", { value: formatNumber(lowest.value), iteration: lowest.iteration }),
    });
  if (largest)
    rows.push({
      label: t("descent.sum_largest"),
      text: t("descent.sum_largest_at", {
        length: formatNumber(largest.length),
        iteration: largest.iteration,
      }),
    });
  if (trend)
    rows.push({
      label: t("descent.sum_trend"),
      text: t(`descent.sum_${trend}`, { change: formatNumber(after - at(run.value, count - 1)) }),
    });
  return rows;
}

/** The whole run in a sentence. @param {Narration} narration */
export function runSentence(narration) {
  const count = stepCount(narration.run);
  return narration.t("descent.say_run", {
    from: vector(narration, "p", 1),
    to: vector(narration, "n", count),
    before: valueText(narration, 0),
    value: valueText(narration, count),
    count,
  });
}

/** The sentence before the first step. @param {Narration} narration */
export const introduction = (narration) =>
  narration.t("descent.introduction", {
    start: vector(narration, "p", 1),
    value: valueText(narration, 0),
    count: stepCount(narration.run),
  });

/** How a run ended. @param {DescentAnswer} answer @param {number} index of the run @param {Context["t"]} t */
export function endSentence({ runs, request }, index, t) {
  const run = runs[index];
  if (!run) return "";
  const sentence = t(/** @type {Key} */ (`descent.ended_${run.ended}`), {
    count: stepCount(run),
    tolerance: formatNumber(request.stop?.gradient_norm ?? 0),
    length: formatNumber(run.gradient_norm.at(-1)),
  });
  return run.ended === "diverged" && run.reason ? `${sentence} ${run.reason}` : sentence;
}
