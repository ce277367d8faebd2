// The card of a neuron: its sum with the numbers of one sample or of inputs of the reader's own, and all weights into
// it and out of it. The weights are those of the frame; the sum is worked out here.
/** @import { Context, TrainScreen } from "../../types.js" */
/** @import { Run } from "../../run.js" */
/** @import { Unit } from "../../task.js" */
import { element, setAttribute, setText } from "../../../draw/dom.js";
import { formatNumber } from "../../../math/format.js";
import { createForward, functionsOf } from "../../forward.js";
import { inputName } from "../../task.js";

/** A longer sum is cut: its first terms, how many more there are, and the bias. */
const MOST_TERMS = 6;
/** So many inputs have a field of their own; and so many weights. */
const MOST_FIELDS = 4;
const MOST_WEIGHTS = 16;

/** What comes into a layer, in letters. @param {number} layer from 1 @param {number} i */
export const sourceName = (layer, i) => (layer === 1 ? inputName(i) : `a${inputName(i).slice(1)}`);

/** The inputs that go through the network: those that were chosen, else those of the first sample.
 * @param {Run} run @param {number[] | null} point @returns {number[]} */
export const pointOf = (run, point) =>
  point?.length === run.header.network.inputs ? point : (run.header.data.inputs?.[0] ?? []);

/** @param {Run} run @param {Float64Array} parameters @param {Unit} unit */
export function weightsOf(run, parameters, { layer, unit }) {
  const own = run.layers[layer - 1];
  const next = run.layers[layer];
  if (!own) return { into: [], bias: null, out: [] };
  const start = own.start + unit * own.inputs;
  return {
    into: [...parameters.subarray(start, start + own.inputs)],
    bias: own.hasBiases ? (parameters[own.start + own.units * own.inputs + unit] ?? 0) : null,
    out: next
      ? Array.from({ length: next.units }, (_, k) => parameters[next.start + k * next.inputs + unit] ?? 0)
      : [],
  };
}

/** Σ w·x + b as a line: "1.4·0.5 − 2·0.25 + 0.1". @param {readonly number[]} weights
 * @param {readonly number[]} inputs @param {number | null} bias @param {(count: number) => string} more */
export function sumText(weights, inputs, bias, more) {
  const signed = (/** @type {number} */ value, /** @type {string} */ rest, /** @type {boolean} */ isFirst) =>
    `${value < 0 ? (isFirst ? "−" : " − ") : isFirst ? "" : " + "}${formatNumber(Math.abs(value), 3)}${rest}`;
  const factor = (/** @type {number} */ x) => (x < 0 ? `·(${formatNumber(x, 3)})` : `·${formatNumber(x, 3)}`);
  const shown = weights.length > MOST_TERMS ? MOST_TERMS - 1 : weights.length;
  const terms = weights.slice(0, shown).map((weight, i) => signed(weight, factor(inputs[i] ?? 0), i === 0));
  const rest = weights.length - shown;
  return [
    ...terms,
    ...(rest > 0 ? [` + ${more(rest)}`] : []),
    ...(bias === null ? [] : [signed(bias, "", false)]),
  ].join("");
}

/** Fields for the weights into a neuron and its bias: a number that is typed there holds from the step on the screen
 * on. @param {Pick<Context, "dispatch" | "t">} context */
function createWeightFields({ dispatch, t }) {
  const hint = element("p", { class: "hint" });
  const list = element("p", { class: "neuron-fields" });
  const root = element("div", { class: "weight-fields", hidden: true }, hint, list);
  let key = "";
  /** @type {HTMLInputElement[]} */
  let fields = [];
  /** @param {Unit} unit @param {number | null} input null: the bias */
  function field({ layer, unit }, input) {
    const name = input === null ? "b" : sourceName(layer, input);
    const node = element("input", {
      type: "number",
      step: "any",
      class: "number short",
      "data-key": `weight-${layer}-${unit}-${input ?? "b"}`,
      "aria-label": t("training.set_weight", { name }),
      onchange: () => {
        if (Number.isFinite(node.valueAsNumber))
          dispatch("setWeight", { layer, unit, input, value: node.valueAsNumber });
      },
    });
    fields.push(node);
    return element("label", {}, `${name} `, node);
  }
  return {
    root,
    /** @param {Unit} unit @param {readonly number[]} weights none: the neuron is only pointed at
     * @param {number | null} bias @param {number} step @returns {boolean} whether there are any */
    show(unit, weights, bias, step) {
      const isShown = weights.length > 0 && weights.length <= MOST_WEIGHTS;
      setAttribute(root, "hidden", !isShown);
      if (!isShown) return false;
      const now = `${unit.layer} ${unit.unit} ${weights.length} ${bias === null}`;
      if (now !== key) {
        key = now;
        fields = [];
        list.replaceChildren(
          ...weights.map((_, i) => field(unit, i)),
          ...(bias === null ? [] : [field(unit, null)]),
        );
      }
      setText(hint, t("training.set_weights", { step }));
      [...weights, ...(bias === null ? [] : [bias])].forEach((value, k) => {
        const node = fields[k];
        if (node && node !== document.activeElement) node.value = String(Number(value.toPrecision(4)));
      });
      return true;
    },
  };
}

