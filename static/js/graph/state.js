// The state of the chain-rule page and its transitions: those of editing.js, and those of a graph.
// Changes of the request can be undone; changes of the view (the selected value, forward mode) cannot.

/** @import { Catalog, EditingRules, ModelVerbs, Transitions } from "../core/types.js" */
/** @import { GraphAnswer, GraphCatalog, GraphChoices } from "./types.js" */
/** @import { GraphEdits, GraphModel, GraphRequest, GraphState } from "./types.js" */
import { own } from "../core/at.js";
import {
  COMMON,
  edited,
  edits,
  isPresetOf,
  presetNamed,
  startModel as startPage,
  withState,
} from "../core/editing.js";
import { freeNames } from "../math/program_text.js";

/** The value of a name that is new in the text. */
const START_VALUE = 1;

/** The presets with complete requests. @param {Catalog} catalog */
export function presetsOf(catalog) {
  const { graph } = /** @type {GraphCatalog} */ (catalog);
  return (graph?.presets ?? []).map(({ name, request: { expression, values = {}, collapse = [] } }) => ({
    name,
    request: { expression, values, collapse },
  }));
}

/** The state of a preset, or of the first one if the name is unknown.
 * @param {Catalog} catalog @param {string} name @returns {GraphState} */
export function presetState(catalog, name) {
  const preset = presetNamed(presetsOf(catalog), name);
  return {
    request: preset.request,
    preset: preset.name,
    position: 0,
    grouping: "neuron",
    speed: 1,
    selected: null,
    tangents: false,
  };
}
/** @param {Catalog} catalog @returns {GraphState} */
export const startState = (catalog) => presetState(catalog, "");

/** @type {EditingRules} */
export const RULES = {
  stepsOf: (/** @type {GraphAnswer} */ answer) => answer.steps,
  remembers: ["selected"],
  fitted: (state) => state,
  groupings: { neuron: "graph.by_value", layer: "graph.by_depth", phase: "graph.by_phase" },
};
/** @param {Catalog} catalog @param {GraphState} [state] @returns {GraphModel} */
export const startModel = (catalog, state = startState(catalog)) => ({
  ...startPage(catalog, state, RULES),
  kept: {},
  boxes: [],
});

/** Whether the request is the unchanged one of its preset. @param {GraphState} state @param {Catalog} catalog */
export const isPreset = (state, catalog) => isPresetOf(presetsOf(catalog), state, sameGraph);

/** Whether two requests give the same graph. @param {GraphRequest} a @param {GraphRequest} b */
export const sameGraph = (a, b) =>
  a === b ||
  (a.expression === b.expression &&
    sameList(a.collapse, b.collapse) &&
    sameList(Object.keys(a.values), Object.keys(b.values)) &&
    Object.entries(a.values).every(([name, value]) => own(b.values, name) === value));
/** @param {readonly unknown[]} a @param {readonly unknown[]} b in any order */
const sameList = (a, b) => a.length === b.length && a.every((one) => b.includes(one));

/** The body of the request: numbers outside the domain are marked instead of refused, so that the graph can be drawn.
 * @param {Pick<GraphModel, "state">} model */
export const bodyOf = ({ state: { request, selected, tangents } }) => ({
  ...request,
  undefined: "mark",
  ...(selected === null ? {} : { paths: selected }),
  ...(tangents ? { include: ["tangents"] } : {}),
});

/** The body that the page offers for copying: without what only the page needs.
 * @param {Pick<GraphModel, "state">} model */
export const copiedOf = ({ state: { request } }) =>
  request.collapse.length > 0 ? { ...request } : { expression: request.expression, values: request.values };

// ---- boxes -----------------------------------------------------------------------------------------------------

/** The operations that a value hides when it is collapsed: those whose paths to the result all pass through it.
 * @param {Pick<GraphAnswer, "nodes">} answer @param {number} id @returns {number[]} */
export function insidesOf({ nodes }, id) {
  const inner = new Set([id]);
  for (const node of nodes.toReversed()) {
    if (node.inside !== null && inner.has(node.inside) && node.operation !== "input") inner.add(node.id);
  }
  inner.delete(id);
  return [...inner].toSorted((a, b) => a - b);
}
/** Whether collapsing a value hides an operation. @param {Pick<GraphAnswer, "nodes">} answer @param {number} id */
export const isCollapsible = (answer, id) =>
  insidesOf(answer, id).some((inner) => answer.nodes[inner]?.operation !== "constant");

// ---- values ----------------------------------------------------------------------------------------------------

