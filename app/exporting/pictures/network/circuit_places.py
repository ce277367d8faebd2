"""Where the parts of the circuit drawing stand: the proportions of the page's
(``static/js/network/views/circuit/layout.js``), each drawing as large as its network needs.
"""

from dataclasses import dataclass
from math import atan2, cos, sin

from ....explain.topology import Topology
from ..geometry import Arrow, Box, Point, arrow, arrow_head, rounded_path

#: The font size, and the radius of a neuron.
TEXT, R = 14.0, 23.0
#: A square with a symbol over its number.
SQUARE_W, SQUARE_H = 4.1 * TEXT, 2.7 * TEXT
ADDER = 0.62 * TEXT
#: Relative to the middle of a neuron: z on the wire from the adder, a over the way out, ∂C/∂z
#: under the wire, the bias under the adder, and where the lines of text over a neuron end.
Z_X = -(R + 0.7 * TEXT + SQUARE_W / 2)
ADDER_X = Z_X - SQUARE_W / 2 - 0.8 * TEXT - ADDER
A_X, A_Y = 0.9 * R, -(R + 0.1 * TEXT + SQUARE_H / 2)
DERIVATIVE_Y = SQUARE_H / 2 + 0.85 * TEXT
BIAS_Y = 4.7 * TEXT
ABOVE_X, ABOVE_Y, ABOVE_LINE = -0.35 * R, -(R + 0.6 * TEXT), 1.25 * TEXT

CHANNEL, INPUT, OUTPUT = 8.4 * TEXT, 3.6 * TEXT, 9.2 * TEXT
TOP = SQUARE_H + R + 1.6 * TEXT
BELOW, BELOW_BIAS = 3.9 * TEXT, BIAS_Y + 1.3 * TEXT
CAPTION = 2.4 * TEXT
#: The half side of an input's square.
INPUT_HALF = 0.85 * TEXT
#: Connections reach an adder at most so far from its left side, as an angle.
STEEPEST = 0.8
HEAD, RED_HEAD = 8.5, 13.0


@dataclass(frozen=True)
class CircuitPlaces:
    """``inputs``: where the connections from them begin."""

    width: float
    height: float
    inputs: list[Point]
    units: list[list[Point]]

    def connection(self, layer: int, unit: int, source: int) -> tuple[Arrow, Arrow]:
        """Its arrow, and the red one that runs back along it."""
        if layer == 1:
            start = self.inputs[source]
        else:
            before = self.units[layer - 2][source]
            start = Point(before.x + R, before.y)
        target = adder_at(self.units[layer - 1][unit])
        slope = atan2(target.y - start.y, target.x - start.x)
        angle = max(-STEEPEST, min(STEEPEST, slope))
        reach = ADDER * 1.15
        tip = Point(target.x - reach * cos(angle), target.y - reach * sin(angle))
        return arrow(start, tip, HEAD), arrow(tip, start, RED_HEAD)


def adder_at(unit: Point) -> Point:
    return Point(unit.x + ADDER_X, unit.y)


def sum_at(unit: Point) -> Box:
    return Box(unit.x + Z_X, unit.y, SQUARE_W, SQUARE_H)


def output_at(unit: Point) -> Box:
    return Box(unit.x + A_X, unit.y + A_Y, SQUARE_W, SQUARE_H)


def derivative_at(unit: Point) -> Point:
    """The middle of its symbol; its number is a line below."""
    return Point(unit.x + Z_X, unit.y + DERIVATIVE_Y)


def bias_at(unit: Point) -> Point:
    return Point(unit.x + ADDER_X, unit.y + BIAS_Y)


def stem_at(unit: Point) -> Arrow:
    """From the bias up to the adder."""
    x = unit.x + ADDER_X
    return arrow(Point(x, unit.y + BIAS_Y - 0.75 * TEXT), Point(x, unit.y + ADDER), 6.0)


def above_at(unit: Point, line: int) -> Point:
    """Where a line of text over a neuron ends, counted upwards from 0."""
    return Point(unit.x + ABOVE_X, unit.y + ABOVE_Y - line * ABOVE_LINE)


def wire_at(unit: Point) -> tuple[Arrow, Arrow]:
    """From the adder to the circle, and the red arrow back."""
    start = Point(unit.x + ADDER_X + ADDER, unit.y)
    return (
        arrow(start, Point(unit.x - R, unit.y), HEAD),
        arrow(Point(unit.x - R * 0.9, unit.y), start, 0.7 * TEXT),
    )


def exit_at(unit: Point) -> tuple[Arrow, Arrow]:
    """Out of an output, and the red arrow in."""
    end = Point(unit.x + 3.4 * R, unit.y)
    return (
        arrow(Point(unit.x + R, unit.y), end, HEAD),
        arrow(end, Point(unit.x + 0.95 * R, unit.y), RED_HEAD),
    )


def loop_at(unit: Point) -> tuple[str, str]:
    """The green arrow over the square with z, from there to the incoming connections."""
    near = unit.y - SQUARE_H / 2 - 0.1 * R
    far = near - 0.6 * TEXT
    tip = Point(unit.x + ADDER_X - ADDER - 0.8 * R, unit.y - 0.75 * R)
    head = 9.5
    start = unit.x + Z_X
    points = [Point(start, near), Point(start, far), Point(tip.x, far)]
    line = rounded_path([*points, Point(tip.x, tip.y - head * 0.8)], R * 0.3)
    return line, arrow_head(tip, 1.5707963267948966, head)


def place(topology: Topology, left: float, top: float) -> CircuitPlaces:
    counts = [topology.inputs, *(layer.units for layer in topology.layers)]
    most = max(counts)
    biased = any(layer.has_bias for layer in topology.layers)
    low = BELOW_BIAS if biased else BELOW
    pitch = TOP + low
    middle = top + TOP + (most - 1) * pitch / 2
    xs = [left + INPUT]
    for k in range(len(topology.layers)):
        before = (R + 0.4 * SQUARE_W) if k else 0.0
        xs.append(xs[-1] + before + CHANNEL + ADDER - ADDER_X)
    columns = []
    for k, count in enumerate(counts):
        step = pitch
        if k == 0 and count > 1:
            step *= max(1.0, min(1.6, (most - 1) * 0.85 / (count - 1)))
        first = middle - (count - 1) / 2 * step
        columns.append([Point(xs[k], first + j * step) for j in range(count)])
    return CircuitPlaces(
        width=xs[-1] - left + R + OUTPUT + 2.4 * R,
        height=TOP + (most - 1) * pitch + low + CAPTION,
        inputs=columns[0],
        units=columns[1:],
    )
