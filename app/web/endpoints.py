"""The endpoints that compute. To add one, write its `Endpoint` and put it in `ENDPOINTS`; one that
answers line by line is a `LinesEndpoint` in `LINES`, one that answers with a file a `FileEndpoint`
in `FILES`.
"""

from typing import Any

from .check import endpoint as check
from .descent import endpoint as descent
from .endpoint import Endpoint, FileEndpoint, Operation
from .exercise import endpoint as exercise
from .export import endpoint as export
from .graph import endpoint as graph
from .import_model import endpoint as import_model
from .lines import LinesEndpoint
from .mark import endpoint as mark
from .qr import endpoint as qr
from .sheets import endpoint as sheets
from .trace import endpoint as trace
from .train import endpoint as train

ENDPOINTS: tuple[Endpoint[Any], ...] = (
    trace.ENDPOINT,
    graph.ENDPOINT,
    descent.ENDPOINT,
    exercise.ENDPOINT,
    mark.ENDPOINT,
    check.ENDPOINT,
    sheets.ENDPOINT,
    import_model.ENDPOINT,
)
LINES: tuple[LinesEndpoint[Any, Any], ...] = (train.ENDPOINT,)
FILES: tuple[FileEndpoint[Any], ...] = (export.ENDPOINT, qr.ENDPOINT)
#: All of them, in the order of the description.
OPERATIONS: tuple[Operation[Any], ...] = (*ENDPOINTS, *LINES, *FILES)
