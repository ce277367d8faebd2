// Homework as teachers write it, in English and Chinese: what a text says of a network, in any order and any marks.
import assert from "node:assert/strict";
import { test } from "node:test";
import { countOf, homeworkIn, isNetwork } from "../../../../static/js/network/importing/homework.js";
import { requestOf } from "../../../../static/js/network/own_network.js";

const names = (/** @type {string[]} */ ...all) =>
  all.map((name) => ({ name, elementwise: name !== "softmax" }));
const catalog = /** @type {any} */ ({
  limits: { layers: 16, units: 4096 },
  activations: names("linear", "sigmoid", "tanh", "relu", "leaky_relu", "softmax"),
  losses: [
    { name: "half_squared_error", output: null, targets: "any" },
    { name: "squared_error", output: null, targets: "any" },
    { name: "mean_squared_error", output: null, targets: "any" },
    { name: "binary_cross_entropy", output: "sigmoid", targets: "unit_interval" },
    { name: "cross_entropy", output: "softmax", targets: "unit_interval" },
  ],
  optimizers: [{ name: "sgd", parameters: [{ name: "learning_rate", default: 0.1 }] }],
});

/** The request that the form makes of a text. @param {string} text */
function entered(text) {
  const { sizes, hidden, output, loss, rate, bias, numbers } = homeworkIn(text, catalog);
  const form = { sizes, hidden, output, loss, bias: bias ?? true, rate: rate ?? Number.NaN, numbers };
  const made = requestOf(form, catalog);
  assert.ok("request" in made, `${text}\n${JSON.stringify([form, made])}`);
  return made.request;
}

const W1 = [
  [0.1, -0.2],
  [0.3, 0.4],
];
const SMALL = {
  network: {
    inputs: 2,
    layers: [
      { units: 2, activation: "sigmoid", bias: true, weights: W1, biases: [0.1, 0.2] },
      { units: 1, activation: "sigmoid", bias: true, weights: [[0.5, -0.6]], biases: [0.3] },
    ],
    loss: "half_squared_error",
  },
  inputs: [[0.5, 0.1]],
  targets: [[1]],
  optimizer: { name: "sgd", learning_rate: 0.5 },
};

const TEXTS = {
  "one line with commas": `2-2-1 network, sigmoid, half squared error, x = (0.5, 0.1), t = 1, η = 0.5,
    W1 = [[0.1, -0.2], [0.3, 0.4]], b1 = [0.1, 0.2], W2 = [[0.5, -0.6]], b2 = 0.3`,
  "a line for each": `Network: 2-2-1
Activation: sigmoid
Loss: E = ½ (t − y)²
x = (0.5, 0.1)
t = 1
learning rate: 0.5
W1 = [[0.1, -0.2], [0.3, 0.4]]
b1 = (0.1, 0.2)
W2 = [[0.5, -0.6]]
b2 = (0.3)`,
  semicolons: `sizes: 2-2-1; activations: sigmoid; loss: half squared error; x = [0.5, 0.1]; t = [1]; lr = 0.5;
W1 = [[0.1, -0.2], [0.3, 0.4]]; b1 = [0.1, 0.2]; W2 = [[0.5, -0.6]]; b2 = [0.3]`,
  sentences: `Consider a network with 2 inputs, 2 hidden neurons and 1 output. All neurons use the sigmoid function. The
loss is the half squared error, and the learning rate is 0.5. With x = (0.5, 0.1) and t = 1, do one step.
W1 = [[0.1, -0.2], [0.3, 0.4]]
b1 = [0.1, 0.2]
W2 = [[0.5, -0.6]]
b2 = [0.3]`,
  "weights one by one": `2-2-1, sigmoid in the hidden and the output layer, half squared error, η = 0.5
x1 = 0.5, x2 = 0.1, t = 1
w1 = 0.1, w2 = -0.2, w3 = 0.3, w4 = 0.4, w5 = 0.5, w6 = -0.6
b1 = 0.1, b2 = 0.2, b3 = 0.3`,
  Chinese: `2-2-1 网络，激活函数 sigmoid，半平方误差，x = (0.5, 0.1)，t = 1，学习率 0.5
W1 = [[0.1, -0.2], [0.3, 0.4]]，b1 = (0.1, 0.2)，W2 = [[0.5, -0.6]]，b2 = 0.3`,
  "Chinese by lines": `网络结构：2-2-1
激活函数：sigmoid
损失函数：半平方误差
学习率：η＝0.5
输入：x＝（0.5，0.1）
目标值：t＝1
权重：W1＝[[0.1，-0.2]，[0.3，0.4]]
偏置：b1＝（0.1，0.2）
权重：W2＝[[0.5，-0.6]]
偏置：b2＝0.3`,
  "Chinese in words": `某神经网络有2个输入、2个隐藏神经元和1个输出，各层都用sigmoid；损失为半平方误差；学习率η=0.5；
输入x=(0.5,0.1)；目标t=1；W1=[[0.1,-0.2],[0.3,0.4]]；b1=[0.1,0.2]；W2=[[0.5,-0.6]]；b2=[0.3]`,
};

