// The pure parts of section 5's tools: both rules number by number, why a sign is wrong, and the chart of many rounds.
import assert from "node:assert/strict";
import { test } from "node:test";

import { plotOf } from "../../../static/js/draw/plot/scale.js";
import {
  comparisonOf,
  conditionsOf,
  cosineOf,
  errorLine,
  errorsBehind,
  flippedIn,
  leftOutOf,
  movedAlone,
  signsOf,
} from "../../../static/js/lesson/tools/comparison.js";
import {
  curveOf,
  lossText,
  lossTicks,
  lowerOf,
  milestones,
  maxRounds,
  placed,
  rangeOf,
  risesIn,
  roundTicks,
  spread,
  thinned,
} from "../../../static/js/lesson/tools/curves.js";
import { exampleOf, isSameNetwork } from "../../../static/js/lesson/tools/examples.js";
import { printedValueOf } from "../../../static/js/network/notation.js";
import { pairsOf } from "../../../static/js/lesson/tools/rule_pairs.js";

// ---- the server's answer for a sigmoid network without biases and one sample, computed here ------------------------

const sigmoid = (z) => 1 / (1 + Math.exp(-z));
const times = (matrix, vector) => matrix.map((row) => row.reduce((sum, w, i) => sum + w * vector[i], 0));
const back = (matrix, vector) =>
  matrix[0].map((_, i) => matrix.reduce((sum, row, j) => sum + row[i] * vector[j], 0));

/** Forward; the true ∂E/∂a and ∂E/∂z back; the drawn ε back without slopes. */
function traceOf(request) {
  const weights = request.network.layers.map((layer) => layer.weights);
  const rate = request.optimizer.learning_rate;
  const outputs = [];
  weights.forEach((matrix, l) =>
    outputs.push(times(matrix, outputs[l - 1] ?? request.inputs[0]).map(sigmoid)),
  );
  const slopes = outputs.map((layer) => layer.map((y) => y * (1 - y)));
  const layers = [];
  const drawn = [];
  let error = outputs.at(-1).map((y, k) => y - request.targets[0][k]);
  let epsilon = error.map((e) => -e);
  for (let l = weights.length - 1; l >= 0; l -= 1) {
    const signal = outputs[l - 1] ?? request.inputs[0];
    const delta = error.map((e, j) => e * slopes[l][j]);
    const gradients = delta.map((d) => signal.map((x) => d * x));
    const stands = epsilon.map((e, j) => signal.map((x) => -e * slopes[l][j] * x));
    layers[l] = {
      activation_gradients: [error],
      deltas: [delta],
      weight_gradients: gradients,
      bias_gradients: null,
      slopes: [slopes[l]],
    };
    drawn[l] = {
      errors: [epsilon],
      weight_updates: stands.map((row) => row.map((g) => -rate * g)),
      bias_updates: null,
      ratios: stands.map((row, j) => row.map((g, i) => g / gradients[j][i])),
    };
    error = back(weights[l], delta);
    epsilon = back(weights[l], epsilon);
  }
  const [y] = outputs.at(-1);
  return {
    request,
    layers,
    as_drawn: { layers: drawn },
    loss: 0.5 * (request.targets[0][0] - y) ** 2,
    network: {
      ...request.network,
      layers: request.network.layers.map((layer) => ({ ...layer, biases: null })),
    },
  };
}
const layer = (weights) => ({ units: weights.length, activation: "sigmoid", weights, bias: false });
const network = (...weights) => ({ inputs: 2, layers: weights.map(layer), loss: "half_squared_error" });
const request = (net, inputs, rate) => ({
  network: net,
  inputs: [inputs],
  targets: [[1]],
  optimizer: { name: "sgd", learning_rate: rate },
});
const A = request(
  network(
    [
      [0.2, -0.3],
      [0.4, 0.1],
      [-0.5, 0.6],
    ],
    [
      [0.3, -0.4, 0.5],
      [0.2, 0.6, -0.1],
    ],
    [[0.7, -0.2]],
  ),
  [1, 0.5],
  0.5,
);
const B = request(
  network(
    [
      [1, 1],
      [1, 1],
      [1, 1],
    ],
    [
      [2, 2, 2],
      [-1.5, 1, 0.5],
    ],
    [[1, 1]],
  ),
  [1, 1],
  0.1,
);
const near = (value, printed, digits) =>
  assert.ok(Math.abs(value - printed) <= 10 ** -digits, `${value} is not ${printed}`);
