"""Programs as files, whatever tool they are of."""

from collections.abc import Callable

from ..source import Source
from . import descent, graph, network

#: By the tool, what writes a program of a framework.
PROGRAMS: dict[str, Callable[[Source, network.Framework], str]] = {
    "trace": network.program,
    "graph": graph.program,
    "descent": descent.program,
}


def numpy(source: Source) -> bytes:
    return written(source, "numpy")


def pytorch(source: Source) -> bytes:
    return written(source, "torch")


def jax(source: Source) -> bytes:
    return written(source, "jax")


def written(source: Source, framework: str) -> bytes:
    """Raises `NotExportable`."""
    return PROGRAMS[source.tool](source, network.FRAMEWORKS[framework]).encode()
