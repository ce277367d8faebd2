// The explainer of the network's steps: titles, sentences, formulas and numbers in one of two notations, and
// where the figures' rule differs from the gradient.
/** @import { Address, Explainer, Key, MathNode, Remark, Step, Translate, Tree } from "../core/types.js" */
/** @import { Context, NetworkCatalog, Screen, Verdict } from "./types.js" */
import { parse, partsOf } from "../core/address.js";
import { at } from "../core/at.js";
import { isKnown } from "../core/frame.js";
import { valueAt } from "./trace_values.js";
import {
  addressesOf,
  byFigureRule,
  evaluate,
  leavesOut,
  lineOf,
  linesOf,
  relativeDifference,
  sidesOf,
} from "../math/formula/tree.js";
import { bracketed } from "../math/functions.js";
import { inFigureLetters, inLetters, nodesFromLatex } from "../math/latex.js";
import { drawingOf, showsFigureRule } from "./letters.js";
import { kindName, narrate, titleInPhase, titleOf } from "./narration.js";
import { menuWord, namedIn } from "../core/names.js";
import { remarkOnRun } from "../core/answers/run_origin.js";
import { errorFamily, namingOf, printedValueOf, printingOf, signOf } from "./notation.js";
import { filled, isPlain, numeral, writtenOut } from "../math/formula/filled.js";
import { noticesOf } from "./notices.js";
import { mi, mo, prime, row } from "../math/nodes.js";
import { digitsToTellApart, formatNumber, inPowersOfTen } from "../math/format.js";
import { checkedAgain, say } from "../math/speech.js";

/** Numbers with a smaller relative difference are the same number, rounded differently. */
const ROUNDING = 1e-9;

/**
 * What is explained.
 * @typedef {object} Subject
 * @property {Screen} screen
 * @property {Translate} t
 * @property {NetworkCatalog} catalog
 * @property {boolean} figureRule the numbers and formulas are those of the figures' rule
 */

/** @param {Screen} screen @param {Context} context @returns {Explainer} */
export function explainerOf(screen, { t, catalog }) {
  const { state } = screen;
  /** @type {Subject} */
  const subject = { screen, t, catalog, figureRule: showsFigureRule(screen) };
  const losses = catalog.losses.map(({ name }) => name);
  return {
    title: (step) => titleOf(step, screen, t),
    shortTitle: (step) => titleInPhase(step, screen, t),
    narrate: (step) => narrate(step, screen, t, catalog),
    tree: (step) => treeOf(subject, step),
    value: (address) => shownValue(subject, address),
    symbol: (address, step) => printingOf(namingOf(screen, catalog, step)).symbol(address),
    kind: (address) => kindName(address, screen, t),
    depends: [state.notation, drawingOf(state), state.figureRule, state.sample, state.request.rule],
    introduction: () => introduction(subject),
    lead: () =>
      say(t, "loss.round_at", {
        round: screen.trace.request.round ?? 1,
        loss: formatNumber(screen.trace.loss),
      }) + say(t, "speech.stop"),
    called: (call) => printingOf(namingOf(screen, catalog), losses).called(call),
    remarks: (step) => remarksOn(subject, step),
    resultRemarks: (step) =>
      state.request.rule === "as_drawn" && step.phase === "update" && !subject.figureRule
        ? [{ text: say(t, "formula_panel.follows_drawn"), look: "marked" }]
        : [],
    further: furtherLines,
    place: (address) => placeOf(subject, address),
    beside: (address) => gradientBeside(subject, address),
    check: (address, step) => checkOf(subject, address, step),
    checkNote: say(t, "formula_panel.check_note", {
      bound: inPowersOfTen(screen.trace.check?.bound ?? ROUNDING),
    }),
    together: (address) => (/^a\d/.test(address) ? ofNeuron(address, namingOf(screen, catalog)) : [address]),
    namedRule: (line) => {
      const name = screen.trace.request.optimizer?.name;
      return name !== undefined && calls(sidesOf(line)[1], name) ? namedIn(t, "optimizer", name) : null;
    },
    worked: (address) => (isKnown(screen.frame, address) ? slopeLines(subject, address) : []),
    origin: (address) => (parse(address)?.family === "slope" ? "card.derived" : "card.given"),
  };
}

// ---- formulas and numbers --------------------------------------------------------------------------------------

/** @param {Subject} subject @param {Step} step @returns {Tree} */
function treeOf({ screen, figureRule }, step) {
  const whole = screen.state.notation === "figure" ? step.figure : step.formula;
  return figureRule ? byFigureRule(whole) : whole;
}

/** The number that is printed for an address. @param {Subject} subject @param {Address} address
 * @param {boolean} [figureRule] whether the number of the figures' rule is meant where there is one */
