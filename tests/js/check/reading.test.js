// Numbers as people paste them: by name and by place, with the text of each as it was written.
import assert from "node:assert/strict";
import { test } from "node:test";
import { othersThan } from "../../../static/js/check/marking/reading/given.js";
import { LONGEST, LONGEST_LINES, readSheet } from "../../../static/js/check/marking/reading/text.js";
import { addressesOf } from "../../../static/js/check/marking/sheet.js";
import { processorMs } from "../processor_time.js";

/** @param {number[]} sizes @param {{samples?: number, bias?: boolean}} [how] */
function planOf(sizes, { samples = 1, bias = true } = {}) {
  const [inputs = 1, ...units] = sizes;
  const rows = (/** @type {number} */ width) => Array.from({ length: samples }, () => Array(width).fill(1));
  return {
    network: {
      inputs,
      layers: units.map((count) => ({ units: count, activation: "sigmoid", bias })),
      loss: "half_squared_error",
    },
    inputs: rows(inputs),
    targets: rows(units.at(-1) ?? 1),
  };
}

const PLAN = planOf([2, 2, 2]);

/** @param {string} text @param {ReturnType<typeof planOf>} [plan] @param {number} [sample] */
const read = (text, plan = PLAN, sample = 0) =>
  readSheet(
    text,
    plan,
    addressesOf(plan, () => true),
    sample,
  );

