// Gradients as PyTorch, NumPy and C print them, read for the places of a network.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isNotFinite, namedGradients } from "../../../static/js/check/gradients/program_text.js";
import { readSheet } from "../../../static/js/check/marking/reading/text.js";
import { addressesOf } from "../../../static/js/check/marking/sheet.js";
import { processorMs } from "../processor_time.js";

/** @param {number[]} sizes @param {boolean} [bias] */
const planOf = ([inputs = 1, ...units], bias = true) =>
  /** @type {any} */ ({
    network: {
      inputs,
      layers: units.map((count) => ({ units: count, activation: "sigmoid", bias })),
      loss: "half_squared_error",
    },
    inputs: [Array(inputs).fill(1)],
    targets: [Array(units.at(-1)).fill(1)],
  });

const W = [
  ["0.00043857", "0.00087714"],
  ["-4.9771e-04", "0.5"],
  ["3.0", "-1e-12"],
];
const B = ["0.1384986", "-0.0380982", "7."];
/** Of a network 2-3-1. */
const RIGHT = {
  ...Object.fromEntries(W.flatMap((row, j) => row.map((text, i) => [`dw1.${j}.${i}`, text]))),
  ...Object.fromEntries(B.map((text, j) => [`db1.${j}`, text])),
  "dw2.0.0": "0.01",
  "dw2.0.1": "0.02",
  "dw2.0.2": "0.03",
  "db2.0": "-0.04",
};
const matrix = (/** @type {string[][]} */ rows, between = ", ") =>
  `[${rows.map((row) => `[${row.join(between)}]`).join(",\n        ")}]`;
const second = [["0.01", "0.02", "0.03"]];
const turned = [0, 1].map((i) => W.map((row) => row[i] ?? ""));

/** @type {Record<string, string>} */
const TEXTS = {
  "PyTorch, for p in parameters()": `tensor(${matrix(W)})\ntensor([${B.join(", ")}])\ntensor(${matrix(second)})\ntensor([-0.04])`,
  "PyTorch, named_parameters()": `0.weight tensor(${matrix(W)})\n0.bias tensor([${B.join(", ")}])\n2.weight tensor(${matrix(second)}, dtype=torch.float64)\n2.bias tensor([-0.04])`,
  "PyTorch, with .grad": `fc1.weight.grad = tensor(${matrix(W)}, grad_fn=<CopyBackwards>)\nfc1.bias.grad = tensor([${B.join(", ")}])\nfc2.weight.grad = tensor(${matrix(second)})\nfc2.bias.grad = tensor([-0.04])`,
  "NumPy, printed with names": `dW1 = ${matrix(W, " ").replaceAll(",\n", "\n")}\ndb1 = [${B.join(" ")}]\ndW2 = [[0.01 0.02 0.03]]\ndb2 = [-0.04]`,
  "NumPy, repr, a row for each input": `dW1: array(${matrix(turned)})\ndb1: array([${B.join(", ")}])\ndW2: array([[0.01], [0.02], [0.03]])\ndb2: array([-0.04])`,
  "a row of biases in two brackets": `array(${matrix(W)})\narray([[${B.join(", ")}]])\narray(${matrix(second)})\narray([[-0.04]])`,
  "C, element by element": Object.entries(RIGHT)
    .map(([address, text]) => {
      const [name = "", ...indices] = address.split(".");
      return `${name.replace("w", "W")}${indices.map((index) => `[${index}]`).join("")} = ${text}`;
    })
    .join("\n"),
  "C, layers from 0": Object.entries(RIGHT)
    .map(([address, text]) => {
      const [name = "", ...indices] = address.split(".");
      const layer = Number(name.slice(2)) - 1;
      return `grad_${name[1]}${layer}${indices.map((index) => `[${index}]`).join("")}: ${text}`;
    })
    .join("\n"),
  JSON: JSON.stringify(RIGHT),
  CSV: Object.entries(RIGHT)
    .map((pair) => pair.join(","))
    .join("\n"),
};

for (const [name, text] of Object.entries(TEXTS))
  test(`${name}: every number at its place, with all its digits`, () => {
    const plan = planOf([2, 3, 1]);
    const places = new Set([...addressesOf(plan, () => true)].filter((one) => /^d[wb]\d/.test(one)));
    const { answers, skipped } = readSheet(namedGradients(text, plan), plan, places);
    assert.deepEqual(skipped, []);
    assert.deepEqual(answers, RIGHT);
  });

test("without biases the arrays are the weights", () => {
  const plan = planOf([2, 2, 1], false);
  assert.equal(
    namedGradients("[[1, 2], [3, 4]] [[5, 6]]", plan),
    "dw1.0.0 = 1\ndw1.0.1 = 2\ndw1.1.0 = 3\ndw1.1.1 = 4\ndw2.0.0 = 5\ndw2.0.1 = 6",
  );
});

test("an array of another size is left for the reader to say so", () => {
  assert.equal(namedGradients("dW1 = [[1, 2, 3]]", planOf([2, 2, 1])), "dW1 = [[1, 2, 3]]");
});

test("what is no array stays as it is", () => {
  const plan = planOf([2, 2, 1]);
  for (const text of ["", "hello", "dw1.0.0 = 0.5", "[[1, 2", "]]]]", "=1+1"])
    assert.equal(namedGradients(text, plan), text);
});

test("hostile texts take no time", () => {
  const plan = planOf([2, 2, 1]);
  for (const text of ["[".repeat(200_000), "dw1[0]".repeat(30_000), `${"a.".repeat(90_000)}weight [1]`]) {
    assert.ok(processorMs(() => namedGradients(text, plan)) < 2_000);
  }
});

test("a matrix with a row for each input is read, and named as turned round", () => {
  const plan = planOf([2, 3, 1]);
  const places = new Set(Object.keys(RIGHT));
  for (const name of ["fc1.weight.grad = ", "dW1: ", "dW1 = ", ""]) {
    const rest = name === "" ? "\narray([[0.01, 0.02, 0.03]])" : "";
    const read = (/** @type {string[][]} */ rows) =>
      readSheet(namedGradients(`${name}array(${matrix(rows)})${rest}`, plan), plan, places);
    assert.deepEqual(read(turned).answers["dw1.2.0"], "3.0", name);
    assert.equal(read(turned).turned.length, 1, name);
    assert.deepEqual(read(W).turned, [], name);
  }
});

test("NaN and infinity are read where gradients are", () => {
  const plan = planOf([2, 3, 1]);
  const text = "fc1.weight.grad = tensor([[nan, 0.1],\n [-inf, nan], [0.2, inf]])\ndW2 = [[NaN, 1.0, -nan]]";
  const places = new Set(Object.keys(RIGHT));
  const read = readSheet(namedGradients(text, plan), plan, places, 0, (cell) =>
    isNotFinite(cell) ? null : { key: "checking.paste_formula" },
  );
  assert.equal(read.answers["dw1.0.0"], "nan");
  assert.equal(read.answers["dw1.1.0"], "-inf");
  assert.equal(read.answers["dw2.0.0"], "NaN");
  assert.equal(isNotFinite(" Infinity"), true);
  assert.equal(isNotFinite("info"), false);
});
