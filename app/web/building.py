"""From a request to what the engine runs: all checks that need more than one field are here."""

from dataclasses import dataclass

import numpy as np

from app.engine.activations import ACTIVATIONS
from app.engine.arrays import Array
from app.engine.as_drawn import is_defined
from app.engine.initializers import INITIALIZERS
from app.engine.losses import LOSSES
from app.engine.network import Layer, Network
from app.engine.optimizers import OPTIMIZERS
from app.engine.parameters import Parameter, with_defaults
from app.engine.training import Optimization
from app.errors import Blanks, Location, Problem, unprocessable
from app.web.limits import LIMITS
from app.web.schemas.trace import LayerRequest, NetworkRequest, TraceRequest


@dataclass(frozen=True)
class Job:
    """A request in the engine's terms."""

    network: Network
    inputs: Array
    targets: Array
    reduction: str
    optimization: Optimization
    rounds: int
    rule: str
    include: frozenset[str]


def build(request: TraceRequest) -> Job:
    """Raises a `Refusal` that names every field at fault."""
    asked = request.network
    problems = [
        *knob_problems(
            ("optimizer",), OPTIMIZERS[request.optimizer.name].parameters, request.optimizer.knobs
        ),
        *knob_problems(
            ("network", "initializer"),
            INITIALIZERS[asked.initializer.name].parameters,
            asked.initializer.knobs,
        ),
        *layer_problems(asked),
        *size_problems(request),
        *fit_problems(request),
    ]
    outputs = asked.layers[-1].units
    problems += row_problems(("inputs",), request.inputs, asked.inputs)
    problems += row_problems(("targets",), request.targets, outputs)
    if len(request.inputs) != len(request.targets):
        problems.append(
            Problem(
                ("targets",),
                "error.batch",
                {"inputs": len(request.inputs), "targets": len(request.targets)},
            )
        )
    if problems:
        raise unprocessable(problems)

    targets = np.array(request.targets, dtype=np.float64)
    loss = LOSSES[asked.loss]
    if loss.targets != "any" and not (
        targets.min() >= 0 and (loss.targets == "nonnegative" or targets.max() <= 1)
    ):
        raise unprocessable(
            [Problem(("targets",), f"error.targets.{loss.targets}", {"loss": loss.name})]
        )
    network = Network(asked.inputs, tuple(layers(asked)), loss)
    include = frozenset(request.include)
    if (request.rule == "as_drawn" or "as_drawn" in include) and not is_defined(
        network, request.optimizer.name
    ):
        place = "rule" if request.rule == "as_drawn" else "include"
        raise unprocessable([Problem((place,), "error.as_drawn")])
    entry = OPTIMIZERS[request.optimizer.name]
    return Job(
        network,
        np.array(request.inputs, dtype=np.float64),
        targets,
        request.reduction,
        Optimization(entry, with_defaults(entry.parameters, request.optimizer.knobs)),
        request.round,
        request.rule,
        include,
    )


def layers(asked: NetworkRequest) -> list[Layer]:
    """Weights that are left out are drawn in layer order; the others draw nothing."""
    initializer = INITIALIZERS[asked.initializer.name]
    knobs = with_defaults(initializer.parameters, asked.initializer.knobs)
    rng: np.random.Generator | None = None
    made: list[Layer] = []
    fan_in = asked.inputs
    for layer in asked.layers:
        if layer.weights is None:
            rng = rng or np.random.default_rng(asked.seed)
            weights = initializer.draw(rng, layer.units, fan_in, knobs)
        else:
            weights = np.array(layer.weights, dtype=np.float64)
        biases = None
        if layer.bias:
            biases = np.zeros(layer.units) if layer.biases is None else np.array(layer.biases)
        made.append(Layer(ACTIVATIONS[layer.activation], weights, biases, layer.frozen or "none"))
        fan_in = layer.units
    return made


