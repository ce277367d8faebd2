"""The pictures of any tool, by the position of the player."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..source import Source
from . import descent, graph
from .network import scenes as network
from .scene import Scene


def steps_of(source: Source) -> Sequence[int]:
    """The positions of the player: before the first step, and at each."""
    return range(source.last + 1)


@dataclass(frozen=True)
class Pictured:
    """A tool that has pictures.

    :param scene: the picture at a position, None: of the whole.
    :param frames: the positions of a picture that plays.
    """

    scene: Callable[[Source, int | None], Scene]
    frames: Callable[[Source], Sequence[int]] = steps_of


TOOLS = {
    "trace": Pictured(network.scene),
    "graph": Pictured(graph.scene),
    "descent": Pictured(descent.scene, descent.frames_of),
}


def scene(source: Source, position: int | None) -> Scene:
    """Raises `NotExportable`."""
    return TOOLS[source.tool].scene(source, position)


def positions(source: Source) -> Sequence[int]:
    return TOOLS[source.tool].frames(source)
