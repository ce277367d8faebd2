// The explainer of a run: formulas with the numbers of their iteration, symbols, sentences.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { descentExplainer } from "../../../static/js/descent/explainer.js";
import { addressAt, numberAt, partsOf } from "../../../static/js/descent/numbers.js";
import { executionOf } from "../../../static/js/descent/screen.js";
import { evaluate, linesOf, sidesOf } from "../../../static/js/math/formula/tree.js";
import { textFrom } from "../../../static/js/math/nodes.js";
import { answer, request } from "./example.js";

const words = JSON.parse(readFileSync(new URL("../../../static/i18n/en.json", import.meta.url), "utf8"));
const context = /** @type {any} */ ({
  t: (/** @type {string} */ key, /** @type {any} */ params = {}) => {
    assert.ok(key in words, `no sentence ${key}`);
    return words[key].replace(/\{(\w+)\}/g, (/** @type {string} */ whole, /** @type {string} */ name) =>
      String(params[name] ?? whole),
    );
  },
  find: (/** @type {string} */ key, /** @type {string} */ otherwise) => words[key] ?? otherwise,
});
/** @param {any} said */
const explainerOf = (said) => {
  const { program, steps } = executionOf(said);
  const screen = {
    answer: said,
    program,
    steps,
    place: { iteration: 2, line: -1 },
    state: { request: said.request, grouping: "layer" },
  };
  return { explainer: descentExplainer(/** @type {any} */ (screen), context), steps };
};

test("an address has a plain address and an iteration", () => {
  const said = answer();
  assert.deepEqual(partsOf("s.m.x@12"), { plain: "s.m.x", family: "s", rest: ["m", "x"], iteration: 12 });
  assert.equal(numberAt(said, "p.x", 1), 1);
  assert.equal(numberAt(said, "n.y", 10), 4 * 0.98 ** 10);
  assert.equal(numberAt(said, "value", 10), 1 + 20 * 0.98 ** 20);
  assert.equal(numberAt(said, "count", 10), 10);
  assert.equal(numberAt(said, "k.learning_rate", 10), 0.01);
  assert.equal(numberAt(said, "n.x", 41), null);
  assert.equal(addressAt("k.learning_rate", 3), "k.learning_rate");
});

test("every formula of a run evaluates to its own number", () => {
  const { explainer, steps } = explainerOf(answer());
  for (const step of steps) {
    for (const line of linesOf(explainer.tree(step))) {
      const [left] = sidesOf(line);
      const again = evaluate(line, explainer.value);
      if (left?.op !== "address" || again === null) continue;
      assert.ok(Math.abs(again - Number(explainer.value(left.address))) < 1e-12, left.address);
    }
  }
});

test("the sentence about the gradient has its numbers, and those of the right angle", () => {
  const { explainer, steps } = explainerOf(answer());
  const said = explainer.narrate(/** @type {any} */ (steps[1]));
  assert.match(said, /∇f = \(4, 8\), has length|∇f = \(4, 8\) has length 8\.944/);
  assert.match(said, /right angle/);
  assert.match(said, /4·\(−8\) \+ 8·4 = 0/);
});

test("the gradient of a batch is called an estimate", () => {
  const said = answer({ ...request, data: { t: [1, 2] }, batch: 1 });
  const { explainer, steps } = explainerOf(said);
  const last = steps.findLast((step) => step.layer === 1 && step.rule === "gradient");
  assert.match(explainer.narrate(/** @type {any} */ (last)), /estimate/);
});

test("every line of every kind has a title, a sentence and symbols", () => {
  for (const ended of /** @type {const} */ (["steps", "gradient", "diverged"])) {
    const { explainer, steps } = explainerOf(answer({ ...request, stop: { gradient_norm: 0.1 } }, ended));
    for (const step of [...steps.slice(0, 7), ...steps.slice(-7)]) {
      for (const sentence of [explainer.title(step), explainer.shortTitle(step), explainer.narrate(step)]) {
        assert.ok(sentence.length > 3);
        assert.doesNotMatch(sentence, /undefined|NaN|\{\w+\}/);
      }
    }
  }
});

test("symbols come from the answer, or are the letters themselves", () => {
  const { explainer } = explainerOf(answer());
  assert.equal(textFrom(explainer.symbol("n.x@3")), "xk+1");
  assert.equal(textFrom(explainer.symbol("g.y@3")), "∂f/∂y");
  assert.equal(textFrom(explainer.symbol("k.learning_rate")), "η");
  assert.equal(explainer.kind("g.x@3"), "partial derivative");
  assert.equal(explainer.kind("s.m_hat.x@3"), "corrected mean of slopes");
  assert.equal(explainer.kind("o.m.x@3"), "mean of slopes before");
});

test("a number is linked to the line that computed it, one from before the step to the iteration before", () => {
  const { explainer, steps } = explainerOf(answer());
  const at = (/** @type {string} */ address) => steps[explainer.writer?.(address) ?? -1];
  assert.equal(at("p.x@1"), undefined);
  assert.equal(explainer.origin?.("p.x@1"), "card.start");
  assert.equal(at("k.learning_rate"), undefined);
  assert.deepEqual(
    [at("p.x@5"), at("n.x@4")].map((step) => [step?.layer, step?.rule]),
    [
      [4, "update"],
      [4, "update"],
    ],
  );
  assert.equal(at("p.x@5"), at("n.x@4"));
  assert.deepEqual([at("g.y@3")?.layer, at("g.y@3")?.rule], [3, "gradient"]);
  assert.equal(at("value@40")?.rule, "value");
  assert.equal(at("value@41"), undefined);
});

test("an iteration, the whole run and the start have sentences, too", () => {
  const { explainer } = explainerOf(answer());
  assert.match(explainer.ofPhase?.("descent") ?? "", /\(0\.96, 3\.92\).*\(0\.9208, 3\.842\)/);
  assert.match(explainer.introduction?.() ?? "", /\(1, 4\)/);
});
