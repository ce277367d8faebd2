// Titles and sentences about the steps of a network. The sentences themselves are in static/i18n.

/** @import { Address, Step, Translate } from "../core/types.js" */
/** @import { NetworkCatalog, Screen } from "./types.js" */
/** @import { Naming } from "./notation.js" */
import { joined, tidied } from "../math/sentences.js";
import { figureRuleValueOf, valueAt } from "./trace_values.js";
import { addressesOf } from "../math/formula/tree.js";
import { menuWord, namedIn } from "../core/names.js";
import { at } from "../core/at.js";
import { partsOf } from "../core/address.js";
import { countedLayer, isFused, runningNumber, signOf } from "./notation.js";
import { showsFigureRule } from "./letters.js";
import { formatNumber } from "../math/format.js";
import { say } from "../math/speech.js";

/** "neuron 4" or "unit 1 of layer 2", as the notation counts.
 * @param {Naming} naming @param {number} layer @param {number} unit @param {Translate} t */
export function neuronName(naming, layer, unit, t) {
  return naming.notation === "figure"
    ? say(t, "rule.neuron_figure", { n: runningNumber(naming, layer, unit) })
    : say(t, "rule.neuron_derivation", { unit: unit + 1, layer: countedLayer(layer, naming) });
}
/** @param {Screen} screen @returns {Naming} */
const plainNaming = (screen) => ({
  notation: screen.state.notation,
  units: screen.trace.network.layers.map((layer) => layer.units),
  activations: [],
  inputsCount: screen.state.inputsCount === true,
});
/** The kind of number at an address, in words: "weight", "slope". @param {Address} address @param {Screen} screen
 * @param {Translate} t */
export function kindName(address, screen, t) {
  const { family } = partsOf(address);
  const named = `formula_panel.kind_${family}${signOf(address, screen.state.notation) < 0 ? "_figure" : ""}`;
  return say(t, named);
}

/** "error of neuron 1". @param {Step} step @param {Screen} screen @param {Translate} t */
export function titleOf(step, screen, t) {
  if (step.title) return say(t, "rule.line", { title: step.title });
  const neuron = step.unit === null ? "" : neuronName(plainNaming(screen), step.layer, step.unit, t);
  return tidied(
    say(t, `rule.${step.rule}`, { neuron, layer: countedLayer(step.layer, plainNaming(screen)) }),
  );
}

/** The title without the name of the phase, to stand beside it: "into neuron 4".
 * @param {Step} step @param {Screen} screen @param {Translate} t */
export function titleInPhase(step, screen, t) {
  if (step.unit === null || !SHORT.has(step.rule)) return titleOf(step, screen, t);
  return tidied(
    say(t, `rule.${step.rule}_short`, { neuron: neuronName(plainNaming(screen), step.layer, step.unit, t) }),
  );
}
const SHORT = new Set(["error", "update"]);

/** Whether the figures' rule has another error at this unit than the gradient. An update sums over all samples.
 * @param {Step} step @param {Screen} screen */
function figureRuleDiffers(step, screen) {
  if (step.unit === null || !showsFigureRule(screen)) return false;
  const { trace, state } = screen;
  const address = `error${step.layer}.${step.unit}`;
  const samples = step.rule === "update" ? trace.request.inputs.map((_, sample) => sample) : [state.sample];
  return samples.some((sample) => {
    const own = figureRuleValueOf(trace, address, sample);
    const truth = valueAt(trace, address, sample);
    return own !== null && truth !== null && Math.abs(own + truth) > 1e-9 * Math.abs(own);
  });
}
/** Whether the formula of the figures reads the error at the sum and has no slope. @param {Step} step */
const takesDelta = ({ figure }) => {
  const families = new Set((figure ? addressesOf(figure) : []).map((address) => partsOf(address).family));
  return families.has("delta") && !families.has("slope");
};
const SHARES = /** @type {Record<number, string>} */ ({ 2: "½", 3: "⅓", 4: "¼", 5: "⅕", 6: "⅙", 8: "⅛" });
/** δ of an output where loss and activation are one function, by the ending of its sentence. */
const DELTAS = /** @type {Record<string, string>} */ ({
  "": "(a − t)",
  _sum: "(a Σt − t)",
  _figure: "(z − y)",
  _sum_figure: "(z − y Σz)",
});
/** Further sentences about a step on a batch of samples. @param {Step} step @param {Screen} screen
 * @param {Translate} t @param {string | null} fused the ending of the sentence about a fused loss
 * @returns {string[]} */
function aboutSamples(step, { trace: { request } }, t, fused) {
  const count = request.inputs.length;
  if (count < 2) return [];
  if (step.rule === "update") return [say(t, "narration.samples_added")];
  if ((request.reduction ?? "mean") !== "mean") return [];
  const share = SHARES[count] ?? `1/${count}`;
  if (step.phase === "backward") return [say(t, "narration.mean_carried", { share })];
  if (step.phase !== "loss") return [];
  const gap = SHARES[count] ? "" : " ";
  const formula = fused === null ? "" : `δ = ${share}${gap}${DELTAS[fused]}${say(t, "speech.semicolon")}`;
  return [say(t, "narration.mean_share", { formula, share, count })];
}