const rowsOf = (groups) =>
  new Map(groups.flatMap(({ errors, steps }) => [...errors, ...steps]).map((row) => [row.address, row]));

test("example A has the printed numbers: drawn, true, ratio, and the angle between the updates", () => {
  const groups = comparisonOf(traceOf(A));
  assert.deepEqual(
    groups.map((group) => group.layer),
    [3, 2, 1],
  );
  const rows = rowsOf(groups);
  for (const [address, drawn, truth, ratio] of [
    ["error2.0", 0.3060227, 0.0752978, 4.0642],
    ["error2.1", -0.0874351, -0.0215137, 4.0642],
    ["error1.0", 0.0743198, 0.0045931, 16.1809],
    ["error1.1", -0.1748701, -0.0105821, 16.5251],
    ["error1.2", 0.1617549, 0.0098841, 16.3652],
    ["w3.0.0", 0.0573978, 0.0573978, 1],
    ["w2.0.0", 0.039032, 0.0096039, 4.0642],
    ["w1.0.0", 0.0185683, 0.00114755, 16.1809],
    ["w1.1.0", -0.0415769, -0.002516, 16.5251],
  ]) {
    const row = rows.get(address);
    near(row.drawn, drawn, 7);
    near(row.truth, truth, 7);
    near(row.ratio, ratio, 3);
    assert.equal(row.signs, "same");
  }
  assert.equal(rows.size, 6 + 14);
  near(cosineOf(groups), 0.7786, 4);
  assert.deepEqual(flippedIn(groups), []);
});

test("in example B the first neuron has the wrong sign, as its condition finds", () => {
  const trace = traceOf(B);
  const groups = comparisonOf(trace);
  const rows = rowsOf(groups);
  near(rows.get("error1.0").drawn, 0.0915894, 7);
  near(rows.get("error1.0").truth, -0.010003, 7);
  near(rows.get("w1.0.0").drawn, 0.0096163, 7);
  near(rows.get("w1.0.0").truth, -0.0010502, 7);
  assert.deepEqual(
    [...rows].filter(([, { signs }]) => signs === "opposite").map(([address]) => address),
    ["error1.0", "w1.0.0", "w1.0.1"],
  );
  assert.deepEqual(flippedIn(groups), [0]);
  const [first, ...others] = conditionsOf(trace);
  assert.deepEqual([first.p, first.q, first.quotient, first.verdict], [2, -1.5, 0.75, "between"]);
  near(first.slopes[0], 0.005, 4);
  near(first.slopes[1], 0.25, 2);
  near(first.border, 0.02, 2);
  assert.deepEqual(
    others.map(({ verdict }) => verdict),
    ["same_sign", "same_sign"],
  );
});

test("the condition finds exactly the neurons with opposite signs, in random networks", () => {
  let seed = 7;
  const random = () => ((seed = (seed * 48271) % 2147483647) / 2147483647) * 6 - 3;
  const matrix = (rows, columns) =>
    Array.from({ length: rows }, () => Array.from({ length: columns }, random));
  let flipped = 0;
  for (let k = 0; k < 400; k += 1) {
    const trace = traceOf(
      request(network(matrix(3, 2), matrix(2, 3), matrix(1, 2)), [random(), random()], 0.1),
    );
    const signs = comparisonOf(trace)
      .at(-1)
      .errors.map((row) => row.signs);
    conditionsOf(trace).forEach(({ verdict }, j) =>
      assert.equal(verdict === "between", signs[j] === "opposite"),
    );
    flipped += signs.filter((sign) => sign === "opposite").length;
  }
  assert.ok(flipped > 20);
});

