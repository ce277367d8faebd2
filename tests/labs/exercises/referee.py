"""The right answers again, in plain Python with difference quotients, without the engine."""

import math
from collections.abc import Callable, Mapping
from itertools import permutations
from statistics import fmean
from string import ascii_lowercase
from typing import Any

from app.explain.tree import Tree, addresses, arguments, multiply, partial
from app.labs.exercises.question import Option, Question

Request = dict[str, Any]
H = 1e-5

FUNCTIONS: dict[str, Callable[[float], float]] = {
    "linear": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "tanh": math.tanh,
    "relu": lambda z: max(z, 0.0),
}


def forward(request: Request, nudges: Mapping[str, float]) -> dict[str, float]:
    """Every number of a pass by its address; ``nudges`` are added to weights, sums and outputs."""

    def nudged(address: str, number: float) -> float:
        found[address] = number + nudges.get(address, 0.0)
        return found[address]

    found: dict[str, float] = {}
    signal = [nudged(f"x.{i}", x) for i, x in enumerate(request["inputs"][0])]
    for number, layer in enumerate(request["network"]["layers"], start=1):
        outputs = []
        for j, row in enumerate(layer["weights"]):
            total = layer["biases"][j] if layer["bias"] else 0.0
            for i, weight in enumerate(row):
                total += nudged(f"w{number}.{j}.{i}", weight) * signal[i]
            z = nudged(f"z{number}.{j}", total)
            outputs.append(nudged(f"a{number}.{j}", FUNCTIONS[layer["activation"]](z)))
        signal = outputs
    targets = request["targets"][0]
    found["loss"] = sum((a - t) ** 2 for a, t in zip(signal, targets, strict=True)) / 2
    return found


def slope_of(request: Request, address: str) -> float:
    """∂C/∂address."""
    up, down = (forward(request, {address: sign * H})["loss"] for sign in (1, -1))
    return (up - down) / (2 * H)


def number_at(request: Request, address: str, notation: str = "derivation") -> float:
    """Any quantity of the pass, with the sign of its symbol."""
    minus = -1 if notation == "figure" else 1
    if address.startswith("error"):
        return minus * slope_of(request, address.replace("error", "a"))
    if address.startswith("delta"):
        return minus * slope_of(request, address.replace("delta", "z"))
    if address.startswith("dw"):
        return slope_of(request, address[1:])
    if address.startswith("slope"):
        layer, unit = address.removeprefix("slope").split(".")
        function = FUNCTIONS[request["network"]["layers"][int(layer) - 1]["activation"]]
        z = forward(request, {})[f"z{layer}.{unit}"]
        return (function(z + H) - function(z - H)) / (2 * H)
    return forward(request, {})[address]


def about(question: Question) -> tuple[Request, str, str]:
    """Request, asked address, notation."""
    assert question.asked["op"] == "address"
    return question.request, question.asked["address"], question.state["notation"]


def sign(number: float) -> str:
    return "zero" if number == 0 else "positive" if number > 0 else "negative"


def asked_number(question: Question) -> float:
    return number_at(*about(question))


def asked_sign(question: Question) -> str:
    return sign(asked_number(question))


def moves(question: Question) -> str:
    gradient = slope_of(*about(question)[:2])
    return {"zero": "unchanged", "positive": "smaller", "negative": "larger"}[sign(gradient)]


def stays(question: Question) -> str:
    """The option that does not change when the weight is added to itself."""
    request, weight, _ = about(question)
    doubled = {weight: forward(request, {})[weight]}

    def changed(address: str) -> float:
        if address[0] in "za":
            return abs(forward(request, doubled)[address] - forward(request, {})[address])
        place = address.replace("error", "a").replace("delta", "z")
        up, down = (forward(request, doubled | {place: s * H})["loss"] for s in (1, -1))
        return abs((up - down) / (2 * H) - slope_of(request, place))

    (found,) = (option.name for option in question.options if changed(option.name) < 1e-8)
    return found


def value(question: Question, option: Option) -> float:
    """The number of a product of quantities."""
    assert option.label is not None
    assert option.label["op"] == "product"
    notation = question.state["notation"]
    return math.prod(
        number_at(question.request, each, notation) for each in addresses(option.label)
    )


def one_equal_to(question: Question, number: float, values: Mapping[str, float]) -> str:
    (found,) = (name for name, each in values.items() if math.isclose(each, number, rel_tol=1e-5))
    return found


