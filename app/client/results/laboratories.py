"""The answers of ``POST /api/v1/graph`` and ``/descent``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..display.shown import Shown
from .network import Step
from .reading import Array, Integers, array, listed

#: Of a number that does not exist.
MaybeNumber = float | None


@dataclass(frozen=True, kw_only=True)
class Node:
    """A value of the graph. ``operands`` are ids of nodes before it; ``gradient`` is
    ∂result/∂node. None where a number does not exist.
    """

    id: int
    operation: str
    operands: tuple[int, ...]
    name: str | None
    value: float | None
    gradient: float | None
    place: tuple[int, ...]
    inside: int | None
    hidden_in: int | None
    depth: int


@dataclass(frozen=True, kw_only=True)
class Edge:
    """An operand of a node: ``contribution`` = ∂result/∂target · ``local_derivative``."""

    source: int
    target: int
    operand: int
    local_derivative: float | None
    contribution: float | None
    formula: Mapping[str, Any] | None


@dataclass(frozen=True, kw_only=True)
class GraphProblem:
    """A number that does not exist, and a sentence that says why."""

    node: int
    operand: int | None
    loc: tuple[Any, ...]
    msg: str
    code: str


@dataclass(frozen=True, kw_only=True)
class GraphNotice:
    """A number that is an agreement, a limit or rounded to 0."""

    node: int
    msg: str
    code: str


@dataclass(frozen=True, kw_only=True)
class Path:
    """A path from a node to the result, and the product of the derivatives along it."""

    nodes: tuple[int, ...]
    operands: tuple[int, ...]
    product: float | None


@dataclass(frozen=True, kw_only=True)
class Paths:
    """The paths from a node to the result; their products make up the gradient."""

    node: int
    count: float
    shown: tuple[Path, ...]
    shown_sum: float | None
    sum: float | None


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Graph(Shown):
    """An expression as a graph of values, and the chain rule on it.

    ``gradients`` are ∂result/∂input by name; ``tangents`` ∂node/∂input for every node, by input.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    result: int
    gradients: Mapping[str, MaybeNumber]
    forward_operations: int
    reverse_operations: int
    steps: tuple[Step, ...]
    problems: tuple[GraphProblem, ...]
    notices: tuple[GraphNotice, ...]
    tangents: Mapping[str, Array] | None = None
    paths: Paths | None = None

    @property
    def value(self) -> float | None:
        """Of the result."""
        return self.nodes[self.result].value


@dataclass(frozen=True, eq=False, kw_only=True)
class Contour:
    """Where f has one value. Each line is points × 2."""

    level: float
    lines: tuple[Array, ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class Curvature:
    """How f bends at a point: the eigenvalues of its second derivatives, the smallest first."""

    eigenvalues: Array
    factors: Array | None
    rate_limit: float | None


@dataclass(frozen=True, eq=False, kw_only=True)
class Curvatures:
    """How f bends at both ends of a run; None where it is not known."""

    start: Curvature | None
    end: Curvature | None


@dataclass(frozen=True, eq=False, kw_only=True)
class Curve:
    """f over its one variable; NaN where it does not exist."""

    x: Array
    value: Array


@dataclass(frozen=True, eq=False, kw_only=True)
class Surface:
    """f over a grid: ``values`` is y × x, NaN where it does not exist; ``cut`` are cells × 2."""

    x: Array
    y: Array
    values: Array
    cut: Integers


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rules of a step, as trees."""

    gradient: Mapping[str, Any] | None
    update: Mapping[str, Any]


@dataclass(frozen=True, eq=False, kw_only=True)
class Explained:
    """Some steps of a run, number by number: ``values`` has one for each step, by address."""

    run: int
    first: int = field(metadata={"name": "from"})
    count: int
    rules: Rules
    symbols: Mapping[str, str]
    values: Mapping[str, Array]


@dataclass(frozen=True, eq=False, kw_only=True)
class Predictions:
    """The fitted curve at every step that is told: ``predictions`` is points × inputs."""

    run: int
    first: int = field(metadata={"name": "from"})
    inputs: Array
    predictions: Array


@dataclass(frozen=True, eq=False, kw_only=True)
class DescentRun:
    """One way down. ``points`` has for each variable where it was: (steps + 1,), the start first;
    so have ``value``, ``gradient_norm`` and, by variable, ``gradient``.
    """

    value: Array
    gradient_norm: Array
    gradient: Mapping[str, Array]
    ended: str
    reason: str | None
    curvature: Curvatures | None
    batches: tuple[Integers, ...] | None = None
    points: Mapping[str, Array] = field(metadata={"name": None})

    @staticmethod
    def others(value: Mapping[str, Any]) -> dict[str, Any]:
        """What stands under the names of the variables."""
        import numpy as np

        names = value["gradient"]
        return {"points": {name: array(np.float64, listed(value[name])) for name in names}}


@dataclass(frozen=True, kw_only=True)
class DescentNotice:
    """A convention that a run met, or a curvature that is not known."""

    run: int
    step: int
    node: str | None
    msg: str
    code: str


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Descent(Shown):
    """Every point of every run, and the map under them."""

    variables: tuple[str, ...]
    gradient: Mapping[str, str] | None
    runs: tuple[DescentRun, ...]
    notices: tuple[DescentNotice, ...]
    contours: tuple[Contour, ...]
    view: Mapping[str, Array]
    minimum: Mapping[str, float] | None
    curve: Curve | None = None
    surface: Surface | None = None
    explain: Explained | None = None
    model: Predictions | None = None
