// Do it on the diagram: the backward pass as acts of the reader, and what is right about each. The state is worked out
// from the list of acts alone, so that undo takes the last one away and a link holds them all. No DOM.
//
// n1.0 picks neuron 0 of layer 1; b2.1.0 brings the δ of neuron 1 of layer 2 back over w2.1.0; f1.0 multiplies by the
// slope; o2.0 starts with output − target value, t2.0 with target value − output; d1.0 says that this is δ; h is a
// hint; g gives up.
/** @import { Key } from "../../core/types.js" */
/** @import { NetworkCatalog, Trace } from "../types.js" */
import { formatNumber } from "../../math/format.js";
import { isFused } from "../notation.js";
import { valueAt } from "../trace_values.js";

/** Networks with more connections between neurons, or more neurons, leave no room for acts. */
const MOST_WIRES = 60;
const MOST_NEURONS = 24;
/** Numbers that differ by less than this part are the same. */
const SAME = 1e-9;

/**
 * What is to be done: the numbers of one sample, by layer, by neuron.
 * @typedef {object} Task
 * @property {number[]} sizes of the layers
 * @property {number[][]} deltas
 * @property {number[][]} slopes
 * @property {number[]} errors of the outputs: ∂C/∂a, or ∂C/∂z where the loss has a formula for that
 * @property {number[][][]} weights
 * @property {boolean} fused at the outputs no slope is left to multiply by
 */
/**
 * What has been gathered at a neuron.
 * @typedef {object} Gathered
 * @property {number[]} branches the neurons of the next layer whose δ came back
 * @property {1 | -1 | null} sign of the first error of an output
 * @property {boolean} slope
 * @property {boolean} done
 * @property {boolean} slipped there was a slip or a hint
 */
/** "taken": what it is worth shows when δ is claimed. @typedef {"right" | "taken" | "slip" | "note"} Verdict */
/** @typedef {{key: Key, params?: Record<string, string | number>, names?: string[]}} Reason `names`: neurons in it */
/**
 * @typedef {object} Said what is said of an act
 * @property {string} act
 * @property {Verdict} verdict
 * @property {Reason} reason
 * @property {{layer: number, unit: number, value: number, codes: string[]}} [mark] what the marking is asked of, and
 * the codes of the mistakes that were made
 */
/**
 * @typedef {object} Standing
 * @property {Gathered[][]} neurons by layer, by neuron
 * @property {[number, number] | null} current layer, from 1, and neuron
 * @property {Said | null} said of the last act
 * @property {number} count acts that were judged
 * @property {number} slips
 * @property {number} hints
 * @property {boolean} gaveUp
 * @property {boolean} isOver
 */

/** The task of a sample; a key: why there is none. @param {Trace} trace @param {number} sample
 * @param {Pick<NetworkCatalog, "losses" | "activations">} catalog @returns {Task | Key} */
export function taskOf(trace, sample, catalog) {
  const { layers } = trace.network;
  const sizes = layers.map(({ units }) => units);
  const fused = isFused(trace.network, catalog);
  const wires = sizes.slice(1).reduce((sum, units, l) => sum + units * (sizes[l] ?? 0), 0);
  if (wires > MOST_WIRES || sizes.reduce((sum, units) => sum + units, 0) > MOST_NEURONS)
    return "act.too_large";
  const isElementwise = (/** @type {string} */ name) =>
    catalog.activations.find((entry) => entry.name === name)?.elementwise ?? true;
  const plain = layers.every(
    ({ activation }, l) => isElementwise(activation) || (fused && l === layers.length - 1),
  );
  if (!plain) return "act.softmax";
  const last = sizes.length;
  const all = (/** @type {string} */ family) =>
    sizes.map((units, l) =>
      Array.from({ length: units }, (_, j) => valueAt(trace, `${family}${l + 1}.${j}`, sample)),
    );
  const deltas = all("delta");
  const slopes = all("slope");
  const errors = (fused ? deltas : all("error"))[last - 1] ?? [];
  if (errors.includes(null)) return "act.too_large";
  return {
    sizes,
    deltas: deltas.map((row) => row.map((value) => value ?? 0)),
    slopes: slopes.map((row) => row.map((value) => value ?? 0)),
    errors: errors.map((value) => value ?? 0),
    weights: layers.map(({ weights }) => weights),
    fused,
  };
}

const ACT = /^(?:([nfotd])(\d+)\.(\d+)|b(\d+)\.(\d+)\.(\d+)|h|g)$/;

/** @param {Task} task @returns {Standing} */
const beginning = ({ sizes }) => ({
  neurons: sizes.map((units) =>
    Array.from({ length: units }, () => ({
      branches: [],
      sign: null,
      slope: false,
      done: false,
      slipped: false,
    })),
  ),
  current: null,
  said: null,
  count: 0,
  slips: 0,
  hints: 0,
  gaveUp: false,
  isOver: false,
});

/** How things stand after acts; what is no act of this task is passed over.
 * @param {Task} task @param {readonly string[]} acts @returns {Standing} */
export const standingAfter = (task, acts) =>
  acts.reduce((standing, act) => afterAct(task, standing, act), beginning(task));

