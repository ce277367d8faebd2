// What the chain-rule page knows and how it may change: its own verbs, laid over the common ones of editing.js.
// What changes the request can be undone; what one looks at it with (the selected value, forward mode) can not.
/** @import { Catalog, EditingRules } from "../core/types.js" */
/** @import { GraphAnswer, GraphCatalog, GraphModel, GraphRequest, GraphState } from "./types.js" */
import { COMMON, edited, edits, startModel as startPage, withState } from "../core/editing.js";
import { freeNames } from "../core/program_text.js";

/** The value of a name that is new in the text. */
const FRESH = 1;

/** @param {Catalog} catalog */
export function presetsOf(catalog) {
  const { graph } = /** @type {GraphCatalog} */ (catalog);
  return (graph?.presets ?? []).map(({ name, request: { expression, values = {}, collapse = [] } }) => ({
    name,
    request: { expression, values, collapse },
  }));
}

/** @param {Catalog} catalog @param {string} name @returns {GraphState} */
export function presetState(catalog, name) {
  const presets = presetsOf(catalog);
  const preset = presets.find((entry) => entry.name === name) ?? presets[0];
  if (!preset) throw new Error("the catalog holds no preset");
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
};
/** @param {Catalog} catalog @param {GraphState} [state] @returns {GraphModel} */
export const startModel = (catalog, state = startState(catalog)) => ({
  ...startPage(catalog, state, RULES),
  kept: {},
  boxes: [],
});

/** Is the request the preset's own? @param {GraphState} state @param {Catalog} catalog */
export const isPreset = ({ request, preset }, catalog) =>
  presetsOf(catalog).some((entry) => entry.name === preset && sameGraph(entry.request, request));

/** @param {GraphRequest} a @param {GraphRequest} b */
const sameGraph = (a, b) =>
  a === b ||
  (a.expression === b.expression &&
    sameList(a.collapse, b.collapse) &&
    sameList(Object.keys(a.values), Object.keys(b.values)) &&
    Object.entries(a.values).every(([name, value]) => b.values[name] === value));
/** @param {readonly unknown[]} a @param {readonly unknown[]} b in any order */
const sameList = (a, b) => a.length === b.length && a.every((one) => b.includes(one));

/** What is sent: a number outside the domain is marked, so that the graph is drawn around it. @param {Pick<GraphModel, "state">} model */
export const bodyOf = ({ state: { request, selected, tangents } }) => ({
  ...request,
  undefined: "mark",
  ...(selected === null ? {} : { paths: selected }),
  ...(tangents ? { include: ["tangents"] } : {}),
});

/** What a program of one's own would send. @param {Pick<GraphModel, "state">} model */
export const copiedOf = ({ state: { request } }) =>
  request.collapse.length > 0 ? { ...request } : { expression: request.expression, values: request.values };

// ---- boxes -----------------------------------------------------------------------------------------------------

/** The operations that disappear into a value when it is collapsed: all whose every path to the result passes through it.
 * @param {Pick<GraphAnswer, "nodes">} answer @param {number} id @returns {number[]} */
export function insidesOf({ nodes }, id) {
  const inner = new Set([id]);
  for (const node of nodes.toReversed()) {
    if (node.inside !== null && inner.has(node.inside) && node.operation !== "input") inner.add(node.id);
  }
  inner.delete(id);
  return [...inner].toSorted((a, b) => a - b);
}
/** Collapsing a value hides something only if it holds an operation. @param {Pick<GraphAnswer, "nodes">} answer @param {number} id */
export const isCollapsible = (answer, id) =>
  insidesOf(answer, id).some((inner) => answer.nodes[inner]?.operation !== "constant");

// ---- values ----------------------------------------------------------------------------------------------------

/** A value for every name that the text leaves free: what it had, or last had, else 1.
 * @param {string} text @param {Record<string, number>} before @param {Record<string, number>} [kept] of names that were there once
 * @returns {Record<string, number>} */
export const valuesFor = (text, before, kept = {}) =>
  Object.fromEntries(freeNames(text).map((name) => [name, before[name] ?? kept[name] ?? FRESH]));

/** The names of the values that stand as boxes. @param {GraphModel} model @returns {string[]} */
const boxesOf = ({ answer, accepted, boxes }) => [
  ...new Set([
    ...boxes,
    ...(answer === null || accepted === null
      ? []
      : accepted.request.collapse.flatMap((/** @type {number} */ id) => answer.nodes[id]?.name ?? [])),
  ]),
];

/** What changes a graph that is drawn; a text that was refused is left for the last good one. */
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

/** Typing goes on with a text as it stands, refused or not, and a value can be mended beside it. */
const OWN = {
  /** The whole text, and whether it belongs to the typing of a moment ago: undo takes back both together. */
  setExpression: (
    /** @type {GraphModel} */ model,
    /** @type {{text: string, continues?: boolean}} */ { text, continues = false },
  ) => {
    const { request } = model.state;
    if (text === request.expression) return model;
    const kept = { ...model.kept, ...request.values };
    const asked = { expression: text, values: valuesFor(text, request.values, kept), collapse: [] };
    const burst = continues ? model : { ...model, edited: null };
    return {
      ...edited(burst, asked, { field: "expression", continues: true, state: { selected: null } }),
      kept,
      boxes: boxesOf(model),
    };
  },
  setValue: (
    /** @type {GraphModel} */ model,
    /** @type {{name: string, value: number, continues?: boolean}} */ { name, value, continues = false },
  ) => {
    const { request } = model.state;
    if (request.values[name] === undefined || request.values[name] === value) return model;
    return edited(
      model,
      { ...request, values: { ...request.values, [name]: value } },
      { field: `values.${name}`, continues },
    );
  },
  /** @param {number | null} id a second choice of the same value lets go of it */
  select: (/** @type {GraphModel} */ model, id) =>
    withState(model, { selected: id === model.state.selected ? null : id }),
  /** @param {boolean} tangents */
  setTangents: (/** @type {GraphModel} */ model, tangents) =>
    tangents === model.state.tangents ? model : withState(model, { tangents }),

  /** What stood as a box before the text was changed is closed again, under its name. @param {GraphAnswer} answer */
  arrived: (/** @type {GraphModel} */ model, answer) => {
    if (model.boxes.length === 0 || answer.request !== model.state.request)
      return COMMON["arrived"]?.(model, answer);
    const collapse = answer.nodes
      .filter(({ id, name }) => name !== null && model.boxes.includes(name) && isCollapsible(answer, id))
      .map(({ id }) => id);
    const closed = { ...model, boxes: [] };
    return collapse.length === 0
      ? COMMON["arrived"]?.(closed, answer)
      : withState(closed, { request: { ...model.state.request, collapse } });
  },
};

/** @type {Record<string, (model: any, input: any) => any>} */
export const TRANSITIONS = { ...COMMON, ...EDITS, ...OWN };