test("borders of the condition, and networks to which it does not apply", () => {
  const verdicts = (second, output) =>
    conditionsOf(
      traceOf(
        request(
          network(
            [
              [1, 1],
              [1, 1],
              [1, 1],
            ],
            second,
            output,
          ),
          [1, 1],
          0.1,
        ),
      ),
    ).map(({ verdict }) => verdict);
  assert.deepEqual(
    verdicts(
      [
        [1, 0, 0],
        [-1, 0, 2],
      ],
      [[1, 1]],
    ),
    ["border", "no_path", "one_path"],
  );
  assert.deepEqual(
    verdicts(
      [
        [1, 0, 3],
        [-2, 0, 1],
      ],
      [[1, 1]],
    )[0],
    "outside",
  );
  assert.equal(conditionsOf(traceOf({ ...A, network: network([[1, 1]], [[1]]) })), null);
  const flat = traceOf(B);
  flat.layers[2].slopes = [[0]];
  assert.ok(conditionsOf(flat).every(({ verdict }) => verdict === "flat"));
});

test("signs of zeros are distinguished, and at a rate of 0 the directions are known", () => {
  assert.deepEqual(
    [signsOf(1, 2), signsOf(1, -2), signsOf(0, -2), signsOf(0, 0)],
    ["same", "opposite", "one_zero", "both_zero"],
  );
  const still = rowsOf(comparisonOf(traceOf({ ...A, optimizer: { name: "sgd", learning_rate: 0 } })));
  near(still.get("w1.0.0").drawn, 0.0185683, 7);
  assert.deepEqual(comparisonOf({ ...traceOf(A), as_drawn: undefined }), []);
  assert.equal(cosineOf([]), null);
});

test("moving neuron 1 of example B alone: E goes up as drawn and down by the gradient", () => {
  const trace = traceOf({ ...B, round: 1, rule: "as_drawn", include: ["steps"] });
  const [drawn, truth] = ["drawn", "truth"].map((rule) => movedAlone(trace, 0, rule));
  near((traceOf(drawn).loss - trace.loss) * 1e6, 2.02, 2);
  near((traceOf(truth).loss - trace.loss) * 1e7, -2.2, 1);
  assert.deepEqual(drawn.network.layers[0].weights.slice(1), B.network.layers[0].weights.slice(1));
  assert.deepEqual(drawn.network.layers.slice(1), B.network.layers.slice(1));
  assert.deepEqual(Object.keys(drawn).sort(), ["inputs", "network", "optimizer", "targets"]);
});

const at = (address, more = {}) => ({ op: "address", address, ...more });
const product = (...args) => ({ op: "product", args });
const steps = [
  {
    writes: ["error3.0", "delta3.0"],
    figure: {
      op: "equals",
      args: [at("error3.0"), { op: "sum", args: [at("t.0"), { op: "negate", args: [at("a3.0")] }] }],
    },
  },
  {
    writes: ["error2.0", "delta2.0"],
    figure: {
      op: "equals",
      args: [at("error2.0"), product(at("w3.0.0"), at("slope3.0", { drawn: false }), at("error3.0"))],
    },
  },
  {
    writes: ["error1.0", "delta1.0"],
    figure: {
      op: "equals",
      args: [
        at("error1.0"),
        {
          op: "sum",
          args: [
            product(at("w2.0.0"), at("slope2.0", { drawn: false }), at("error2.0")),
            product(at("w2.1.0"), at("slope2.1", { drawn: false }), at("error2.1")),
          ],
        },
      ],
    },
  },
];

test("one δ of each layer by both rules: missing slopes, inherited δ, ratio", () => {
  const pairs = pairsOf({ ...traceOf(A), steps });
  assert.deepEqual(
    pairs.map(({ layer: number, missing, inherited }) => [number, missing, inherited]),
    [
      [3, [], []],
      [2, ["slope3.0"], []],
      [1, ["slope2.0", "slope2.1"], ["error2.0", "error2.1"]],
    ],
  );
  pairs.forEach(({ ratio }, k) => near(ratio, [1, 4.0642, 16.1809][k], 4));
  const [gradient, drawn] = pairs[1].sides;
  assert.deepEqual([leftOutOf(gradient.line).length, leftOutOf(drawn.line).length], [1, 0]);
  near(gradient.value("error2.0"), 0.0752978, 7);
  near(drawn.value("error2.0"), 0.3060227, 7);
  near(drawn.value("slope3.0"), 0.2460531, 7);
  near(printedValueOf(traceOf(A), "error3.0", { notation: "figure" }), 0.4371753, 7);
  assert.equal(errorLine({ steps }, "error1.7"), null);
  assert.deepEqual(errorsBehind(steps[2].figure), ["error2.0", "error2.1"]);
});

