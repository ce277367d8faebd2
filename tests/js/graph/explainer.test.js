// Symbols, numbers and sentences of a graph.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { filled } from "../../../static/js/core/i18n.js";
import { graphExplainer, kindKey } from "../../../static/js/graph/explainer.js";
import { heldFixed, nameNode, nodeText, symbolIn, valueIn } from "../../../static/js/graph/symbols.js";
import { latexFrom, textFrom } from "../../../static/js/math/nodes.js";
import { answer } from "./example.js";

/** @param {string} language */
function explainerIn(language, of = answer) {
  const words = JSON.parse(
    readFileSync(new URL(`../../../static/i18n/${language}.json`, import.meta.url), "utf8"),
  );
  return graphExplainer(
    { answer: of },
    {
      t: (key, params = {}) => {
        assert.ok(key in words, key);
        return filled(words[key], params);
      },
      find: (key, otherwise) => words[key] ?? otherwise,
    },
  );
}

test("names are printed as in a textbook", () => {
  const printed = /** @type {const} */ ([
    ["w", "w"],
    ["y1", "y_1"],
    ["y_1", "y_1"],
    ["w12", "w_{12}"],
    ["w1_23", "w_{1,23}"],
    ["alpha", "\\alpha"],
    ["beta_2", "\\beta_2"],
    ["loss", "\\mathrm{loss}"],
    ["x_new", "x_{\\mathrm{new}}"],
    ["_x", "\\mathrm{\\_x}"],
    ["x__y", "\\mathrm{x\\_\\_y}"],
  ]);
  for (const [name, latex] of printed) assert.equal(latexFrom(nameNode(name)), latex, name);
});

test("two names never have the same symbol", () => {
  const nodes = answer.nodes.map((node) => ({ ...node, name: { 2: "y1", 3: "y_1" }[node.id] ?? node.name }));
  const texts = nodes.map(({ id }) => latexFrom(symbolIn(`v.${id}`, { ...answer, nodes })));
  assert.equal(new Set(texts).size, texts.length);
});

test("a value without a name has a letter that no name uses, and a number", () => {
  assert.equal(nodeText(4, answer), "v1");
  const named = {
    ...answer,
    nodes: answer.nodes.map((node) => (node.id === 2 ? { ...node, name: "v1" } : node)),
  };
  assert.equal(nodeText(4, named), "u1");
});

test("a result without a name is f", () => {
  const bare = {
    ...answer,
    nodes: answer.nodes.map((node) => (node.id === 5 ? { ...node, name: null } : node)),
  };
  assert.equal(nodeText(5, bare), "f");
  assert.equal(latexFrom(symbolIn("g.0", bare)), "\\frac{\\partial f}{\\partial s}");
});

test("a constant is printed as its number, π as its letter", () => {
  assert.equal(nodeText(1, answer), "2");
  const round = {
    ...answer,
    nodes: answer.nodes.map((node) => (node.id === 1 ? { ...node, value: Math.PI } : node)),
  };
  assert.equal(nodeText(1, round), "π");
});

test("gradients, local derivatives and contributions are derivatives of the named values", () => {
  const latex = (/** @type {string} */ address) => latexFrom(symbolIn(address, answer));
  assert.equal(latex("v.2"), "x");
  assert.equal(latex("g.2"), "\\frac{\\partial z}{\\partial x}");
  assert.equal(latex("d.4.1"), "\\frac{\\partial v_1}{\\partial y}");
  assert.equal(
    latex("c.5.1"),
    "\\frac{\\partial z}{\\partial z}\\cdot \\frac{\\partial z}{\\partial x}\\Big|_{v_1}",
  );
  assert.equal(latex("m.4.0"), "\\frac{\\partial v_1}{\\partial s}");
  assert.equal(textFrom(symbolIn("q.99", answer)), "q.99");
});

