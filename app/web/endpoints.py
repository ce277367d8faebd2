"""The doors that compute. To add one, write its `Door` in its folder and put it in `DOORS`."""

from typing import Any

from .descent import endpoint as descent
from .endpoint import Door
from .exercise import endpoint as exercise
from .graph import endpoint as graph
from .trace import endpoint as trace

DOORS: tuple[Door[Any], ...] = (trace.DOOR, graph.DOOR, descent.DOOR, exercise.DOOR)
