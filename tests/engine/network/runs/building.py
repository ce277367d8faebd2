"""Plans of training runs for the tests, and what their runs yield."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from math import isfinite
from typing import Any

import numpy as np

from app.engine.arrays import Array
from app.engine.network.activations import ACTIVATIONS
from app.engine.network.initializers import INITIALIZERS
from app.engine.network.losses import LOSSES
from app.engine.network.network import Layer, Network
from app.engine.network.runs.frame import End, Frame
from app.engine.network.runs.measures import score_for
from app.engine.network.runs.plan import Plan, Settings
from app.engine.network.runs.run import run
from app.engine.network.schedules import SCHEDULES
from app.engine.parameters import with_defaults
from tests.engine.network.building import optimization


def drawn(
    sizes: list[int],
    activation: str,
    output: str,
    loss: str,
    seed: int = 1,
    initializer: str = "xavier_uniform",
) -> Network:
    """A network of these sizes, the inputs first, with weights drawn from the seed."""
    rng, entry = np.random.default_rng(seed), INITIALIZERS[initializer]
    k = with_defaults(entry.hyperparameters, {})
    names = [activation] * (len(sizes) - 2) + [output]
    layers = tuple(
        Layer(ACTIVATIONS[name], entry.sample(rng, units, fan_in, k), np.zeros(units))
        for name, fan_in, units in zip(names, sizes, sizes[1:], strict=False)
    )
    return Network(sizes[0], layers, LOSSES[loss])


def settings(
    optimizer: str = "sgd",
    batch_size: int = 10,
    schedule: dict[str, Any] | None = None,
    l1: float = 0.0,
    l2: float = 0.0,
    clip_norm: float | None = None,
    **hyperparameters: float,
) -> Settings:
    chosen = {"name": "constant", **(schedule or {})}
    entry = SCHEDULES[chosen.pop("name")]
    return Settings(
        optimization(optimizer, **hyperparameters),
        entry,
        with_defaults(entry.hyperparameters, chosen),
        batch_size,
        l1,
        l2,
        clip_norm,
    )


def plan(
    network: Network, inputs: Array, targets: Array, chosen: Settings, epochs: int, **more: Any
) -> Plan:
    """A plan whose score is the one that fits its targets."""
    return Plan(network, inputs, targets, chosen, epochs, score_for(targets), **more)


def frames(made: Plan) -> list[Frame]:
    """The frames of the plan's run."""
    return [line for line in run(made) if isinstance(line, Frame)]


def outcome(made: Plan) -> tuple[Frame, End]:
    """The last frame and the end."""
    *_, frame, end = run(made)
    assert isinstance(frame, Frame)
    assert isinstance(end, End)
    return frame, end


def steps_of(made: Plan) -> int:
    """How many steps the run takes."""
    return outcome(made)[1].step


def numbers(line: Any) -> Iterator[Any]:
    """Everything that a frame, an event or an end holds, in order: bytes of arrays, numbers, text;
    None too.
    """
    if isinstance(line, np.ndarray):
        yield (line.shape, line.tobytes())
    elif is_dataclass(line):
        for field in fields(line):
            yield from numbers(getattr(line, field.name))
    elif isinstance(line, tuple | list):
        for part in line:
            yield from numbers(part)
    elif isinstance(line, Mapping):
        for key, value in line.items():
            yield key
            yield from numbers(value)
    else:
        yield line


def same(lines: list[Any], others: list[Any]) -> bool:
    """Are the two streams equal to the last bit?"""
    return [list(numbers(line)) for line in lines] == [list(numbers(line)) for line in others]


def all_finite(line: Any) -> bool:
    """Has the line no NaN and no infinity anywhere?"""
    if isinstance(line, np.ndarray):
        return bool(np.isfinite(line).all())
    if is_dataclass(line):
        return all(all_finite(getattr(line, field.name)) for field in fields(line))
    if isinstance(line, Mapping):
        return all(map(all_finite, line.values()))
    if isinstance(line, tuple | list):
        return all(map(all_finite, line))
    return not isinstance(line, float) or isfinite(line)
