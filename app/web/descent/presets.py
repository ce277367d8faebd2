"""Expressions and surfaces worth looking at, by name.

To add one, add an entry to `GRAPH_PRESETS` or `DESCENT_PRESETS`, and its title
``preset.graph_<name>`` or ``preset.descent_<name>`` in ``static/i18n``.
"""

from typing import Any

import numpy as np

from ...labs.expression.network_expression import network_expression
from ..trace.build import build
from ..trace.presets import DOCUMENT
from ..trace.schema import TraceRequest


def program(*lines: str) -> str:
    return "\n".join(lines)


#: What the description of the API shows.
EXAMPLE = {"expression": "x = w**2; loss = sin(x)*w", "values": {"w": 1.5}}

#: Figure 3: no branch.
CHAIN = {"expression": program("y = sin(x)", "z = exp(y)"), "values": {"x": 0.5}}

#: Figure 4: s reaches z in two ways.
DIAMOND = {
    "expression": program("x = s**2", "y = sin(s)", "z = x*y"),
    "values": {"s": 1.5},
}

#: Section 4: loss = f(f(f(w))).
COMPOSITION = {
    "expression": program("x = sigmoid(w)", "y = sigmoid(x)", "loss = sigmoid(y)"),
    "values": {"w": 0.5},
}

NEURON = {
    "expression": program("z = w1*x1 + w2*x2 + b", "a = sigmoid(z)", "loss = (a - t)**2 / 2"),
    "values": {"w1": 0.2, "x1": 1.0, "w2": -0.3, "x2": 0.5, "b": 0.1, "t": 1.0},
}

SOFTMAX_CROSS_ENTROPY = {
    "expression": program(
        "e1 = exp(z1)",
        "e2 = exp(z2)",
        "e3 = exp(z3)",
        "s = e1 + e2 + e3",
        "p1 = e1/s",
        "p2 = e2/s",
        "p3 = e3/s",
        "loss = -(t1*log(p1) + t2*log(p2) + t3*log(p3))",
    ),
    "values": {"z1": 2.0, "z2": 1.0, "z3": -0.5, "t1": 0.0, "t2": 1.0, "t3": 0.0},
}

#: The example of micrograd's README, each of its ``+=`` under a name of its own.
MICROGRAD = {
    "expression": program(
        "c1 = a + b",
        "d1 = a*b + b**3",
        "c2 = c1 + (c1 + 1)",
        "c3 = c2 + (1 + c2 + (-a))",
        "d2 = d1 + (d1*2 + relu(b + a))",
        "d3 = d2 + (3*d2 + relu(b - a))",
        "e = c3 - d3",
        "f = e**2",
        "g1 = f/2",
        "g = g1 + 10/f",
    ),
    "values": {"a": -4.0, "b": 2.0},
}


def network(request: dict[str, Any]) -> dict[str, Any]:
    """The first sample of a trace request, its weights given, as a program."""
    asked = build(TraceRequest.model_validate(request))
    text, values = network_expression(asked.network, asked.inputs[0], asked.targets[0])
    return {"expression": text, "values": values}


GRAPH_PRESETS: dict[str, dict[str, Any]] = {
    "chain": CHAIN,
    "diamond": DIAMOND,
    "composition": COMPOSITION,
    "neuron": NEURON,
    "softmax_cross_entropy": SOFTMAX_CROSS_ENTROPY,
    "micrograd": MICROGRAD,
    "network": network(DOCUMENT),
}

# --- descents -------------------------------------------------------------------------------------


def run(name: str, learning_rate: float, **hyperparameters: float) -> dict[str, Any]:
    return {"optimizer": {"name": name, "learning_rate": learning_rate, **hyperparameters}}


