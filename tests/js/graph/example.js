// A small answer of POST /api/v1/graph, written by hand: x = s**2; y = sin(s); z = x*y*x at s = 2 (figure 4, x
// read twice).
/** @import { GraphAnswer, GraphCatalog } from "../../../static/js/graph/types.js" */

const s = 2;
const [x, y] = [s * s, Math.sin(s)];
const p = x * y;
const z = p * x;
const text = "x = s**2\ny = sin(s)\nz = x*y*x";
export const request = { expression: text, values: { s }, collapse: [] };

/** @param {number} id @param {string} operation @param {number[]} operands @param {string | null} name
 * @param {number} value @param {number} gradient @param {number | null} inside @param {number} depth */
const node = (id, operation, operands, name, value, gradient, inside, depth) => ({
  id,
  operation,
  operands,
  name,
  value,
  gradient,
  place: /** @type {[number, number]} */ ([4, 8]),
  inside,
  hidden_in: null,
  depth,
});
/** @param {number} source @param {number} target @param {number} operand @param {number | null} local
 * @param {number} upstream */
const edge = (source, target, operand, local, upstream) => ({
  source,
  target,
  operand,
  local_derivative: local,
  contribution: local === null ? null : local * upstream,
  formula: null,
});
/** @param {"forward" | "backward"} phase @param {string} rule @param {number} unit @param {number} layer
 * @param {string[]} reads @param {string[]} writes */
const step = (phase, rule, unit, layer, reads, writes) => {
  const formula = /** @type {const} */ ({ op: "address", address: writes[0] ?? "" });
  return { phase, rule, layer, unit, reads, writes, formula, figure: formula };
};
const gp = x;
const gx = p + y * gp;
const gy = x * gp;
const gs = gx * 2 * s + gy * Math.cos(s);

/** @type {GraphAnswer} */
export const answer = {
  nodes: [
    node(0, "input", [], "s", s, gs, 5, 0),
    node(1, "constant", [], null, 2, 0, 2, 0),
    node(2, "power", [0, 1], "x", x, gx, 5, 1),
    node(3, "sin", [0], "y", y, gy, 4, 1),
    node(4, "multiply", [2, 3], null, p, gp, 5, 2),
    node(5, "multiply", [4, 2], "z", z, 1, null, 3),
  ],
  edges: [
    edge(0, 2, 0, 2 * s, gx),
    edge(1, 2, 1, null, gx),
    edge(0, 3, 0, Math.cos(s), gy),
    edge(2, 4, 0, y, gp),
    edge(3, 4, 1, x, gp),
    edge(4, 5, 0, x, 1),
    edge(2, 5, 1, p, 1),
  ],
  result: 5,
  gradients: { s: gs },
  forward_operations: 9,
  reverse_operations: 8,
  steps: [
    step("forward", "power", 2, 1, ["v.0", "v.1"], ["v.2"]),
    step("forward", "sin", 3, 1, ["v.0"], ["v.3"]),
    step("forward", "multiply", 4, 2, ["v.2", "v.3"], ["v.4"]),
    step("forward", "multiply", 5, 3, ["v.4", "v.2"], ["v.5"]),
    step("backward", "seed", 5, 3, [], ["g.5"]),
    step("backward", "gradient", 4, 2, ["g.5", "v.2"], ["d.5.0", "c.5.0", "g.4"]),
    step("backward", "gradient", 3, 1, ["g.4", "v.2"], ["d.4.1", "c.4.1", "g.3"]),
    step(
      "backward",
      "gradient",
      2,
      1,
      ["g.4", "g.5", "v.3", "v.4"],
      ["d.4.0", "c.4.0", "d.5.1", "c.5.1", "g.2"],
    ),
    step("backward", "gradient", 0, 0, ["g.2", "g.3", "v.0"], ["d.2.0", "c.2.0", "d.3.0", "c.3.0", "g.0"]),
  ],
  problems: [],
  notices: [],
  request,
};

export const catalog = /** @type {GraphCatalog} */ (
  /** @type {unknown} */ ({
    activations: [],
    losses: [],
    optimizers: [],
    initializers: [],
    presets: [],
    as_drawn: { loss: "", optimizer: "" },
    limits: { expression_length: 4000 },
    graph: {
      operations: [
        { name: "add", latex: "+", arity: 2, sign: "+" },
        { name: "sin", latex: "\\sin", arity: 1, sign: null },
      ],
      presets: [
        { name: "twice", request: { expression: text, values: { s } } },
        { name: "chain", request: { expression: "y = sin(x)\nz = exp(y)", values: { x: 0.5 } } },
      ],
    },
  })
);
