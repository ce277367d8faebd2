"""Expressions and surfaces worth looking at, by name.

To add one, add an entry to `GRAPH_PRESETS` or `DESCENT_PRESETS`, and its title
``preset.graph_<name>`` or ``preset.descent_<name>`` in ``static/i18n``.
"""

from typing import Any

from app.web.presets import DOCUMENT


def program(*lines: str) -> str:
    return "\n".join(lines)


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
    """A network without biases on one sample, written out: w1_23 leads to unit 2 from input 3."""
    (signals,), (targets,) = request["inputs"], request["targets"]
    values = {f"x{i}": x for i, x in enumerate(signals, start=1)}
    lines: list[str] = []
    names = list(values)
    for number, layer in enumerate(request["network"]["layers"], start=1):
        outputs = []
        for j, row in enumerate(layer["weights"], start=1):
            weights = {f"w{number}_{j}{i}": w for i, w in enumerate(row, start=1)}
            values |= weights
            terms = " + ".join(f"{w}*{name}" for w, name in zip(weights, names, strict=True))
            lines.append(f"z{number}_{j} = {terms}")
            lines.append(f"a{number}_{j} = {layer['activation']}(z{number}_{j})")
            outputs.append(f"a{number}_{j}")
        names = outputs
    values |= {f"t{k}": t for k, t in enumerate(targets, start=1)}
    squares = [f"(t{k} - {name})**2" for k, name in enumerate(names, start=1)]
    lines.append(f"loss = ({' + '.join(squares)}) / 2" if squares[1:] else f"loss = {squares[0]}/2")
    return {"expression": program(*lines), "values": values}


GRAPH_PRESETS: dict[str, dict[str, Any]] = {
    "chain": CHAIN,
    "diamond": DIAMOND,
    "composition": COMPOSITION,
    "neuron": NEURON,
    "softmax_cross_entropy": SOFTMAX_CROSS_ENTROPY,
    "micrograd": MICROGRAD,
    "network": network(DOCUMENT),
}

#: Section 2's program.
SECTION_2 = {
    "function": "x**2 + y**2 + 2*x + 2",
    "start": {"x": 1.0, "y": 4.0},
    "runs": [{"optimizer": {"name": "sgd", "learning_rate": 0.01}}],
    "steps": 4000,
    "view": {"x": [-5.0, 5.0], "y": [-5.0, 5.0]},
}

DESCENT_PRESETS: dict[str, dict[str, Any]] = {"document": SECTION_2}