def line_data() -> dict[str, list[float]]:
    """Twenty inputs x and targets t around 1.95 x, as in gif1.

    The noise stands at a right angle to x and has the squared length 0.451, so that, but for the
    rounding, the best p is 1.95 and costs 0.451; with this seed Σx² is 3.85, and p = 0.3 costs
    10.92.
    """
    rng = np.random.default_rng(2693)
    x = rng.uniform(0, 1, 20).round(3)
    noise = rng.normal(size=20)
    noise -= x * (noise @ x) / (x @ x)
    noise *= (0.451 / (noise @ noise)) ** 0.5
    return {"x": x.tolist(), "t": (1.95 * x + noise).round(3).tolist()}


def scattered_line() -> dict[str, list[float]]:
    """Sixty rows around t = 1.5 x − 0.5."""
    rng = np.random.default_rng(3)
    x = rng.uniform(-1, 1, 60)
    t = 1.5 * x - 0.5 + rng.normal(0, 0.4, 60)
    return {"x": x.round(2).tolist(), "t": t.round(2).tolist()}


def centres() -> dict[str, list[float]]:
    """Forty points around (1, −1/2): the centres of bowls, whose mean is a bowl."""
    rng = np.random.default_rng(4)
    return {
        "a": rng.normal(1.0, 1.2, 40).round(2).tolist(),
        "b": rng.normal(-0.5, 1.2, 40).round(2).tolist(),
    }


#: Section 2's program.
SECTION_2 = {
    "function": "x**2 + y**2 + 2*x + 2",
    "start": {"x": 1.0, "y": 4.0},
    "runs": [run("sgd", 0.01)],
    "steps": 4000,
    "view": {"x": [-5.0, 5.0], "y": [-5.0, 5.0]},
}

#: gif1: the distance to the best p shrinks by 0.613 a step.
LINE_FIT = {
    "function": "(p*x - t)**2",
    "reduction": "sum",
    "data": line_data(),
    "model": {"expression": "p*x", "input": "x", "target": "t", "inputs": [0.0, 1.0]},
    "start": {"p": 0.3},
    "runs": [run("sgd", 0.0503)],
    "steps": 12,
    "view": {"p": [0.0, 4.0]},
}

#: gif2: four points; after 100 steps w ≈ −0.47 and b ≈ 1.03.
SIGMOID_FIT = {
    "function": "(sigmoid(w*x + b) - t)**2 / 2",
    "reduction": "sum",
    "data": {"x": [-0.9, 0.0, 3.4, 4.0], "t": [0.7, 0.9, 0.6, 0.3]},
    "model": {
        "expression": "sigmoid(w*x + b)",
        "input": "x",
        "target": "t",
        "inputs": [-5.0, 5.0],
    },
    "start": {"w": -1.6, "b": -2.0},
    "runs": [run("sgd", 0.325)],
    "steps": 100,
    "view": {"w": [-2.5, 2.5], "b": [-2.5, 2.5]},
}

#: Figure 1: the average gradient of a small batch.
MINI_BATCH = {
    "function": "(w*x + b - t)**2",
    "data": scattered_line(),
    "model": {"expression": "w*x + b", "input": "x", "target": "t"},
    "batch": 6,
    "seed": 1,
    "start": {"w": -1.5, "b": 1.5},
    "runs": [run("sgd", 0.1)],
    "steps": 200,
    "stop": {"gradient_norm": 0.001},
}

ROSENBROCK = {
    "function": "(1 - x)**2 + 100*(y - x**2)**2",
    "start": {"x": -1.2, "y": 1.0},
    "runs": [
        run("sgd", 0.001),
        run("momentum", 0.0005),
        run("nesterov", 0.0005),
        run("adam", 0.02),
    ],
    "steps": 2000,
    "view": {"x": [-2.0, 2.0], "y": [-1.0, 3.0]},
}

#: Four minima; from near the hill between them the optimizers go different ways.
HIMMELBLAU = {
    "function": "(x**2 + y - 11)**2 + (x + y**2 - 7)**2",
    "start": {"x": 0.25, "y": -0.75},
    "runs": [run("sgd", 0.01), run("momentum", 0.015), run("rmsprop", 0.3), run("adam", 0.6)],
    "steps": 300,
    "view": {"x": [-6.0, 6.0], "y": [-6.0, 6.0]},
}

