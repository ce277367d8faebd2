"""From a request to what the engine runs: all checks that need more than one field are here."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from ...engine.arrays import Array
from ...engine.cancellation import CheckCancelled
from ...engine.network.activations import ACTIVATIONS
from ...engine.network.as_drawn import is_defined
from ...engine.network.initializers import INITIALIZERS
from ...engine.network.losses import LOSSES, Loss
from ...engine.network.network import Layer, Network
from ...engine.network.optimizers import OPTIMIZERS
from ...engine.network.training import Optimization, Trained, train
from ...engine.parameters import Hyperparameter, with_defaults
from ...errors import Location, Params, Problem, unprocessable
from ...explain.steps import MAX_UNITS_ONE_BY_ONE
from ..limits import LIMITS
from .matrix import matrix
from .optimizer_state import engine_state, state_problems
from .schema import LayerRequest, NetworkRequest, PassRequest, TraceRequest


class Job(NamedTuple):
    """A request in the engine's terms."""

    network: Network
    inputs: Array
    targets: Array
    reduction: str
    optimization: Optimization
    rounds: int
    rule: str
    include: Sequence[str]


def trace_request(asked: PassRequest, **changed: Any) -> TraceRequest:
    """The trace of the pass that is asked for, with some fields ``changed``."""
    shared = TraceRequest.model_fields.keys() & type(asked).model_fields
    fields = {name: getattr(asked, name) for name in shared}
    return TraceRequest.model_construct(**(fields | changed))


def last_round(job: Job, check_cancelled: CheckCancelled) -> Trained:
    """The last round of a job. Raises `Overflow`, and what ``check_cancelled`` raises."""
    return train(
        job.network,
        job.inputs,
        job.targets,
        job.reduction,
        job.optimization,
        job.rounds,
        job.rule,
        "as_drawn" in job.include,
        check_cancelled,
    )


def build(request: TraceRequest) -> Job:
    """Raises a `Refusal` that names every field at fault."""
    asked = request.network
    optimizer, loss = OPTIMIZERS[request.optimizer.name], LOSSES[asked.loss]
    problems = [
        *hyperparameter_problems(
            ("optimizer",), optimizer.hyperparameters, request.optimizer.hyperparameters
        ),
        *hyperparameter_problems(
            ("network", "initializer"),
            INITIALIZERS[asked.initializer.name].hyperparameters,
            asked.initializer.hyperparameters,
        ),
        *layer_problems(asked),
        *size_problems(request),
        *state_problems(optimizer, request.optimizer_state, asked),
        *fit_problems(loss, asked.layers[-1].activation),
        *row_problems("inputs", request.inputs, asked.inputs),
        *row_problems("targets", request.targets, asked.layers[-1].units),
    ]
    if len(request.inputs) != len(request.targets):
        counts: Params = {"inputs": len(request.inputs), "targets": len(request.targets)}
        problems.append(Problem(("targets",), "error.batch", counts))
    if problems:
        raise unprocessable(problems)

    targets = matrix(request.targets)
    if loss.targets != "any" and not (
        targets.min() >= 0 and (loss.targets == "nonnegative" or targets.max() <= 1)
    ):
        key = f"error.targets.{loss.targets}"
        raise unprocessable([Problem(("targets",), key, {"loss": loss.name})])
    network = Network(asked.inputs, tuple(layers(asked)), loss)
    drawn = request.rule == "as_drawn" or "as_drawn" in request.include
    if drawn and not is_defined(network, optimizer.name):
        place = "rule" if request.rule == "as_drawn" else "include"
        raise unprocessable([Problem((place,), "error.as_drawn")])
    return Job(
        network,
        matrix(request.inputs),
        targets,
        request.reduction,
        Optimization(
            optimizer,
            with_defaults(optimizer.hyperparameters, request.optimizer.hyperparameters),
            *engine_state(optimizer, request.optimizer_state),
        ),
        request.round,
        request.rule,
        request.include,
    )


def layers(asked: NetworkRequest) -> list[Layer]:
    """Weights that are left out are drawn in layer order; the others draw nothing."""
    draw: Callable[[int, int], Array] | None = None
    made: list[Layer] = []
    fan_in = asked.inputs
    for layer in asked.layers:
        if layer.weights is None:
            if draw is None:
                draw = drawing(asked)
            weights = draw(layer.units, fan_in)
        else:
            weights = matrix(layer.weights)
        biases = None
        if layer.bias:
            biases = np.zeros(layer.units) if layer.biases is None else np.array(layer.biases)
        made.append(Layer(ACTIVATIONS[layer.activation], weights, biases, layer.frozen or "none"))
        fan_in = layer.units
    return made


