// The part of the plane that is seen when the map is zoomed, and the map of it, which is asked for besides the runs.
/** @import { Model } from "./state.js" */
/** @import { DescentAnswer, DescentMap } from "./types.js" */

/** What a map depends on: the function and the part of the plane. @param {Model} model */
const mapAbout = ({ state: { request, part } }) => [
  request.function,
  request.data,
  request.reduction,
  request.network,
  part,
];

/** @param {readonly unknown[]} a @param {readonly unknown[]} b */
const sameParts = (a, b) => a.every((part, k) => part === b[k]);

/** The map of the part of the plane that is seen; null where it has not been asked for or has not come.
 * @param {Model} model */
export const refinedMap = (model) =>
  model.refined && sameParts(model.refined.about, mapAbout(model)) ? model.refined.answer : null;

/** The question for the map of the part: the request with the shortest of runs. @param {Model} model
 * @returns {import("../core/request_queue.js").Further | null} */
export function furtherOf(model) {
  const { state, answer } = model;
  const { request, part } = state;
  if (part === null || answer === null || answer.variables.length !== 2) return null;
  if (answer.variables.some((name) => !part[name]) || refinedMap(model) !== null) return null;
  const { function: typed, start, data, reduction, network } = request;
  const asked = { function: typed, start, data, reduction, network };
  return {
    about: mapAbout(model),
    body: () => ({ ...asked, runs: request.runs.slice(0, 1), steps: 1, view: part, include: ["surface"] }),
  };
}

/** A map of another part of the plane is better than that of the answer if it has at least this share of what is seen,
 * along each axis. */
const ENOUGH = 0.5;

/** Whether a map shows enough of a window. @param {DescentMap} map @param {Record<string, [number, number]>} part */
const covers = ({ view }, part) =>
  Object.entries(part).every(([name, [low, high]]) => {
    const [from = high, to = low] = view[name] ?? [];
    return Math.min(high, to) - Math.max(low, from) >= ENOUGH * (high - low);
  });

/** The map that is drawn for a part until its own has come. @param {Model} model @param {DescentAnswer} answer
 * @param {Record<string, [number, number]>} part */
function mapFor(model, answer, part) {
  const { refined } = model;
  const isOfFunction = refined !== undefined && sameParts(refined.about.slice(0, -1), mapAbout(model));
  return isOfFunction && covers(refined.answer, part) ? refined.answer : answer;
}

/** The part of the plane that is seen, and the map for it. @param {Model} model @param {DescentAnswer} answer
 * @returns {{ seen: Record<string, [number, number]>, map: DescentMap }} */
export function seenOf(model, answer) {
  const { part } = model.state;
  if (part === null || !answer.variables.every((name) => part[name]))
    return { seen: answer.view, map: answer };
  return { seen: part, map: mapFor(model, answer, part) };
}
