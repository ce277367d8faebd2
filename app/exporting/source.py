"""What every format is written from: a request, its answer, and how they are to look."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..engine.arrays import Array
from ..engine.cancellation import CheckCancelled, always
from ..engine.graph.graph import Graph
from ..engine.network.network import Network
from ..engine.network.training import Optimization, Trained
from ..explain.step_latex import StepWriter
from ..explain.steps import Step
from ..explain.topology import Topology

#: A sentence's key in ``static/i18n``, and what fills its params.
Say = Callable[[str, dict[str, object]], str]

LETTERS = ("derivation", "figure")
DRAWINGS = ("flow", "circuit")
THEMES = ("light", "dark")


@dataclass(frozen=True, kw_only=True)
class Look:
    """``letters`` is one of `LETTERS`, and so on; ``language`` one of `app.localization`.

    :param scale: pixels of a picture for each of its units, which are CSS pixels; None: 1, and of
        an animation so few that all of it can be held.
    """

    letters: str
    drawing: str
    theme: str
    language: str
    scale: float | None


@dataclass(frozen=True, kw_only=True)
class NetworkPass:
    """A pass of a network in the engine's terms.

    :param network: before the first round.
    :param inputs: batch × inputs; ``targets``: batch × outputs.
    :param trained: the last round.
    :param writers: what writes a step as LaTeX, by notation.
    """

    network: Network
    inputs: Array
    targets: Array
    reduction: str
    optimization: Optimization
    rounds: int
    rule: str
    trained: Trained
    topology: Topology
    steps: Sequence[Step]
    writers: Mapping[str, StepWriter]


@dataclass(frozen=True, kw_only=True)
class GraphPass:
    """An expression's graph, no node of it collapsed, and the number of each input by its name."""

    graph: Graph
    inputs: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class DescentPass:
    """Runs on a function. The ``columns`` of data, each (rows,), are inputs of its graph as the
    ``variables`` are; ``start`` has a number for each variable.

    :param batch: how many rows a mini-batch has; None: all.
    :param gradient_norm: a run ends where the gradient is shorter.
    """

    graph: Graph
    variables: Sequence[str]
    start: Sequence[float]
    columns: Mapping[str, Array]
    reduction: str
    optimizations: Sequence[Optimization]
    steps: int
    batch: int | None
    seed: int
    gradient_norm: float


@dataclass(frozen=True, kw_only=True)
class Source:
    """What a file is made of.

    :param tool: ``trace``, ``graph`` or ``descent``.
    :param request: the request as JSON has it, with what it leaves out: the same request gives the
        same answer wherever it is asked.
    :param answer: the answer to it as JSON has it, with its steps.
    :param step: a position of the player: 0 before the first step, n at the n-th; None: all.
    :param check_cancelled: is called between the parts of a long file, and its exceptions pass.
    :param network: of the tool ``trace``; ``graph``: of the tool ``graph``; ``descent``: of the
        tool ``descent``, where it runs on a function.
    """

    tool: str
    request: dict[str, Any]
    answer: dict[str, Any]
    step: int | None
    look: Look
    say: Say
    check_cancelled: CheckCancelled = always
    network: NetworkPass | None = None
    graph: GraphPass | None = None
    descent: DescentPass | None = None

    @property
    def last(self) -> int:
        """The last position of the player: the number of steps, of a descent of iterations."""
        if self.tool == "descent":
            return max(len(run["value"]) for run in self.answer["runs"]) - 1
        return len(self.answer["steps"])

    @property
    def name(self) -> str:
        """What its file is called, without the ending: by the sizes of a network, and the step."""
        name = self.tool
        if name == "trace":
            network = self.request["network"]
            sizes = (network["inputs"], *(layer["units"] for layer in network["layers"]))
            name = "-".join(map(str, ("network", *sizes)))
        return f"deltaflow-{name}" + ("" if self.step is None else f"-step-{self.step}")


class NotExportable(Exception):
    """There is no such file of this source.

    :param key: the sentence that says why, and ``params`` what fills it.
    :param loc: the field that is to be changed, inside the request.
    """

    def __init__(
        self, key: str, params: dict[str, object] | None = None, loc: tuple[str | int, ...] = ()
    ) -> None:
        super().__init__(key)
        self.key = key
        self.params = params or {}
        self.loc = loc or ("format",)
