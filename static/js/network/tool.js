// The network's tool: its parts put together, and its commands.
/** @import { ToolSpec } from "../core/tool.js" */
/** @import { Key, PageScreen, ToolHandle } from "../core/types.js" */
/** @import { Model, NetworkCatalog, NetworkVerbs, Screen, State, Trace } from "./types.js" */
import { explainerOf } from "./explainer.js";
import { saveFile } from "../core/browser/save_file.js";
import { url } from "../core/url_hash.js";
import { DRAWINGS, LETTERS, OFFERED_LETTERS, after, drawingOf, isAsInFigures } from "./letters.js";
import { sliceLink } from "./slice_link.js";
import { figureRuleRefusal, parameterCount } from "./request.js";
import { RULES, TRANSITIONS, presetState, startModel, startState } from "./state.js";
import { decode, encode, linkHolds, toFile } from "./permalink.js";
import { topologyKey } from "./topology.js";
import { VIEWS } from "./views/index.js";

/** Up to so many parameters every answer gets the numerical check. */
const CHECKED = 500;

/** @param {Model} model */
const isDrawable = ({ answer, catalog, state }) =>
  answer !== null && isAsInFigures(state) && figureRuleRefusal(answer.request, catalog) === null;

/** Why the figures' rule cannot be shown. @param {Model} model @returns {Key} */
const whyNotDrawable = ({ answer, catalog }) =>
  (answer && figureRuleRefusal(answer.request, catalog)) ?? "control.drawn_needs_figure";

/** How long after the last edit the numerical check is asked for, in milliseconds. */
const REST = 300;

/** The first answer comes with its check, as it is a file of the release; later ones bring what changes at every edit.
 * @param {Model} model */
function body({ state: { request, figureRule }, answer, catalog }) {
  const include = ["steps"];
  if (answer === null && parameterCount(request) <= CHECKED) include.push("check");
  if (figureRule && figureRuleRefusal(request, catalog) === null) include.push("as_drawn");
  return { ...request, include };
}

/** Whether the answer lacks its numerical check, which a large network gets when it is asked for.
 * @param {Model} model */
const lacksCheck = ({ answer, state: { request }, checkWanted, problem }) =>
  answer !== null &&
  answer.request === request &&
  !answer.check &&
  problem === null &&
  (checkWanted || parameterCount(request) <= CHECKED);

/** The numerical check, once nothing has been edited for a while. @param {Model} model */
function further(model) {
  const { request } = model.state;
  if (!lacksCheck(model)) return null;
  return {
    about: [request, model.checkWanted],
    body: () => ({ ...request, include: ["check"] }),
    wait: model.checkWanted ? 0 : REST,
  };
}

/** @param {Model} model @param {Omit<PageScreen<State, Trace>, "explainer">} common
 * @returns {Omit<Screen, "explainer">} */
const screen = (model, common) => ({
  ...common,
  frame: model.practice?.frame?.(model, common.frame) ?? common.frame,
  practice: model.practice,
  trace: common.answer,
  isCheckDue: lacksCheck(model),
  pick: model.state.pick ?? null,
  linkHolds: linkHolds(model.state, model.catalog),
  figureRuleRefusal: figureRuleRefusal(common.answer.request, model.catalog),
});

/** Opens the part for a network of the reader's own: its form, or what a file or a text holds of one.
 * @param {File | string | null} from */
const openOwn = (from) =>
  document
    .querySelector('[data-view="own_network"]')
    ?.dispatchEvent(new CustomEvent("open", { detail: from }));

/** A file may be dropped anywhere on the page. @param {DragEvent} event */
function dropFile(event) {
  if (!event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  if (event.type === "drop") openOwn(event.dataTransfer.files[0] ?? null);
}

/** A text may be pasted anywhere but into a field. @param {ClipboardEvent} event */
function pasteText({ target, clipboardData }) {
  const text = clipboardData?.getData("text/plain") ?? "";
  const isFree = target instanceof Element && !target.closest("input, textarea, select, dialog");
  if (isFree && /\d/.test(text)) openOwn(text);
}

/** @param {ToolHandle<Model, NetworkVerbs>} page */
function save({ model: { state } }) {
  saveFile(`deltaflow-${state.preset || "network"}.json`, "application/json", toFile(state));
}

/** @type {ToolSpec<NetworkCatalog, NetworkVerbs>} */
export const TOOL = {
  page: "/",
  presetState,
  views: VIEWS,
  transitions: TRANSITIONS,
  rules: RULES,
  startState,
  startModel,
  encode,
  decode,
  body,
  screen,
  explainer: explainerOf,
  path: "/api/v1/trace",
  keeps: { part: "steps", instead: "slopes", key: topologyKey },
  further,
  taken: ({ state }) => ({
    look: { letters: state.notation === "figure" ? "figure" : "derivation", drawing: drawingOf(state) },
  }),
  copied: ({ state }) => ({ ...state.request, include: ["steps"] }),
  asksAgain: (model, before) => model.state.figureRule && !before.state.figureRule && !model.answer?.as_drawn,
  commands: (page) => {
    for (const name of /** @type {const} */ (["dragover", "drop"])) document.addEventListener(name, dropFile);
    document.addEventListener("paste", pasteText);
    return {
      save: () => save(page),
      openFile: openOwn,
      /** Opens the page of gradient descent with the loss over two of the network's parameters. */
      openSlice: (/** @type {{x: string, y: string}} */ { x, y }) =>
        location.assign(`${url("/descent")}${location.search}#${sliceLink(page.model.state.request, x, y)}`),
      openOwnNetwork: () => openOwn(null),
      check: () => page.dispatch("wantCheck"),
    };
  },
  keys: {
    a: ["again", 1],
    n: (/** @type {Model} */ { state }) => [
      "setNotation",
      after(OFFERED_LETTERS, LETTERS[state.notation].offered),
    ],
    c: (/** @type {Model} */ { state }) => ["setDrawing", after(DRAWINGS, drawingOf(state))],
    d: (model) =>
      isDrawable(model)
        ? ["setFigureRule", !model.state.figureRule]
        : ["say", { key: whyNotDrawable(model) }],
  },
  help: [
    [["N"], "control.key_notation"],
    [["C"], "control.key_drawing"],
    [["D"], "control.key_drawn"],
    [["A"], "control.key_again"],
  ],
  tools: ["files"],
  jumps: ["goToRound", "lookAtRound", "again"],
};
