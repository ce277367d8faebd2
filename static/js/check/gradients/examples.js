// Networks on which each reading can be seen. To add one, add a row and its title under checking.example_<name>.
/** @import { Key } from "../../core/types.js" */
/** @import { TraceRequest } from "../../network/types.js" */
/** @import { Answers } from "../types.js" */

/** @typedef {{name: string, title: Key, preset?: string, request?: TraceRequest, gradients: Answers}} Example */

/** @param {number[][]} weights @param {string} activation @param {number[] | null} [biases] */
const layer = (weights, activation, biases = null) => ({
  units: weights.length,
  activation,
  weights,
  ...(biases === null ? { bias: false } : { biases }),
});
/** @param {TraceRequest["network"]["layers"]} layers @param {Omit<TraceRequest, "network">} data
 * @param {string} [loss] @returns {TraceRequest} */
const request = (layers, data, loss = "half_squared_error") => ({
  network: { inputs: data.inputs[0]?.length ?? 1, layers, loss },
  ...data,
});
const ONE = { inputs: [[1, 0.5]], targets: [[1]] };

/** @type {readonly Example[]} */
export const EXAMPLES = [
  { name: "fine", title: "checking.example_fine", preset: "mazur", gradients: {} },
  // z of the first neuron is exactly 0.
  {
    name: "kink",
    title: "checking.example_kink",
    request: request(
      [
        layer(
          [
            [0.5, -1],
            [0.8, 0.3],
          ],
          "relu",
        ),
        layer([[0.7, -0.4]], "linear"),
      ],
      ONE,
    ),
    gradients: {},
  },
  // A billionth beside it: a difference reaches across.
  {
    name: "near",
    title: "checking.example_near",
    request: request(
      [
        layer(
          [
            [0.5, -1],
            [0.8, 0.3],
          ],
          "relu",
          [1e-9, 0.1],
        ),
        layer([[0.7, -0.4]], "linear", [0.1]),
      ],
      ONE,
    ),
    gradients: {},
  },
  // σ′(710) is below the smallest number that float64 holds with all digits.
  {
    name: "saturated",
    title: "checking.example_saturated",
    request: request(
      [
        layer(
          [
            [700, 20],
            [0.8, 0.3],
          ],
          "sigmoid",
        ),
        layer([[0.7, -0.4]], "sigmoid", [0.1]),
      ],
      ONE,
    ),
    gradients: {},
  },
  // Each hidden neuron has one weight for all outputs: it adds the same to every logit, which softmax ignores.
  {
    name: "cancellation",
    title: "checking.example_cancellation",
    request: request(
      [
        layer(
          [
            [0.3, -0.7],
            [0.5, 0.2],
          ],
          "tanh",
          [0.1, -0.4],
        ),
        layer(
          [
            [0.7, -0.3],
            [0.7, -0.3],
            [0.7, -0.3],
          ],
          "softmax",
          [0.2, -0.5, 0.9],
        ),
      ],
      {
        inputs: [
          [0.6, -0.2],
          [0.1, 0.9],
        ],
        targets: [
          [1, 0, 0],
          [0, 1, 0],
        ],
        reduction: "mean",
      },
      "cross_entropy",
    ),
    gradients: {},
  },
  // As a program without the ½ of the loss prints them.
  {
    name: "double",
    title: "checking.example_double",
    preset: "mazur",
    gradients: {
      "dw1.0.0": "0.00087714",
      "dw1.0.1": "0.00175427",
      "dw1.1.0": "0.00099543",
      "dw1.1.1": "0.00199085",
      "dw2.0.0": "0.16433408",
      "dw2.0.1": "0.16533526",
      "dw2.1.0": "-0.04520508",
      "dw2.1.1": "-0.04548048",
    },
  },
];
