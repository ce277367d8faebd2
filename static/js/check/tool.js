// The tool of the page `/check`, put together from its parts.
/** @import { ToolSpec } from "../core/tool.js" */
/** @import { PageScreen, ToolHandle } from "../core/types.js" */
/** @import { NetworkCatalog } from "../network/types.js" */
/** @import { CheckCommands, CheckVerbs, Model, Screen, State } from "./types.js" */
import { partsOf, withoutSample } from "../core/address.js";
import { url } from "../core/url_hash.js";
import { explainerOf } from "../network/explainer.js";
import * as network from "../network/permalink.js";
import { decode, encode } from "./permalink.js";
import { checkAsked, checkBodyOf, checkShown } from "./gradients/request.js";
import { bodyOf, classAsked, classMarkingOf, markingAsked } from "./marking/request.js";
import { isMarking, shownOf } from "./marking/shown.js";
import { fromSignalFlow } from "./signal_flow.js";
import { RULES, TRANSITIONS, presetState, startModel, startState } from "./state.js";
import { VIEWS } from "./views/index.js";

/** @param {Model} model @param {Omit<PageScreen<State, any>, "explainer">} common
 * @returns {Omit<Screen, "explainer">} */
const screen = (model, common) => ({
  ...common,
  trace: common.answer,
  isCheckDue: false,
  figureRuleRefusal: null,
  linkHolds: network.linkHolds(model.state, model.catalog),
  ...shownOf(model),
  markingProblem: model.markingProblem,
  isMarking: isMarking(model),
  opened: model.opened,
  outdated: model.outdated,
  picked: model.picked,
  ...checkShown(model),
  offered: model.offered,
  handIns: model.handIns,
  classMarking: classMarkingOf(model),
  classProblem: model.classProblem,
});

/** What the part on the screen asks the server; of a sheet on which nothing is written, the pass alone.
 * @param {Model} model */
function questionOf(model) {
  if (model.state.part === "gradients") return { path: "/api/v1/check", body: checkBodyOf(model) };
  const body = bodyOf(model);
  if (Object.keys(body.answers).length > 0) return { path: "/api/v1/mark", body };
  return { path: "/api/v1/trace", body: model.state.request };
}

/** Where a walkthrough shows how a number is computed. @param {string} address @param {number} shown the sample */
const placeOf = (address, shown) => ({
  number: withoutSample(address),
  sample: partsOf(address).sample ?? shown,
});

/** The keys of the player, which this page has not. */
const NO_PLAYER = {
  " ": undefined,
  ArrowRight: undefined,
  ArrowLeft: undefined,
  Home: undefined,
  End: undefined,
};
const NO_GROUPS = { 1: undefined, 2: undefined, 3: undefined };

/** @type {ToolSpec<NetworkCatalog, CheckVerbs & CheckCommands>} */
export const TOOL = {
  page: "/check",
  presetState,
  views: VIEWS,
  transitions: TRANSITIONS,
  rules: RULES,
  // Also where a link of signal flow leads here by "#network".
  startState: (catalog) => fromSignalFlow(catalog) ?? startState(catalog),
  startModel,
  encode,
  decode,
  path: "/api/v1/trace",
  body: ({ state }) => state.request,
  copied: (/** @type {Model} */ model) => questionOf(model).body,
  taken: ({ state }) => ({ request: state.request, hasSteps: false }),
  copiedTo: (/** @type {Model} */ model) => questionOf(model).path,
  further: (/** @type {Model} */ model) => markingAsked(model) ?? classAsked(model) ?? checkAsked(model),
  worded: true,
  screen,
  // The true loss is said to nobody who works it out.
  explainer: (shown, context) => ({ ...explainerOf(shown, /** @type {any} */ (context)), lead: () => "" }),
  commands: (/** @type {ToolHandle<Model, CheckVerbs & CheckCommands>} */ page) => ({
    openOwnNetwork: () =>
      document.querySelector('[data-view="own_network"]')?.dispatchEvent(new Event("open")),
    openWalkthrough: () => {
      const { state, catalog } = page.model;
      const { first } = shownOf(page.model);
      const begin = first === null ? state : { ...state, ...placeOf(first.address, state.sample) };
      location.assign(`${url("/")}${location.search}#${network.encode(begin, catalog)}`);
    },
  }),
  keys: /** @type {any} */ ({ ...NO_PLAYER, ...NO_GROUPS }),
  lacks: [
    "control.key_play",
    "control.key_next",
    "control.key_back",
    "control.key_ends",
    "control.key_grouping",
    "control.key_card",
  ],
  help: [
    [["↑", "↓", "←", "→"], "checking.key_cells"],
    [["Enter"], "checking.key_enter"],
  ],
};
