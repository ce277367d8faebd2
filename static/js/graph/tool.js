// The chain-rule tool: the graph of a typed expression. This table names its parts.

/** @import { ToolSpec } from "../core/tool.js" */
/** @import { GraphCatalog, GraphModel, GraphVerbs } from "./types.js" */
import { decode, encode } from "./permalink.js";
import { RULES, TRANSITIONS, bodyOf, copiedOf, presetState, startModel, startState } from "./state.js";
import { graphExplainer } from "./explainer.js";
import { VIEWS } from "./views/index.js";

/** Whether the new state needs a part that the latest answer lacks: the paths of the selected value, or the tangents.
 * @param {GraphModel} model @param {GraphModel} before */
const asksAgain = ({ state, answer }, before) =>
  (state.selected !== before.state.selected &&
    state.selected !== null &&
    answer?.paths?.node !== state.selected) ||
  (state.tangents && !before.state.tangents && answer?.tangents === undefined);

/** @type {ToolSpec<GraphCatalog, GraphVerbs>} */
export const TOOL = {
  page: "/chain-rule",
  presetState,
  views: VIEWS,
  transitions: TRANSITIONS,
  rules: RULES,
  startState,
  startModel,
  encode,
  decode,
  path: "/api/v1/graph",
  body: bodyOf,
  copied: copiedOf,
  asksAgain,
  worded: true,
  explainer: graphExplainer,
  keys: {
    t: (/** @type {GraphModel} */ { state }) => ["setTangents", !state.tangents],
    Escape: (/** @type {GraphModel} */ { state }) => (state.selected === null ? null : ["select", null]),
  },
  help: [
    [["T"], "graph.key_tangents"],
    [["Esc"], "graph.key_release"],
  ],
};
