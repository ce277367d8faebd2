"""Deltaflow: backpropagation, step by step. The package is `app` here, `deltaflow` in the wheel.

For programs: ``deltaflow.Client``, ``deltaflow.AsyncClient`` and what they answer, and the engine,
``deltaflow.engine``. They are imported when they are named, so that ``import deltaflow`` is quick.
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import engine as engine
    from .client import AsyncClient as AsyncClient
    from .client import AsyncTraining as AsyncTraining
    from .client import Check as Check
    from .client import Client as Client
    from .client import DeltaflowError as DeltaflowError
    from .client import Descent as Descent
    from .client import FieldProblem as FieldProblem
    from .client import File as File
    from .client import Frame as Frame
    from .client import Graph as Graph
    from .client import Imported as Imported
    from .client import Mark as Mark
    from .client import NotReadable as NotReadable
    from .client import Refused as Refused
    from .client import Sheets as Sheets
    from .client import Trace as Trace
    from .client import Training as Training
    from .client import Unreachable as Unreachable
    from .client import widget as widget

__version__ = "0.1.0"

# Set before numpy is imported: requests share the processors, and a BLAS that spreads products of
# small matrices over threads spends its time synchronizing them.
for library in ("OPENBLAS", "MKL", "OMP"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")

#: What is imported when it is named, and from where.
OFFERED = {
    "engine": ".engine",
    "widget": ".client.widget",
    **dict.fromkeys(
        (
            *("AsyncClient", "AsyncTraining", "Check", "Client", "DeltaflowError", "Descent"),
            *("FieldProblem", "File", "Frame", "Graph", "Imported", "Mark", "NotReadable"),
            *("Refused", "Sheets", "Trace", "Training", "Unreachable"),
        ),
        ".client",
    ),
}


if not TYPE_CHECKING:  # type checkers are to find a name that there is not

    def __getattr__(name: str) -> Any:
        if name not in OFFERED:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        module = import_module(OFFERED[name], __name__)
        found = module if OFFERED[name].endswith(f".{name}") else getattr(module, name)
        globals()[name] = found
        return found


def __dir__() -> list[str]:
    return sorted({*globals(), *OFFERED})
