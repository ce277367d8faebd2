"""Where the parts of the flow drawing stand: the proportions of the page's
(``static/js/network/columns.js``), each drawing as large as its network needs.
"""

from dataclasses import dataclass
from math import atan2, cos, sin, sqrt

from ....explain.topology import Topology
from ..geometry import (
    Arrow,
    Disc,
    Point,
    arrow,
    arrow_head,
    distance_to,
    on_circle,
    rounded_path,
)

#: The font size; the other lengths are multiples of it.
TEXT = 15.0
R, BALL, LIFT = 2.85 * TEXT, 2.05 * TEXT, 0.5 * TEXT
HEAD = 0.4 * R
CHANNEL, ENTRY = 6.6 * TEXT, 8.0 * TEXT
LEFT, RIGHT = 5.2 * TEXT, 8.6 * TEXT
#: How far rows are apart, and how much of a row a bias takes; in a column of many rows the less.
PITCH, CLOSE_PITCH, FEW_ROWS = 8.6 * TEXT, 7.2 * TEXT, 4
BIAS_ROW = 0.75
CAPTION = 1.9 * TEXT
BIAS_RADIUS = R * 0.42

DY = -(R + LIFT)
DX = sqrt((R + BALL) ** 2 - DY**2)
#: How far an error ball reaches beyond its neuron's middle.
OVERHANG = DX + BALL
TOP = BALL - DY + 0.6 * TEXT
BOTTOM = R + CAPTION + 0.6 * TEXT

#: Arrows leave and reach a circle at most so far from its side, as an angle; how much flatter than
#: its line one leaves; how far beside the connection the error leaves a neuron.
STEEPEST, LEAVING, ASIDE = 0.95, 0.55, 0.42


@dataclass(frozen=True)
class Places:
    """``units`` by layer and neuron; ``biases`` by layer: the +1 before it, or None."""

    width: float
    height: float
    pitch: float
    inputs: list[Point]
    units: list[list[Point]]
    biases: list[Point | None]

    def source(self, layer: int, source: int | None) -> tuple[Point, float]:
        """Where a connection comes from, and the radius there; ``source`` None: from the bias."""
        if source is None:
            bias = self.biases[layer - 1]
            assert bias is not None, "only a layer with biases has a connection from one"
            return bias, BIAS_RADIUS
        if layer == 1:
            return self.inputs[source], 0.0
        return self.units[layer - 2][source], R

    def connection(self, layer: int, unit: int, source: int | None) -> Arrow:
        target = self.units[layer - 1][unit]
        point, radius = self.source(layer, source)
        leaving = flattened(atan2(target.y - point.y, target.x - point.x) * LEAVING)
        start = Point(point.x + radius * cos(leaving), point.y + radius * sin(leaving))
        arriving = flattened(atan2(target.y - start.y, target.x - start.x))
        tip = Point(target.x - R * cos(arriving), target.y - R * sin(arriving))
        return arrow(start, tip, HEAD)

    def transport(self, layer: int, unit: int, source: int) -> Arrow:
        """The error that runs back to the ball of the neuron before, beside the connection."""
        start, end = self.units[layer - 1][unit], ball_at(self.units[layer - 2][source])
        ball, middle = ball_at(start), Point(end.x, end.y)
        first = on_circle(Point(ball.x, ball.y), ball.r + 1, middle)
        last = on_circle(middle, end.r + 1, Point(ball.x, ball.y))
        if all(distance_to(first, last, point) > R + 2 for point in self.units[layer - 1]):
            return arrow(first, last, HEAD)
        angle = flattened(atan2(start.y - end.y, start.x - end.x))
        steep = angle + ASIDE > STEEPEST + ASIDE / 2
        leaving = angle - ASIDE if steep else angle + ASIDE
        first = Point(start.x - (R + 1) * cos(leaving), start.y - (R + 1) * sin(leaving))
        return arrow(first, on_circle(middle, end.r + 1, first), HEAD)

    def loop(self, layer: int, unit: int) -> tuple[str, str]:
        """The green line from an error ball to the incoming connections, and its head."""
        column = self.units[layer - 1]
        centre, ball = column[unit], ball_at(column[unit])
        middle = (column[0].y + column[-1].y) / 2
        last = layer == len(self.units)
        lower = centre.y > middle + 1 or (abs(centre.y - middle) <= 1 and last)
        bias_follows = not last and self.biases[layer] is not None
        below = float("inf") if unit == len(column) - 1 and not bias_follows else self.pitch
        under = lower and below > 3.2 * R
        x = centre.x - R - 1.1 * HEAD
        count = len(self.inputs if layer == 1 else self.units[layer - 2])
        heights = []
        for source in range(count):
            line = self.connection(layer, unit, source)
            part = (x - line.start.x) / ((line.tip.x - line.start.x) or 1)
            heights.append(line.start.y + (line.tip.y - line.start.y) * part)
        side = 1 if under else -1
        far = centre.y + side * (min(R * 1.42, below / 2) if under else centre.y - ball.y)
        if under:
            tip = Point(x, min(far - 1.5 * HEAD, max(heights)))
            start = [Point(ball.x, ball.y + ball.r), Point(ball.x, far)]
        else:
            tip = Point(x, max(far + 1.5 * HEAD, min(heights)))
            start = [Point(ball.x - ball.r, far)]
        points = [*start, Point(x, far), Point(x, tip.y + side * HEAD * 0.8)]
        head = arrow_head(tip, -side * 1.5707963267948966, HEAD)
        return rounded_path(points, R * 0.4), head


