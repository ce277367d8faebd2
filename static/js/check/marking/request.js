// What is asked of POST /api/v1/mark, and what it is the answer to.
/** @import { NetworkCatalog, TraceRequest } from "../../network/types.js" */
/** @import { Answers, Model, State } from "../types.js" */
import { addressesOf } from "./sheet.js";

/** Whether f′ of an activation is a number of each unit. @param {NetworkCatalog} catalog */
export const elementwiseIn = (catalog) => (/** @type {string} */ name) =>
  catalog.activations.find((entry) => entry.name === name)?.elementwise !== false;

/** By request: the addresses of its sheet. @type {WeakMap<TraceRequest, Set<string>>} */
const known = new WeakMap();

/** @param {TraceRequest} request @param {NetworkCatalog} catalog */
export function sheetAddresses(request, catalog) {
  let found = known.get(request);
  if (!found) known.set(request, (found = addressesOf(request, elementwiseIn(catalog))));
  return found;
}

/** The numbers that the sheet of a network has a place for. @param {Answers} answers @param {TraceRequest} request
 * @param {NetworkCatalog} catalog @returns {Answers} */
export function onSheet(answers, request, catalog) {
  const places = sheetAddresses(request, catalog);
  const entries = Object.entries(answers).filter(([address]) => places.has(address));
  return entries.length === Object.keys(answers).length ? answers : Object.fromEntries(entries);
}

/** Those of the sheet: an edit of the network may have taken some away. @param {State} state
 * @param {NetworkCatalog} catalog @returns {Answers} */
export const answersOn = ({ answers, request }, catalog) => onSheet(answers, request, catalog);

/** What a marking depends on, compared part by part. @param {Model} model */
export const aboutOf = ({ state: { request, answers, conventions }, asks }) =>
  /** @type {const} */ ([request, answers, conventions, asks]);

/** @param {Model} model */
export function bodyOf({ state, catalog }) {
  const { request, conventions } = state;
  return {
    ...request,
    answers: answersOn(state, catalog),
    ...(Object.keys(conventions).length > 0 ? { conventions } : {}),
  };
}

/** What marking a class depends on. @param {Model} model */
const aboutClass = ({ state: { request, conventions }, handIns, asks }) =>
  /** @type {const} */ ([request, handIns, conventions, asks, "class"]);

/** @param {readonly unknown[]} about */
export const isOfClass = (about) => about[4] === "class";

/** The marking of a class, where it is that of the network on the screen. @param {Model} model */
export function classMarkingOf(model) {
  const about = aboutClass(model);
  const kept = model.classMarking;
  return kept?.about.every((part, k) => part === about[k]) ? kept.marking : null;
}

/** @param {Model} model @returns {import("../../core/request_queue.js").Further | null} */
export function classAsked(model) {
  const { state, answer, handIns, classProblem } = model;
  if (handIns === null || classProblem !== null || answer === null || answer.request !== state.request)
    return null;
  if (classMarkingOf(model) !== null) return null;
  const { request, conventions } = state;
  const given = Object.keys(conventions).length > 0 ? { conventions } : {};
  return {
    path: "/api/v1/mark",
    about: aboutClass(model),
    body: () => ({ ...request, ...given, hand_ins: handIns }),
  };
}

/** Whether a marking is the answer to what is on the screen. @param {Model} model */
export const isCurrent = (model) => {
  const about = aboutOf(model);
  return model.marking?.about.every((part, k) => part === about[k]) === true;
};

/** The question, where the sheet holds a number and the network has been accepted.
 * @param {Model} model @returns {import("../../core/request_queue.js").Further | null} */
export function markingAsked(model) {
  const { state, answer, catalog } = model;
  if (answer === null || answer.request !== state.request || isCurrent(model)) return null;
  if (model.markingProblem !== null) return null;
  if (Object.keys(answersOn(state, catalog)).length === 0) return null;
  return { path: "/api/v1/mark", about: aboutOf(model), body: () => bodyOf(model), wait: 0 };
}
