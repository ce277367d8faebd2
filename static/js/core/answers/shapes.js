// What an answer has at least. A network that asks for a login first answers every request with a page of its own, and
// a proxy may cut an answer: neither must reach the views. tests/web/test_answer_shapes.py compares this table with the
// API's description.

/** @typedef {"array" | "object" | "any"} Kind */
/** @typedef {Record<string, Kind>} Shape */

/** By the path of the endpoint. @type {Record<string, Shape>} */
export const ANSWERS = {
  "/api/v1/catalog": {
    activations: "array",
    losses: "array",
    optimizers: "array",
    initializers: "array",
    reductions: "array",
    rules: "array",
    as_drawn: "object",
    notations: "array",
    presets: "array",
    graph: "object",
    descent: "object",
    limits: "object",
  },
  "/api/v1/trace": {
    network: "object",
    loss: "any",
    sample_losses: "array",
    layers: "array",
    losses: "array",
  },
  "/api/v1/graph": {
    nodes: "array",
    edges: "array",
    result: "any",
    gradients: "object",
    steps: "array",
    problems: "array",
  },
  "/api/v1/descent": { variables: "array", runs: "array", contours: "array", view: "object" },
  "/api/v1/exercise": {
    seed: "any",
    kind: "any",
    tool: "any",
    request: "object",
    state: "object",
    input: "any",
    options: "array",
    families: "array",
    blanks: "object",
  },
  "/api/v1/check": { parameters: "array", curve: "object", verdict: "any", text: "any" },
  "/api/v1/sheets": {
    plan: "object",
    seed: "any",
    task: "any",
    principles: "object",
    variants: "array",
    untold: "object",
  },
  "/api/v1/mark": {
    answers: "array",
    points: "array",
    hand_ins: "array",
    mistakes: "object",
    table: "array",
  },
};

/** @type {Record<Kind, (value: unknown) => boolean>} */
const KINDS = {
  array: (value) => Array.isArray(value) && value.every((one) => one !== undefined && one !== null),
  object: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  any: (value) => value !== undefined,
};

/** Whether an answer has what those of an endpoint have; true for an endpoint that is not in the table.
 * @param {string} path @param {any} answer */
export function isAnswer(path, answer) {
  const shape = ANSWERS[path];
  if (shape === undefined) return true;
  return KINDS.object(answer) && Object.entries(shape).every(([name, kind]) => KINDS[kind](answer[name]));
}

/** Whether a value is a table of sentences. @param {any} value */
export const isDictionary = (value) =>
  KINDS.object(value) && Object.values(value).every((one) => typeof one === "string");