/** @param {Context} context */
export function createCard({ catalog, dispatch, t }) {
  const functions = functionsOf(catalog.curves);
  const title = element("h4", {});
  const sum = element("p", { class: "neuron-sum" });
  const about = element("p", { class: "hint" });
  const fields = element("p", { class: "neuron-fields" });
  const inName = element("dt", {}, t("training.weights_in"));
  const into = element("dd", {});
  const weightFields = createWeightFields({ dispatch, t });
  const out = element("dd", {});
  const outName = element("dt", {}, t("training.weights_out"));
  const root = element(
    "div",
    { class: "neuron-card", hidden: true },
    title,
    sum,
    about,
    fields,
    weightFields.root,
    element("dl", {}, inName, into, outName, out),
  );
  /** @type {{ run: Run, forward: ReturnType<typeof createForward>, point: Float32Array[] } | null} */
  let made = null;
  /** @type {number[]} */
  let inputs = [];

  /** @param {number} count */
  function buildFields(count) {
    if (fields.childElementCount === count) return;
    fields.replaceChildren(
      ...Array.from({ length: count }, (_, i) => {
        const field = element("input", {
          type: "number",
          step: "any",
          class: "number short",
          "data-key": `point-${i}`,
          "aria-label": t("training.own_input", { name: inputName(i) }),
          onchange: () => {
            if (!Number.isFinite(field.valueAsNumber)) return;
            dispatch("setLook", { point: inputs.map((x, k) => (k === i ? field.valueAsNumber : x)) });
          },
        });
        return element("label", {}, `${inputName(i)} =`, field);
      }),
    );
  }

  /** @param {Run} run @param {number} at @param {Unit} unit */
  function activations(run, at, { layer, unit }) {
    if (made?.run !== run) {
      const point = inputs.map(() => new Float32Array(1));
      made = { run, point, forward: createForward(run.layers, functions, point) };
    }
    made.point.forEach((column, i) => column.fill(inputs[i] ?? 0));
    const outputs = made.forward.outputs(run.parametersAt(at), layer);
    const before = layer === 1 ? inputs : (outputs[layer - 2] ?? []).map((column) => Number(column[0]));
    return { before, answer: Number(outputs[layer - 1]?.[unit]?.[0]) };
  }

  return {
    root,
    /** @param {TrainScreen} screen @param {Unit | null} unit @param {boolean} isPinned */
    show({ run, at, state }, unit, isPinned) {
      setAttribute(root, "hidden", unit === null);
      if (unit === null) return;
      inputs = pointOf(run, state.look.point);
      const { into: weights, bias, out: further } = weightsOf(run, run.parametersAt(at), unit);
      const { before, answer } = activations(run, at, unit);
      const z = weights.reduce((total, weight, i) => total + weight * (before[i] ?? 0), bias ?? 0);
      const name = run.layers[unit.layer - 1]?.activation ?? "";
      const more = (/** @type {number} */ count) => t("training.more_terms", { count });
      setText(
        title,
        t("training.neuron_title", { neuron: unit.unit + 1, layer: unit.layer, activation: name }),
      );
      setText(
        sum,
        `z = ${sumText(weights, before, bias, more)} = ${formatNumber(z, 3)};  ` +
          `a = ${name}(z) = ${formatNumber(answer, 3)}`,
      );
      const isOwn = state.look.point !== null && inputs === state.look.point;
      setText(about, t(isOwn ? "training.sum_of_point" : "training.sum_of_first"));
      buildFields(isPinned && inputs.length <= MOST_FIELDS ? inputs.length : 0);
      [...fields.querySelectorAll("input")].forEach((field, i) => {
        if (field !== document.activeElement) field.value = String(Number((inputs[i] ?? 0).toPrecision(4)));
      });
      setText(
        into,
        [
          ...weights.map((weight, i) => `${sourceName(unit.layer, i)} ${formatNumber(weight, 3)}`),
          ...(bias === null ? [] : [`b ${formatNumber(bias, 3)}`]),
        ].join("   "),
      );
      const areFields = weightFields.show(unit, isPinned ? weights : [], bias, run.scalar("step", at));
      for (const node of [inName, into]) setAttribute(node, "hidden", areFields);
      setAttribute(root, "data-pinned", isPinned);
      setAttribute(outName, "hidden", further.length === 0);
      setText(
        out,
        further.map((weight, k) => `${sourceName(unit.layer + 2, k)} ${formatNumber(weight, 3)}`).join("   "),
      );
    },
  };
}