def factors(question: Question) -> str:
    values = {option.name: value(question, option) for option in question.options}
    return one_equal_to(question, asked_number(question), values)


def missing_branch(question: Question) -> str:
    shown = question.blanks["shown"]
    assert not isinstance(shown, float)
    request, _, notation = about(question)
    _, total = arguments(shown)
    part = sum(
        math.prod(number_at(request, each, notation) for each in addresses(term))
        for term in arguments(total)
    )
    values = {option.name: part + value(question, option) for option in question.options}
    return one_equal_to(question, asked_number(question), values)


def largest(question: Question) -> str:
    weights = [address for address in forward(question.request, {}) if address[0] == "w"]
    return max(weights, key=lambda weight: abs(slope_of(question.request, weight)))


ROLES = {"w": "weight", "b": "weight", "z": "activation", "a": "activation", "x": "data"}


def role(question: Question) -> str:
    if question.asked["op"] != "address":
        return "hyperparameter"
    address = question.asked["address"]
    return "hyperparameter" if address == "eta" else ROLES.get(address[0], "data")


def count(question: Question) -> float:
    layers = question.request["network"]["layers"]
    return sum(len(row) for layer in layers for row in layer["weights"]) + sum(
        len(layer.get("biases", [])) for layer in layers
    )


# --- descents -------------------------------------------------------------------------------------


def f(question: Question, **at: float) -> float:
    return float(eval(question.request["function"], {"__builtins__": {}}, at))


def along(question: Question, at: dict[str, float], name: str = "x") -> float:
    """∂f/∂name."""
    up, down = (f(question, **(at | {name: at[name] + sign * H})) for sign in (1, -1))
    return (up - down) / (2 * H)


def next_point(question: Question) -> float:
    start = question.request["start"]
    rate = question.request["runs"][0]["optimizer"]["learning_rate"]
    return float(start["x"] - rate * along(question, start))


def steepest(question: Question) -> str:
    start = question.request["start"]

    def fall(option: Option) -> float:
        assert option.label is not None
        x, y = (each["value"] for each in arguments(option.label) if each["op"] == "number")
        step = H / math.hypot(x, y)
        return f(question, x=start["x"] + step * x, y=start["y"] + step * y)

    return min(question.options, key=fall).name


def fate(question: Question) -> str:
    rate = question.request["runs"][0]["optimizer"]["learning_rate"]
    points = [question.request["start"]["x"]]
    for _ in range(5):
        points.append(points[-1] - rate * along(question, {"x": points[-1]}))
    if abs(points[-1]) > abs(points[0]):
        return "away"
    return "zigzag" if points[0] * points[1] < 0 else "straight"


# --- graphs ---------------------------------------------------------------------------------------


def run(question: Question, of: str, by: str) -> float:
    """∂of/∂by of a program, ``by`` an input or the name of a line."""
    lines = question.request["expression"].splitlines()

    def at(nudge: float) -> float:
        names = dict(question.request["values"])
        if by in names:
            names[by] += nudge
        for line in lines:
            name, text = line.split(" = ")
            names[name] = eval(text, {"__builtins__": {}}, dict(names))
            if name == by:
                names[name] += nudge
        return float(names[of])

    return (at(H) - at(-H)) / (2 * H)


def missing_path(question: Question) -> str:
    """The option that is the path missing among those through x, y and u."""
    shown = question.blanks["shown"]
    assert not isinstance(shown, float)

    def term(name: str) -> Tree:
        return multiply(partial("z", name), partial(name, "s"))

    _, total = arguments(shown)
    (missing,) = (name for name in "xyu" if term(name) not in arguments(total))
    (found,) = (option.name for option in question.options if option.label == term(missing))
    return found


REFEREES: dict[str, Callable[[Question], float | str]] = {
    "sign_of_error": asked_sign,
    "sign_of_delta": asked_sign,
    "compute_delta": asked_number,
    "dc_dz": asked_number,
    "forgotten_branch": missing_branch,
    "weight_moves": moves,
    "doubled_weight": stays,
    "weight_gradient": asked_number,
    "two_factors": factors,
    "largest_gradient": largest,
    "role": role,
    "count_parameters": count,
    "next_point": next_point,
    "steeper": steepest,
    "rate": fate,
    "chain_product": lambda question: run(question, "z", "x"),
    "branch_sum": lambda question: run(question, "z", "s"),
    "forgotten_path": missing_path,
}