/** @param {Task} task @param {Standing} before @param {string} act @returns {Standing} */
function afterAct(task, before, act) {
  const found = ACT.exec(act);
  if (!found || before.isOver) return before;
  if (act === "g") return { ...before, current: null, gaveUp: true, isOver: true, said: null };
  if (act === "h") return hinted(task, before);
  const [, kind = "b", ...rest] = found;
  const [l, j, from, k, i] = rest.map((text) => Number(text ?? -1));
  const [layer, unit] = kind === "b" ? [Number(from) - 1, Number(i)] : [Number(l), Number(j)];
  const wanted = before.neurons[layer - 1]?.[unit];
  if (!wanted || (kind === "b" && !task.weights[layer]?.[Number(k)])) return before;
  const { verdict, reason, change, mark } = judged(task, before, { kind, layer, unit, from: Number(k) });
  const slipped = verdict === "slip";
  const changes = verdict === "right" || verdict === "taken";
  const next = { ...wanted, ...(changes ? change : {}), slipped: wanted.slipped || slipped };
  const neurons = before.neurons.map((row, r) =>
    r === layer - 1 ? row.map((one, u) => (u === unit ? next : one)) : row,
  );
  return {
    ...before,
    neurons,
    current: changes ? (next.done ? null : [layer, unit]) : before.current,
    said: { act, verdict, reason, ...(mark ? { mark } : {}) },
    count: before.count + Number(verdict !== "note"),
    slips: before.slips + Number(slipped),
    isOver: neurons.every((row) => row.every(({ done }) => done)),
  };
}

/**
 * @typedef {{kind: string, layer: number, unit: number, from: number}} Act
 * @typedef {{verdict: Verdict, reason: Reason, change?: Partial<Gathered>, mark?: Said["mark"]}} Judged
 */

/** What is said of an act, and what it changes where it is right.
 * @param {Task} task @param {Standing} standing @param {Act} act @returns {Judged} */
function judged(task, standing, act) {
  const gathered = /** @type {Gathered} */ (standing.neurons[act.layer - 1]?.[act.unit]);
  const name = `${act.layer}.${act.unit}`;
  if (gathered.done) return { verdict: "note", reason: { key: "act.is_done", names: [name] } };
  const missing = missingAfter(standing, act.layer);
  // What comes over one connection needs one δ alone.
  const needed = act.kind === "b" ? missing.filter((one) => one === `${act.layer + 1}.${act.from}`) : missing;
  if (needed.length > 0 && act.kind !== "f" && act.kind !== "d")
    return {
      verdict: "slip",
      reason: { key: "act.not_yet", names: [name, /** @type {string} */ (needed[0])] },
    };
  return /** @type {(typeof JUDGES)[string]} */ (JUDGES[act.kind])(task, gathered, act, name);
}

/** The neurons of the next layer whose δ is not known. @param {Standing} standing @param {number} layer */
export const missingAfter = ({ neurons }, layer) =>
  (neurons[layer] ?? []).flatMap(({ done }, k) => (done ? [] : [`${layer + 1}.${k}`]));

/** @param {Task} task @param {number} layer */
const isOutput = ({ sizes }, layer) => layer === sizes.length;

/** @type {Record<string, (task: Task, gathered: Gathered, act: Act, name: string) => Judged>} */
const JUDGES = {
  n: (task, _gathered, { layer }, name) => ({
    verdict: "right",
    reason: { key: isOutput(task, layer) ? "act.picked_output" : "act.picked", names: [name] },
    change: {},
  }),
  b: (_task, { branches }, { layer, from }, name) =>
    branches.includes(from)
      ? { verdict: "note", reason: { key: "act.twice", names: [`${layer + 1}.${from}`] } }
      : {
          verdict: "right",
          reason: { key: "act.brought", names: [`${layer + 1}.${from}`, name] },
          change: { branches: [...branches, from] },
        },
  f: (task, { branches, sign, slope }, { layer }, name) => {
    if (isOutput(task, layer) && task.fused)
      return { verdict: "slip", reason: { key: "act.no_slope", names: [name] } };
    if (slope) return { verdict: "note", reason: { key: "act.slope_twice", names: [name] } };
    if (branches.length === 0 && sign === null)
      return { verdict: "note", reason: { key: "act.nothing_yet", names: [name] } };
    return { verdict: "right", reason: { key: "act.multiplied", names: [name] }, change: { slope: true } };
  },
  o: (task, gathered, act, name) => chosen(task, gathered, act, name, 1),
  t: (task, gathered, act, name) => chosen(task, gathered, act, name, -1),
  d: (task, gathered, { layer, unit }, name) => {
    const value = amountAt(task, gathered, layer, unit);
    if (value === null) return { verdict: "note", reason: { key: "act.nothing_yet", names: [name] } };
    const right = task.deltas[layer - 1]?.[unit] ?? 0;
    if (Math.abs(value - right) <= SAME * Math.max(Math.abs(right), Math.abs(value))) {
      /** @type {Reason} */
      const reason = { key: "act.is_delta", names: [name], params: { value: formatNumber(right) } };
      return { verdict: "right", reason, change: { done: true } };
    }
    const { codes, key, count } = mistakesIn(task, gathered, layer);
    return {
      verdict: "slip",
      reason: { key, names: [name], params: { count } },
      mark: { layer, unit, value, codes },
    };
  },
};

