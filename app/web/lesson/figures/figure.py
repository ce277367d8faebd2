"""What a figure of the lesson is: one of the tools, in the state that the document's figure shows.

To add a figure, add an entry to one of the tables that `FIGURES` joins, and place it in the prose
of a section with ``{% call figure("name") %}``.
"""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from ....explain.tree import Tree

Tool = Literal["network", "graph", "descent"]


@dataclass(frozen=True)
class Line:
    """One line of a derivation: a step that lights the part of the circuit it speaks of.

    ``at``: the picture stands at the step of the network's own walk that writes this address, or
    at its ``start`` or ``end``. ``lights``: what is lit, all else is dimmed. ``writes``: what the
    line makes known. ``say``: the key of its sentence.
    """

    tree: Tree
    at: str
    lights: tuple[str, ...]
    say: str
    writes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """``experiment`` is a preset of the tool; the figures of a section with the same experiment
    share one request, so that what is changed in one changes in all.

    ``state`` is laid over the state that the tool begins with. The walk is limited to the steps
    from the one that writes ``first`` to the one that writes ``last``, and opens on the former;
    ``before`` lets it begin one step earlier, so that the first step can be played. ``names``:
    the figure's own symbols (LaTeX) by address. ``formulas``: as the document's figure writes
    them.
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

    def as_json(self, name: str) -> dict[str, Any]:
        return {"name": name} | asdict(self)