# --- mistakes -------------------------------------------------------------------------------------


def receivers_of(question: Question) -> tuple[int, int, range]:
    """Of the unit that is asked about: its layer, its number, and the units that it feeds."""
    _, address, _ = about(question)
    layer, unit = address.lstrip(ascii_lowercase).split(".")
    return int(layer), int(unit), range(question.request["network"]["layers"][int(layer)]["units"])


def sent_back(question: Question, *families: str) -> list[float]:
    """From every unit of the next layer the product of its numbers in ``families``."""
    request, _, notation = about(question)
    layer, unit, receivers = receivers_of(question)
    return [
        math.prod(
            number_at(request, f"{each}{layer + 1}.{k}" + f".{unit}" * (each == "w"), notation)
            for each in families
        )
        for k in receivers
    ]


def own_slope(question: Question) -> float:
    layer, unit, _ = receivers_of(question)
    return number_at(question.request, f"slope{layer}.{unit}")


def at_the_weight(question: Question) -> tuple[float, float, float]:
    """The weight itself, the output and ∂C/∂z of the unit that it leads to."""
    request, weight = question.request, question.about["weight"]
    unit = weight[1:].rpartition(".")[0]
    return (
        number_at(request, weight),
        number_at(request, f"a{unit}"),
        number_at(request, f"delta{unit}"),
    )


def descended(question: Question, *factors: float) -> float:
    """x after a step −factor · ∂f/∂x for every factor; y takes the same steps."""
    at = dict(question.request["start"])
    for factor in factors:
        slopes = {name: along(question, at, name) for name in at}
        at = {name: at[name] - factor * slopes[name] for name in at}
    return float(at["x"])


def rate_of(question: Question) -> float:
    return float(question.request["runs"][0]["optimizer"]["learning_rate"])


def two(question: Question, first: str, last: str) -> tuple[float, float]:
    """∂z/∂middle and ∂middle/∂last along the chain."""
    return run(question, "z", first), run(question, first, last)


def sizes(question: Question) -> list[tuple[int, int]]:
    """Units and weights of every layer."""
    layers = question.request["network"]["layers"]
    return [(layer["units"], sum(map(len, layer["weights"]))) for layer in layers]


#: kind -> reason -> numbers that have to be among those of the reason
MISTAKES: dict[str, dict[str, Callable[[Question], list[float]]]] = {
    "compute_delta": {
        "sign": lambda q: [-asked_number(q)],
        "forgot_slope": lambda q: [sum(sent_back(q, "w", "error"))],
        "own_slope": lambda q: [own_slope(q) * asked_number(q)],
        "forgot_branch": lambda q: sent_back(q, "w", "slope", "error"),
        "product": lambda q: [math.prod(sent_back(q, "w", "slope", "error"))],
    },
    "dc_dz": {
        "sign": lambda q: [-asked_number(q)],
        "forgot_slope": lambda q: [sum(sent_back(q, "w", "delta"))],
        "no_weights": lambda q: [own_slope(q) * sum(sent_back(q, "delta"))],
        "forgot_branch": lambda q: [own_slope(q) * each for each in sent_back(q, "w", "delta")],
        "slope_once": lambda q: [
            own_slope(q) * one + other for one, other in permutations(sent_back(q, "w", "delta"), 2)
        ],
    },
    "weight_gradient": {
        "sign": lambda q: [-asked_number(q)],
        "used_output": lambda q: [math.prod(at_the_weight(q)[1:])],
        "used_weight": lambda q: [at_the_weight(q)[0] * at_the_weight(q)[2]],
        "with_rate": lambda q: [0.5 * asked_number(q), -0.5 * asked_number(q)],
    },
    "next_point": {
        "uphill": lambda q: [descended(q, -rate_of(q))],
        "no_rate": lambda q: [descended(q, 1.0)],
        "twice": lambda q: [descended(q, rate_of(q), rate_of(q))],
        "step_alone": lambda q: [descended(q, rate_of(q)) - q.request["start"]["x"]],
        "slope_alone": lambda q: [along(q, q.request["start"])],
    },
    "chain_product": {
        "sum_instead": lambda q: [sum(two(q, "y", "x"))],
        "one_factor": lambda q: [*two(q, "y", "x")],
        "sign": lambda q: [-run(q, "z", "x")],
    },
    "branch_sum": {
        "one_branch": lambda q: [math.prod(two(q, name, "s")) for name in "xy"],
        "product": lambda q: [math.prod(two(q, "x", "s") + two(q, "y", "s"))],
        "no_inner": lambda q: [run(q, "z", "x") + run(q, "z", "y")],
        "sign": lambda q: [-run(q, "z", "s")],
    },
    "count_parameters": {
        "no_biases": lambda q: [sum(weights for _, weights in sizes(q))],
        "all_biases": lambda q: [sum(units + weights for units, weights in sizes(q))],
        "units": lambda q: [sum(units for units, _ in sizes(q))],
    },
}

