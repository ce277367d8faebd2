// Sheets to try the marking with, each with a slip in it: worked by hand, or published so. To add one, add a row and
// its name under `checking.example_<name>` in every language.
/** @import { Key } from "../../core/types.js" */
/** @import { NetworkCatalog, TraceRequest } from "../../network/types.js" */
/** @import { Answers } from "../types.js" */
import { presetNamed } from "../../core/editing.js";

/**
 * @typedef {object} Example
 * @property {string} name
 * @property {Key} title
 * @property {string} [preset] whose network it is of
 * @property {TraceRequest} [request] of a network that is no preset
 * @property {Answers} answers
 */

const SIGMOID = "sigmoid";
const SGD = { name: "sgd", learning_rate: 0.5 };

/** @type {readonly Example[]} */
export const EXAMPLES = [
  {
    // Of the two branches that lead back to the first hidden neuron, one was carried.
    name: "branch",
    title: "checking.example_branch",
    preset: "mazur",
    answers: {
      "z1.0": "0.3775",
      "z1.1": "0.3925",
      "a1.0": "0.5933",
      "a1.1": "0.5969",
      "z2.0": "1.1059",
      "z2.1": "1.2249",
      "a2.0": "0.7514",
      "a2.1": "0.7729",
      loss: "0.2984",
      "error2.0": "0.7414",
      "error2.1": "-0.2171",
      "slope2.0": "0.1868",
      "slope2.1": "0.1755",
      "delta2.0": "0.1385",
      "delta2.1": "-0.0381",
      "error1.0": "0.0554",
      "error1.1": "0.0414",
      "slope1.0": "0.2413",
      "slope1.1": "0.2406",
      "delta1.0": "0.0134",
      "delta1.1": "0.0100",
      "dw1.0.0": "0.00067",
      "dw1.0.1": "0.00134",
    },
  },
  {
    // A key that circulates on Chinese sites: 2-2-2 without biases, two signs of the gradients are wrong.
    name: "key",
    title: "checking.example_key",
    request: {
      network: {
        inputs: 2,
        layers: [
          {
            units: 2,
            activation: SIGMOID,
            bias: false,
            weights: [
              [0.2, 0.5],
              [-0.4, 0.6],
            ],
          },
          {
            units: 2,
            activation: SIGMOID,
            bias: false,
            weights: [
              [0.1, -0.3],
              [-0.5, 0.8],
            ],
          },
        ],
        loss: "half_squared_error",
      },
      inputs: [[0.5, 0.3]],
      targets: [[0.23, -0.07]],
      optimizer: SGD,
    },
    answers: { "dw1.0.0": "0.0146", "dw1.1.0": "0.0130", "dw1.0.1": "0.0088", "dw1.1.1": "0.0078" },
  },
  {
    // The worked example of the tutorial's next chapter, which carries the error back by the new weights.
    name: "chapter",
    title: "checking.example_chapter",
    request: {
      network: {
        inputs: 2,
        layers: [
          {
            units: 3,
            activation: SIGMOID,
            weights: [
              [0.1, 0.15],
              [0.2, 0.25],
              [0.3, 0.35],
            ],
            biases: [0.35, 0.35, 0.35],
          },
          {
            units: 2,
            activation: SIGMOID,
            weights: [
              [0.4, 0.5, 0.6],
              [0.45, 0.55, 0.65],
            ],
            biases: [0.65, 0.65],
          },
        ],
        loss: "half_squared_error",
      },
      inputs: [[5, 10]],
      targets: [[0.01, 0.99]],
      optimizer: SGD,
    },
    answers: {
      "a1.0": "0.912934",
      "a1.1": "0.979164",
      "a1.2": "0.995274",
      "z2.0": "2.101920",
      "z2.1": "2.246289",
      "a2.0": "0.891090",
      "a2.1": "0.904330",
      loss: "0.391829",
      "dw2.0.0": "0.078064",
      "new_w2.0.0": "0.360968",
      "new_w1.0.0": "0.094534",
    },
  },
];

/** The sheet of an example with its network. @param {Example} example @param {NetworkCatalog} catalog */
export const sheetOfExample = ({ preset, request, answers }, catalog) => {
  const entry = preset === undefined ? null : presetNamed(catalog.presets, preset);
  return {
    request: request ?? /** @type {TraceRequest} */ (entry?.request),
    preset: entry?.name ?? "",
    answers,
  };
};
