"""The lines of ``POST /api/v1/train``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .network import Network
from .reading import Array, Integers


@dataclass(frozen=True, eq=False, kw_only=True)
class RunData:
    """The samples of a run: samples × inputs and samples × outputs; None without a test set."""

    inputs: Array
    targets: Array
    test_inputs: Array | None
    test_targets: Array | None


@dataclass(frozen=True, eq=False, kw_only=True)
class RunHeader:
    """What is going to be trained. ``network`` has the weights before the first step."""

    network: Network
    parameters: int
    batches_per_epoch: int
    steps: int
    score: str
    class_names: tuple[str, ...] | None
    data: RunData | None = None


@dataclass(frozen=True, kw_only=True)
class RunLayer:
    """The state of a layer; None where a number has no value."""

    gradient_norm: float | None
    update_ratio: float | None
    saturated: float | None
    dead: float | None


@dataclass(frozen=True, eq=False, kw_only=True)
class Frame:
    """The network before a step. Losses are means over all samples, without penalties.

    ``weights`` (for each layer units × fan-in) and ``biases`` (units,) are given with ``include:
    weights``, ``layers`` with ``layers``, ``batch`` (the samples of the step) with ``batch``,
    ``optimizer_state`` (what a trace takes as its own; None: the optimizer remembers nothing) with
    ``optimizer_state``.
    """

    epoch: int
    step: int
    learning_rate: float
    loss: float
    test_loss: float | None
    accuracy: float | None
    test_accuracy: float | None
    weights: tuple[Array, ...] | None = None
    biases: tuple[Array | None, ...] | None = None
    layers: tuple[RunLayer, ...] | None = None
    batch: Integers | None = None
    optimizer_state: Mapping[str, Any] | None = None


@dataclass(frozen=True, kw_only=True)
class RunEvent:
    """An event of the request, once it is applied; one of the others is given, as in the request.

    :param changed: what the API calls ``set``.
    """

    step: int
    changed: Mapping[str, Any] | None = field(default=None, metadata={"name": "set"})
    point: Mapping[str, Any] | None = None
    add: Mapping[str, Any] | None = None
    remove: Mapping[str, Any] | None = None
    weight: Mapping[str, Any] | None = None


@dataclass(frozen=True, kw_only=True)
class RunEnd:
    """Why the run has ended; ``text`` says it in a sentence, with the remedy."""

    reason: str
    epoch: int
    step: int
    layer: int | None
    quantity: str | None
    text: str


#: By the ``type`` of a line.
LINES: dict[str, type[RunHeader] | type[Frame] | type[RunEvent] | type[RunEnd]] = {
    "header": RunHeader,
    "frame": Frame,
    "event": RunEvent,
    "end": RunEnd,
}
