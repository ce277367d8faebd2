// The gradient descent tool, put together from its parts.
/** @import { ToolSpec } from "../core/tool.js" */
/** @import { ToolHandle } from "../core/types.js" */
/** @import { Model } from "./state.js" */
/** @import { NetworkCatalog } from "../network/types.js" */
/** @import { DescentVerbs } from "./types.js" */
import { url } from "../core/url_hash.js";
import { decode, encode } from "./permalink.js";
import { flowOf, nextPace } from "./pace.js";
import { RULES, TRANSITIONS, asksAgain, bodyOf, presetState, startState } from "./state.js";
import { screenOf } from "./screen.js";
import { furtherOf } from "./part.js";
import { stepsOf } from "../core/editing.js";
import { descentExplainer } from "./explainer.js";
import { presetState as networkState } from "../network/state.js";
import { encode as encodeNetwork } from "../network/permalink.js";
import { VIEWS } from "./views/index.js";

/** @type {ToolSpec<any, DescentVerbs>} */
export const TOOL = {
  page: "/descent",
  presetState,
  views: VIEWS,
  transitions: TRANSITIONS,
  rules: RULES,
  startState,
  encode,
  decode,
  asksAgain,
  path: "/api/v1/descent",
  body: bodyOf,
  copied: (/** @type {Model} */ { state }) => state.request,
  further: furtherOf,
  worded: true,
  screen: screenOf,
  explainer: descentExplainer,
  commands: (/** @type {ToolHandle<Model, DescentVerbs>} */ page) => ({
    /** Opens the network whose loss is shown, on its own page. */
    openNetwork: () => {
      const {
        state: {
          request: { network },
        },
      } = page.model;
      // Every page is given the whole catalog.
      const catalog = /** @type {NetworkCatalog} */ (page.model.catalog);
      if (network === undefined || network === null) return;
      const state = { ...networkState(catalog, ""), preset: "", request: network.request };
      location.assign(`${url("/")}${location.search}#${encodeNetwork(state, catalog)}`);
    },
  }),
  jumps: ["goToIteration"],
  flow: (/** @type {Model} */ model) => flowOf(model.state, stepsOf(model)),
  keys: {
    c: (/** @type {Model} */ { state }) => ["show", state.view === "surface" ? "contours" : "surface"],
    ",": (/** @type {Model} */ { state }) => ["setPace", nextPace(state.pace, -1)],
    ".": (/** @type {Model} */ { state }) => ["setPace", nextPace(state.pace, 1)],
    r: (/** @type {Model} */ { state }) => ["follow", (state.followed + 1) % state.request.runs.length],
  },
  help: [
    [["C"], "descent.key_show"],
    [["R"], "descent.key_follow"],
    [[",", "."], "descent.key_pace"],
  ],
};