const DW1 = { "dw1.0.0": "1", "dw1.0.1": "2", "dw1.1.0": "3", "dw1.1.1": "4" };
/** The two neurons of a layer. @param {string} name @param {string} layer @returns {[string, Record<string, string>]} */
const both = (name, layer) => [`${name} = (0.1, 0.2)`, { [`${layer}.0`]: "0.1", [`${layer}.1`]: "0.2" }];
/** @param {string} name @param {string} address @returns {[string, Record<string, string>]} */
const one = (name, address) => [`${name} = 0.1`, { [address]: "0.1" }];
/** All neurons. @param {string} name @param {string} family @returns {[string, Record<string, string>]} */
const every = (name, family) => [
  `${name} = (1, 2, 3, 4)`,
  { [`${family}1.0`]: "1", [`${family}1.1`]: "2", [`${family}2.0`]: "3", [`${family}2.1`]: "4" },
];
/** @param {string} name @returns {[string, Record<string, string>]} */
const everyWeight = (name) => [
  `${name} = (1, 2, 3, 4, 5, 6, 7, 8)`,
  { ...DW1, "dw2.0.0": "5", "dw2.0.1": "6", "dw2.1.0": "7", "dw2.1.1": "8" },
];
/** Each text, and what is read from it: all of it. @type {[string, Record<string, string>][]} */
const CASES = [
  // addresses of the API
  ["z1.0,0.53", { "z1.0": "0.53" }],
  ["address,value\nz1.0,0.530\ndelta2.1,-0.020", { "z1.0": "0.530", "delta2.1": "-0.020" }],
  ["z1.0\t0.53\nz1.1\t-0.2", { "z1.0": "0.53", "z1.1": "-0.2" }],
  ["z1.0 = 0.53", { "z1.0": "0.53" }],
  ["dw1.0.1: 1/3", { "dw1.0.1": "1/3" }],
  ["z1.0;0,53\nz1.1;-0,20", { "z1.0": "0,53", "z1.1": "-0,20" }],
  ["z1.0,0,53", { "z1.0": "0,53" }],
  ["z1.0 0.53\nz1.1 −0.2", { "z1.0": "0.53", "z1.1": "−0.2" }],
  ['"z1.0","0.53"', { "z1.0": "0.53" }],
  // words behind a letter say of what it is
  ["Activations of layer 1 = [0.1, 0.2]", { "a1.0": "0.1", "a1.1": "0.2" }],
  ["z of layer 2: (0.3, 0.4)", { "z2.0": "0.3", "z2.1": "0.4" }],
  ["a hidden = (0.1, 0.2)", { "a1.0": "0.1", "a1.1": "0.2" }],
  ["net h1 = 0.5, out o2 = 0.6", { "z1.0": "0.5", "a2.1": "0.6" }],
  ["δ of layer 1 = (0.1, 0.2)", { "delta1.0": "0.1", "delta1.1": "0.2" }],
  ["db of layer 1 = (0.1, 0.2)", { "db1.0": "0.1", "db1.1": "0.2" }],
  ["delta hidden 1 = 0.1; delta hidden 2 = 0.2", { "delta1.0": "0.1", "delta1.1": "0.2" }],
  ["z_out = (0.3, 0.4)", { "z2.0": "0.3", "z2.1": "0.4" }],
  ["gradient of the weights of layer 1 = [[1, 2], [3, 4]]", DW1],
  // as do letters and short words
  ...[
    "zh",
    "z hid1",
    "z hid",
    "net hid",
    "neth",
    "z from hidden",
    "zs of layer 1",
    "net input of layer 1",
  ].map((name) => both(name, "z1")),
  ...["ah", "outh", "a from layer 1"].map((name) => both(name, "a1")),
  ...["zo", "neto", "z out1"].map((name) => both(name, "z2")),
  ...["ao", "outo"].map((name) => both(name, "a2")),
  both("dzh", "delta1"),
  both("dyo", "error2"),
  both("errh", "error1"),
  both("dbh", "db1"),
  both("dbo", "db2"),
  ...["net input h1", "net sum h1", "zsum h1", "net total h1", "z of h1", "z hid1"].map((name) =>
    one(name, "z1.0"),
  ),
  ...["net input o2", "z of o2", "z out2"].map((name) => one(name, "z2.1")),
  ...["zs", "nets", "z values"].map((name) => every(name, "z")),
  ...["As", "hs", "ys"].map((name) => every(name, "a")),
  ...["dWij", "dWih", "dWho"].map(everyWeight),
  // JSON
  ['{"z1.0": "0.50", "loss": 0.2980}', { "z1.0": "0.50", loss: "0.2980" }],
  ['{"answers": {"z1.0": 0.50}}', { "z1.0": "0.50" }],
  [
    '{"dW1": [[0.10, -2e-3], [1.0, 0]]}',
    { "dw1.0.0": "0.10", "dw1.0.1": "-2e-3", "dw1.1.0": "1.0", "dw1.1.1": "0" },
  ],
  [
    '{"layers": [{"deltas": [[0.1, 0.20]]}, {"deltas": [[3, 4]]}]}',
    { "delta1.0": "0.1", "delta1.1": "0.20", "delta2.0": "3", "delta2.1": "4" },
  ],
  // arrays as programs print them
  [
    "dW1 = [[0.1, 0.2],\n       [0.3, -0.4]]",
    { "dw1.0.0": "0.1", "dw1.0.1": "0.2", "dw1.1.0": "0.3", "dw1.1.1": "-0.4" },
  ],
  [
    "dW1 = array([[0.1 , 0.2 ],\n       [0.3 , 0.40]])",
    { "dw1.0.0": "0.1", "dw1.0.1": "0.2", "dw1.1.0": "0.3", "dw1.1.1": "0.40" },
  ],
  [
    "dW1:\n[[ 0.1  0.2]\n [-0.3  0.4]]",
    { "dw1.0.0": "0.1", "dw1.0.1": "0.2", "dw1.1.0": "-0.3", "dw1.1.1": "0.4" },
  ],
  ["z1 = tensor([[0.3775, 0.3925]], grad_fn=<AddmmBackward0>)", { "z1.0": "0.3775", "z1.1": "0.3925" }],
  ["z1.0 = 5·10^(-3)\nz1.1 = 2.5 x 10^{-3}", { "z1.0": "5·10^(-3)", "z1.1": "2.5 x 10^{-3}" }],
  ["z1 = [np.float64(0.53), np.float64(-0.2)]", { "z1.0": "0.53", "z1.1": "-0.2" }],
  ["z1 = [tensor(0.53), tensor(-0.2, grad_fn=<AddBackward0>)]", { "z1.0": "0.53", "z1.1": "-0.2" }],
  ["z1 = Array([0.53, -0.2], dtype=float32, weak_type=True)", { "z1.0": "0.53", "z1.1": "-0.2" }],
  ["z1 = tf.Tensor([0.53 -0.2], shape=(2,), dtype=float32)", { "z1.0": "0.53", "z1.1": "-0.2" }],
  ["loss = <tf.Tensor: shape=(), dtype=float32, numpy=0.53>", { loss: "0.53" }],
  // The shape in front of the numbers is none of them.
  [
    "dW1 = <tf.Tensor: shape=(2, 2), dtype=float32, numpy=\narray([[0.1, 0.2],\n       [0.3, 0.4]], dtype=float32)>",
    { "dw1.0.0": "0.1", "dw1.0.1": "0.2", "dw1.1.0": "0.3", "dw1.1.1": "0.4" },
  ],
  ["{'z1': array([0.1, 0.2]), 'loss': np.float64(0.53)}", { "z1.0": "0.1", "z1.1": "0.2", loss: "0.53" }],
  [
    "W1.grad = tensor([[1e-4, 2.0e-4], [3e-4, 4e-4]], dtype=torch.float64)",
    { "dw1.0.0": "1e-4", "dw1.0.1": "2.0e-4", "dw1.1.0": "3e-4", "dw1.1.1": "4e-4" },
  ],
  ["b2.grad: tensor([0.1385, -0.0381])", { "db2.0": "0.1385", "db2.1": "-0.0381" }],
  [
    "fc1.weight.grad tensor([[1, 2], [3, 4]])",
    { "dw1.0.0": "1", "dw1.0.1": "2", "dw1.1.0": "3", "dw1.1.1": "4" },
  ],
  [
    "a1 = [0.59, 0.60]\na2 = [0.75, 0.77]",
    { "a1.0": "0.59", "a1.1": "0.60", "a2.0": "0.75", "a2.1": "0.77" },
  ],
  ["delta2 = np.array([0.1385, -0.0381])", { "delta2.0": "0.1385", "delta2.1": "-0.0381" }],
  ["db1 = [0.1 0.2]", { "db1.0": "0.1", "db1.1": "0.2" }],
  // by hand
  ["z1 = 0.53; z2 = 0.60; z3 = 1.1", { "z1.0": "0.53", "z1.1": "0.60", "z2.0": "1.1" }],
  ["z1=0.53, z2=0.60", { "z1.0": "0.53", "z1.1": "0.60" }],
  ["z1 = 0,53\nz2 = -0,60", { "z1.0": "0,53", "z1.1": "-0,60" }],
  ["z_1^{(2)} = 1.1", { "z2.0": "1.1" }],
  ["δ_2^(1) = 0.01", { "delta1.1": "0.01" }],
  ["\\delta^{(2)}_1 = 0.0100", { "delta2.0": "0.0100" }],
  ["dL/dW1 = [[1,2],[3,4]]", { "dw1.0.0": "1", "dw1.0.1": "2", "dw1.1.0": "3", "dw1.1.1": "4" }],
  ["∂C/∂w_{12}^{(2)} = 0.5", { "dw2.0.1": "0.5" }],
  ["dE/dw5 = 0.0821670407", { "dw2.0.0": "0.0821670407" }],
  [
    "net_h1 = 0.3775\nout_h1 = 0.593269992\nnet_o2 = 1.22\nout_o2 = 0.77",
    { "z1.0": "0.3775", "a1.0": "0.593269992", "z2.1": "1.22", "a2.1": "0.77" },
  ],
  ["E_total = 0.298371109", { loss: "0.298371109" }],
  ["C = 0.2980", { loss: "0.2980" }],
  ["f'(z_1^(2)) = 0.1868", { "slope2.0": "0.1868" }],
  ["w5' = 0.35891648", { "new_w2.0.0": "0.35891648" }],
  ["w5+ = 0.35891648", { "new_w2.0.0": "0.35891648" }],
  ["new_W1 = [[1,2],[3,4]]", { "new_w1.0.0": "1", "new_w1.0.1": "2", "new_w1.1.0": "3", "new_w1.1.1": "4" }],
  ["ΔW2 = [[1,2],[3,4]]", { "step_w2.0.0": "1", "step_w2.0.1": "2", "step_w2.1.0": "3", "step_w2.1.1": "4" }],
  ["z1_2 = 0.5", { "z1.1": "0.5" }],
  ["delta_1_2 = − 0.5", { "delta1.1": "− 0.5" }],
  ["{'z1': [0.5, 0.60]}".replace(/^\{|\}$/g, ""), { "z1.0": "0.5", "z1.1": "0.60" }],
  // wide marks and Chinese names
  ["ｚ１ ＝ ０．５３；ｚ２ ＝ −０．２", { "z1.0": "０．５３", "z1.1": "−０．２" }],
  ["第1层误差项：[0.01，0.02]", { "delta1.0": "0.01", "delta1.1": "0.02" }],
  ["损失 = 0.298", { loss: "0.298" }],
  ["权重梯度 W1 = [[1,2],[3,4]]", { "dw1.0.0": "1", "dw1.0.1": "2", "dw1.1.0": "3", "dw1.1.1": "4" }],
  ["净输入1：0.3775", { "z1.0": "0.3775" }],
  // tables
  ["z1.0,z1.1,a1.0\n0.1,0.20,0.3", { "z1.0": "0.1", "z1.1": "0.20", "a1.0": "0.3" }],
  ["z1\t0.1\t0.2\na1\t0.3\t0.40", { "z1.0": "0.1", "z1.1": "0.2", "a1.0": "0.3", "a1.1": "0.40" }],
  ["dW1\t0.1\t0.2\n\t0.3\t0.4", { "dw1.0.0": "0.1", "dw1.0.1": "0.2", "dw1.1.0": "0.3", "dw1.1.1": "0.4" }],
  // with the biases in a column of their own
  [
    "dW1 = [[1,2,3],[4,5,6]]",
    { "dw1.0.0": "1", "dw1.0.1": "2", "db1.0": "3", "dw1.1.0": "4", "dw1.1.1": "5", "db1.1": "6" },
  ],
];

