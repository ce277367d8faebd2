"""The doors that compute. To add one, write its `Door` in ``api/`` and put it in `DOORS`."""

from typing import Any

from .api import descent, exercise, graph, trace
from .door import Door

DOORS: tuple[Door[Any], ...] = (trace.DOOR, graph.DOOR, descent.DOOR, exercise.DOOR)