/** A value for every input of a text: its present or last one, or else 1.
 * @param {string} text @param {Record<string, number>} before @param {Record<string, number>} [kept] of earlier names
 * @returns {Record<string, number>} */
export const valuesFor = (text, before, kept = {}) =>
  Object.fromEntries(
    freeNames(text).map((name) => [name, own(before, name) ?? own(kept, name) ?? START_VALUE]),
  );

/** The names of the collapsed values. @param {GraphModel} model @returns {string[]} */
const boxesOf = ({ answer, accepted, boxes }) => [
  ...new Set([
    ...boxes,
    ...(answer === null || accepted === null
      ? []
      : accepted.request.collapse.flatMap((/** @type {number} */ id) => answer.nodes[id]?.name ?? [])),
  ]),
];

/** Transitions that start from the last accepted request if the latest text was refused. */
/** @type {Transitions<GraphEdits, GraphModel>} */
const EDITS = edits({
  /** @param {number} id */
  collapse: (/** @type {GraphModel} */ model, id) => {
    const { request, selected } = model.state;
    if (request.collapse.includes(id) || model.answer === null || !isCollapsible(model.answer, id))
      return model;
    const hidden = selected !== null && insidesOf(model.answer, id).includes(selected);
    return edited(
      model,
      { ...request, collapse: [...request.collapse, id] },
      { field: "collapse", state: hidden ? { selected: id } : {} },
    );
  },
  /** @param {number} id */
  expand: (/** @type {GraphModel} */ model, id) => {
    const { request } = model.state;
    return request.collapse.includes(id)
      ? edited(
          model,
          { ...request, collapse: request.collapse.filter((one) => one !== id) },
          { field: "collapse" },
        )
      : model;
  },
  /** @param {string} name */
  loadPreset: (/** @type {GraphModel} */ model, name) => {
    const fresh = presetState(model.catalog, name);
    return {
      ...edited(model, fresh.request, { field: "preset", state: { preset: fresh.preset, selected: null } }),
      boxes: [],
    };
  },
});

/** Transitions that start from the latest text, refused or not.
 * @type {Transitions<GraphChoices, GraphModel> & Partial<Transitions<ModelVerbs<GraphState, GraphAnswer>,
 * GraphModel>>} */
const OWN = {
  /** The text is one's own from now on, and goes by the name of no example. `continues`: it belongs to the same undo
   * step as the one before. */
  setExpression: (
    /** @type {GraphModel} */ model,
    /** @type {{text: string, continues?: boolean}} */ { text, continues = false },
  ) => {
    const { request } = model.state;
    if (text === request.expression) return model;
    const kept = { ...model.kept, ...request.values };
    const asked = { expression: text, values: valuesFor(text, request.values, kept), collapse: [] };
    const base = continues ? model : { ...model, edited: null };
    return {
      ...edited(base, asked, { field: "expression", continues: true, state: { selected: null, preset: "" } }),
      kept,
      boxes: boxesOf(model),
    };
  },
  setValue: (
    /** @type {GraphModel} */ model,
    /** @type {{name: string, value: number, continues?: boolean}} */ { name, value, continues = false },
  ) => {
    const { request } = model.state;
    const before = own(request.values, name);
    if (before === undefined || before === value) return model;
    return edited(
      model,
      { ...request, values: { ...request.values, [name]: value } },
      { field: `values.${name}`, continues },
    );
  },
  /** @param {number | null} id selecting the selected value again ends the selection */
  select: (/** @type {GraphModel} */ model, id) =>
    withState(model, { selected: id === model.state.selected ? null : id }),
  /** @param {boolean} tangents */
  setTangents: (/** @type {GraphModel} */ model, tangents) =>
    tangents === model.state.tangents ? model : withState(model, { tangents }),

  /** Values that were collapsed before the text was changed are collapsed again, by their names.
   * @param {GraphAnswer} answer */
  arrived: (/** @type {GraphModel} */ model, answer) => {
    if (model.boxes.length === 0 || answer.request !== model.state.request)
      return COMMON.arrived(model, answer);
    const collapse = answer.nodes
      .filter(({ id, name }) => name !== null && model.boxes.includes(name) && isCollapsible(answer, id))
      .map(({ id }) => id);
    const closed = { ...model, boxes: [] };
    return collapse.length === 0
      ? COMMON.arrived(closed, answer)
      : withState(closed, { request: { ...model.state.request, collapse } });
  },
};

/** @type {Transitions<ModelVerbs<GraphState, GraphAnswer> & GraphEdits & GraphChoices, GraphModel>} */
export const TRANSITIONS = { ...COMMON, ...EDITS, ...OWN };