@dataclass(frozen=True)
class Comparison:
    """At an output: t runs into one sign, a branch of y into the other."""

    plus: Point
    minus: Point
    target: Point
    output: Arrow
    from_target: Arrow
    from_output: tuple[str, str]


def comparison_at(unit: Point) -> Comparison:
    ball = ball_at(unit)
    head = min(HEAD, 0.8 * TEXT)
    rim = ball.x + ball.r
    end = rim + max(1.6 * TEXT, 0.75 * R)
    target = Point(end, ball.y - 0.4 * ball.r)
    branch = Point(rim + 0.55 * (end - rim), unit.y)
    entry = Point(ball.x + 0.96 * ball.r, ball.y + 0.4 * ball.r)
    beside = rim + 0.35 * TEXT
    corner = Point(branch.x, entry.y)
    line = rounded_path([branch, corner, Point(entry.x + head * 0.8, entry.y)], R * 0.16)
    return Comparison(
        plus=Point(beside, target.y - 0.6 * TEXT),
        minus=Point(beside, entry.y + 0.55 * TEXT),
        target=target,
        output=arrow(Point(unit.x + R, unit.y), Point(end, unit.y), HEAD),
        from_target=arrow(target, Point(entry.x, target.y), head),
        from_output=(line, arrow_head(entry, 3.141592653589793, head)),
    )


def flattened(angle: float) -> float:
    return max(-STEEPEST, min(STEEPEST, angle))


def ball_at(unit: Point) -> Disc:
    """The error ball: it touches its neuron from above and from the right."""
    return Disc(unit.x + DX, unit.y + DY, BALL)


def place(topology: Topology, left: float, top: float) -> Places:
    """Columns of neurons, each in the middle; ``left`` and ``top``: of the drawing."""
    rows = [topology.inputs, *(layer.units for layer in topology.layers)]
    biased = [layer.has_bias for layer in topology.layers]
    heights = [
        count + (BIAS_ROW if k < len(biased) and biased[k] else 0) for k, count in enumerate(rows)
    ]
    most = max(heights)
    pitch = PITCH if most <= FEW_ROWS else CLOSE_PITCH
    middle = top + TOP + (most - 1) * pitch / 2
    xs = [left + LEFT]
    for k in range(len(topology.layers)):
        xs.append(xs[-1] + (ENTRY + R if k == 0 else OVERHANG + CHANNEL + R))
    columns: list[list[Point]] = []
    biases: list[Point | None] = []
    for k, count in enumerate(rows):
        # Fewer inputs than neurons of the tallest column stand farther apart.
        step = pitch
        if k == 0 and heights[0] > 1:
            step = max(pitch, min(2 * pitch, (most - 1) * pitch * 0.8 / (heights[0] - 1)))
        first = middle - (heights[k] - 1) / 2 * step
        columns.append([Point(xs[k], first + j * step) for j in range(count)])
        if k < len(biased):
            low = first + (count - 1 + BIAS_ROW) * step
            biases.append(Point(xs[k], low) if biased[k] else None)
    return Places(
        width=xs[-1] - left + OVERHANG + RIGHT,
        height=TOP + (most - 1) * pitch + BOTTOM,
        pitch=pitch,
        inputs=columns[0],
        units=columns[1:],
        biases=biases,
    )