#: The same of mistakes that are named only where they are clear: kind -> reason -> the numbers that
#: it may have.
FURTHER: dict[str, dict[str, Callable[[Question], list[float]]]] = {
    "compute_delta": {
        "branch_sign": lambda q: differences(sent_back(q, "w", "slope", "error")),
        "swapped_slopes": lambda q: [
            sum(
                rest * slope
                for rest, slope in zip(
                    sent_back(q, "w", "error"), sent_back(q, "slope")[::-1], strict=True
                )
            )
        ],
        "no_weights": lambda q: [sum(sent_back(q, "slope", "error"))],
        "averaged": lambda q: [fmean(sent_back(q, "w", "slope", "error"))],
    },
    "dc_dz": {
        "branch_sign": lambda q: differences(
            [own_slope(q) * each for each in sent_back(q, "w", "delta")]
        ),
        "transposed": lambda q: [own_slope(q) * by_the_row(q)],
        "averaged": lambda q: [own_slope(q) * fmean(sent_back(q, "w", "delta"))],
    },
    "weight_gradient": {
        "slope_again": lambda q: [asked_number(q) * slope_there(q)],
        "swapped_ends": lambda q: [at_the_weight(q)[1] * delta_before(q)],
    },
    "branch_sum": {
        "averaged": lambda q: [fmean(math.prod(two(q, name, "s")) for name in "xy")],
    },
    "count_parameters": {
        "layer_biases": lambda q: [sum(weights + (b > 0) for _, weights, b in with_biases(q))],
        "units_and_inputs": lambda q: [len(q.request["inputs"][0]) + sum(u for u, _ in sizes(q))],
        "input_biases": lambda q: [
            len(q.request["inputs"][0]) + sum(weights + b for _, weights, b in with_biases(q))
        ],
    },
    "next_point": {
        "no_factor": lambda q: [stepped(q, along(q, here(q)) - curvature(q) / 2 * here(q)["x"])],
        "no_linear": lambda q: [stepped(q, curvature(q) * here(q)["x"])],
    },
}


def by_the_row(question: Question) -> float:
    """Σ w ∂C/∂z over the next layer, each with the weight whose indices are the other way round."""
    layer, unit, receivers = receivers_of(question)
    rows = question.request["network"]["layers"][layer]["weights"]
    deltas = sent_back(question, "delta")
    return sum(float(rows[unit][k]) * deltas[k] for k in receivers)


def slope_there(question: Question) -> float:
    """The slope of the unit that the weight leads to."""
    unit = question.about["weight"][1:].rpartition(".")[0]
    return number_at(question.request, f"slope{unit}")


def delta_before(question: Question) -> float:
    """∂C/∂z of the unit that the weight comes from."""
    layer, _, source = question.about["weight"][1:].split(".")
    return number_at(question.request, f"delta{int(layer) - 1}.{source}")


def with_biases(question: Question) -> list[tuple[int, int, int]]:
    """Units, weights and biases of every layer."""
    layers = question.request["network"]["layers"]
    return [
        (*size, len(layer.get("biases") or ()))
        for size, layer in zip(sizes(question), layers, strict=True)
    ]


def differences(values: list[float]) -> list[float]:
    """Of two numbers: each less the other."""
    first, second = values
    return [first - second, second - first]


def here(question: Question) -> dict[str, float]:
    return dict(question.request["start"])


def stepped(question: Question, slope: float) -> float:
    return here(question)["x"] - rate_of(question) * slope


def curvature(question: Question) -> float:
    """∂²f/∂x², which is the same everywhere."""
    at = here(question)
    return along(question, at | {"x": 1.0}) - along(question, at | {"x": 0.0})
