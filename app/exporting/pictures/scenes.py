"""The pictures of any tool, by the position of the player."""

from collections.abc import Callable, Sequence

from ..source import Source
from .network.scenes import scene as network_scene
from .scene import Scene

#: tool -> the picture at a position, None: of the whole; not lower than a height.
SCENES: dict[str, Callable[[Source, int | None, float], Scene]] = {"trace": network_scene}


def scene(source: Source, position: int | None, least_height: float = 0.0) -> Scene:
    """Raises `NotExportable`."""
    return SCENES[source.tool](source, position, least_height)


def positions(source: Source) -> Sequence[int]:
    """Of the player, in order: before the first step, and at each."""
    return range(len(source.answer["steps"]) + 1)