BEALE = {
    "function": "(1.5 - x + x*y)**2 + (2.25 - x + x*y**2)**2 + (2.625 - x + x*y**3)**2",
    "start": {"x": 1.0, "y": 1.5},
    "runs": [run("sgd", 0.005), run("momentum", 0.002), run("adagrad", 0.5), run("adam", 0.05)],
    "steps": 1000,
    "view": {"x": [-1.0, 4.5], "y": [-2.5, 2.5]},
}

#: Downhill along x, then the ridge must be left along y.
SADDLE = {
    "function": "x**2 - y**2 + y**4/8",
    "start": {"x": -2.0, "y": 0.001},
    "runs": [run("sgd", 0.05), run("momentum", 0.05), run("rmsprop", 0.05), run("adam", 0.05)],
    "steps": 200,
    "view": {"x": [-3.0, 3.0], "y": [-3.0, 3.0]},
}

#: Twenty times as steep across as along: plain descent goes to and fro.
RAVINE = {
    "function": "x**2/2 + 10*y**2",
    "start": {"x": -4.0, "y": 1.5},
    "runs": [run("sgd", 0.095), run("momentum", 0.02), run("adagrad", 0.5), run("adam", 0.2)],
    "steps": 150,
    "view": {"x": [-5.0, 5.0], "y": [-3.0, 3.0]},
}

#: Every step looks at one row alone: a large rate never comes to rest.
NOISY_BOWL = {
    "function": "(x - a)**2 + (y - b)**2",
    "data": centres(),
    "batch": 1,
    "seed": 1,
    "start": {"x": -4.0, "y": 4.0},
    "runs": [run("sgd", 0.1), run("sgd", 0.01), run("adam", 0.1)],
    "steps": 400,
    "view": {"x": [-5.0, 5.0], "y": [-5.0, 5.0]},
}

#: 1 − 6η along y: −0.8 comes home, −1.04 never does, −6.2 leaves float64.
TOO_HIGH = {
    "function": "x**2 + 3*y**2",
    "start": {"x": 3.0, "y": 0.5},
    "runs": [run("sgd", 0.3), run("sgd", 0.34), run("sgd", 1.2)],
    "steps": 200,
    "view": {"x": [-4.0, 4.0], "y": [-4.0, 4.0]},
}

DESCENT_PRESETS: dict[str, dict[str, Any]] = {
    "document": SECTION_2,
    "line_fit": LINE_FIT,
    "sigmoid_fit": SIGMOID_FIT,
    "mini_batch": MINI_BATCH,
    "rosenbrock": ROSENBROCK,
    "himmelblau": HIMMELBLAU,
    "beale": BEALE,
    "saddle": SADDLE,
    "ravine": RAVINE,
    "noisy_bowl": NOISY_BOWL,
    "too_high": TOO_HIGH,
}

#: For the description of the API: what `SECTION_2` and its answer have not.
MORE_EXAMPLES: dict[str, dict[str, Any]] = {
    "fitted_to_data": LINE_FIT
    | {
        "batch": 5,
        "seed": 1,
        "runs": [run("sgd", 0.05), run("sgd", 1e6)],
        "steps": 60,
        "stop": {"gradient_norm": 0.001},
        "explain": {"run": 0, "from": 2, "count": 3},
    },
    "surface": SECTION_2 | {"runs": [{"optimizer": "adam"}], "steps": 3, "include": ["surface"]},
    "kink_and_jump": {
        "function": "abs(x) + y**2 + step(x + 1)",
        "start": {"x": 0.0, "y": 1.0},
        "runs": [run("sgd", 0.1)],
        "steps": 3,
        "view": {"x": [-2.0, 2.1], "y": [-2.0, 2.0]},
        "include": ["surface"],
    },
}
