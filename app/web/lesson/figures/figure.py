"""The figures of the lesson: each is one of the tools, in the state of the document's figure.

To add a figure, add an entry to one of the tables that `FIGURES` joins, and place it in the prose
of a section with ``{% call figure("name") %}``.
"""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from ....explain.tree import Tree

Tool = Literal["network", "graph", "descent"]


@dataclass(frozen=True)
class Line:
    """One line of a derivation: a step of its figure that highlights a part of the circuit.

    ``at``: the figure shows the network at the step that writes this address, or at its ``start``
    or ``end``. ``lights``: the highlighted addresses; all others are dimmed. ``writes``: the
    addresses that the line makes known. ``say``: the key of its sentence.
    """

    tree: Tree
    at: str
    lights: tuple[str, ...]
    say: str
    writes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fragment:
    """A part of the network: the first ``inputs`` inputs, and of every layer from the first one on
    the first so many ``units``.
    """

    inputs: int
    units: tuple[int, ...]


@dataclass(frozen=True)
class Figure:
    r"""``experiment`` is a preset of the tool. The figures of a section with the same experiment
    share one request: an edit in one of them changes all.

    ``state`` overrides fields of the tool's first state. The figure shows the steps from the one
    that writes ``first`` to the one that writes ``last`` and opens at the former. ``names``: the
    figure's own symbols (LaTeX) by address. ``formulas``: those in the document's figure.
    ``gradient_formulas``: those of the gradient, where the document's differ from it; ``\boxed``
    marks the factors that the document leaves out.
    ``plays``: it has steps to go through; else its numbers are only moved by hand.
    ``fragment``: what the view ``fragment`` shows large. ``panels``: where there is room, the view
    ``panels`` shows the network at the steps that write these addresses side by side, elsewhere
    below each other if ``stacked``, or else at the present step alone.
    """

    tool: Tool
    experiment: str
    views: tuple[str, ...]
    formulas: tuple[str, ...] = ()
    state: dict[str, Any] = field(default_factory=dict)
    first: str | None = None
    last: str | None = None
    names: dict[str, str] | None = None
    lines: tuple[Line, ...] | None = None
    gradient_formulas: tuple[str, ...] = ()
    plays: bool = True
    fragment: Fragment | None = None
    panels: tuple[str, ...] | None = None
    stacked: bool = False

    def as_json(self, name: str) -> dict[str, Any]:
        return {"name": name} | asdict(self)