def knob_problems(
    place: Location, parameters: tuple[Parameter, ...], knobs: dict[str, float]
) -> list[Problem]:
    if not knobs:
        return []
    known = {p.name: p for p in parameters}
    problems = []
    for name, value in knobs.items():
        parameter = known.get(name)
        if parameter is None:
            fields = ", ".join(["name", *known])
            problems.append(Problem((*place, name), "error.unknown_field", {"fields": fields}))
        elif not parameter.low <= value <= parameter.high:
            blanks = {"low": f"{parameter.low:g}", "high": f"{parameter.high:g}"}
            problems.append(Problem((*place, name), "error.between", dict(blanks)))
    return problems


def layer_problems(asked: NetworkRequest) -> list[Problem]:
    problems: list[Problem] = []
    fan_in = asked.inputs
    for index, layer in enumerate(asked.layers):
        units, weights, biases = layer.units, layer.weights, layer.biases
        if weights is not None and (len(weights) != units or {*map(len, weights)} != {fan_in}):
            problems.append(weights_problem(index, units, fan_in, weights))
        if biases is not None and (len(biases) != units or not layer.bias):
            problems.append(biases_problem(index, layer, len(biases)))
        fan_in = units
    return problems


def weights_problem(index: int, units: int, fan_in: int, weights: list[list[float]]) -> Problem:
    place: Location = ("network", "layers", index, "weights")
    blanks: Blanks = {"layer": index + 1, "units": units, "inputs": fan_in}
    if len(weights) != units:
        return Problem(place, "error.weights.rows", blanks | {"rows": len(weights)})
    row, found = next((row, len(w)) for row, w in enumerate(weights) if len(w) != fan_in)
    return Problem(
        (*place, row), "error.weights.columns", blanks | {"row": row + 1, "found": found}
    )


def biases_problem(index: int, layer: LayerRequest, found: int) -> Problem:
    place: Location = ("network", "layers", index, "biases")
    if not layer.bias:
        return Problem(place, "error.biases.none", {"layer": index + 1})
    blanks: Blanks = {"layer": index + 1, "units": layer.units, "found": found}
    return Problem(place, "error.biases.count", blanks)


def row_problems(place: Location, rows: list[list[float]], width: int) -> list[Problem]:
    for index, row in enumerate(rows):
        if len(row) != width:
            blanks: Blanks = {"row": index + 1, "found": len(row), "needed": width}
            return [Problem((*place, index), f"error.rows.{place[0]}", blanks)]
    return []


def count_parameters(asked: NetworkRequest) -> int:
    count, fan_in = 0, asked.inputs
    for layer in asked.layers:
        count += layer.units * (fan_in + layer.bias)
        fan_in = layer.units
    return count


def size_problems(request: TraceRequest) -> list[Problem]:
    parameters = count_parameters(request.network)
    if parameters > LIMITS["parameters"]:
        blanks: Blanks = {"found": parameters, "most": LIMITS["parameters"]}
        return [Problem(("network", "layers"), "error.parameters", blanks)]
    problems = []
    largest = LIMITS["work"] // (parameters * len(request.inputs))
    if request.round > largest:
        problems.append(Problem(("round",), "error.round", {"most": largest}))
    if "check" in request.include and parameters > LIMITS["check_parameters"]:
        blanks = {"found": parameters, "most": LIMITS["check_parameters"]}
        problems.append(Problem(("include",), "error.check", blanks))
    return problems


def fit_problems(request: TraceRequest) -> list[Problem]:
    """A loss that belongs to one output activation stands on no other."""
    asked = request.network
    loss, output = LOSSES[asked.loss], asked.layers[-1].activation
    if loss.output is None or loss.output == output:
        return []
    fitting = ", ".join(e.name for e in LOSSES.values() if e.output in (None, output))
    blanks: Blanks = {"loss": loss.name, "output": loss.output, "losses": fitting}
    return [Problem(("network", "loss"), "error.loss", blanks)]
