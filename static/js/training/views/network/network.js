// The network: its layers, the loss, how its weights are drawn.
/** @import { NamedParameters, Notice, View } from "../../../core/types.js" */
/** @import { Shape } from "../../data/fitting.js" */
/** @import { Context, NetworkRequest, TrainRequest, TrainScreen } from "../../types.js" */
import { problemText } from "../../../core/problems.js";
import { element, setOptions, setText } from "../../../draw/dom.js";
import { menu, optionsOf, parameterList } from "../../../panels/fields.js";
import { inMenuWords, numberInput, showRefusal } from "../../../panels/number.js";
import { isLossFor, shapeOf, withFittingNumbers, withLoss } from "../../data/fitting.js";
import { entryName } from "../data/sets.js";
import { fieldRow, parameterField } from "../fields.js";
import { layerList } from "./layers.js";

/** The seeds of "draw new weights" go on from one to the next, up to here. */
const SEEDS = 1000;

/**
 * What the parts of this tab change, and how.
 * @typedef {object} Editor
 * @property {(field: string, change: Partial<NetworkRequest>, continues?: boolean) => void} change
 * @property {() => NetworkRequest | null} current the network on the screen
 * @property {() => Shape} shape of the samples
 */

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const { catalog, dispatch, t } = context;
  /** @type {TrainRequest | null} */
  let request = null;
  /** @type {Editor} */
  const editor = {
    change: (field, part, continues = false) => {
      if (request === null) return;
      const network = withFittingNumbers({ ...request.network, ...part });
      const notice = outputNotice(request.network, network, context);
      dispatch("setFields", { field: `network.${field}`, change: { network }, continues, notice });
    },
    current: () => request?.network ?? null,
    shape: () => (request ? shapeOf(request, catalog) : { inputs: 1, outputs: 1, classes: null }),
  };
  const layers = layerList(context, editor);
  const loss = lossRow(context, editor);
  const start = startSection(context, editor);
  const count = element("p", { class: "hint", "data-key": "parameters" });
  root.classList.add("editor", "train-rail");
  root.replaceChildren(
    element(
      "section",
      { "aria-label": t("training.network") },
      element("h3", {}, t("training.network")),
      layers.root,
    ),
    count,
    loss.root,
    start.root,
  );
  return {
    /** @param {TrainScreen} screen */
    update(screen) {
      request = screen.state.request;
      const { network } = request;
      layers.update(network);
      loss.update(network);
      start.update(network);
      setText(count, t("training.parameters", { count: screen.run.header.parameters }));
      const { problem } = screen;
      showRefusal(root, screen, problem ? inMenuWords(problemText(problem, t), context.catalog) : "");
    },
  };
}

/** The loss: those that are not defined for the samples are left out, and it says why. Another loss may need another
 * output activation. @param {Context} context @param {Editor} editor */
function lossRow(context, { change, current, shape }) {
  const { catalog, find, t } = context;
  const options = optionsOf(catalog.losses, "loss", find);
  const select = menu("loss", "network.loss", (loss) => {
    const network = current();
    if (network) change("loss", withLoss(network, loss, catalog));
  });
  const why = element("p", { class: "hint" });
  return {
    root: element("section", {}, fieldRow(context, "loss", t("training.loss"), select), why),
    /** @param {NetworkRequest} network */
    update({ loss }) {
      const samples = shape();
      const fitting = catalog.losses.filter((one) => one.name === loss || isLossFor(one, samples));
      const offered = options.filter(({ value }) => fitting.some(({ name }) => name === value));
      setOptions(select, offered, loss);
      const left = options.filter((option) => !offered.includes(option)).map(({ text }) => text);
      const key = samples.classes === null ? "training.losses_left_numbers" : "training.losses_left_classes";
      why.hidden = left.length === 0;
      setText(why, left.length === 0 ? "" : t(key, { losses: left.join(t("training.list_comma")) }));
    },
  };
}

/** @param {NetworkRequest} network @returns {NamedParameters | null} null: the server's choice for each activation */
const initializerOf = ({ initializer }) =>
  initializer === undefined ? null : typeof initializer === "string" ? { name: initializer } : initializer;

/** What is said of an output or a loss that was changed along with the other.
 * @param {NetworkRequest} before @param {NetworkRequest} after @param {Context} context @returns {Notice | null} */
function outputNotice(before, after, context) {
  const [old, output] = [before.layers.at(-1)?.activation, after.layers.at(-1)?.activation ?? ""];
  if (before.loss === after.loss || old === output) return null;
  const nameOf = entryName(context);
  const params = { activation: nameOf("activation", output), loss: nameOf("loss", after.loss) };
  return { key: "training.output_and_loss", params };
}

/** How the weights begin: the rule that they are drawn by, and the seed.
 * @param {Context} context @param {Editor} editor */
function startSection(context, { change, current }) {
  const { catalog, find, t } = context;
  const select = menu("initializer", "network.initializer", (name) => {
    const { initializer: _, ...rest } = withoutNumbers(current());
    change(
      "initializer",
      name === "" ? { ...rest, initializer: undefined } : { ...rest, initializer: { name } },
    );
  });
  const parameters = parameterList(catalog.initializers, (name, parameter) =>
    parameterField(context, name, parameter, `network.initializer.${parameter.name}`, (value, continues) => {
      const old = current();
      if (!old) return;
      const initializer = { ...initializerOf(old), name, [parameter.name]: value };
      change(`initializer.${parameter.name}`, { ...withoutNumbers(old), initializer }, continues);
    }),
  );
  const seed = numberInput(
    t,
    { "data-key": "network-seed", "data-field": "network.seed" },
    (value) => change("seed", { ...withoutNumbers(current()), seed: value }),
    { whole: true, low: 0, high: catalog.limits["seed"] ?? Number.MAX_SAFE_INTEGER },
  );
  const redraw = element(
    "button",
    {
      type: "button",
      "data-key": "redraw",
      onclick: () =>
        change("seed", { ...withoutNumbers(current()), seed: ((current()?.seed ?? 0) % SEEDS) + 1 }),
    },
    t("training.redraw"),
  );
  const usual = { value: "", text: t("training.initializer_usual") };
  const options = [usual, ...optionsOf(catalog.initializers, "initializer", find)];
  return {
    root: element(
      "section",
      { "aria-label": t("training.initializer") },
      fieldRow(context, "initializer", t("training.initializer"), select),
      parameters.root,
      fieldRow(context, "network_seed", t("training.network_seed"), seed.input),
      redraw,
      element("p", { class: "hint" }, t("training.biases_start")),
    ),
    /** @param {NetworkRequest} network */
    update(network) {
      const chosen = initializerOf(network);
      setOptions(select, options, chosen?.name ?? "");
      parameters.update(chosen ?? { name: "" });
      seed.show(network.seed ?? 0);
    },
  };
}

/** The layers without weights of their own, which no seed would change; biases that were set stay.
 * @param {NetworkRequest | null} network @returns {Partial<NetworkRequest>} */
const withoutNumbers = (network) =>
  network?.layers.some(({ weights }) => weights)
    ? { layers: network.layers.map(({ weights: _, ...rest }) => rest) }
    : {};