test("a local derivative names the operands that are held fixed since they depend on its variable", () => {
  assert.equal(latexFrom(symbolIn("d.5.1", answer)), "\\frac{\\partial z}{\\partial x}\\Big|_{v_1}");
  assert.equal(textFrom(symbolIn("d.5.1", answer)), "∂z/∂x|v1");
  assert.equal(latexFrom(symbolIn("d.5.0", answer)), "\\frac{\\partial z}{\\partial v_1}");
  assert.deepEqual(
    [heldFixed(answer, 5, 1), heldFixed(answer, 4, 0), heldFixed(answer, 2, 0)],
    [[4], [], []],
  );
});

test("a value read twice by one operation is numbered", () => {
  const [first] = answer.edges.filter(({ target }) => target === 5);
  const square = {
    ...answer,
    edges: [
      ...answer.edges.filter(({ target }) => target !== 5),
      { ...first, source: 4, target: 5, operand: 0 },
      { ...first, source: 4, target: 5, operand: 1 },
    ],
  };
  assert.equal(
    latexFrom(symbolIn("d.5.1", /** @type {any} */ (square))),
    "\\frac{\\partial z}{\\partial v_1^{(2)}}",
  );
});

test("every number is that of the answer", () => {
  for (const node of answer.nodes) {
    assert.equal(valueIn(`v.${node.id}`, answer), node.value);
    assert.equal(valueIn(`g.${node.id}`, answer), node.gradient);
  }
  for (const edge of answer.edges) {
    assert.equal(valueIn(`d.${edge.target}.${edge.operand}`, answer), edge.local_derivative);
    assert.equal(valueIn(`c.${edge.target}.${edge.operand}`, answer), edge.contribution);
  }
  assert.equal(valueIn("m.4.0", answer), null);
  assert.equal(valueIn("m.4.0", { ...answer, tangents: { s: [1, 0, 2, 3, -0, 4] } }), 0);
  assert.equal(valueIn("v.99", answer), null);
});

test("a number outside the domain is null", () => {
  const nodes = answer.nodes.map((node) => ({ ...node, value: null }));
  assert.equal(valueIn("v.2", { ...answer, nodes }), null);
});

test("every kind of number has a name", () => {
  assert.deepEqual(
    ["v.0", "v.1", "v.2", "v.5", "g.2", "d.4.0", "c.4.0", "m.2.0"].map((address) =>
      kindKey(address, answer).replace("graph.kind_", ""),
    ),
    ["input", "constant", "value", "result", "gradient", "local", "contribution", "tangent"],
  );
});

for (const language of ["en", "zh"]) {
  test(`every step has a title and a sentence without unfilled parameters (${language})`, () => {
    const explainer = explainerIn(language);
    const tangent = /** @type {any} */ (
      [0, 2].map((unit) => ({
        ...answer.steps[0],
        phase: "tangent",
        rule: "tangent",
        unit,
        reads: [],
        writes: [`m.${unit}.0`],
      }))
    );
    const box = /** @type {any} */ ({ ...answer.steps[3], rule: "box" });
    for (const step of [...answer.steps, ...tangent, box]) {
      for (const sentence of [
        explainer.title(step),
        explainer.shortTitle(step),
        explainer.narrate(step),
        ...step.writes.map(explainer.kind),
      ]) {
        assert.ok(sentence.length > 0 && !/[{}]|undefined|·|\?/.test(sentence), sentence);
      }
    }
  });
}

test("a sentence is about a missing value", () => {
  const nodes = answer.nodes.map((node) => ({ ...node, value: null, gradient: null }));
  const { narrate } = explainerIn("en", { ...answer, nodes });
  assert.match(narrate(/** @type {any} */ (answer.steps[0])), /x has no value/);
  assert.match(narrate(/** @type {any} */ (answer.steps[7])), /no derivative of z with respect to x/);
});

test("the sum of the contributions is mentioned if a value is used more than once", () => {
  const explainer = explainerIn("en");
  const [first, , , , , single, , , several] = answer.steps;
  assert.match(explainer.narrate(/** @type {any} */ (first)), /x = 4/);
  assert.match(explainer.narrate(/** @type {any} */ (single)), /only through z.*the other factor/);
  assert.match(explainer.narrate(/** @type {any} */ (several)), /used 2 times.*their sum/);
});
