"""Numbers on plates, and the widths of connections: what both drawings share."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from ..formulas import box_of
from ..geometry import Box
from ..scene import Data, Formula, Paint, Rect, Shape
from .view import View

SIZE = 13.5
PADDING = 5.0
HEIGHT = 20.0


def number_data(address: str, value: float) -> dict[str, str]:
    """Every digit, for programs that read the picture."""
    return {"address": address, "value": repr(value)}


@dataclass(frozen=True, slots=True)
class Label:
    """``fill`` of its letters, ``border`` of its plate."""

    latex: str
    fill: str
    border: str | None
    data: Data
    w: float
    h: float
    plate: str = "number-label"

    @classmethod
    def of(
        cls, latex: str, fill: str, border: str | None, data: Data, plate: str = "number-label"
    ) -> "Label":
        box = box_of(latex)
        height = max(HEIGHT, (box.ascent + box.descent) * SIZE + 5)
        return cls(latex, fill, border, data, box.width * SIZE + 2 * PADDING, height, plate)

    def at(self, spot: Box) -> list[Shape]:
        box = box_of(self.latex)
        baseline = spot.y + max(0.33, (box.ascent - box.descent) / 2) * SIZE
        return [
            Rect(
                spot.x,
                spot.y,
                self.w,
                self.h,
                Paint(fill=self.plate, stroke=self.border, width=1.2),
                5.0,
            ),
            Formula(spot.x, baseline, self.latex, SIZE, self.fill, "middle", None, self.data),
        ]


def width_of_connection(view: View, layer: int, weight: float) -> float:
    """Grows with the square root of |w|, and is never 0."""
    weights = view.passed.trained.network.layers[layer - 1].weights
    largest = max(float(np.abs(weights).max()), 1e-12)
    return 1.3 + 3 * sqrt(min(1.0, abs(weight) / largest))
