// The training tool, put together from its parts.
/** @import { ToolSpec } from "../core/tool.js" */
/** @import { ToolHandle } from "../core/types.js" */
/** @import { Model } from "./state.js" */
/** @import { TrainVerbs } from "./types.js" */
import { url } from "../core/url_hash.js";
import { filesOf } from "./views/report/files.js";
import { isEmpty } from "./data/fitting.js";
import { flowOf } from "./pace.js";
import { decode, encode } from "./permalink.js";
import { screenOf, trainExplainer } from "./screen.js";
import { RULES, TRANSITIONS, bodyOf, framesOf, linkedState, presetState, startState } from "./state.js";
import { receiveRun, receiveWindow } from "./stream.js";
import { VIEWS } from "./views/index.js";
import { optimizerStateAt, walkthroughLink, walkthroughOf } from "./walkthrough.js";
import { besideOf } from "./runs/further.js";

/** @type {ToolSpec<any, TrainVerbs>} */
export const TOOL = {
  page: "/training",
  presetState,
  views: VIEWS,
  transitions: TRANSITIONS,
  rules: RULES,
  startState,
  encode,
  linked: linkedState,
  decode,
  path: "/api/v1/train",
  body: bodyOf,
  asks: (/** @type {Model} */ { state }) => !isEmpty(state.request),
  copied: (/** @type {Model} */ { state }) => state.request,
  receive: (response, stream) =>
    receiveRun(response, stream, framesOf(/** @type {Model} */ (stream.model).state, stream.model.catalog)),
  asksAgain: (/** @type {Model} */ { state }, /** @type {Model} */ before) =>
    state.detail !== before.state.detail,
  further: (/** @type {Model} */ model) => besideOf(model, bodyOf),
  receiveFurther: receiveWindow,
  countEvery: 100,
  worded: true,
  screen: screenOf,
  explainer: trainExplainer,
  flow: (/** @type {Model} */ { state, answer }) => answer && flowOf(state, answer),
  commands: (/** @type {ToolHandle<Model, TrainVerbs>} */ page) => ({
    ...filesOf(page),
    /** Leaves for the page of signal flow; its link of this page leads back here. */
    openWalkthrough: async () => {
      const { answer, state, catalog } = page.model;
      if (answer === null) return;
      const { run, request } = answer;
      const { isTooLarge, remembers } = walkthroughOf(run, state.position, request, catalog);
      if (isTooLarge) return;
      if (remembers) page.dispatch("say", { key: "training.walkthrough_comes" });
      const remembered = remembers
        ? await optimizerStateAt(run, state.position, request, page.askBeside)
        : null;
      if (remembered === undefined) return;
      const link = walkthroughLink(run, state.position, request, remembered);
      location.assign(`${url("/")}${location.search}#${link}`);
    },
  }),
  tools: ["files"],
  keys: {
    e: ["nextEpoch"],
    E: ["previousEpoch"],
    n: ["newSeed"],
  },
  lacks: ["control.key_grouping", "zoom.key_scale", "zoom.key_pan", "zoom.key_full"],
  help: [
    [["1", "2", "3"], "training.key_grouping"],
    [["e", "E"], "training.key_epoch"],
    [["n"], "training.key_seed"],
  ],
  jumps: ["nextEpoch", "previousEpoch", "newSeed"],
};
