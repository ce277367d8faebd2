// The document's run as the server answers it, in closed form: x_k = −1 + 2·0.98^k, y_k = 4·0.98^k.

const a = (/** @type {string} */ address) => ({ op: "address", address });
const n = (/** @type {number} */ value) => ({ op: "number", value });
const line = (/** @type {string} */ left, /** @type {object} */ right) => ({
  op: "equals",
  args: [a(left), right],
});

/** @type {any} */
export const request = {
  function: "x**2 + y**2 + 2*x + 2",
  start: { x: 1, y: 4 },
  runs: [{ optimizer: { name: "sgd", learning_rate: 0.01 } }],
  steps: 40,
  stop: { gradient_norm: 0 },
};

export const rules = {
  gradient: {
    op: "lines",
    args: [
      line("g.x", { op: "sum", args: [{ op: "product", args: [n(2), a("p.x")] }, n(2)] }),
      line("g.y", { op: "product", args: [n(2), a("p.y")] }),
    ],
  },
  update: {
    op: "lines",
    args: ["x", "y"].map((name) =>
      line(`n.${name}`, {
        op: "sum",
        args: [
          a(`p.${name}`),
          { op: "negate", args: [{ op: "product", args: [a("k.learning_rate"), a(`g.${name}`)] }] },
        ],
      }),
    ),
  },
};

/** @param {any} [asked] @param {"steps" | "gradient" | "diverged"} [ended] @returns {any} */
export function answer(asked = request, ended = "steps") {
  const steps = asked.steps;
  const ks = Array.from({ length: steps + 1 }, (_, k) => k);
  const x = ks.map((k) => -1 + 2 * 0.98 ** k);
  const y = ks.map((k) => 4 * 0.98 ** k);
  const gx = x.map((value) => 2 * value + 2);
  const gy = y.map((value) => 2 * value);
  return {
    request: asked,
    variables: ["x", "y"],
    gradient: { x: "2*x + 2", y: "2*y" },
    runs: asked.runs.map(() => ({
      x,
      y,
      value: ks.map((k) => 1 + 20 * 0.98 ** (2 * k)),
      gradient: { x: gx, y: gy },
      gradient_norm: gx.map((g, k) => Math.hypot(g, gy[k] ?? 0)),
      ended,
      reason: null,
      curvature: {
        start: { eigenvalues: [2, 2], factors: [0.98, 0.98], rate_limit: 1 },
        end: { eigenvalues: [2, 2], factors: [0.98, 0.98], rate_limit: 1 },
      },
    })),
    contours: [],
    view: { x: [-5, 5], y: [-5, 5] },
    minimum: { x: -1, y: 0, value: 1 },
    explain: {
      run: 0,
      from: 0,
      count: steps,
      rules,
      symbols: {
        "p.x": "x_k",
        "g.x": "\\frac{\\partial f}{\\partial x}",
        "n.x": "x_{k+1}",
        "k.learning_rate": "\\eta",
      },
      values: {
        "p.x": x.slice(0, -1),
        "p.y": y.slice(0, -1),
        "g.x": gx.slice(0, -1),
        "g.y": gy.slice(0, -1),
        "n.x": x.slice(1),
        "n.y": y.slice(1),
        "k.learning_rate": ks.slice(1).map(() => 0.01),
      },
    },
  };
}