function shownValue({ screen: { trace, state }, figureRule: shown }, address, figureRule = shown) {
  const { notation, sample } = state;
  return printedValueOf(trace, address, { notation, sample, figureRule });
}

/** The number by the gradient, also when the updates follow the figures' rule. @param {Subject} subject
 * @param {Address} address */
function gradientValue(subject, address) {
  const { trace, state } = subject.screen;
  const family = parse(address)?.family;
  if (state.request.rule === "as_drawn" && (family === "new_w" || family === "new_b")) {
    const old = address.replace("new_", "");
    const before = valueAt(trace, old, state.sample);
    const gradient = valueAt(trace, `d${old}`, state.sample);
    const rate = valueAt(trace, "eta", state.sample);
    if (before !== null && gradient !== null && rate !== null) return before - rate * gradient;
  }
  return shownValue(subject, address, false);
}

/** Whether a formula only names a rule. @param {Tree} tree @param {string} name @returns {boolean} */
const calls = (tree, name) =>
  (tree.op === "call" && tree.unit === undefined && tree.name === name) ||
  ("args" in tree && tree.args.some((arg) => calls(arg, name)));

/** y = f(Σ w x) is followed by y = f(e): the sum has a number of its own. @param {Tree} line @returns {Tree[]} */
function furtherLines(line) {
  const [left, right] = sidesOf(line);
  const isSumOfUnit =
    right.op === "call" && right.unit?.includes(".") === true && right.args[0]?.op !== "address";
  if (!left || !isSumOfUnit) return [];
  const sum = /** @type {const} */ ({ op: "address", address: `z${right.unit}` });
  return [{ op: "equals", args: [left, { ...right, args: [sum] }] }];
}

/** Where a number stands that the formula does not spell out. The figures have no error at the sum; beside
 * the numbers of their rule the gradient's would only confuse. @param {Subject} subject
 * @param {Address} address */
function placeOf({ figureRule }, address) {
  const family = parse(address)?.family;
  return family === "z" ? "result" : figureRule && family === "delta" ? "nowhere" : "below";
}

/** Sum, output and what the notation calls δ. @param {Address} output @param {import("./notation.js").Naming} naming */
function ofNeuron(output, naming) {
  const layer = parse(output)?.layer ?? 0;
  const error = naming.notation === "figure" ? errorFamily(layer, naming) : "delta";
  return ["z", "a", error].map((family) => output.replace("a", family));
}

// ---- sentences -------------------------------------------------------------------------------------------------

/** @param {Subject} subject */
function introduction({ screen, t }) {
  const { layers, inputs } = screen.trace.network;
  const parameters = layers.reduce(
    (total, { weights, biases }) => total + weights.length * at(weights, 0).length + (biases?.length ?? 0),
    0,
  );
  return say(t, "narration.start", { layers: layers.length, inputs, parameters });
}

/** @param {Subject} subject @param {Step} step @returns {Remark[]} */
function remarksOn(subject, step) {
  const { screen, t, catalog, figureRule } = subject;
  /** @type {Remark[]} */
  const remarks = [];
  if (!figureRule && leavesOut(treeOf(subject, step)))
    remarks.push({ text: say(t, "formula_panel.left_out"), look: "marked" });
  if (figureRule && differsFromGradient(subject, step))
    remarks.push({ text: say(t, "formula_panel.not_gradient"), look: "badge" });
  const notices = noticesOf(step, treeOf(subject, step), screen, namingOf(screen, catalog, step), t);
  return [
    ...remarks,
    ...lossWrittenOut(subject, step),
    ...notices,
    ...remarkOnMemory(step, screen, t),
    ...remarkOnRun(step, screen.state.origin, t),
    ...meaningsOfFunctions(subject, step),
    ...slopesWorkedOut(subject, step),
  ];
}

/** What stands beside new weights that depend on earlier steps too, before round 1.
 * @param {Step} step @param {Pick<Screen, "trace">} screen @param {Translate} t @returns {Remark[]} */
function remarkOnMemory(step, { trace: { request } }, t) {
  const { optimizer_state: state, round = 1 } = request;
  return step.phase === "update" && state
    ? [{ text: t("notice.network.remembers", { steps: state.step + round - 1 }), look: "plain" }]
    : [];
}

/** Whether the figures' rule leaves out a factor of what the step writes, here or further back.
 * @param {Subject} subject @param {Step} step */
const differsFromGradient = (subject, step) =>
  step.writes.some((address) => {
    const truth = gradientValue(subject, address);
    const own = shownValue(subject, address, true);
    return truth !== null && own !== null && relativeDifference(truth, own) > ROUNDING;
  });

