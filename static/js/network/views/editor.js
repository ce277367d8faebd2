// Everything that can be asked, editable in place: preset, layers, weights, data, training. Menus come from the catalog alone.
/** @import { NamedParameters, Parameter, View } from "../../core/types.js" */
/** @import { Context, LayerRequest, Screen } from "../types.js" */
/** @import { Naming } from "../notation.js" */
import { element, setAttribute, setOptions, setText } from "../../draw/dom.js";
import { menuWord as words } from "../../core/names.js";
import { namingOf, symbolOf, textOf } from "../notation.js";
import { formatNumber } from "../../math/format.js";
import { sameRequest } from "../../core/editing.js";
import { parameterCount } from "../state.js";
import { inMenuWords, linkFocus, numberInput, showFocus, showRefusal } from "../../panels/number.js";
import { parameterName, parametersOf } from "../parameters.js";
import { headOf } from "../../panels/table_head.js";

/** Up to so many parameters they stand as fields to type into. */
const MOST_FIELDS = 600;
/** Up to so many numbers of a sample. */
const MOST_DATA = 400;

/** @typedef {(screen: Screen) => void} Draw */

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const { dispatch, t, find, catalog } = context;
  const options = (/** @type {{name: string}[]} */ entries) =>
    entries.map(({ name }) => ({ value: name, text: words(name) }));

  const mostUnits = catalog.limits["units"] ?? Infinity;
  const mostLayers = catalog.limits["layers"] ?? Infinity;

  /** @param {string} label @param {HTMLElement} control */
  const labelled = (label, control) =>
    element("label", { class: "field", "data-field-group": true }, element("span", {}, label), control);
  /** @param {string} key @param {string} field @param {(value: string) => void} choose */
  const menu = (key, field, choose) => {
    const select = element("select", {
      "data-key": key,
      "data-field": field,
      onchange: () => choose(select.value),
    });
    return select;
  };

  // the preset
  const preset = menu("preset", "preset", (value) => dispatch("loadPreset", value));
  const backTo = element(
    "button",
    { type: "button", "data-key": "preset-back", onclick: () => dispatch("loadPreset", preset.value) },
    t("editor.back_to_preset"),
  );
  const changed = element("span", { class: "changed", hidden: true }, t("editor.changed"));

  // training
  const loss = menu("loss", "network.loss", (value) => dispatch("setLoss", value));
  const optimizer = menu("optimizer", "optimizer", (value) => dispatch("setOptimizer", value));
  const optimizerParameters = element("div", { class: "fields" });
  const initializer = menu("initializer", "network.initializer", (value) =>
    dispatch("setInitializer", { name: value }),
  );
  const initializerParameters = element("div", { class: "fields" });
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
  const reduction = menu("reduction", "reduction", (value) => dispatch("setReduction", value));
  /** @param {string} name */
  const reductionName = (name) => find(`editor.reduction_${name}`, name);
  const reductions = /** @type {string[]} */ (catalog["reductions"] ?? []).map((value) => ({
    value,
    text: reductionName(value),
  }));

  // two numbers of the network to look at its loss over
  const slice = {
    x: element("select", { "data-key": "slice-x" }),
    y: element("select", { "data-key": "slice-y" }),
  };
  const openSlice = element(
    "button",
    {
      type: "button",
      "data-key": "slice",
      onclick: () => dispatch("openSlice", { x: slice.x.value, y: slice.y.value }),
    },
    t("editor.slice_go"),
  );
  const tooLarge = element("p", { class: "hint", id: "slice-large" }, t("editor.slice_large"));
  /** @param {Screen} screen */
  function offerSlice(screen) {
    openSlice.disabled = screen.linkHolds !== "all";
    tooLarge.hidden = screen.linkHolds === "all";
    setAttribute(openSlice, "aria-describedby", tooLarge.hidden ? null : tooLarge.id);
    const { network } = screen.trace.request;
    const form = JSON.stringify([
      screen.state.notation,
      network.inputs,
      network.layers.map(({ units, bias }) => [units, bias]),
      slice.x.value,
      slice.y.value,
    ]);
    if (built.slice === form) return;
    const naming = namingOf(screen, catalog);
    const all = parametersOf(screen.trace.request, MOST_FIELDS).map((address) => ({
      value: address,
      text: `${textOf(address, naming)} · ${parameterName(address, t)}`,
    }));
    const kept = (
      /** @type {string} */ address,
      /** @type {typeof all} */ among,
      /** @type {number} */ otherwise,
    ) => (among.some(({ value }) => value === address) ? address : (among.at(otherwise)?.value ?? ""));
    setOptions(slice.x, all, kept(slice.x.value, all, 0));
    const others = all.filter(({ value }) => value !== slice.x.value);
    setOptions(slice.y, others, kept(slice.y.value, others, -1));
    built.slice = form;
  }
  slice.x.addEventListener("change", () => sliced && offerSlice(sliced));
  /** The network that the menus were last filled for. @type {Screen | null} */
  let sliced = null;

  const inputs = numberInput(
    t,
    { "data-key": "inputs", "data-field": "network.inputs" },
    (units) => dispatch("resizeLayer", { layer: 0, units }),
    { whole: true, low: 1, high: mostUnits },
  );
  const layers = element("ol", { class: "layer-list" });
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
    t("editor.most_layers", { most: mostLayers }),
  );
  const numbers = element("div", { class: "matrices" });
  const data = element("div", { class: "data" });

  root.replaceChildren(
    element("h2", {}, t("editor.title")),
    element("div", { class: "editor-head" }, labelled(t("editor.preset"), preset), backTo, changed),
    element(
      "div",
      { class: "editor-columns" },
      element(
        "section",
        { "aria-label": t("editor.network") },
        element("h3", {}, t("editor.network")),
        labelled(t("editor.inputs"), inputs.input),
        layers,
        element("div", { "data-field-group": true }, add, full),
      ),
      element(
        "section",
        { "aria-label": t("editor.training") },
        element("h3", {}, t("editor.training")),
        labelled(t("editor.loss"), loss),
        labelled(t("editor.optimizer"), optimizer),
        optimizerParameters,
        labelled(t("editor.reduction"), reduction),
        labelled(t("editor.initializer"), initializer),
        initializerParameters,
        element("div", { class: "pair" }, labelled(t("editor.seed"), seed.input), redraw),
      ),
      element("section", { "aria-label": t("editor.data") }, element("h3", {}, t("editor.data")), data),
      element(
        "section",
        { "aria-label": t("editor.slice") },
        element("h3", {}, t("editor.slice")),
        labelled(t("editor.slice_x"), slice.x),
        labelled(t("editor.slice_y"), slice.y),
        element("div", {}, openSlice),
        tooLarge,
      ),
    ),
    element(
      "section",
      { "aria-label": t("editor.parameters") },
      element("h3", {}, t("editor.parameters")),
      element("p", { class: "hint" }, t("editor.drag_hint")),
      numbers,
    ),
  );
  linkFocus(root, context);

  /** @type {Draw[]} */
  let layerDraws = [];
  /** @type {Draw[]} */
  let numberDraws = [];
  /** @type {Draw[]} */
  let dataDraws = [];
  /** @type {Draw[]} */
  let parameterDraws = [];
  const built = { layers: "", numbers: "", data: "", parameters: "", slice: "" };

  /** One row of the list of layers. @param {number} index @param {number} count */
  function layerRow(index, count) {
    const l = index + 1;
    const place = `network.layers.${index}`;
    const units = numberInput(
      t,
      {
        "aria-label": t("editor.units_of", { layer: l }),
        "data-key": `units-${l}`,
        "data-field": `${place}.units`,
        class: "number short",
      },
      (value) => dispatch("resizeLayer", { layer: l, units: value }),
      { whole: true, low: 1, high: mostUnits },
    );
    const activation = menu(`activation-${l}`, `${place}.activation`, (value) =>
      dispatch("setActivation", { layer: l, activation: value }),
    );
    setAttribute(activation, "aria-label", t("editor.activation_of", { layer: l }));
    const bias = element("input", {
      type: "checkbox",
      "data-key": `bias-${l}`,
      "data-field": `${place}.bias`,
      onchange: () => dispatch("setBias", { layer: l, has: bias.checked }),
    });
    const frozen = menu(`frozen-${l}`, `${place}.frozen`, (value) =>
      dispatch("setFrozen", { layer: l, frozen: value === "" ? null : value }),
    );
    setAttribute(frozen, "aria-label", t("editor.frozen_of", { layer: l }));
    const remove = element(
      "button",
      {
        type: "button",
        class: "quiet",
        "data-key": `remove-${l}`,
        "aria-label": t("editor.remove_layer", { layer: l }),
        title: t("editor.remove_layer", { layer: l }),
        disabled: count < 2,
        onclick: () => dispatch("removeLayer", { layer: l }),
      },
      "×",
    );
    layerDraws.push((screen) => {
      const layer = screen.state.request.network.layers[index];
      if (!layer) return;
      units.show(layer.units);
      setOptions(activation, options(catalog.activations), layer.activation);
      bias.checked = layer.bias !== false;
      setOptions(
        frozen,
        [
          { value: "", text: t("editor.trained") },
          { value: "biases", text: t("editor.frozen_biases") },
          { value: "all", text: t("editor.frozen_all") },
        ],
        layer.frozen ?? "",
      );
    });
    return element(
      "li",
      { "data-field-group": true },
      element(
        "span",
        { class: "layer-name" },
        l === count ? t("editor.output_layer") : t("table.layer", { layer: l }),
      ),
      units.input,
      activation,
      element("label", { class: "check-field" }, bias, t("editor.bias")),
      frozen,
      remove,
    );
  }

  /** A named parameter of an optimizer or an initializer. @param {Parameter} parameter @param {string} field
   * @param {(screen: Screen) => NamedParameters | undefined} from @param {(value: number, continues: boolean) => void} send */
  function parameterField(parameter, field, from, send) {
    const bounds = { low: parameter.low ?? -Infinity, high: parameter.high ?? Infinity };
    const rate = parameter.name === "learning_rate";
    const input = numberInput(
      t,
      { "data-key": field, "data-field": rate ? "eta" : field, ...(rate ? { "data-address": "eta" } : {}) },
      send,
      bounds,
    );
    parameterDraws.push((screen) => {
      const value = from(screen)?.[parameter.name];
      input.show(typeof value === "number" ? value : parameter.default);
    });
    return labelled(find(`editor.parameter_${parameter.name}`, words(parameter.name)), input.input);
  }

  /** @param {Screen} screen */
  const optimizerOf = (screen) =>
    screen.state.request.optimizer ?? { name: catalog.optimizers[0]?.name ?? "" };
  /** @param {Screen} screen @returns {NamedParameters} */
  function initializerOf(screen) {
    const chosen = screen.state.request.network.initializer ?? screen.trace.network["initializer"];
    return typeof chosen === "object" && chosen !== null
      ? /** @type {NamedParameters} */ (chosen)
      : { name: String(chosen) };
  }

  /** @param {Screen} screen */
  function rebuildParameters(screen) {
    parameterDraws = [];
    const chosen = optimizerOf(screen);
    const drawnBy = initializerOf(screen);
    optimizerParameters.replaceChildren(
      ...(catalog.optimizers.find((one) => one.name === chosen.name)?.parameters ?? []).map((parameter) =>
        parameterField(parameter, `optimizer.${parameter.name}`, optimizerOf, (value, continues) =>
          dispatch("setOptimizerParameter", { name: parameter.name, value, continues }),
        ),
      ),
    );
    initializerParameters.replaceChildren(
      ...(catalog.initializers.find((one) => one.name === drawnBy.name)?.parameters ?? []).map((parameter) =>
        parameterField(parameter, `network.initializer.${parameter.name}`, initializerOf, (value) =>
          dispatch("setInitializer", { name: drawnBy.name, parameter: parameter.name, value }),
        ),
      ),
    );
  }

  /** A field of a table of numbers. @param {string} address @param {string} label @param {(screen: Screen) => number | null} read @param {Draw[]} draws */
  function numberField(address, label, read, draws) {
    const field = numberInput(
      t,
      {
        "data-address": address,
        "data-edit": address,
        "data-field": address,
        "data-key": `n-${address}`,
        "aria-label": label,
      },
      (value, continues) => dispatch("edit", { address, value, continues }),
    );
    const ghost = element("del", { class: "ghost" });
    const [bare = "", sample] = address.split("@");
    draws.push((screen) => {
      const value = read(screen);
      // Without its sample an address means the one on the screen.
      setAttribute(
        field.input,
        "data-address",
        sample === undefined || Number(sample) === screen.state.sample ? bare : address,
      );
      field.show(value);
      const before = screen.ghost ? ghostValue(screen, bare, sample) : null;
      setText(ghost, before !== null && value !== null && before !== value ? formatNumber(before, 3) : "");
    });
    return element("td", { "data-field-group": true }, field.input, ghost);
  }

  /** @param {Screen} screen @param {string} bare @param {string | undefined} sample */
  function ghostValue(screen, bare, sample) {
    const [head = "", first = "0", second = "0"] = bare.split(".");
    const l = Number(head.slice(1)) - 1;
    const { ghost } = screen;
    if (!ghost) return null;
    if (head === "x") return ghost.request.inputs[Number(sample)]?.[Number(first)] ?? null;
    if (head === "t") return ghost.request.targets[Number(sample)]?.[Number(first)] ?? null;
    if (head.startsWith("w"))
      return ghost.network.layers[l]?.weights[Number(first)]?.[Number(second)] ?? null;
    return ghost.network.layers[l]?.biases?.[Number(first)] ?? null;
  }

  /** What stands in a layer's fields: what was typed, answered or not, or what the server drew. @param {Screen} screen @param {number} index
   * @returns {{weights: number[][] | undefined, biases: number[] | null | undefined}} */
  function numbersOf(screen, index) {
    /** @type {LayerRequest | undefined} */
    const asked = screen.state.request.network.layers[index];
    const filled = screen.trace.network.layers[index];
    const asks = screen.state.request !== screen.trace.request && (screen.state.request.round ?? 1) === 1;
    if (asks && asked?.weights) return { weights: asked.weights, biases: asked.biases ?? filled?.biases };
    return { weights: filled?.weights, biases: filled?.biases };
  }

  /** @param {Screen} screen @param {Naming} naming */
  function rebuildNumbers(screen, naming) {
    numberDraws = [];
    if (parameterCount(screen.trace.request) > MOST_FIELDS) {
      numbers.replaceChildren(
        element(
          "p",
          { class: "hint" },
          t("editor.too_many", { count: parameterCount(screen.trace.request) }),
        ),
      );
      return;
    }
    let fanIn = screen.trace.network.inputs;
    numbers.replaceChildren(
      ...screen.trace.network.layers.map((layer, index) => {
        const l = index + 1;
        const wide = fanIn;
        fanIn = layer.units;
        const bias = layer.biases !== null;
        return element(
          "div",
          { class: "scroll", tabindex: 0, role: "group", "aria-label": t("editor.weights_of", { layer: l }) },
          element(
            "table",
            { class: "fields-table" },
            element(
              "caption",
              {},
              t("editor.weights_of", { layer: l }),
              " ",
              element("span", { class: "shape" }, `${layer.units}×${wide}`),
            ),
            element(
              "thead",
              {},
              element(
                "tr",
                {},
                element("th", { scope: "col" }, element("span", { class: "unseen" }, t("table.into"))),
                ...Array.from({ length: wide }, (_, i) =>
                  element(
                    "th",
                    { scope: "col" },
                    ...headOf(symbolOf(l === 1 ? `x.${i}` : `a${l - 1}.${i}`, naming)),
                  ),
                ),
                bias ? element("th", { scope: "col" }, t("editor.bias")) : null,
              ),
            ),
            element(
              "tbody",
              {},
              ...Array.from({ length: layer.units }, (_, j) =>
                element(
                  "tr",
                  {},
                  element("th", { scope: "row" }, ...headOf(symbolOf(`z${l}.${j}`, naming))),
                  ...Array.from({ length: wide }, (_, i) =>
                    numberField(
                      `w${l}.${j}.${i}`,
                      t("editor.weight_name", { layer: l, unit: j + 1, source: i + 1 }),
                      (now) => numbersOf(now, index).weights?.[j]?.[i] ?? null,
                      numberDraws,
                    ),
                  ),
                  bias
                    ? numberField(
                        `b${l}.${j}`,
                        t("editor.bias_name", { layer: l, unit: j + 1 }),
                        (now) => numbersOf(now, index).biases?.[j] ?? null,
                        numberDraws,
                      )
                    : null,
                ),
              ),
            ),
          ),
        );
      }),
    );
  }

  /** @param {Screen} screen @param {Naming} naming */
  function rebuildData(screen, naming) {
    dataDraws = [];
    const { request, sample } = screen.state;
    const wide = request.network.inputs;
    const outputs = request.network.layers.at(-1)?.units ?? 0;
    if (wide + outputs > MOST_DATA) {
      data.replaceChildren(
        element("p", { class: "hint" }, t("editor.data_too_many", { count: wide + outputs })),
      );
      return;
    }
    const count = request.inputs.length;
    const all = count * (wide + outputs) <= MOST_DATA;
    const rows = all ? request.inputs.map((_, s) => s) : [sample];
    data.replaceChildren(
      element(
        "div",
        { class: "scroll", tabindex: 0, role: "group", "aria-label": t("editor.data") },
        element(
          "table",
          { class: "fields-table" },
          element(
            "caption",
            {},
            t("editor.samples"),
            " ",
            element("span", { class: "shape" }, `${count}×${wide} → ${count}×${outputs}`),
          ),
          element(
            "thead",
            {},
            element(
              "tr",
              {},
              element("th", { scope: "col" }, t("editor.sample")),
              ...Array.from({ length: wide }, (_, i) =>
                element("th", { scope: "col" }, ...headOf(symbolOf(`x.${i}`, naming))),
              ),
              ...Array.from({ length: outputs }, (_, k) =>
                element("th", { scope: "col", class: "target" }, ...headOf(symbolOf(`t.${k}`, naming))),
              ),
            ),
          ),
          element(
            "tbody",
            {},
            ...rows.map((s) =>
              element(
                "tr",
                { "data-sample": s },
                element(
                  "th",
                  { scope: "row" },
                  element(
                    "button",
                    {
                      type: "button",
                      class: "quiet",
                      "data-key": `pick-${s}`,
                      "aria-label": t("editor.show_sample", { n: s + 1 }),
                      onclick: () => dispatch("setSample", s),
                    },
                    String(s + 1),
                  ),
                ),
                ...Array.from({ length: wide }, (_, i) =>
                  numberField(
                    `x.${i}@${s}`,
                    t("editor.input_name", { n: s + 1, i: i + 1 }),
                    (now) => now.state.request.inputs[s]?.[i] ?? null,
                    dataDraws,
                  ),
                ),
                ...Array.from({ length: outputs }, (_, k) =>
                  numberField(
                    `t.${k}@${s}`,
                    t("editor.target_name", { n: s + 1, k: k + 1 }),
                    (now) => now.state.request.targets[s]?.[k] ?? null,
                    dataDraws,
                  ),
                ),
              ),
            ),
          ),
        ),
      ),
    );
  }

  return {
    /** @param {Screen} screen */
    update(screen) {
      const { request, preset: name } = screen.state;
      const { network } = request;
      setOptions(
        preset,
        catalog.presets.map((entry) => ({
          value: entry.name,
          text: find(`preset.${entry.name}`, words(entry.name)),
        })),
        name,
      );
      const original = catalog.presets.find((entry) => entry.name === name)?.request;
      const differs = original !== undefined && !sameRequest(original, request);
      backTo.disabled = !differs;
      changed.hidden = !differs;
      setOptions(loss, options(catalog.losses), network.loss);
      setOptions(optimizer, options(catalog.optimizers), optimizerOf(screen).name);
      setOptions(initializer, options(catalog.initializers), initializerOf(screen).name);
      setOptions(reduction, reductions, request.reduction ?? reductions[0]?.value ?? "");
      add.disabled = network.layers.length >= mostLayers;
      full.hidden = !add.disabled;
      setAttribute(add, "aria-describedby", add.disabled ? full.id : null);
      seed.show(network.seed ?? 0);
      inputs.show(network.inputs);

      if (built.layers !== String(network.layers.length)) {
        built.layers = String(network.layers.length);
        layerDraws = [];
        layers.replaceChildren(...network.layers.map((_, index) => layerRow(index, network.layers.length)));
      }
      const parameters = `${optimizerOf(screen).name} ${initializerOf(screen).name}`;
      if (built.parameters !== parameters) {
        built.parameters = parameters;
        rebuildParameters(screen);
      }
      const naming = namingOf(screen, catalog);
      const form = JSON.stringify([
        screen.state.notation,
        screen.trace.network.inputs,
        screen.trace.network.layers.map((layer) => [layer.units, layer.biases !== null]),
      ]);
      if (built.numbers !== form) {
        built.numbers = form;
        rebuildNumbers(screen, naming);
      }
      const big = request.inputs.length * (network.inputs + (network.layers.at(-1)?.units ?? 0)) > MOST_DATA;
      const samples = JSON.stringify([
        screen.state.notation,
        network.inputs,
        network.layers.at(-1)?.units,
        network.layers.length,
        request.inputs.length,
        big ? screen.state.sample : 0,
      ]);
      if (built.data !== samples) {
        built.data = samples;
        rebuildData(screen, naming);
      }
      sliced = screen;
      offerSlice(screen);
      for (const draw of [...layerDraws, ...parameterDraws, ...numberDraws, ...dataDraws]) draw(screen);
      for (const line of data.querySelectorAll("tr[data-sample]")) {
        line.classList.toggle("current", line.getAttribute("data-sample") === String(screen.state.sample));
      }
      const problem = screen.problem;
      showRefusal(
        root,
        screen,
        problem ? inMenuWords(problem.problems?.[0]?.msg ?? problem.detail, catalog) : "",
      );
      showFocus(root, screen);
    },
  };
}
