"""Deltaflow from Python: in this process, or a server's. ``deltaflow.Client`` begins here.

What programs may rely on is what is named below, and the fields of the results.
"""

from .asynchronous import AsyncClient, AsyncTraining
from .client import Client, Training
from .errors import DeltaflowError, FieldProblem, Refused, Unreachable
from .networks import NotReadable
from .results.checking import Check, Mark, Sheets
from .results.files import File, Imported
from .results.laboratories import Descent, Graph
from .results.network import Trace
from .results.training import Frame

__all__ = [
    "AsyncClient",
    "AsyncTraining",
    "Check",
    "Client",
    "DeltaflowError",
    "Descent",
    "FieldProblem",
    "File",
    "Frame",
    "Graph",
    "Imported",
    "Mark",
    "NotReadable",
    "Refused",
    "Sheets",
    "Trace",
    "Training",
    "Unreachable",
]