test("an example is recognised by its numbers, whatever its rate; any other network is the reader's own", () => {
  const presets = [
    { name: "document", request: A },
    { name: "sign_flip", request: B },
  ];
  assert.equal(exampleOf(A, presets), "a");
  assert.equal(exampleOf({ ...B, optimizer: { name: "sgd", learning_rate: 3 } }, presets), "b");
  assert.equal(exampleOf({ ...A, inputs: [[1, 0.6]] }, presets), "own");
  assert.ok(!isSameNetwork(A, B));
});

test("a curve has the loss before the first round and after the last, and keeps its peaks when it is thinned", () => {
  assert.deepEqual(curveOf({ losses: [3, 2], loss_after: 1 }), [3, 2, 1]);
  const curve = Array.from({ length: 10_001 }, (_, k) => (k === 5_432 ? 9 : 1 / (k + 1)));
  const kept = thinned(curve, 300);
  assert.ok(kept.length <= 602 && kept.includes(5_432) && kept[0] === 0 && kept.at(-1) === 10_000);
  assert.deepEqual(thinned([3, 2, 1], 300), [0, 1, 2]);
  assert.deepEqual(placed([100, 0, 1], "log"), [2, null, 0]);
  assert.deepEqual([risesIn([3, 2, 2, 4, 1, 5]), risesIn([3, 2])], [2, 0]);
});

test("axes: from 0 on a linear scale, powers of ten on a logarithmic one, round numbers within few decades", () => {
  assert.equal(rangeOf([[2, 1], [3]], "linear")[0], 0);
  const [low, high] = rangeOf([[1e-8, 1], [3]], "log");
  assert.ok(low < -8 && high > Math.log10(3));
  assert.deepEqual(rangeOf([[0]], "log"), [0, 1]);
  assert.deepEqual(
    lossTicks([-8.2, 0.5], "log", 4).map(({ text }) => text),
    ["10⁻⁶", "0.001", "1"],
  );
  assert.deepEqual(
    lossTicks([-2.1, -0.9], "log", 4).map(({ text }) => text),
    ["0.01", "0.02", "0.05", "0.1"],
  );
  const narrow = lossTicks([-1.02, -1], "log", 4);
  assert.ok(narrow.length >= 3 && narrow.every(({ place }) => place >= -1.02 && place <= -1));
  assert.equal(lossTicks([0, 0.1], "linear", 5)[0].text, "0");
  assert.deepEqual(roundTicks(3, 10), [0, 1, 2, 3]);
  assert.equal(
    plotOf(
      { x: [0, 100], y: [0, 1] },
      { width: 320, tallest: 220, left: 40, right: 10, top: 20, bottom: 40, free: 2 },
    ).height,
    160,
  );
});

test("the lower loss, rows of the table, and labels that don't overlap", () => {
  assert.deepEqual([lowerOf(1, 2), lowerOf(2, 1), lowerOf(1, 1 + 1e-12)], ["gradient", "drawn", "equal"]);
  assert.deepEqual([0.0123456, 0, 4.3e-6, 4e-6, undefined].map(lossText), [
    "0.01235",
    "0",
    "4.3·10⁻⁶",
    "4·10⁻⁶",
    "–",
  ]);
  assert.equal(lossText(4.3219e-6), "4.32·10⁻⁶");
  assert.deepEqual(milestones(10), [0, 1, 2, 5, 10]);
  assert.deepEqual(milestones(37), [0, 1, 2, 5, 10, 20, 37]);
  assert.deepEqual(milestones(1), [0, 1]);
  assert.deepEqual(spread([50, 52], 20, [0, 100]), [50, 70]);
  assert.deepEqual(spread([99, 98], 20, [0, 100]), [100, 80]);
  assert.equal(maxRounds({ rounds: 10_000, work: 2e9 }, 1, 14), 10_000);
  assert.equal(maxRounds({ rounds: 10_000, work: 2e9 }, 1000, 200_000), 10);
});
