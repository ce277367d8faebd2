// How the network is trained: loss, optimizer, reduction, and the initializer that the weights are drawn with.
/** @import { NamedParameters, Parameter } from "../../../core/types.js" */
/** @import { ParameterField } from "../../../panels/fields.js" */
/** @import { Context, Screen } from "../../types.js" */
/** @import { Section } from "./section.js" */
import { at } from "../../../core/at.js";
import { element, setOptions } from "../../../draw/dom.js";
import { menuWord } from "../../../core/names.js";
import { labelled, menu, optionsOf, parameterList } from "../../../panels/fields.js";
import { numberInput } from "../../../panels/number.js";
import { titled } from "./section.js";

/** @param {Context} context @returns {Section} */
export function trainingSection(context) {
  const { dispatch, t, find, catalog } = context;
  const loss = menu("loss", "network.loss", (value) => dispatch("setLoss", value));
  const reduction = menu("reduction", "reduction", (value) =>
    dispatch("setReduction", /** @type {"mean" | "sum"} */ (value)),
  );
  const optimizer = menu("optimizer", "optimizer", (value) => dispatch("setOptimizer", value));
  const initializer = menu("initializer", "network.initializer", (value) =>
    dispatch("setInitializer", { name: value }),
  );
  const seed = numberInput(
    t,
    { "data-key": "seed", "data-field": "network.seed" },
    (value) => dispatch("setSeed", value),
    { whole: true, low: 0, high: catalog.limits["seed"] ?? Number.MAX_SAFE_INTEGER },
  );
  const redraw = element(
    "button",
    { type: "button", "data-key": "redraw", onclick: () => dispatch("redraw") },
    t("editor.redraw"),
  );
  const optimizerParameters = parameterList(catalog.optimizers, (_name, parameter) =>
    buildParameterField(context, parameter, `optimizer.${parameter.name}`, (value, continues) =>
      dispatch("setOptimizerParameter", { name: parameter.name, value, continues }),
    ),
  );
  const initializerParameters = parameterList(catalog.initializers, (name, parameter) =>
    buildParameterField(context, parameter, `network.initializer.${parameter.name}`, (value) =>
      dispatch("setInitializer", { name, parameter: parameter.name, value }),
    ),
  );
  const reductions = catalog.reductions.map((value) => ({
    value,
    text: find(`editor.reduction_${value}`, value),
  }));
  return {
    root: titled(
      t("editor.training"),
      labelled(t("editor.loss"), loss),
      labelled(t("editor.optimizer"), optimizer),
      optimizerParameters.root,
      labelled(t("editor.reduction"), reduction),
      labelled(t("editor.initializer"), initializer),
      initializerParameters.root,
      element("div", { class: "pair" }, labelled(t("editor.seed"), seed.input), redraw),
    ),
    update(screen) {
      const { request } = screen.state;
      const chosenOptimizer = request.optimizer ?? { name: at(catalog.optimizers, 0).name };
      const chosenInitializer = initializerOf(screen);
      setOptions(loss, optionsOf(catalog.losses, "loss", find), request.network.loss);
      setOptions(optimizer, optionsOf(catalog.optimizers, "optimizer", find), chosenOptimizer.name);
      setOptions(initializer, optionsOf(catalog.initializers, "initializer", find), chosenInitializer.name);
      setOptions(reduction, reductions, request.reduction ?? at(reductions, 0).value);
      seed.show(request.network.seed ?? 0);
      optimizerParameters.update(chosenOptimizer);
      initializerParameters.update(chosenInitializer);
    },
  };
}

/** The initializer of the request, else the one that the server has used. @param {Screen} screen
 * @returns {NamedParameters} */
function initializerOf({ state, trace }) {
  const chosen = state.request.network.initializer ?? trace.network["initializer"];
  return typeof chosen === "object" && chosen !== null
    ? /** @type {NamedParameters} */ (chosen)
    : { name: String(chosen) };
}

/** @param {Context} context @param {Parameter} parameter @param {string} name the field of the request
 * @param {(value: number, continues: boolean) => void} send @returns {ParameterField} */
function buildParameterField({ t, find }, parameter, name, send) {
  const isRate = parameter.name === "learning_rate";
  const field = numberInput(
    t,
    { "data-key": name, "data-field": isRate ? "eta" : name, ...(isRate ? { "data-address": "eta" } : {}) },
    send,
    { low: parameter.low ?? -Infinity, high: parameter.high ?? Infinity },
  );
  const label = find(`editor.parameter_${parameter.name}`, menuWord(parameter.name));
  return { root: labelled(label, field.input), parameter, field };
}