for (const [text, wanted] of CASES)
  test(`reads ${JSON.stringify(text).slice(0, 90)}`, () => {
    const { answers, skipped } = read(text);
    assert.deepEqual(skipped, []);
    assert.deepEqual(answers, wanted);
  });

test("an array belongs to a layer, also where a layer has one neuron", () => {
  const plan = planOf([2, 3, 2, 1]);
  const layer = { "z1.0": "1", "z1.1": "2", "z1.2": "3", "z3.0": "4" };
  for (const text of [
    "z1 = [[1, 2, 3]]\nz3 = [[4]]",
    "z3 = [4]\nz1 = [1, 2, 3]",
    "z1 = tensor([1, 2, 3])\nz3 = tensor([4])",
    "z1 = 1 2 3\nz3 = 4",
    '{"z1": [1, 2, 3], "z3": 4}',
    '{"z1": [[1, 2, 3]], "z3": [[4]]}',
  ])
    assert.deepEqual(read(text, plan).answers, layer, text);
  assert.deepEqual(read("b3.grad: tensor([0.1])", plan).answers, { "db3.0": "0.1" });
  // A number alone counts the neurons of all layers.
  assert.deepEqual(read("z1 = 1\nz3 = 4", plan).answers, { "z1.0": "1", "z1.2": "4" });
});

