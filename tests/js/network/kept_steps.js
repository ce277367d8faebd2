// Edits networks at random as a reader would, by the page's own verbs, against a real server, and prints what came of
// it: tests/web/trace/test_kept_steps.py starts this and judges. Input: {origin, seed, edits}. Output, for every
// answer: the request, its key, what was asked for, the steps' bytes and whether the answer that the page put together
// is the whole answer.
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { createKeeper } from "../../../static/js/core/answers/kept.js";
import { createApi } from "../../../static/js/core/api.js";
import { createStore } from "../../../static/js/core/store.js";
import { TRANSITIONS, presetState, startModel } from "../../../static/js/network/state.js";
import { TOOL } from "../../../static/js/network/tool.js";

const { origin, seed, edits } = JSON.parse(readFileSync(0, "utf8"));

let state = seed;
/** A whole number below n, by a linear congruential generator. @param {number} n */
function below(n) {
  state = (state * 1103515245 + 12345) % 2147483648;
  return Math.floor((state / 2147483648) * n);
}
/** @template T @param {readonly T[]} list */
const one = (list) => /** @type {T} */ (list[below(list.length)]);
const value = () => (below(400) - 200) / 100;

/** @type {string[][]} */
const asked = [];
/** @type {typeof globalThis.fetch} */
const fetchFrom = (path, options) => {
  if (options?.method === "POST") asked.push(JSON.parse(String(options.body)).include);
  return fetch(`${origin}${String(path)}`, options);
};
/** @param {string} path @param {object} body */
const whole = async (path, body) =>
  (
    await fetch(`${origin}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    })
  ).json();

const catalog = await (await fetch(`${origin}/api/v1/catalog`)).json();
const keeps = /** @type {NonNullable<typeof TOOL.keeps>} */ (TOOL.keeps);
const api = createApi({
  fetch: fetchFrom,
  language: () => "en",
  keeper: createKeeper({ [TOOL.path]: keeps }, () => catalog),
});

const store = createStore(startModel(catalog), /** @type {any} */ (TRANSITIONS));
const dispatch = /** @type {(verb: string, input?: unknown) => void} */ (
  /** @type {unknown} */ (store.dispatch)
);

/** Numbers whose change leaves the steps as they are, unless the targets of a softmax move. */
function changeNumber() {
  const { request } = store.model.state;
  const layer = 1 + below(request.network.layers.length);
  const { units } = request.network.layers[layer - 1];
  const fanIn = layer === 1 ? request.network.inputs : request.network.layers[layer - 2].units;
  const sample = below(request.inputs.length);
  const address = one([
    `w${layer}.${below(units)}.${below(fanIn)}`,
    `w${layer}.${below(units)}.${below(fanIn)}`,
    `b${layer}.${below(units)}`,
    `x.${below(request.network.inputs)}@${sample}`,
    `t.${below(request.network.layers.at(-1).units)}@${sample}`,
    "eta",
  ]);
  if (address.startsWith("b") && request.network.layers[layer - 1].bias === false) return;
  const isTarget = address.startsWith("t");
  dispatch("edit", {
    address,
    value: isTarget || address === "eta" ? Math.abs(value()) / 2 : value(),
    continues: true,
  });
}

/** @type {Record<string, () => void>} */
const EDITS = {
  number: changeNumber,
  undo: () => dispatch("undo"),
  redo: () => dispatch("redo"),
  preset: () => dispatch("loadPreset", one(catalog.presets.filter((each) => each.name !== "digits")).name),
  open: () => dispatch("open", presetState(catalog, one(["xor", "mazur", "slides"]))),
  resize: () =>
    dispatch("resizeLayer", {
      layer: below(store.model.state.request.network.layers.length + 1),
      units: 1 + below(4),
    }),
  addLayer: () => {
    if (store.model.state.request.network.layers.length < 4) dispatch("addLayer");
  },
  removeLayer: () => dispatch("removeLayer", { layer: 1 }),
  activation: () =>
    dispatch("setActivation", {
      layer: 1 + below(store.model.state.request.network.layers.length),
      activation: one(catalog.activations).name,
    }),
  loss: () => dispatch("setLoss", one(catalog.losses).name),
  optimizer: () => dispatch("setOptimizer", one(catalog.optimizers).name),
  bias: () => dispatch("setBias", { layer: 1, has: below(2) === 0 }),
  frozen: () => dispatch("setFrozen", { layer: 1, frozen: one([null, "biases", "all"]) }),
  sample: () => {
    if (store.model.state.request.inputs.length < 5) dispatch("addSample");
  },
  removeSample: () => dispatch("removeSample"),
  reduction: () => dispatch("setReduction", one(["mean", "sum"])),
  round: () => dispatch("goToRound", 1 + below(4)),
  seed: () => dispatch("setSeed", below(100)),
};
const OTHERS = Object.keys(EDITS).filter((name) => name !== "number");

/** Asks until the answer is that of the request, as an edit that moves old weights over sends a second one.
 * @param {string} edit */
async function answered(edit) {
  for (let k = 0; k < 2; k++) {
    const { request } = store.model.state;
    const body = TOOL.body(store.model);
    const reply = await api.ask(TOOL.path, body);
    if (reply === null) throw new Error("nothing else was asked");
    if ("problem" in reply) {
      dispatch("refused", reply.problem);
      return { edit, refused: reply.problem.status };
    }
    dispatch("arrived", { ...reply.answer, request });
    if (store.model.state.request === request) break;
  }
  const { request } = store.model.state;
  const { check: _check, request: _request, ...together } = store.model.answer;
  const { check: _unasked, ...full } = await whole(TOOL.path, TOOL.body(store.model));
  return {
    edit,
    request,
    key: keeps.key(request, catalog),
    asked: asked.at(-1),
    isWhole: isDeepStrictEqual(together, full),
    steps: JSON.stringify(full.steps),
  };
}

const found = [await answered("start")];
let edit = "start";
for (let k = 0; k < edits; k++) {
  edit = edit === "undo" ? "redo" : below(3) > 0 ? "number" : one(OTHERS);
  EDITS[edit]?.();
  if (store.model.state.request === store.model.answer?.request) continue;
  found.push(await answered(edit));
}
console.log(JSON.stringify(found));