/** What f and f' mean in the formula of a step. @param {Subject} subject @param {Step} step @returns {Remark[]} */
function meaningsOfFunctions(subject, step) {
  const { screen, t, catalog } = subject;
  const isForward = step.phase === "forward";
  const isFigure = screen.state.notation === "figure";
  const used = addressesOf(treeOf(subject, step))
    .map(parse)
    .filter((parsed) => parsed?.family === (isForward ? "a" : "slope"));
  const layers = isForward ? [step.layer] : used.map((parsed) => parsed?.layer ?? 0);
  const names = new Set(layers.map((layer) => screen.trace.network.layers[layer - 1]?.activation));
  return catalog.activations
    .filter((entry) => names.has(entry.name) && entry.elementwise)
    .map((entry) => {
      const definition = nodesFromLatex(isForward ? entry.latex : entry.slope_latex);
      const sentence = isForward ? "formula_panel.activation_line" : "formula_panel.slope_line";
      const text = say(t, sentence, { activation: menuWord(entry.name) });
      if (!definition) return { text, look: "fine" };
      const name = isFigure ? mi("f") : (nodesFromLatex(entry.symbol) ?? mi("f"));
      const whole = row(isForward ? name : prime(name), bracketed(mi("z")), mo("="), definition);
      const mathNode = isFigure ? inFigureLetters(whole) : whole;
      return { text: `${text}${say(t, "speech.colon")}`, mathNode, look: "fine" };
    });
}

/** The slopes in the formula of a step, worked out: tanh'(0.5) = 1 − tanh² 0.5 = 0.7864. @param {Subject} subject
 * @param {Step} step @returns {Remark[]} */
function slopesWorkedOut(subject, step) {
  if (step.phase === "forward") return [];
  const { sample: onScreen } = subject.screen.state;
  return addressesOf(treeOf(subject, step)).flatMap((address) => {
    const { family, sample } = partsOf(address);
    if (family !== "slope" || (sample ?? onScreen) !== onScreen) return [];
    const [, numbers] = slopeLines(subject, address);
    return numbers ? [/** @type {Remark} */ ({ text: "", mathNode: numbers, look: "fine" })] : [];
  });
}

/** f'(z) of a neuron: the formula of its activation's slope, and the same with the numbers where z is in it.
 * @param {Subject} subject @param {Address} address @returns {MathNode[]} none for another kind of number */
function slopeLines({ screen, catalog }, address) {
  const { trace, state } = screen;
  const { family, layer, indices, sample } = partsOf(address);
  const entry = catalog.activations.find(({ name }) => name === trace.network.layers[layer - 1]?.activation);
  const definition = family === "slope" && entry ? nodesFromLatex(entry.slope_latex) : null;
  if (!entry || !definition) return [];
  const isFigure = state.notation === "figure";
  const inLettersShown = (/** @type {MathNode} */ line) => (isFigure ? inFigureLetters(line) : line);
  const name = prime(isFigure ? mi("f") : (nodesFromLatex(entry.symbol) ?? mi("f")));
  const rule = inLettersShown(row(name, bracketed(mi("z")), mo("="), definition));
  const at = sample ?? state.sample;
  const [slope, sum] = [valueAt(trace, address, at), valueAt(trace, `z${layer}.${indices[0]}`, at)];
  if (!entry.slope_latex.includes("z") || slope === null || sum === null) return [rule];
  const isShort = isPlain(definition, "z");
  const worked = row(
    name,
    bracketed(mi("z")),
    mo("="),
    ...(isShort ? [definition, mo("=")] : []),
    numeral(slope),
  );
  const numbers = filled(worked, (letter) => (letter.tag === "mi" && letter.text === "z" ? sum : null));
  return [rule, inLettersShown(numbers)];
}

/** The loss of the sample on the screen: its formula, and with the numbers. @param {Subject} subject
 * @param {Step} step @returns {Remark[]} */
function lossWrittenOut({ screen, t, catalog }, step) {
  const { trace, state } = screen;
  const entry = catalog.losses.find(({ name }) => name === trace.network.loss);
  const formula = entry && step.writes.includes("loss") ? nodesFromLatex(entry.latex) : null;
  if (!entry || !formula) return [];
  const { sample, notation } = state;
  const [layer, outputs] = [
    trace.network.layers.length,
    at(trace.network.layers, -1 + trace.network.layers.length).units,
  ];
  const numbers = writtenOut(formula, outputs, (letter, k) =>
    valueAt(trace, letter === "a" ? `a${layer}.${k}` : `t.${k}`, sample),
  );
  const colon = say(t, "speech.colon");
  const value = trace.sample_losses[sample] ?? null;
  const own = notation === "figure" ? inLetters(formula, { a: "y", t: "z" }) : formula;
  const many = trace.request.inputs.length > 1;
  const line = (/** @type {string} */ name, /** @type {MathNode[]} */ ...parts) =>
    /** @type {Remark} */ ({ text: name, mathNode: row(mi("ℓ"), mo("="), ...parts), look: "fine" });
  return [
    line(`${namedIn(t, "loss", entry.name)}${colon}`, own),
    ...(value === null
      ? []
      : [
          line(
            many ? `${say(t, "formula_panel.sample_line", { n: sample + 1 })}${colon}` : "",
            ...(numbers ? [numbers, mo("=")] : []),
            numeral(value),
          ),
        ]),
  ];
}