/** What is special about the targets where loss and output layer are one function: the targets of a softmax that
 * do not add up to 1. @param {Step} step @param {Screen} screen */
function shareOfTargets(step, { trace: { network, request } }) {
  const isOne = (/** @type {number[]} */ row) => Math.abs(row.reduce((sum, one) => sum + one, -1)) <= 1e-12;
  const isSoftmax = at(network.layers, step.layer - 1).activation === "softmax";
  return isSoftmax && !request.targets.every(isOne) ? "_sum" : "";
}

/** @param {string} sentence */
const capital = (sentence) => sentence.charAt(0).toUpperCase() + sentence.slice(1);

/** One or two plain sentences about a step. @param {Step} step @param {Screen} screen @param {Translate} t
 * @param {Pick<NetworkCatalog, "losses">} catalog */
export function narrate(step, screen, t, catalog) {
  if (step.say) return t(step.say);
  const { trace, state } = screen;
  const layer = at(trace.network.layers, step.layer - 1);
  const number = (/** @type {string} */ address) => {
    const value = valueAt(trace, address, state.sample);
    return value === null || value === undefined ? "?" : formatNumber(value);
  };
  const unit = step.unit ?? 0;
  const counted = countedLayer(step.layer, plainNaming(screen));
  const figure = state.notation === "figure";
  const figureRuleVariant = showsFigureRule(screen)
    ? figureRuleDiffers(step, screen)
      ? "_drawn"
      : "_drawn_equal"
    : null;
  const share =
    step.rule === "error" && isFused(trace.network, catalog) ? shareOfTargets(step, screen) : null;
  const variants = [
    ...(share !== null ? [`error_fused${share}${figure ? "_figure" : ""}`] : []),
    ...(figureRuleVariant ? [`${step.rule}${figureRuleVariant}`] : []),
    ...(step.rule === "softmax" && layer.units === 1 ? ["softmax_alone"] : []),
    ...(step.rule === "unit" && layer.biases ? ["unit_bias"] : []),
    // Only plain descent has the rate in its formula.
    ...(step.rule === "update" && !step.reads.includes("eta") ? ["update_optimizer"] : []),
    ...(figure && takesDelta(step)
      ? [...(layer.biases ? [`${step.rule}_bias_figure_delta`] : []), `${step.rule}_figure_delta`]
      : []),
    ...(step.rule === "update" && layer.biases ? [`update_bias${figure ? "_figure" : ""}`] : []),
    ...(figure ? [`${step.rule}_figure`] : []),
    step.rule,
  ];
  const params = {
    neuron: step.unit === null ? "" : neuronName(plainNaming(screen), step.layer, unit, t),
    layer: counted,
    next: counted + 1,
    units: layer.units,
    fan_in: step.layer === 1 ? trace.network.inputs : at(trace.network.layers, step.layer - 2).units,
    activation: menuWord(layer.activation),
    loss: namedIn(t, "loss", trace.network.loss),
    optimizer: namedIn(t, "optimizer", state.request.optimizer?.name ?? ""),
    output: step.unit === null ? "" : number(`a${step.layer}.${unit}`),
    delta: state.notation === "textbook" ? "δ" : "∂C/∂z",
    sum: step.unit === null ? "" : number(`z${step.layer}.${unit}`),
    target: step.phase === "loss" && step.unit !== null ? number(`t.${unit}`) : "",
  };
  const key =
    variants.map((variant) => `narration.${variant}`).find((name) => SPECIAL.has(name)) ??
    `narration.${step.rule}`;
  const sentences = [
    say(t, key, params),
    ...aboutSamples(step, screen, t, share === null ? null : share + (figure ? "_figure" : "")),
  ]
    .map(tidied)
    .map((sentence) => (/^[a-z](?!.*\p{Script=Han})/u.test(sentence) ? capital(sentence) : sentence));
  return joined(...sentences);
}
/** The sentences for special cases of a rule; every rule has a general one besides. */
const SPECIAL = new Set([
  "narration.error_fused",
  "narration.error_fused_figure",
  "narration.error_fused_sum",
  "narration.error_fused_sum_figure",
  "narration.unit_bias",
  "narration.softmax_alone",
  "narration.update_figure_delta",
  "narration.update_bias_figure_delta",
  "narration.delta_figure_delta",
  "narration.delta_drawn_equal",
  "narration.delta_drawn",
  "narration.update_drawn",
  "narration.update_optimizer",
  "narration.update_bias",
  "narration.update_bias_figure",
  "narration.update_figure",
  "narration.error_figure",
  "narration.delta_figure",
  "narration.error_sum_figure",
  "narration.softmax_delta_figure",
]);