def drawing(asked: NetworkRequest) -> Callable[[int, int], Array]:
    """(units, fan-in) -> weights, each call going on in the sequence of the seed."""
    initializer = INITIALIZERS[asked.initializer.name]
    hyperparameters = with_defaults(initializer.hyperparameters, asked.initializer.hyperparameters)
    rng = np.random.default_rng(asked.seed)
    return lambda units, fan_in: initializer.sample(rng, units, fan_in, hyperparameters)


def hyperparameter_problems(
    place: Location, parameters: tuple[Hyperparameter, ...], hyperparameters: dict[str, float]
) -> list[Problem]:
    if not hyperparameters:
        return []
    known = {p.name: p for p in parameters}
    problems = []
    for name, value in hyperparameters.items():
        parameter = known.get(name)
        if parameter is None:
            fields = ", ".join(["name", *known])
            problems.append(Problem((*place, name), "error.unknown_field", {"fields": fields}))
        elif not parameter.low <= value <= parameter.high:
            params = {"low": f"{parameter.low:g}", "high": f"{parameter.high:g}"}
            problems.append(Problem((*place, name), "error.between", dict(params)))
        elif parameter.whole and value != int(value):
            problems.append(Problem((*place, name), "error.integer"))
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
    params: Params = {"layer": index + 1, "units": units, "inputs": fan_in}
    if len(weights) != units:
        return Problem(place, "error.weights.rows", params | {"rows": len(weights)})
    row, found = next((row, len(w)) for row, w in enumerate(weights) if len(w) != fan_in)
    return Problem(
        (*place, row), "error.weights.columns", params | {"row": row + 1, "found": found}
    )


def biases_problem(index: int, layer: LayerRequest, found: int) -> Problem:
    place: Location = ("network", "layers", index, "biases")
    if not layer.bias:
        return Problem(place, "error.biases.none", {"layer": index + 1})
    params: Params = {"layer": index + 1, "units": layer.units, "found": found}
    return Problem(place, "error.biases.count", params)


def row_problems(
    name: str, rows: list[list[float]], width: int, place: Location = (), rule: str | None = None
) -> list[Problem]:
    """:param name: the field, inside ``place``.
    :param rule: of which field the rule is, if its name is another.
    """
    if {*map(len, rows)} == {width}:
        return []
    index, found = next((index, len(row)) for index, row in enumerate(rows) if len(row) != width)
    params: Params = {"row": index + 1, "found": found, "needed": width}
    return [Problem((*place, name, index), f"error.rows.{rule or name}", params)]


def count_parameters(asked: NetworkRequest) -> int:
    count, fan_in = 0, asked.inputs
    for layer in asked.layers:
        count += layer.units * (fan_in + layer.bias)
        fan_in = layer.units
    return count


def count_steps(asked: NetworkRequest) -> int:
    """How many steps a pass has, at most: three for each unit, or for each layer that goes as a
    whole, and two more for a unit of a softmax.
    """
    count = 0
    for layer in asked.layers:
        each = layer.units if layer.units <= MAX_UNITS_ONE_BY_ONE else 1
        count += each * (3 if ACTIVATIONS[layer.activation].elementwise else 5)
    return count


def parameter_problems(asked: NetworkRequest) -> list[Problem]:
    parameters = count_parameters(asked)
    if parameters <= LIMITS["parameters"]:
        return []
    params: Params = {"found": parameters, "most": LIMITS["parameters"]}
    return [Problem(("network", "layers"), "error.parameters", params)]


def size_problems(request: TraceRequest) -> list[Problem]:
    problems = parameter_problems(request.network)
    if problems:
        return problems
    parameters = count_parameters(request.network)
    largest = LIMITS["work"] // (parameters * len(request.inputs))
    if request.round > largest:
        problems.append(Problem(("round",), "error.round", {"most": largest}))
    if "check" in request.include:
        problems += check_problems(request.network, ("include",))
    return problems


def check_problems(asked: NetworkRequest, place: Location) -> list[Problem]:
    """The problem of a network with too many gradients to check, at the field ``place``."""
    parameters = count_parameters(asked)
    if parameters <= LIMITS["check_parameters"]:
        return []
    params: Params = {"found": parameters, "most": LIMITS["check_parameters"]}
    return [Problem(place, "error.check", params)]


def fit_problems(loss: Loss, output: str) -> list[Problem]:
    """The problem of a loss with an output activation that it is not defined for, if any."""
    if loss.output is None or loss.output == output:
        return []
    fitting = ", ".join(e.name for e in LOSSES.values() if e.output in (None, output))
    params: Params = {"loss": loss.name, "output": loss.output, "losses": fitting}
    return [Problem(("network", "loss"), "error.loss", params)]
