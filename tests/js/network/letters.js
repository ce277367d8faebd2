// Prints what the browser code writes in every letters and drawing at every step: a test in Python
// (tests/web/trace/test_letters.py) writes answers of the API to this script and compares. Input: {catalog, answers,
// words}; per answer, letters and drawing a list of steps, each {at, numbers, lines, contributions, words}.
import { readFileSync } from "node:fs";
import { frameAt } from "../../../static/js/core/frame.js";
import { addressesOf, evaluate, linesOf, sidesOf } from "../../../static/js/math/formula/tree.js";
import { spoken } from "../../../static/js/math/speech.js";
import { explainerOf } from "../../../static/js/network/explainer.js";
import { DRAWINGS, LETTERS, drawingOf } from "../../../static/js/network/letters.js";
import { ballFamily, namingOf, symbolOf, textOf } from "../../../static/js/network/notation.js";
import {
  contributionOver,
  drawingScreen,
  printedOf,
} from "../../../static/js/network/views/diagram/drawing_screen.js";
import { isFactored } from "../../../static/js/network/views/flow/slopes.js";

const { catalog, answers, words } = JSON.parse(readFileSync(0, "utf8"));
/** @param {string} key @param {Record<string, unknown>} [params] */
const t = (key, params = {}) => {
  if (!Object.hasOwn(words, key)) throw new Error(`no sentence ${key}`);
  return words[key].replace(/\{(\w+)\}/g, (/** @type {string} */ _, /** @type {string} */ name) => {
    if (!Object.hasOwn(params, name)) throw new Error(`${key} without ${name}`);
    return String(params[name]);
  });
};
const context = /** @type {any} */ ({ t, find: () => "", catalog });

/** The units whose error is found in this step, with what their pictures show of it.
 * @param {any} now @param {any} network */
function pictureOf(now, network) {
  const depth = network.layers.length;
  const shown = [];
  for (const [index, column] of now.states.entries())
    for (const [j, unit] of column.entries()) {
      if (unit.ball === "absent") continue;
      const l = index + 1;
      const next = network.layers[l]?.units ?? 0;
      const edges = unit.collecting ? Array.from({ length: next }, (_, k) => `${l + 1}.${k}.${j}`) : [];
      shown.push({
        unit: `${l}.${j}`,
        ball: `${ballFamily(l, now.naming)}${l}.${j}`,
        symbol: textOf(`${ballFamily(l, now.naming)}${l}.${j}`, now.naming),
        contributions: Object.fromEntries(edges.map((edge) => [edge, contributionOver(now, edge)])),
        factored: isFactored(/** @type {any} */ ({ network, depth }), now, l, j),
      });
    }
  return shown;
}

/** @param {any} answer @param {any} look */
function walk(answer, look) {
  const state = { ...look, figureRule: false, sample: 0, request: answer.request, grouping: "neuron" };
  return answer.steps.map((/** @type {any} */ step, /** @type {number} */ k) => {
    const frame = frameAt(answer.steps, k + 1, 1, "neuron");
    const screen = /** @type {any} */ ({ state, trace: answer, frame, ghost: null });
    const naming = namingOf(screen, catalog, step);
    const explainer = explainerOf(screen, context);
    const now = drawingScreen(screen, context, naming, true, /** @type {any} */ (null));
    const tree = explainer.tree(step);
    const addresses = [...new Set([...step.reads, ...step.writes, ...addressesOf(tree)])];
    return {
      rule: step.rule,
      panel: Object.fromEntries(addresses.map((address) => [address, explainer.value(address)])),
      drawn: Object.fromEntries(addresses.map((address) => [address, printedOf(now, address)])),
      lines: linesOf(tree).flatMap((line) => {
        const [left, right] = sidesOf(line);
        const value = left?.op === "address" ? evaluate(right, explainer.value) : null;
        return value === null ? [] : [[/** @type {any} */ (left).address, value]];
      }),
      picture: pictureOf(now, answer.network),
      words: [
        explainer.title(step),
        explainer.narrate(step),
        ...addresses.map((address) => spoken(symbolOf(address, naming), /** @type {any} */ (t))),
      ],
    };
  });
}

const looks = Object.keys(LETTERS).flatMap((notation) => DRAWINGS.map((drawing) => ({ notation, drawing })));
process.stdout.write(
  JSON.stringify(
    answers.map((/** @type {any} */ answer) =>
      looks.map((look) => ({
        letters: look.notation,
        drawing: drawingOf(/** @type {any} */ (look)),
        steps: walk(answer, look),
      })),
    ),
  ),
);
