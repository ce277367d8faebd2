// The layers of the network: of each its neurons, its activation, whether it has biases; more of them, or fewer.
/** @import { Context, LayerRequest, NetworkRequest } from "../../types.js" */
/** @import { Editor } from "./network.js" */
import { at } from "../../../core/at.js";
import { element, setAttribute, setOptions, setText } from "../../../draw/dom.js";
import { menu, optionsOf } from "../../../panels/fields.js";
import { numberInput } from "../../../panels/number.js";
import { withOutput } from "../../data/fitting.js";
import { explained } from "../explained.js";

/** A new layer has the activation of the one before it, and so many neurons where there is none. */
const NEW_LAYER = { units: 4, activation: "tanh" };

/** @param {Context} context @param {Editor} editor */
export function layerList(context, editor) {
  const { catalog, find, t } = context;
  const { change, current } = editor;
  const most = catalog.limits["layers"] ?? Infinity;
  const activations = optionsOf(catalog.activations, "activation", find);
  const inputs = element("p", { class: "layer-inputs" });
  const list = element("ol", { class: "layer-list" });
  const full = element(
    "p",
    { class: "hint", id: "layers-full", hidden: true },
    t("training.most_layers", { most }),
  );
  const add = element(
    "button",
    { type: "button", "data-key": "layer-add", "data-field": "network.layers", onclick: () => insert() },
    t("training.add_layer"),
  );
  /** @type {Row[]} */
  let rows = [];

  /** A hidden layer more, before the output. */
  function insert() {
    const { layers = [] } = current() ?? {};
    const { units, activation } = layers.at(-2) ?? NEW_LAYER;
    change("layers", { layers: layers.toSpliced(layers.length - 1, 0, { units, activation }) });
  }
  return {
    root: element(
      "div",
      {},
      element("div", { class: "about-word" }, inputs, explained(context, "layers", t("training.layers"))),
      list,
      element("div", { class: "layer-more", "data-field-group": true }, add, full),
    ),
    /** @param {NetworkRequest} network */
    update({ inputs: count, layers }) {
      setText(inputs, t("training.inputs", { count }));
      const isFull = layers.length >= most;
      add.disabled = isFull;
      full.hidden = !isFull;
      setAttribute(add, "aria-describedby", isFull ? full.id : null);
      if (rows.length !== layers.length) {
        rows = layers.map((_, l) => buildRow(context, editor, l, layers.length));
        list.replaceChildren(...rows.map(({ root }) => root));
      }
      layers.forEach((layer, l) => at(rows, l).update(layer, activations));
    },
  };
}

/** @typedef {ReturnType<typeof buildRow>} Row */

/** @param {Context} context @param {Editor} editor @param {number} l from 0
 * @param {number} count how many layers there are */
function buildRow(context, editor, l, count) {
  const { change, current, shape } = editor;
  const { catalog, t } = context;
  const layer = l + 1;
  const isOutput = layer === count;
  const field = `layers.${l}`;
  /** @param {string} name @param {Partial<LayerRequest>} part @param {boolean} [continues] */
  const set = (name, part, continues = false) => {
    const { layers = [] } = current() ?? {};
    const old = layers[l];
    if (old) change(`${field}.${name}`, { layers: layers.with(l, { ...old, ...part }) }, continues);
  };
  const units = numberInput(
    t,
    {
      "aria-label": t("editor.units_of", { layer }),
      "data-key": `units-${layer}`,
      "data-field": `network.${field}.units`,
      class: "number short",
    },
    (value, continues) => set("units", { units: value }, continues),
    { whole: true, low: 1, high: catalog.limits["units"] ?? Infinity },
  );
  /** @param {1 | -1} by @param {string} sign @param {string} name */
  const stepper = (by, sign, name) =>
    element(
      "button",
      {
        type: "button",
        class: "quiet",
        "data-key": `units-${layer}-${by === 1 ? "more" : "fewer"}`,
        "aria-label": name,
        title: name,
        onclick: () => {
          const now = current()?.layers[l]?.units ?? 1;
          if (now + by >= 1) set("units", { units: now + by });
        },
      },
      sign,
    );
  const fewer = stepper(-1, "−", t("training.fewer_units", { layer }));
  const more = stepper(1, "+", t("training.more_units", { layer }));
  const activation = menu(`activation-${layer}`, `network.${field}.activation`, (value) => {
    const network = current();
    if (!isOutput) set("activation", { activation: value });
    else if (network) change(`${field}.activation`, withOutput(network, value, shape(), catalog));
  });
  setAttribute(activation, "aria-label", t("editor.activation_of", { layer }));
  const bias = element("input", {
    type: "checkbox",
    "data-key": `bias-${layer}`,
    "data-field": `network.${field}.bias`,
    onchange: () => set("bias", bias.checked ? { bias: true } : { bias: false, biases: undefined }),
  });
  const remove = element(
    "button",
    {
      type: "button",
      class: "quiet",
      "data-key": `remove-${layer}`,
      "aria-label": t("editor.remove_layer", { layer }),
      title: t("editor.remove_layer", { layer }),
      hidden: isOutput,
      onclick: () => change("layers", { layers: (current()?.layers ?? []).toSpliced(l, 1) }),
    },
    "×",
  );
  const note = element("p", { class: "hint" });
  // The data decide how many neurons answer.
  const given = element("p", { class: "layer-units", "data-key": `units-${layer}-given` });
  const root = element(
    "li",
    { "data-field-group": true },
    element(
      "span",
      { class: "layer-name" },
      isOutput ? t("training.output_layer") : t("table.layer", { layer }),
    ),
    isOutput ? given : element("span", { class: "stepper" }, fewer, units.input, more),
    remove,
    activation,
    element("label", { class: "check-field" }, bias, t("training.biases")),
    note,
  );
  return {
    root,
    /** @param {LayerRequest} shown @param {{value: string, text: string}[]} activations */
    update(shown, activations) {
      units.show(shown.units);
      setText(given, t("training.outputs_follow", { count: shown.units }));
      setOptions(activation, activations, shown.activation);
      bias.checked = shown.bias !== false;
      fewer.disabled = shown.units <= 1;
      more.disabled = shown.units >= (catalog.limits["units"] ?? Infinity);
      setText(note, noteOf(shown, context));
      note.hidden = note.textContent === "";
    },
  };
}

/** A warning, or nothing. @param {LayerRequest} layer @param {Context} context */
function noteOf({ units, activation }, { catalog, t }) {
  if (activation === "softmax" && units === 1) return t("editor.softmax_alone");
  const most = catalog.limits["units"] ?? Infinity;
  return units >= most ? t("training.most_units", { most }) : "";
}
