"""What an optimizer remembers of earlier steps, as a request and a run's frame write it."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from ...engine.arrays import Array
from ...engine.network.optimizers import Optimizer, State
from ...engine.network.training import States
from ...errors import Location, Params, Problem
from .matrix import matrix
from .schema import NetworkRequest, OptimizerState

PLACE: Location = ("optimizer_state",)
#: So large its numbers may be: nothing that a step makes of them leaves float64.
BOUND = 1e290


def state_problems(
    optimizer: Optimizer, state: OptimizerState | None, network: NetworkRequest
) -> Iterator[Problem]:
    if state is None:
        return
    if not optimizer.state:
        yield Problem(PLACE, "error.state.none", {"optimizer": optimizer.name})
        return
    if len(state.layers) != len(network.layers):
        params: Params = {"layers": len(network.layers), "found": len(state.layers)}
        yield Problem((*PLACE, "layers"), "error.state.layers", params)
        return
    fan_in = network.inputs
    for index, (layer, given) in enumerate(zip(network.layers, state.layers, strict=True)):
        place: Location = (*PLACE, "layers", index)
        params = {"layer": index + 1, "units": layer.units, "inputs": fan_in}
        yield from part_problems(
            optimizer, (*place, "weights"), given.weights, (layer.units, fan_in), params
        )
        if (given.biases is not None) != layer.bias:
            key = "error.state.no_biases" if layer.bias else "error.biases.none"
            yield Problem((*place, "biases"), key, params)
        elif given.biases is not None:
            yield from part_problems(
                optimizer, (*place, "biases"), given.biases, (layer.units,), params
            )
        fan_in = layer.units


def part_problems(
    optimizer: Optimizer,
    place: Location,
    given: dict[str, Any],
    shape: tuple[int, ...],
    params: Params,
) -> Iterator[Problem]:
    """:param given: by name the numbers of a layer's weights, or of its biases."""
    names: Params = {"optimizer": optimizer.name, "fields": ", ".join(optimizer.state)}
    for name in [each for each in given if each not in optimizer.state]:
        yield Problem((*place, name), "error.unknown_field", names)
    for name in optimizer.state:
        numbers = given.get(name)
        here = (*place, name)
        if numbers is None:
            yield Problem(here, "error.state.missing", names)
        elif not has_shape(numbers, shape):
            key = "error.state.weights" if len(shape) > 1 else "error.state.biases"
            yield Problem(here, key, params)
        else:
            low = 0.0 if name == optimizer.squares else -BOUND
            array = array_of(numbers)
            outside = np.argwhere((array < low) | (array > BOUND))
            if len(outside):
                bounds: Params = {"low": f"{low:g}", "high": f"{BOUND:g}"}
                yield Problem((*here, *outside[0].tolist()), "error.between", bounds)


def array_of(numbers: list[Any]) -> Array:
    """:param numbers: of a layer's weights, row by row, or of its biases."""
    if isinstance(numbers[0], list):
        return matrix(numbers)
    return np.array(numbers, dtype=np.float64)


def has_shape(numbers: list[Any], shape: tuple[int, ...]) -> bool:
    rows, *columns = shape
    return len(numbers) == rows and all({*map(len, numbers)} == {width} for width in columns)


def engine_state(optimizer: Optimizer, asked: OptimizerState | None) -> tuple[int, States | None]:
    """How many steps have been taken, and what is remembered of them. The request is taken to be
    without problems.
    """
    if asked is None:
        return 0, None

    def arrays(given: dict[str, Any]) -> State:
        return tuple(array_of(given[name]) for name in optimizer.state)

    states = tuple(
        (arrays(layer.weights), None if layer.biases is None else arrays(layer.biases))
        for layer in asked.layers
    )
    return asked.step, states


def state_json(optimizer: Optimizer, taken: int, states: States | None) -> dict[str, Any] | None:
    """The same as a request has it; None where there is nothing to remember."""
    if not optimizer.state or states is None:
        return None

    def by_letter(state: State) -> dict[str, Any]:
        return dict(zip(optimizer.state, state, strict=True))

    layers = [
        {"weights": by_letter(weights), "biases": None if biases is None else by_letter(biases)}
        for weights, biases in states
    ]
    return {"step": taken, "layers": layers}
