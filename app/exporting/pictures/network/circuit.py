"""The circuit drawing: squares on the wires, S-curves in circles, and backwards a red circuit
through triangles, in the style of figures 14-22.
"""

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np

from ....engine.network.activations import ACTIVATIONS
from ..geometry import Arrow, Box, Disc, Point, path_of
from ..labels import Taken
from ..numbers import latex_of
from ..scene import Circle, Formula, Paint, Path, Rect, Shape, Text
from .circuit_places import (
    ADDER,
    HEAD,
    INPUT_HALF,
    OUTPUT,
    SQUARE_H,
    SQUARE_W,
    TEXT,
    CircuitPlaces,
    R,
    above_at,
    adder_at,
    bias_at,
    derivative_at,
    exit_at,
    loop_at,
    output_at,
    stem_at,
    sum_at,
    wire_at,
)
from .circuit_places import place as placed
from .drawing import SIZE, Drawing
from .labelled import Label, number_data

RED = Paint(stroke="transport", width=4.0)
#: From where to where a curve is drawn, and through how many points.
CURVE_FROM, CURVE_TO, CURVE_POINTS = -4.0, 4.0, 33
PALE = 0.5


class Circuit(Drawing):
    thickness = 0.75
    plate = "square-weight"
    ink = "square-ink"
    places: CircuitPlaces

    def place(self) -> None:
        self.places = placed(self.view.topology, self.left, self.top)

    @property
    def size(self) -> tuple[float, float]:
        return self.places.width, self.places.height

    def sources(self, layer: int) -> list[int | None]:
        """Biases stand under their adders."""
        return list(range(self.view.topology.fan_in(layer)))

    def arrow(self, layer: int, unit: int, source: int | None) -> Arrow:
        return self.places.connection(layer, unit, source or 0)[0]

    def back(self, layer: int, unit: int, source: int) -> Arrow:
        return self.places.connection(layer, unit, source)[1]

    def columns(self) -> Sequence[float]:
        first = [self.places.inputs[0].x - INPUT_HALF]
        return [*first, *(column[0].x - 1.6 * R for column in self.places.units)]

    def shapes(self) -> list[Shape]:
        units = self.units
        return [
            *self.captions(),
            *self.cost(),
            *self.lines(),
            *(shape for at in units for shape in self.wires(*at)),
            *self.exits(),
            *self.red(),
            *(shape for at in units for shape in self.unit(*at)),
            *(shape for at in units for shape in self.derivative(*at)),
            *self.inputs(),
            *self.outputs(),
            *self.labels(),
        ]

    def wires(self, layer: int, unit: int) -> Iterator[Shape]:
        point = self.places.units[layer - 1][unit]
        wire, _ = wire_at(point)
        signal = self.view.states[layer - 1][unit].incoming == "signal"
        colour = "signal" if signal else "edge"
        faint = 0.5 if self.view.is_apart(layer, unit) else 1.0
        yield Path(wire.line, Paint(stroke=colour, width=2.0, opacity=faint))
        yield Path(wire.head, Paint(fill=colour, opacity=faint))
        if self.view.topology.layer(layer).has_bias:
            stem = stem_at(point)
            yield Path(stem.line, Paint(stroke="edge", width=1.6))
            yield Path(stem.head, Paint(fill="edge"))

    def red(self) -> Iterator[Shape]:
        """The arrows that run back in this step, and green ones of an update."""
        wires = set()
        for at in self.collected():
            yield from red_arrow(self.back(*at), {"transport": ".".join(map(str, at))})
            wires.add(at[:2])
        for number, column in enumerate(self.view.states, start=1):
            for unit, state in enumerate(column):
                point = self.places.units[number - 1][unit]
                if state.ball == "active" or (number, unit) in wires:
                    yield from red_arrow(wire_at(point)[1])
                if state.looping:
                    line, head = loop_at(point)
                    yield Path(
                        line, Paint(stroke="update", width=3.2), {"loop": f"{number}.{unit}"}
                    )
                    yield Path(head, Paint(fill="update"))

    def unit(self, layer: int, unit: int) -> Iterator[Shape]:
        view, at = self.view, f"{layer}.{unit}"
        point, state = self.places.units[layer - 1][unit], view.states[layer - 1][unit]
        apart = view.is_apart(layer, unit)
        yield from self.adder(layer, unit)
        hue = "output" if layer == view.topology.depth else "odd" if layer % 2 else "even"
        active = state.state == "active"
        paint = Paint(
            fill=f"layer-{hue}",
            stroke="signal" if active else "neuron-line",
            width=3.2 if active else 1.2,
            opacity=PALE if state.state == "idle" or apart else 1.0,
        )
        data = {"unit": at, "state": state.state}
        x, y = point
        if state.ball == "absent":
            yield Circle(x, y, R, Paint(fill="surface"))
            yield Circle(x, y, R, paint, data)
            yield from self.curve(layer, point, paint.opacity)
        else:
            corners = [
                Point(x - R, y),
                Point(x + 0.9 * R, y - 1.05 * R),
                Point(x + 0.9 * R, y + 1.05 * R),
            ]
            yield Path(path_of(corners) + "Z", Paint(fill="surface"))
            yield Path(path_of(corners) + "Z", paint, data)
        for address, box, fill in (
            (f"z{at}", sum_at(point), "square-weight"),
            (f"a{at}", output_at(point), "square-a"),
        ):
            yield from self.square(address, box, fill, active)

    def curve(self, layer: int, point: Point, opacity: float) -> Iterator[Shape]:
        d = curve_of(self.view.topology.layer(layer).activation)
        if d:
            points = [Point(point.x + x * R, point.y + y * R) for x, y in d]
            ink = Paint(stroke="square-ink", width=2.6, round_caps=True, opacity=opacity)
            yield Path(path_of(points), ink)

    def adder(self, layer: int, unit: int) -> Iterator[Shape]:
        point = self.places.units[layer - 1][unit]
        x, y = adder_at(point)
        yield Rect(x, y, 2 * ADDER, 2 * ADDER, Paint(fill="square-plus", stroke="edge"), 2.0)
        yield Text(x, y, "+", 2 * ADDER, "square-ink", "middle")
        view, address = self.view, f"b{layer}.{unit}"
        value, fresh = view.value(address), view.shown(f"new_{address}")
        if not view.topology.layer(layer).has_bias or value is None:
            return
        updating = view.states[layer - 1][unit].incoming == "update"
        shown, number = (address, value) if fresh is None else (f"new_{address}", fresh)
        latex = view.equation(shown, number)
        if updating and fresh is not None:
            latex = rf"{latex}\;\leftarrow\;{{{latex_of(value)}}}"
        border = "update" if fresh is not None else None
        label = Label.of(latex, "square-ink", border, number_data(shown, number), "square-bias")
        yield from label.at(Box(*bias_at(point), label.w, label.h))

    def square(self, address: str, box: Box, fill: str, active: bool) -> Iterator[Shape]:
        """A symbol over its number; alone in the middle until that is known."""
        value = self.view.shown(address)
        line = Paint(
            fill=fill,
            stroke="signal" if active else "edge",
            width=2.4 if active else 1.0,
        )
        yield Rect(*box, line, 3.0)
        symbol = self.view.symbol(address)
        room, (x, y) = SQUARE_W - 6, (box.x, box.y)
        if value is None:
            yield self.fitted(Point(x, y), symbol, SIZE, room, "square-ink")
            return
        yield self.fitted(Point(x, y - 0.22 * SQUARE_H), symbol, SIZE, room, "square-ink")
        data = number_data(address, value)
        low = Point(x, y + 0.27 * SQUARE_H)
        yield self.fitted(low, latex_of(value), SIZE, room, "square-ink", data)

    def derivative(self, layer: int, unit: int) -> Iterator[Shape]:
        """∂C/∂z under the wire; over the triangle, while it is found, what it is made of."""
        view, at = self.view, f"{layer}.{unit}"
        state = view.states[layer - 1][unit]
        if state.ball == "absent":
            return
        point = self.places.units[layer - 1][unit]
        x, y = derivative_at(point)
        delta = f"delta{at}"
        value = view.shown(delta)
        ink = "transport"
        yield self.fitted(Point(x, y), view.symbol(delta), SIZE, 1.5 * SQUARE_W, ink)
        low = Point(x, y + 1.2 * TEXT)
        if value is None:
            yield Text(low.x, low.y, "?", SIZE, ink, "middle")
        else:
            data = number_data(delta, value)
            yield self.fitted(low, latex_of(value), SIZE, 1.5 * SQUARE_W, ink, data)
        if state.ball != "active":
            return
        line = 0
        for address in (f"slope{at}", f"error{at}"):
            number = view.value(address) if address[0] == "s" else view.shown(address)
            if number is not None and (address[0] == "e" or view.is_read(address)):
                x, y = above_at(point, line)
                latex, data = view.equation(address, number), number_data(address, number)
                yield Formula(x, y, latex, SIZE, ink, "end", "surface", data)
                line += 1

    def exits(self) -> Iterator[Shape]:
        for k, point in enumerate(self.places.units[-1]):
            out, back = exit_at(point)
            yield Path(out.line, Paint(stroke="edge", width=2.2))
            yield Path(out.head, Paint(fill="edge"))
            if self.view.states[-1][k].comparing:
                yield from red_arrow(back)

    def inputs(self) -> Iterator[Shape]:
        for k, point in enumerate(self.places.inputs):
            address, x = f"x.{k}", point.x - INPUT_HALF
            plate = Paint(fill="square-given", stroke="edge")
            yield Rect(x, point.y, 2 * INPUT_HALF, 2 * INPUT_HALF, plate, 3.0, {"input": str(k)})
            middle = Point(x, point.y)
            yield self.fitted(
                middle, self.view.symbol(address), SIZE, 1.7 * INPUT_HALF, "square-ink"
            )
            value = self.view.value(address) or 0.0
            low, data = Point(x, point.y + INPUT_HALF + 0.8 * TEXT), number_data(address, value)
            yield self.fitted(low, latex_of(value), SIZE, 4 * TEXT, "text", data)

    def outputs(self) -> Iterator[Shape]:
        view, depth = self.view, self.view.topology.depth
        for k, point in enumerate(self.places.units[-1]):
            end = exit_at(point)[0].tip
            comparing = view.states[-1][k].comparing
            for address, y in ((f"t.{k}", point.y - 1.8 * TEXT), (f"a{depth}.{k}", point.y)):
                value = view.value(address) if address[0] == "t" else view.shown(address)
                latex = view.symbol(address) if value is None else view.equation(address, value)
                data = {} if value is None else number_data(address, value)
                ink = "compare" if comparing else "text"
                yield Formula(end.x + 0.4 * TEXT, y + 5, latex, SIZE, ink, "start", None, data)

    def taken(self) -> Taken:
        places, taken = self.places, Taken()
        width, height = self.size
        taken.sheet = Box(self.left + width / 2, self.top + height / 2, width, height)
        for number, column in enumerate(places.units, start=1):
            biased = self.view.topology.layer(number).has_bias
            for unit, point in enumerate(column):
                x, y = adder_at(point)
                low = derivative_at(point)
                taken.discs.append(Disc(point.x, point.y, 1.05 * R))
                taken.boxes += [
                    sum_at(point),
                    output_at(point),
                    Box(x, y, 2 * ADDER, 2 * ADDER),
                    Box(low.x, low.y + 0.6 * TEXT, 1.5 * SQUARE_W, 2.4 * TEXT),
                ]
                if biased:
                    label = bias_at(point)
                    taken.boxes.append(Box(*label, 8.2 * TEXT, 1.6 * TEXT))
                if self.view.states[number - 1][unit].ball == "active":
                    above = above_at(point, 0)
                    w = 8.5 * TEXT
                    taken.boxes.append(Box(above.x - w / 2, above.y - 0.9 * TEXT, w, 2.6 * TEXT))
        for x, y in places.inputs:
            taken.boxes.append(Box(x - INPUT_HALF, y + 0.8 * TEXT, 3.8 * TEXT, 3.4 * TEXT))
        for x, y in places.units[-1]:
            taken.boxes.append(Box(x + 3.4 * R + OUTPUT / 2, y - 0.9 * TEXT, OUTPUT, 3.2 * TEXT))
        taken.lines += self.seen_lines()
        for one in self.connections:
            if one.state != "idle":
                taken.boxes.append(Box(*one.arrow.tip, HEAD, HEAD))
        return taken


def red_arrow(arrow: Arrow, data: dict[str, str] | None = None) -> Iterator[Shape]:
    yield Path(arrow.line, RED, data or {})
    yield Path(arrow.head, Paint(fill="transport"))


@cache
def curve_of(activation: str) -> list[tuple[float, float]]:
    """The graph of an activation function in a circle of radius 1; of softmax there is none."""
    chosen = ACTIVATIONS[activation]
    if not chosen.elementwise:
        return []
    xs = np.linspace(CURVE_FROM, CURVE_TO, CURVE_POINTS)
    values = np.asarray(chosen.function(xs[None, :]))[0]
    low, high = float(values.min()), float(values.max())
    return [
        (0.55 * x / CURVE_TO, -0.4 * (2 * (float(value) - low) / ((high - low) or 1.0) - 1))
        for x, value in zip(xs.tolist(), values, strict=True)
    ]