test("the losses of samples, of rounds and after the update are told apart", () => {
  const plan = planOf([2, 1], { samples: 2 });
  const own = { loss: "2", "loss@0": "1", "loss@1": "3" };
  assert.deepEqual(
    read("losses = [8, 2]\nloss = 2\nsample_losses = [1, 3]\nloss_after = 0.5", plan).answers,
    own,
  );
  assert.deepEqual(
    read('{"loss": 2, "sample_losses": [1, 3], "loss_after": 0.5, "losses": [8, 2]}', plan).answers,
    own,
  );
  assert.deepEqual(read("losses = [1, 3]\nloss = 2", plan).answers, own);
});

test("a file with addresses and values is read, whatever else it has", () => {
  const wanted = { "z1.0": "0.5", "delta2.1": "-0.02" };
  const csv =
    'address,symbol,layer,value\nx.0,x_1,,1\nw1.0.0,"w_{1,1}",1,3\nz1.0,"z_1",1,0.5\n,C,,9\ndelta2.1,"d|",2,-0.02';
  for (const text of [
    csv,
    csv.replaceAll(",", ";").replaceAll(/"(.*?)"/g, "$1"),
    csv.replaceAll(/"(.*?)"/g, "$1").replaceAll(",", "\t"),
    `# A pass\n\n$$\nz_1=0.7\n$$\n\n| address | symbol | value |\n| --- | --- | --- |\n| z1.0 | \\frac{z\\|}{2} | 0.5 |\n| delta2.1 |  | -0.02 |\n`,
  ]) {
    const { answers, skipped } = read(text);
    assert.deepEqual(skipped, []);
    assert.deepEqual(answers, wanted, text);
  }
  const { skipped } = read("address,symbol,value\nz9.0,z,1\nz1.0,z,=A1");
  assert.deepEqual(
    skipped.map(({ line, reason }) => [line, reason.key]),
    [
      [2, "checking.paste_place"],
      [3, "checking.paste_formula"],
    ],
  );
});

