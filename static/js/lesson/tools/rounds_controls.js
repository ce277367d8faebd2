// The controls of the tool of many rounds: number of rounds, learning rate, scale of the axis.
/** @import { NetworkCatalog } from "../../network/types.js" */
/** @import { Experiment, Lesson } from "../types.js" */
/** @import { RoundsState } from "./rounds_state.js" */
import { element } from "../../draw/dom.js";
import { formatNumber } from "../../math/format.js";
import { parameterCount } from "../../network/request.js";
import { segmented } from "../../panels/choices.js";
import { numberInput } from "../../panels/number.js";
import { maxRounds } from "./curves.js";

const COUNTS = [10, 100, 1000];
/** The number of rounds at first. */
export const DEFAULT_ROUNDS = 100;

/** @typedef {ReturnType<typeof buildControls>} RoundsControls */

/** The largest number of rounds that the server computes for the experiment.
 * @param {NetworkCatalog} catalog @param {Experiment<"network">} experiment */
export const roundsLimit = ({ limits }, { request }) =>
  maxRounds(limits, request.inputs.length, parameterCount(request));

/** The learning rate of the rule of the figures: default and bounds. @param {NetworkCatalog} catalog */
const rateParameter = ({ optimizers, as_drawn: { optimizer } }) =>
  optimizers.find(({ name }) => name === optimizer)?.parameters.find(({ name }) => name === "learning_rate");

/** @param {NetworkCatalog} catalog
 * @param {{optimizer?: import("../../core/types.js").NamedParameters} | null} request */
export const learningRate = (catalog, request) =>
  Number(request?.optimizer?.["learning_rate"] ?? rateParameter(catalog)?.default ?? Number.NaN);

/** @param {Lesson} lesson @param {Experiment<"network">} experiment
 * @param {{setRounds: (count: number) => void, setScale: (scale: string) => void}} actions */
export function buildControls({ t, catalog }, experiment, { setRounds, setScale }) {
  const count = segmented(
    t("rounds.count"),
    "rounds",
    COUNTS.map((value) => ({ value: String(value), text: formatNumber(value) })),
    (value) => setRounds(Number(value)),
  );
  const ownCount = numberInput(
    t,
    { "aria-label": t("rounds.own"), "data-key": "rounds-own", class: "number short" },
    setRounds,
    { whole: true, low: 1, high: roundsLimit(catalog, experiment) },
  );
  const { low = 0, high = Infinity } = rateParameter(catalog) ?? {};
  const rate = numberInput(
    t,
    { "aria-label": t("rounds.rate"), "data-key": "rounds-rate", class: "number short" },
    (value) => {
      const { request } = experiment;
      const optimizer = request.optimizer ?? { name: catalog.as_drawn.optimizer };
      experiment.set({ ...request, optimizer: { ...optimizer, learning_rate: value } });
    },
    { low, high },
  );
  const scale = segmented(
    t("rounds.scale"),
    "scale",
    [
      { value: "log", text: t("rounds.log") },
      { value: "linear", text: t("rounds.linear") },
    ],
    setScale,
  );
  const field = (/** @type {string} */ label, /** @type {...HTMLElement} */ ...nodes) =>
    element(
      "div",
      { class: "rounds-field", "data-field-group": true },
      element("span", { class: "choice-label", "aria-hidden": "true" }, label),
      ...nodes,
    );
  const node = element(
    "div",
    { class: "rounds-choices" },
    field(t("rounds.count"), count.group, ownCount.input),
    field(t("rounds.rate"), rate.input),
    field(t("rounds.scale"), scale.group),
  );
  return { node, count, ownCount, rate, scale };
}

/** @param {RoundsState} state */
export function updateControls({ controls, lesson: { catalog }, experiment, rounds, scale }) {
  controls.count.show(String(rounds));
  controls.ownCount.show(rounds);
  controls.scale.show(scale);
  controls.rate.show(learningRate(catalog, experiment.request));
}
