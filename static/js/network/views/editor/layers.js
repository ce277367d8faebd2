// The layers of the network: number of inputs, and of each layer units, activation, bias and what is trained.
/** @import { Context, LayerRequest } from "../../types.js" */
/** @import { Section } from "./section.js" */
import { at } from "../../../core/at.js";
import { element, setAttribute, setOptions, setText } from "../../../draw/dom.js";
import { labelled, menu, optionsOf } from "../../../panels/fields.js";
import { numberInput } from "../../../panels/number.js";
import { titled } from "./section.js";

/**
 * One row of the list of layers.
 * @typedef {object} LayerRow
 * @property {HTMLElement} root
 * @property {ReturnType<typeof numberInput>} units
 * @property {HTMLSelectElement} activation
 * @property {HTMLInputElement} bias
 * @property {HTMLSelectElement} frozen
 * @property {HTMLElement} alone the warning that a softmax has one neuron
 */

/** @param {Context} context @returns {Section} */
export function layersSection(context) {
  const { dispatch, t, catalog } = context;
  const maxLayers = catalog.limits["layers"] ?? Infinity;
  const inputs = numberInput(
    t,
    { "data-key": "inputs", "data-field": "network.inputs" },
    (units) => dispatch("resizeLayer", { layer: 0, units }),
    { whole: true, low: 1, high: catalog.limits["units"] ?? Infinity },
  );
  const list = element("ol", { class: "layer-list" });
  const add = element(
    "button",
    {
      type: "button",
      "data-key": "layer-add",
      "data-field": "network.layers",
      onclick: () => dispatch("addLayer"),
    },
    t("editor.add_layer"),
  );
  const full = element(
    "p",
    { class: "hint", id: "layers-full", hidden: true },
    t("editor.most_layers", { most: maxLayers }),
  );
  const offers = offersOf(context);
  /** @type {LayerRow[]} */
  let rows = [];
  return {
    root: titled(
      t("editor.network"),
      labelled(t("editor.inputs"), inputs.input),
      list,
      element("div", { "data-field-group": true }, add, full),
    ),
    update({ state }) {
      const { network } = state.request;
      const count = network.layers.length;
      inputs.show(network.inputs);
      add.disabled = count >= maxLayers;
      full.hidden = !add.disabled;
      setAttribute(add, "aria-describedby", add.disabled ? full.id : null);
      if (rows.length !== count) {
        rows = network.layers.map((_, index) => buildRow(context, index + 1, count));
        list.replaceChildren(...rows.map(({ root }) => root));
      }
      network.layers.forEach((layer, index) => updateRow(context, offers, at(rows, index), layer));
    },
  };
}

/** @param {Context} context @param {number} layer from 1 @param {number} count how many layers there are
 * @returns {LayerRow} */
function buildRow({ dispatch, t, catalog }, layer, count) {
  const field = `network.layers.${layer - 1}`;
  const units = numberInput(
    t,
    {
      "aria-label": t("editor.units_of", { layer }),
      "data-key": `units-${layer}`,
      "data-field": `${field}.units`,
      class: "number short",
    },
    (value) => dispatch("resizeLayer", { layer, units: value }),
    { whole: true, low: 1, high: catalog.limits["units"] ?? Infinity },
  );
  const activation = menu(`activation-${layer}`, `${field}.activation`, (value) =>
    dispatch("setActivation", { layer, activation: value }),
  );
  setAttribute(activation, "aria-label", t("editor.activation_of", { layer }));
  const bias = element("input", {
    type: "checkbox",
    "data-key": `bias-${layer}`,
    "data-field": `${field}.bias`,
    onchange: () => dispatch("setBias", { layer, has: bias.checked }),
  });
  const frozen = menu(`frozen-${layer}`, `${field}.frozen`, (value) =>
    dispatch("setFrozen", { layer, frozen: value === "" ? null : /** @type {"all" | "biases"} */ (value) }),
  );
  setAttribute(frozen, "aria-label", t("editor.frozen_of", { layer }));
  const remove = element(
    "button",
    {
      type: "button",
      class: "quiet",
      "data-key": `remove-${layer}`,
      "aria-label": t("editor.remove_layer", { layer }),
      title: t("editor.remove_layer", { layer }),
      disabled: count < 2,
      onclick: () => dispatch("removeLayer", { layer }),
    },
    "×",
  );
  const alone = element("p", { class: "hint", id: `softmax-alone-${layer}`, role: "status", hidden: true });
  const name = layer === count ? t("editor.output_layer") : t("table.layer", { layer });
  const root = element(
    "li",
    { "data-field-group": true },
    element("span", { class: "layer-name" }, name),
    units.input,
    activation,
    element("label", { class: "check-field" }, bias, t("editor.bias")),
    frozen,
    remove,
    alone,
  );
  return { root, units, activation, bias, frozen, alone };
}

/**
 * What the menus of every layer offer.
 * @typedef {Record<"activations" | "frozen", {value: string, text: string}[]>} Offers
 */

/** @param {Context} context @returns {Offers} */
const offersOf = ({ t, find, catalog }) => ({
  activations: optionsOf(catalog.activations, "activation", find),
  frozen: [
    { value: "", text: t("editor.trained") },
    { value: "biases", text: t("editor.frozen_biases") },
    { value: "all", text: t("editor.frozen_all") },
  ],
});

/** @param {Context} context @param {Offers} offers @param {LayerRow} row @param {LayerRequest} layer */
function updateRow({ t }, offers, { units, activation, bias, frozen, alone }, layer) {
  const isAlone = layer.activation === "softmax" && layer.units === 1;
  alone.hidden = !isAlone;
  setText(alone, isAlone ? t("editor.softmax_alone") : "");
  setAttribute(activation, "aria-describedby", isAlone ? alone.id : null);
  units.show(layer.units);
  setOptions(activation, offers.activations, layer.activation);
  bias.checked = layer.bias !== false;
  setOptions(frozen, offers.frozen, layer.frozen ?? "");
}
