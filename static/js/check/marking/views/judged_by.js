// By which network the numbers are judged: its name, what it gives, and the network of signal flow where that is
// another one.
/** @import { View } from "../../../core/types.js" */
/** @import { Naming } from "../../../network/notation.js" */
/** @import { Context, Screen } from "../../types.js" */
import { sameRequest } from "../../../core/editing.js";
import { menuWord } from "../../../core/names.js";
import { element, setText } from "../../../draw/dom.js";
import { formatNumber } from "../../../math/format.js";
import { mi } from "../../../math/nodes.js";
import { namingOf, symbolOf } from "../../../network/notation.js";
import { isPreset } from "../../../network/permalink.js";
import { headOf } from "../../../panels/table_head.js";
import { fromSignalFlow } from "../../signal_flow.js";
import { layersOf } from "../given.js";

/** Weights and biases of a network whose tables would push the sheet away: they stand in the picture alone. */
const MOST_NUMBERS = 60;
/** So many digits, so that a weight is seen as it was typed. */
const DIGITS = 6;

/** @param {HTMLElement} root @param {Context} context @returns {View<Screen>} */
export function mount(root, context) {
  const { t, dispatch, catalog } = context;
  const name = element("strong", { "data-key": "judged-by" });
  const offer = element("p", { class: "judged-offer", hidden: true });
  const tables = element("div", { class: "given-tables" });
  const box = element(
    "details",
    { class: "judged-by" },
    element("summary", {}, t("checking.judged_by"), " ", name),
    tables,
  );
  root.replaceChildren(box, offer);
  const other = fromSignalFlow(catalog);
  if (other !== null)
    offer.replaceChildren(
      element("span", {}, t("checking.flow_has", { name: nameOf(other, context) })),
      " ",
      element(
        "button",
        {
          type: "button",
          "data-key": "judge-by-flow",
          onclick: () =>
            dispatch("judgeBy", {
              request: other.request,
              preset: other.preset,
              sample: other.sample,
              notice: { key: "checking.network_taken" },
            }),
        },
        t("checking.flow_take"),
      ),
    );
  let drawn = "";
  return {
    update(screen) {
      const { state } = screen;
      offer.hidden = other === null || sameRequest(other.request, state.request);
      setText(name, nameOf(state, context));
      const layers = layersOf(screen);
      const wanted = JSON.stringify([layers, state.request, state.sample]);
      if (wanted === drawn) return;
      drawn = wanted;
      const isSmall = layers.flatMap(({ weights }) => weights.flat()).length <= MOST_NUMBERS;
      const naming = namingOf(screen, catalog);
      tables.replaceChildren(
        ...(isSmall ? tablesOf(screen, layers, naming, context) : [t("checking.given_large")]),
      );
    },
  };
}

/** What a network is called, with its sizes. @param {Pick<Screen["state"], "preset" | "request">} state
 * @param {Context} context */
function nameOf(state, { t, find, catalog }) {
  const { network } = state.request;
  const sizes = [network.inputs, ...network.layers.map(({ units }) => units)].join("-");
  const entry = catalog.presets.find(({ name }) => name === state.preset);
  if (entry === undefined) return t("checking.network_own", { sizes });
  const name = find(`preset.${entry.name}`, menuWord(entry.name));
  return isPreset(state, catalog) ? name : t("checking.network_changed", { name, sizes });
}

/** @param {Screen} screen @param {ReturnType<typeof layersOf>} layers @param {Naming} naming
 * @param {Context} context */
function tablesOf({ state: { request, sample } }, layers, naming, { t }) {
  const side = (/** @type {"x" | "t"} */ letter, /** @type {readonly number[]} */ row) =>
    tableOf(
      row.map((_, i) => headOf(symbolOf(`${letter}.${i}`, naming))),
      [{ head: [], cells: row }],
      t(letter === "x" ? "checking.given_inputs" : "checking.given_targets"),
    );
  const rate = request.optimizer?.["learning_rate"];
  return [
    side("x", request.inputs[sample] ?? []),
    ...layers.map(({ weights, biases }, l) =>
      tableOf(
        [
          ...(weights[0] ?? []).map((_, i) => headOf(symbolOf(l === 0 ? `x.${i}` : `a${l}.${i}`, naming))),
          ...(biases === null ? [] : [headOf(mi("b"))]),
        ],
        weights.map((row, j) => ({
          head: headOf(symbolOf(`z${l + 1}.${j}`, naming)),
          cells: [...row, ...(biases === null ? [] : [biases[j] ?? 0])],
        })),
        t("checking.given_weights", { layer: l + 1 }),
      ),
    ),
    side("t", request.targets[sample] ?? []),
    ...(typeof rate !== "number"
      ? []
      : [tableOf([headOf(mi("η"))], [{ head: [], cells: [rate] }], t("checking.given_rate"))]),
  ];
}

/** @param {Node[][]} heads @param {{head: Node[], cells: readonly number[]}[]} rows @param {string} caption */
const tableOf = (heads, rows, caption) =>
  element(
    "table",
    { class: "own-block given-block" },
    element("caption", {}, caption),
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        rows.some(({ head }) => head.length > 0) ? element("td", {}) : null,
        ...heads.map((head) => element("th", { scope: "col" }, ...head)),
      ),
    ),
    element(
      "tbody",
      {},
      ...rows.map(({ head, cells }) =>
        element(
          "tr",
          {},
          head.length > 0 ? element("th", { scope: "row" }, ...head) : null,
          ...cells.map((value) => element("td", {}, formatNumber(value, DIGITS))),
        ),
      ),
    ),
  );