for (const [name, text] of Object.entries(TEXTS))
  test(`a homework text fills the form: ${name}`, () => {
    assert.ok(isNetwork(homeworkIn(text, catalog)));
    assert.deepEqual(entered(text), SMALL);
    assert.deepEqual(entered(text.replaceAll("\n", "\r\n")), SMALL);
  });

test("sizes follow from the matrices where no word says them", () => {
  const text = "W1 = [[1,2,3],[4,5,6]]\nW2 = [[1,2]]\nt = 1, x = (1,2,3), tanh, MSE, η = 0.1";
  const { network } = entered(text);
  assert.deepEqual([network.inputs, ...network.layers.map(({ units }) => units)], [3, 2, 1]);
});

test("every layer has the activation that stands beside its name", () => {
  for (const [text, hidden, output] of [
    ["hidden layer: tanh, output layer: linear", "tanh", "linear"],
    ["tanh in the hidden layer and a linear output", "tanh", "linear"],
    ["ReLU hidden units with a softmax output", "relu", "softmax"],
    ["leaky ReLU, softmax", "leaky_relu", "softmax"],
    ["隐藏层用 tanh，输出层用 softmax", "tanh", "softmax"],
    ["输出层为线性，隐藏层为ReLU", "relu", "linear"],
    ["tanh", "tanh", "tanh"],
  ]) {
    const found = homeworkIn(`2-3-2 network. ${text}. x = (1, 2)`, catalog);
    assert.deepEqual([found.hidden, found.output], [hidden, output], text);
  }
});

test("a cross-entropy is that of the output's activation", () => {
  const lossOf = (/** @type {string} */ text) => homeworkIn(text, catalog).loss;
  assert.equal(lossOf("2-2-1 network, sigmoid, cross-entropy, x = (1, 2)"), "binary_cross_entropy");
  assert.equal(lossOf("2-2-2 网络，softmax，交叉熵，x = (1, 2)"), "cross_entropy");
});

test("a text without biases has none, and one for each layer is that of all its neurons", () => {
  assert.equal(homeworkIn("2-2-1 network without bias, x = (1, 2)", catalog).bias, false);
  assert.equal(homeworkIn("2-2-1 网络，无偏置，x = (1, 2)", catalog).bias, false);
  const { numbers } = homeworkIn("2-2-2 network, b1 = 0.35, b2 = 0.6", catalog);
  assert.deepEqual(numbers, { b1: "0.35 0.35", b2: "0.6 0.6" });
});

/** SMALL as a text, then results that a reader worked out from it. @param {string} results */
const solved = (results) => `${TEXTS["a line for each"]}\n\nMy solution:\n${results}`;

/** How people name the weights after the step, and gradients, of a layer. */
const RESULTS = [
  "W1new",
  "W1 new",
  "W1_new",
  "W1_{new}",
  "W1^(new)",
  "W1 (new)",
  "new W1",
  "New weights W1",
  "the new weights of layer 1",
  "weights of layer 1 after the update",
  "updated W1",
  "W1_updated",
  "W1'",
  "W1′",
  "W1 after",
  "Gradient W1",
  "gradient of W1",
  "W1 gradient",
  "delta W1",
  "grad W1",
  "新W1",
  "新的W1",
  "更新后的 W1",
  "W1 更新后",
  "更新后的第1层权重",
  "W1的梯度",
  "W1 step 2",
  "W1 at step 1",
  "W1 (step 1)",
  "W1 after step 1",
  "W1 after training",
  "W1(1)",
  "W1^(1)",
  "W1 [1]",
  "W1[1]",
  "W_1 (1)",
  "W^{(1)}(1)",
  "W^(1) [1]",
  "neues W1",
  "neue W1",
  "∂C/∂W1",
  "∂E/∂W1",
  "∇W1",
  "∂ E_total / ∂W1",
  "Neue Gewichte W1",
];