/** How the number of the figures' rule compares with the gradient's; null where there is nothing to compare.
 * @param {Subject} subject @param {Address} address @returns {string | null} */
function gradientBeside(subject, address) {
  const { screen, t, figureRule } = subject;
  const family = parse(address)?.family ?? "";
  if (!figureRule || !["error", "new_w", "new_b"].includes(family)) return null;
  const own = shownValue(subject, address);
  const truth = gradientValue(subject, address);
  if (own === null || truth === null) return null;
  if (relativeDifference(own, truth) <= ROUNDING) return say(t, "formula_panel.is_gradient");
  const isError = family === "error";
  const old = address.replace("new_", "");
  const before = isError ? 0 : (valueAt(screen.trace, old, screen.state.sample) ?? 0);
  const change = own - before;
  const trueChange = truth - before;
  const digits = digitsToTellApart([change, trueChange], 4, ROUNDING);
  return say(t, isError ? "formula_panel.drawn_beside" : "formula_panel.drawn_beside_update", {
    drawn: formatNumber(change, digits),
    truth: formatNumber(trueChange, digits),
    ratio: trueChange === 0 ? "–" : formatNumber(change / trueChange),
    sign: say(t, change * trueChange < 0 ? "formula_panel.opposite_sign" : "formula_panel.same_sign"),
  });
}

// ---- checks ----------------------------------------------------------------------------------------------------

/** @typedef {ReturnType<NonNullable<Explainer["check"]>>} Checked */

/** How a result of a step is checked. @param {Subject} subject @param {Address} address @param {Step} step
 * @returns {Checked} */
function checkOf(subject, address, step) {
  const { screen, t, figureRule } = subject;
  const { trace, state } = screen;
  const family = parse(address)?.family ?? "";
  if (family === "dw" || family === "db") return derivativeCheck(subject, address);
  if (family.startsWith("new_") && state.request.rule === "as_drawn" && !figureRule) return null;
  const lines = linesOf(treeOf(subject, step));
  if (lineOf(address, lines)) return undefined;
  const value = shownValue(subject, address);
  const inner = innerSum(address, lines);
  if (inner)
    return checkedAgain(
      value,
      evaluate(inner, (name) => shownValue(subject, name)),
      t,
    );
  // A number that the figures do not spell out is checked by the derivation's line, with the sign of this notation.
  const derived = lineOf(address, linesOf(step.formula));
  const again = derived ? evaluate(derived, (name) => valueAt(trace, name, state.sample)) : null;
  return checkedAgain(value, again === null ? null : again * signOf(address, state.notation), t);
}

/** A gradient against the numerical one. @param {Subject} subject @param {Address} address @returns {Checked} */
function derivativeCheck({ screen: { trace, state, isCheckDue }, t }, address) {
  if (!trace.check && isCheckDue) return { text: say(t, "formula_panel.check_later"), good: null };
  const parsed = parse(address);
  const layer = trace.check?.layers[(parsed?.layer ?? 0) - 1];
  const [j = 0, i = 0] = parsed?.indices ?? [];
  const isWeight = parsed?.family === "dw";
  const other = isWeight ? layer?.weight_gradients[j]?.[i] : layer?.bias_gradients?.[j];
  const verdict = isWeight ? layer?.weight_verdicts[j]?.[i] : layer?.bias_verdicts?.[j];
  const own = valueAt(trace, address, state.sample);
  if (other === undefined || verdict === undefined || own === null) return null;
  const difference = relativeDifference(own, other);
  const isSame = verdict === "fine" && difference === 0;
  const text = say(t, isSame ? "formula_panel.same_complex_step" : VERDICTS[verdict], {
    difference: inPowersOfTen(difference),
  });
  return { text, good: verdict !== "wrong" };
}
/** What each verdict of the gradient check says. @type {Record<Verdict, Key>} */
const VERDICTS = {
  fine: "formula_panel.check_complex_step",
  kink: "formula_panel.check_kink",
  saturated: "formula_panel.check_saturated",
  cancellation: "formula_panel.check_cancellation",
  wrong: "formula_panel.check_failed",
};

/** The figures write y = f(Σ w x) in one line: the sum inside is e. @param {Address} address @param {Tree[]} lines
 * @returns {Tree | undefined} */
function innerSum(address, lines) {
  for (const line of lines) {
    const [, right] = sidesOf(line);
    if (right.op === "call" && right.unit !== undefined && address === `z${right.unit}`) return right.args[0];
  }
  return undefined;
}
