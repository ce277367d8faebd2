// The examples of networks.
/** @import { Context } from "../../core/types.js" */
/** @import { NetworkCatalog, Screen } from "../types.js" */
import { element } from "../../draw/dom.js";
import { menuWord } from "../../core/names.js";
import { formatNumber } from "../../math/format.js";
import { exampleMenu } from "../../panels/example.js";

/** @param {Context<NetworkCatalog, any>} context */
const examplesOf = ({ catalog, find }) =>
  catalog.presets.map(({ name, request }) => ({
    value: name,
    text: find(`preset.${name}`, menuWord(name)),
    request,
  }));

/** @param {Screen} screen @param {Context<any, any>} context */
const noteOf = ({ state, trace }, { t }) =>
  state.preset === "mazur" && trace.request === state.request
    ? t("preset.note_mazur", { after: formatNumber(trace.loss_after) })
    : "";

/** @param {Context<any, any>} context */
const more = ({ dispatch, t }) => [
  element(
    "button",
    {
      type: "button",
      class: "quiet",
      "data-key": "own",
      "aria-label": t("own.open"),
      title: t("own.open"),
      onclick: () => dispatch("openOwnNetwork"),
    },
    "＋",
  ),
];

export const mount = exampleMenu(examplesOf, "editor.own_network", { noteOf, more });