test("what a file says was asked is not handed in", () => {
  const file = {
    tool: "trace",
    request: { network: { loss: "x" }, inputs: [[1, 2]] },
    answer: { loss: 0.5 },
  };
  const { answers, skipped } = read(JSON.stringify(file));
  assert.deepEqual([answers, skipped], [{ loss: "0.5" }, []]);
  const whole = {
    ...file,
    answer: { network: {}, loss: 0.5, steps: Array(20_000).fill({ rule: "forward" }) },
  };
  assert.ok(JSON.stringify(whole).length > LONGEST_LINES);
  assert.deepEqual(read(JSON.stringify(whole)).answers, { loss: "0.5" });
});

test("a batch has a row for each sample, or a column", () => {
  const plan = planOf([2, 3, 1], { samples: 2 });
  const wanted = { "a1.0": "1", "a1.1": "2", "a1.2": "3", "a1.0@1": "4", "a1.1@1": "5", "a1.2@1": "6" };
  assert.deepEqual(read("a1 = [[1,2,3],[4,5,6]]", plan).answers, wanted);
  assert.deepEqual(read("a1 = [[1,4],[2,5],[3,6]]", plan).answers, wanted);
  assert.deepEqual(read("a1 = [4,5,6]", plan, 1).answers, { "a1.0@1": "4", "a1.1@1": "5", "a1.2@1": "6" });
  assert.deepEqual(read("z1.0@1 = 0.5\nloss@0 = 2\nloss = 3", plan).answers, {
    "z1.0@1": "0.5",
    "loss@0": "2",
    loss: "3",
  });
});

test("a matrix that is turned is turned back", () => {
  assert.deepEqual(read("dW1 = [[1,2,3],[4,5,6]]", planOf([2, 3, 1], { bias: false })).answers, {
    "dw1.0.0": "1",
    "dw1.0.1": "4",
    "dw1.1.0": "2",
    "dw1.1.1": "5",
    "dw1.2.0": "3",
    "dw1.2.1": "6",
  });
});

/** What cannot be placed, and why. @type {[string, string][]} */
const REFUSED = [
  ["0.5 0.6 0.7", "checking.paste_no_name"],
  ["banana = 0.5", "checking.paste_name"],
  ["Homework 3", "checking.paste_no_name"],
  ["Homework = 3", "checking.paste_name"],
  ["Hours 3", "checking.paste_no_name"],
  ["A total of 3", "checking.paste_no_name"],
  ["Net income: 3", "checking.paste_name"],
  ["Aufgabe: 3", "checking.paste_name"],
  ["Answer: 0.5", "checking.paste_name"],
  ["Year: 2026", "checking.paste_name"],
  ["alpha = 0.5", "checking.paste_name"],
  ["Hidden neurons: 3", "checking.paste_name"],
  ["Network: 2", "checking.paste_name"],
  ["Date: 3", "checking.paste_name"],
  ["激活函数: 1", "checking.paste_name"],
  ["z7.0 = 0.5", "checking.paste_place"],
  ["z9 = 0.5", "checking.paste_place"],
  ["dW1 = [1,2,3]", "checking.paste_count"],
  ["dW4 = [[1,2],[3,4]]", "checking.paste_layer"],
  ["z1.0 = =A1*B2", "checking.paste_formula"],
  ["z1.0\t=SUM(A1:A9)", "checking.paste_formula"],
  ["z1.0 = ten", "error.number"],
  ["z1.0 = -", "error.number"],
  ["", "checking.paste_nothing"],
  ["   \n\n", "checking.paste_nothing"],
  ["{}", "checking.paste_nothing"],
  ['{"a": null}', "checking.paste_nothing"],
  [`z1.0 = ${"1".repeat(100)}`, "checking.paste_cell_long"],
];

