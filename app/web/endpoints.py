"""The endpoints that compute. To add one, write its `Endpoint` and put it in `ENDPOINTS`."""

from typing import Any

from .descent import endpoint as descent
from .endpoint import Endpoint
from .exercise import endpoint as exercise
from .graph import endpoint as graph
from .trace import endpoint as trace

ENDPOINTS: tuple[Endpoint[Any], ...] = (
    trace.ENDPOINT,
    graph.ENDPOINT,
    descent.ENDPOINT,
    exercise.ENDPOINT,
)
