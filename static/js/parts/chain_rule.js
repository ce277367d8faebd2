// A typed graph: the parts of the tool. Nothing is decided here.
/** @import { Parts } from "../instrument.js" */
/** @import { GraphModel } from "../graph_types.js" */
import { decode, encode } from "../graph_link.js";
import { RULES, TRANSITIONS, bodyOf, copiedOf, presetState, startModel, startState } from "../graph_state.js";
import { graphSubject } from "../graph_subject.js";
import { VIEWS } from "../views/chain_rule_index.js";

/** A part of the answer that the one on the screen does not hold. @param {GraphModel} model @param {GraphModel} before */
const asksAgain = ({ state, answer }, before) =>
  (state.selected !== before.state.selected && state.selected !== null && answer?.paths?.node !== state.selected)
  || (state.tangents && !before.state.tangents && answer?.tangents === undefined);

/** @type {Parts} */
export const PARTS = {
  page: "/chain-rule",
  presetState,
  views: VIEWS,
  transitions: TRANSITIONS,
  rules: RULES,
  startState, startModel, encode, decode,
  path: "/api/v1/graph",
  body: bodyOf,
  copied: copiedOf,
  asksAgain,
  worded: true,
  subject: graphSubject,
  keys: {
    t: (/** @type {GraphModel} */ { state }) => ["setTangents", !state.tangents],
    Escape: (/** @type {GraphModel} */ { state }) => (state.selected === null ? null : ["select", null]),
  },
  help: [[["T"], "graph.key_tangents"], [["Esc"], "graph.key_release"]],
};