for (const [text, key] of REFUSED)
  test(`says what is wrong with ${JSON.stringify(text).slice(0, 60)}`, () => {
    const { answers, skipped } = read(text);
    assert.deepEqual(answers, {});
    assert.ok(skipped[0]?.reason.key.startsWith(key), JSON.stringify(skipped));
  });

test("lines that cannot be placed leave the others alone", () => {
  const { answers, skipped } = read("z1.0 = 0.5\nbanana = 3\nz1.1 = 0,60\nz1.0 = x");
  assert.deepEqual(answers, { "z1.0": "0.5", "z1.1": "0,60" });
  assert.deepEqual(
    skipped.map(({ line }) => line),
    [2, 4],
  );
});

test("what is hostile is refused with a sentence, at once", () => {
  const hostile = [
    "1".repeat(10_000_000),
    "z1 = ".repeat(100_000).slice(0, LONGEST_LINES),
    "[".repeat(LONGEST_LINES),
    "(".repeat(LONGEST_LINES),
    `z1 = ${"[".repeat(100_000)}`,
    '"'.repeat(LONGEST_LINES),
    "a".repeat(LONGEST_LINES),
    "-".repeat(LONGEST_LINES),
    "z1,".repeat(100_000),
    "\n".repeat(LONGEST_LINES),
    "∂".repeat(LONGEST_LINES),
    `${"z_".repeat(1000)}= 1\n`.repeat(50),
    `z1 = ${"1 ".repeat(190_000)}`,
    `{"z1": ${"[".repeat(90_000)}1${"]".repeat(90_000)}}`,
    `${'{"a":'.repeat(30_000)}1${"}".repeat(30_000)}`,
    `{"z1": [${"[1],".repeat(400_000)}[1]]}`,
    "[".repeat(LONGEST),
    '"'.repeat(LONGEST),
    `{"${"z".repeat(LONGEST - 9)}":1}`,
    `address,value,x\n${"z1,".repeat(60_000)}`,
    `address|value|x\n${"|".repeat(190_000)}`,
    `address\tvalue\tx\n${'"'.repeat(190_000)}`,
  ];
  for (const text of hostile) {
    const took = processorMs(() => read(text));
    assert.ok(took < 4000, `${text.slice(0, 10)}: ${took} ms`);
    const { answers, skipped, left } = read(text);
    assert.deepEqual(answers, {});
    assert.ok(skipped.length > 0 && skipped.length <= 8);
    assert.ok(left >= 0);
    assert.ok(JSON.stringify(skipped).length < 4000);
  }
});

test("what a task gives is read, and held against the page's network", () => {
  const page = { "w1.0.0": 0.15, "w1.0.1": 0.2, "w1.1.0": 0.25, "w1.1.1": 0.3, "b1.0": 0.35, "x.0": 0.05 };
  const here = (/** @type {string} */ address) =>
    /** @type {Record<string, number>} */ (page)[address.replace(/@0$/, "")] ?? null;
  /** @type {[string, string[], boolean][]} */
  const cases = [
    ["W1 = [[0.15, 0.20], [0.25, 0.30]]\nz1.0 = 1", [], false],
    ["W1 = [[0.15, 0.25], [0.20, 0.30]]", ["w1.0.1", "w1.1.0"], true],
    ["fc1.weight = [[0.9, 0.2], [0.25, 0.3]]", ["w1.0.0"], false],
    // Books do not agree on the order of w1, w2, …
    ["w1 = 0.15\nw2 = 0.25\nw3 = 0.20\nw4 = 0.30", [], false],
    ["w1 = 0.15\nw2 = 0.20\nw3 = 0.25\nw4 = 0.31", ["w1.1.1"], false],
    // One bias of a whole layer.
    ["b1 = 0.35\nb2 = 0.6", [], false],
    ["x = [0.5, 0.1]", ["x.0@0"], false],
    ["x1 = 0.05", [], false],
    ["address,symbol,value\nw1.0.0,w,0.15\nb1.0,b,0.5\nz1.0,z,1", ["b1.0"], false],
  ];
  for (const [text, addresses, turned] of cases) {
    const { given, skipped } = read(text);
    assert.deepEqual(skipped, [], text);
    const { others, isTurned } = othersThan(given, here);
    assert.deepEqual(
      others.map(({ address }) => address),
      addresses,
      text,
    );
    assert.equal(isTurned, turned, text);
  }
});