/** The first error of an output. @param {Task} task @param {Gathered} gathered @param {Act} act @param {string} name
 * @param {1 | -1} sign @returns {Judged} */
function chosen(task, gathered, { layer }, name, sign) {
  if (!isOutput(task, layer)) return { verdict: "slip", reason: { key: "act.not_output", names: [name] } };
  if (gathered.sign === sign) return { verdict: "note", reason: { key: "act.twice", names: [name] } };
  return { verdict: "taken", reason: { key: "act.chosen", names: [name] }, change: { sign } };
}

/** What the acts at a neuron amount to; null: nothing yet. @param {Task} task @param {Gathered} gathered
 * @param {number} layer @param {number} unit */
export function amountAt(task, { branches, sign, slope }, layer, unit) {
  const factor = slope ? (task.slopes[layer - 1]?.[unit] ?? 0) : 1;
  if (isOutput(task, layer)) return sign === null ? null : sign * (task.errors[unit] ?? 0) * factor;
  if (branches.length === 0) return null;
  return branches.reduce((sum, k) => sum + broughtBy(task, layer, unit, k), 0) * factor;
}

/** What a branch brings: w · δ. @param {Task} task @param {number} layer that it comes to @param {number} unit
 * @param {number} from the neuron of the next layer */
export const broughtBy = (task, layer, unit, from) =>
  (task.weights[layer]?.[from]?.[unit] ?? 0) * (task.deltas[layer]?.[from] ?? 0);

/** Which mistakes of the catalogue the acts at a neuron amount to, and what is said where the marking names none.
 * @param {Task} task @param {Gathered} gathered @param {number} layer
 * @returns {{codes: string[], key: Key, count: number}} */
function mistakesIn(task, { branches, sign, slope }, layer) {
  const output = isOutput(task, layer);
  const all = task.sizes[layer] ?? 0;
  const lacksSlope = !slope && !(output && task.fused);
  const codes = [];
  if (output && sign === -1) codes.push("error_sign");
  if (!output && branches.length < all) codes.push("one_branch_only");
  if (lacksSlope) codes.push(output ? "output_slope_forgotten" : "hidden_slope_forgotten");
  const lacksBranch = !output && branches.length < all;
  const key = lacksBranch ? "act.lacks_branches" : lacksSlope ? "act.lacks_slope" : "act.other_sign";
  return { codes, key, count: all - branches.length };
}

// ---- help ------------------------------------------------------------------------------------------------------

/** The act that comes next, as somebody would do who works from the output back. @param {Task} task
 * @param {Standing} standing @returns {string | null} */
export function nextAct(task, standing) {
  const [layer, unit] = openNeuron(task, standing) ?? [0, 0];
  const gathered = standing.neurons[layer - 1]?.[unit];
  if (!gathered) return null;
  const name = `${layer}.${unit}`;
  if (isOutput(task, layer)) {
    if (gathered.sign !== 1) return `o${name}`;
    return gathered.slope || task.fused ? `d${name}` : `f${name}`;
  }
  const left = (standing.neurons[layer] ?? []).findIndex((_, k) => !gathered.branches.includes(k));
  if (left >= 0) return `b${layer + 1}.${left}.${unit}`;
  return gathered.slope ? `d${name}` : `f${name}`;
}

/** The neuron whose δ is worked out, else the first that can be. @param {Task} task @param {Standing} standing
 * @returns {[number, number] | null} */
function openNeuron({ sizes }, standing) {
  const { current, neurons } = standing;
  if (current && missingAfter(standing, current[0]).length === 0) return current;
  for (let layer = sizes.length; layer > 0; layer--) {
    const unit = (neurons[layer - 1] ?? []).findIndex(({ done }) => !done);
    if (unit >= 0) return [layer, unit];
  }
  return null;
}

/** By the kind of the act that is hinted at. @type {Record<string, Key>} */
const HINTS = { o: "act.hint_error", b: "act.hint_branch", f: "act.hint_slope", d: "act.hint_delta" };

/** @param {Task} task @param {Standing} before @returns {Standing} */
function hinted(task, before) {
  const act = nextAct(task, before);
  if (act === null) return before;
  const [kind = "", layer, unit, to] = [act.slice(0, 1), ...act.slice(1).split(".")];
  const names = kind === "b" ? [`${Number(layer) - 1}.${to}`, `${layer}.${unit}`] : [`${layer}.${unit}`];
  const [l, u] = /** @type {string} */ (names[0]).split(".").map(Number);
  const neurons = before.neurons.map((row, r) =>
    row.map((one, j) => (r === Number(l) - 1 && j === u ? { ...one, slipped: true } : one)),
  );
  return {
    ...before,
    neurons,
    hints: before.hints + 1,
    said: { act: "h", verdict: "note", reason: { key: /** @type {Key} */ (HINTS[kind]), names } },
  };
}
