"""The fields of requests as keyword arguments; they are those of the API.

An array of numpy, a tensor or a list may stand wherever the API has a list.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias, TypedDict

#: A body as the API describes it.
Request: TypeAlias = Mapping[str, Any]
#: A dict as the API has it, an answer's network, a list of (weights, biases, activation), or a
#: model of PyTorch or Keras.
NetworkLike: TypeAlias = Any
#: A row for each sample; one row alone is one sample.
Rows: TypeAlias = Any
#: A name, or an object with a name and values.
Named: TypeAlias = str | Mapping[str, Any]


class NetworkFields(TypedDict, total=False):
    """Beside a ``network`` that does not say them itself."""

    network: NetworkLike
    loss: str
    initializer: Named
    #: Of the weights that are drawn. In training ``seed`` is of the order of samples.
    network_seed: int


class PassFields(NetworkFields, total=False):
    """Fields of a pass. ``round``: which pass over the batch; ``rule``: what the updates follow;
    ``optimizer_state``: what it remembers of earlier steps, as a frame of a run has it.
    """

    inputs: Rows
    targets: Rows
    reduction: Literal["mean", "sum"]
    optimizer: Named
    optimizer_state: Mapping[str, Any] | None
    round: int
    rule: Literal["gradient", "as_drawn"]


class TraceFields(PassFields, total=False):
    """Fields of ``POST /api/v1/trace``."""

    include: Sequence[str]


class MarkFields(PassFields, total=False):
    """Fields of ``POST /api/v1/mark``. ``answers`` are texts, numbers or arrays by address."""

    answers: Mapping[str, Any]
    hand_ins: Sequence[Mapping[str, Any]]
    conventions: Mapping[str, Any]


class CheckFields(PassFields, total=False):
    """Fields of ``POST /api/v1/check``. ``gradients`` are numbers or arrays: ``dw1``, ``db1``."""

    gradients: Mapping[str, Any]


class GraphFields(TypedDict, total=False):
    """Fields of ``POST /api/v1/graph``."""

    expression: str
    values: Mapping[str, float]
    undefined: Literal["refuse", "mark"]
    collapse: Sequence[int]
    paths: int
    include: Sequence[str]


class DescentFields(TypedDict, total=False):
    """Fields of ``POST /api/v1/descent``."""

    function: str
    start: Mapping[str, float]
    runs: Sequence[Mapping[str, Any]]
    steps: int
    stop: Mapping[str, float]
    view: Mapping[str, Sequence[float]]
    data: Mapping[str, Any]
    reduction: Literal["mean", "sum"]
    batch: int
    seed: int
    model: Mapping[str, Any]
    include: Sequence[str]
    explain: Mapping[str, int]
    network: Mapping[str, Any]


class TrainFields(NetworkFields, total=False):
    """Fields of ``POST /api/v1/train``."""

    data: Named
    optimizer: Named
    schedule: Named
    batch_size: int
    epochs: int
    shuffle: bool
    seed: int
    regularization: Mapping[str, float]
    clip_norm: float
    stop: Mapping[str, float]
    frames: Mapping[str, Any]
    include: Sequence[str]
    events: Sequence[Mapping[str, Any]]


class SheetsFields(TypedDict, total=False):
    """Fields of ``POST /api/v1/sheets``."""

    plan: Mapping[str, Any]
    seed: int
    variants: int
    format: Literal["json", "markdown", "latex", "moodle", "scorm"]
    language: str


class ExportFields(TypedDict, total=False):
    """Fields of ``POST /api/v1/export``. ``step`` left out: the whole walkthrough."""

    tool: Literal["trace", "graph", "descent"]
    request: Request
    format: str
    step: int
    letters: Literal["derivation", "figure"]
    drawing: Literal["flow", "circuit"]
    theme: Literal["light", "dark"]
    language: str
    scale: float