test("what a solution works out is not what the homework gives", () => {
  for (const name of RESULTS) {
    const text = solved(`${name} = [[0.11, -0.19], [0.31, 0.41]]`);
    assert.deepEqual(entered(text), SMALL, name);
    assert.deepEqual(homeworkIn(text, catalog).results, [name]);
    // A single row could stand below the one that is given.
    const second = name.replace(/(?<=[Ww](?:_|\^\{?\()?|layer |第)1/, "2");
    const rows = solved(`${second} = [[0.48, -0.61]]`);
    assert.deepEqual(entered(rows), SMALL, second);
    assert.deepEqual(homeworkIn(rows, catalog).results, [second]);
  }
  for (const name of [
    "∂E/∂y",
    "∂E/∂x",
    "\\nabla W2",
    "∇_{W2}",
    "∂C/∂b2",
    "\\frac{\\partial C}{\\partial W2}",
  ])
    assert.deepEqual(entered(`${TEXTS["a line for each"]}\n${name} = [[0.48, -0.61]]`), SMALL, name);
  const both = solved("b1new = (0.12, 0.21)\nW2new = [[0.48, -0.61]]\nb2 (new) = 0.29\nnew b1: (0.12, 0.21)");
  assert.deepEqual(entered(both), SMALL);
  assert.deepEqual(homeworkIn(both, catalog).results, ["b1new", "W2new", "b2 (new)", "new b1"]);
});

test("without sizes the first tables give them, whatever follows", () => {
  const text = TEXTS["a line for each"].replace("Network: 2-2-1\n", "");
  assert.deepEqual(entered(`${text}\nW1 step 2 = [[0.11, -0.19], [0.31, 0.41]]`), SMALL);
});

test("weights of one neuron after another are no results", () => {
  for (const [first, second] of [
    ["row one", "row two"],
    ["neuron 1", "neuron 2"],
    ["(1)", "(2)"],
  ]) {
    const rows = `W1 ${first} = (0.1, -0.2)\nW1 ${second} = (0.3, 0.4)`;
    assert.deepEqual(entered(TEXTS["a line for each"].replace(/W1 = .*/, rows)), SMALL, rows);
  }
  for (const name of [
    "Compute the new weights with W1",
    "Find the gradients if W1",
    "A new network has W1",
    "Weights of the new network W1",
  ]) {
    const given = TEXTS["a line for each"].replace("W1 =", `${name} =`);
    assert.deepEqual(entered(given), SMALL, name);
    assert.deepEqual(homeworkIn(given, catalog).results, [], name);
  }
});

test("weights after something are given where they are the only ones", () => {
  for (const name of [
    "W2 after training",
    "Weights after initialization of layer 2",
    "Weights of layer 2 after initialization",
    "W2 at step 0",
    "初始化之后的 W2",
  ]) {
    const given = TEXTS["a line for each"].replace("W2 =", `${name} =`);
    assert.deepEqual(entered(given), SMALL, name);
    assert.deepEqual(homeworkIn(given, catalog).results, [], name);
  }
  const steps = TEXTS["a line for each"].replace("W2 =", "W2 at step 0 =");
  assert.deepEqual(entered(`${steps}\nW2 at step 1 = [[0.48, -0.61]]`), SMALL);
});

test("single weights after the step stay out, too", () => {
  const given =
    "2-1 network, sigmoid, half squared error, x = (1, 2), t = 1, η = 0.5, w1 = 0.3, w2 = -0.4, b = 0.1";
  const { weights } = entered(given).network.layers[0] ?? {};
  assert.deepEqual(weights, [[0.3, -0.4]]);
  for (const results of [
    "w1' = 0.31, w2' = -0.39",
    "new w1 = 0.31, new w2 = -0.39",
    "w1new = 0.31; w2new = -0.39",
  ])
    assert.deepEqual(entered(`${given}\n${results}`), entered(given), results);
});

test("a table, a sentence or a page of text is no network", () => {
  for (const text of [
    "",
    "1 2 3\n4 5 6",
    "W1 = [[1, 2], [3, 4]]",
    "x = (1, 2), t = 3",
    "See pages 10-12 of chapter 3.",
    "2024-05-31",
    "x".repeat(300_000),
  ])
    assert.equal(isNetwork(homeworkIn(text, catalog)), false, text.slice(0, 40));
  assert.equal(countOf(homeworkIn("nothing here", catalog)), 0);
});
