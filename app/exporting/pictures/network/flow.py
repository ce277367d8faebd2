"""The flow drawing: neurons as balls, with error balls up right of them (figures 5-13)."""

from collections.abc import Iterator, Sequence

from ..geometry import Arrow, Box, Disc, Point, path_of
from ..labels import Taken
from ..numbers import latex_of
from ..scene import Circle, Formula, Paint, Path, Shape, Text
from .drawing import SIZE, Drawing
from .labelled import number_data
from .places import BIAS_RADIUS, HEAD, TEXT, Places, R, ball_at, comparison_at
from .places import place as placed


class Flow(Drawing):
    places: Places

    def place(self) -> None:
        self.places = placed(self.view.topology, self.left, self.top)

    def arrow(self, layer: int, unit: int, source: int | None) -> Arrow:
        return self.places.connection(layer, unit, source)

    def back(self, layer: int, unit: int, source: int) -> Arrow:
        return self.places.transport(layer, unit, source)

    def columns(self) -> Sequence[float]:
        return [self.places.inputs[0].x, *(column[0].x for column in self.places.units)]

    @property
    def size(self) -> tuple[float, float]:
        return self.places.width, self.places.height

    def shapes(self) -> list[Shape]:
        units = self.units
        return [
            *self.captions(),
            *self.cost(),
            *self.lines(),
            *self.transports(),
            *self.loops(),
            *(shape for at in units for shape in self.disc(*at)),
            *(shape for at in units for shape in self.body(*at)),
            *self.bias_nodes(),
            *self.outputs(),
            *(shape for at in units for shape in self.ball(*at)),
            *self.inputs(),
            *self.labels(),
        ]

    def transports(self) -> Iterator[Shape]:
        for layer, unit, source in self.collected():
            line = self.places.transport(layer, unit, source)
            dots = Paint(stroke="transport", width=2.6, dash="0 6", round_caps=True)
            yield Path(line.line, dots, {"transport": f"{layer}.{unit}.{source}"})
            yield Path(line.head, Paint(fill="transport"))

    def loops(self) -> Iterator[Shape]:
        for number, column in enumerate(self.view.states, start=1):
            for unit, state in enumerate(column):
                if state.looping:
                    line, head = self.places.loop(number, unit)
                    yield Path(
                        line, Paint(stroke="update", width=3.2), {"loop": f"{number}.{unit}"}
                    )
                    yield Path(head, Paint(fill="update"))

    def body(self, layer: int, unit: int) -> Iterator[Shape]:
        """The neuron, split once it has numbers: the sum over the output."""
        view, at = self.view, f"{layer}.{unit}"
        point, state = self.places.units[layer - 1][unit], view.states[layer - 1][unit]
        apart = view.is_apart(layer, unit)
        fill = "neuron-apart" if apart else f"shade:neuron-{state.state}"
        line = Paint(
            fill=fill,
            stroke="neuron-line",
            width=2.0 if state.state == "active" else 1.3,
        )
        ink = "muted" if apart else "neuron-ink"
        yield Circle(point.x, point.y, R, line, {"unit": at, "state": state.state})
        total, out = view.shown(f"z{at}"), view.shown(f"a{at}")
        if total is None:
            yield self.fitted(point, f"{self.function(layer, unit)}", SIZE + 2, 1.7 * R, ink)
            return
        split = path_of([Point(point.x + side * 0.94 * R, point.y) for side in (-1, 1)])
        yield Path(split, Paint(stroke="neuron-line", width=1.2, opacity=0.4 if apart else 1.0))
        for address, value, side in ((f"z{at}", total, -1), (f"a{at}", out, 1)):
            middle = Point(point.x, point.y + side * 0.3 * R)
            yield self.number(middle, address, value, 1.72 * R, ink)

    def function(self, layer: int, unit: int) -> str:
        view = self.view
        shape = view.topology.layer(layer)
        name = view.writer.notation.function(shape.activation, f"{layer}.{unit}")
        return f"{name}({'e' if view.in_figure_letters else 'z'})"

    def disc(self, layer: int, unit: int) -> Iterator[Shape]:
        state = self.view.states[layer - 1][unit]
        if state.ball == "absent":
            return
        x, y, r = ball_at(self.places.units[layer - 1][unit])
        apart = self.view.is_apart(layer, unit)
        fill = "ball-apart" if apart else f"shade:ball-{state.ball}"
        line = Paint(fill=fill, stroke="ball-line", width=2.0 if state.ball == "active" else 1.3)
        yield Circle(x, y, r, line, {"ball": f"{layer}.{unit}", "state": state.ball})

    def ball(self, layer: int, unit: int) -> Iterator[Shape]:
        if self.view.states[layer - 1][unit].ball == "absent":
            return
        x, y, r = ball_at(self.places.units[layer - 1][unit])
        address = self.view.ball(layer, unit)
        ink = "muted" if self.view.is_apart(layer, unit) else "ball-ink"
        yield self.fitted(Point(x, y - 0.36 * r), self.view.symbol(address), SIZE, 1.62 * r, ink)
        value = self.view.shown(address)
        if value is None:
            yield Text(x, y + 0.3 * r, "?", SIZE, ink, "middle")
            return
        data = number_data(address, value)
        yield self.fitted(Point(x, y + 0.3 * r), latex_of(value), SIZE, 1.78 * r, ink, data)

    def bias_nodes(self) -> Iterator[Shape]:
        for point in self.places.biases:
            if point is not None:
                yield Circle(
                    point.x, point.y, BIAS_RADIUS, Paint(fill="surface", stroke="edge", width=1.5)
                )
                yield Text(point.x, point.y, "+1", SIZE - 1, "text", "middle")

    def inputs(self) -> Iterator[Shape]:
        for k, (x, y) in enumerate(self.places.inputs):
            address = f"x.{k}"
            yield Circle(x, y, 3.6, Paint(fill="text"), {"input": str(k)})
            value = self.view.value(address) or 0.0
            latex, data = self.view.equation(address, value), number_data(address, value)
            yield Formula(x - 10, y + 5, latex, SIZE + 1, "text", "end", None, data)

    def outputs(self) -> Iterator[Shape]:
        view, depth = self.view, self.view.topology.depth
        for k, point in enumerate(self.places.units[-1]):
            place = comparison_at(point)
            comparing = view.states[-1][k].comparing
            yield Path(place.output.line, Paint(stroke="edge", width=2.2))
            yield Path(place.output.head, Paint(fill="edge"))
            if comparing:
                yield from self.comparison(place.from_target, place.from_output)
                yield from self.signs(place.plus, place.minus)
            name = "compare" if comparing else "text"
            for address, y in ((f"t.{k}", place.target.y), (f"a{depth}.{k}", point.y)):
                value = view.value(address) if address[0] == "t" else view.shown(address)
                latex = view.symbol(address) if value is None else view.equation(address, value)
                data = {} if value is None else number_data(address, value)
                x = place.target.x + 7
                yield Formula(x, y + 5, latex, SIZE + 1, name, "start", None, data)

    def comparison(self, target: Arrow, output: tuple[str, str]) -> Iterator[Shape]:
        for line, head in ((target.line, target.head), output):
            yield Path(line, Paint(stroke="compare", width=3))
            yield Path(head, Paint(fill="compare"))

    def signs(self, target: Point, output: Point) -> Iterator[Shape]:
        """+ and − where the error is a difference of target and output."""
        topology = self.view.topology
        one = topology.samples == 1 or topology.reduction == "sum"
        if topology.loss != "half_squared_error" or not one:
            return
        of_target, of_output = ("+", "−") if self.view.in_figure_letters else ("−", "+")
        yield Text(target.x, target.y, of_target, SIZE + 2, "compare", "middle", bold=True)
        yield Text(output.x, output.y, of_output, SIZE + 2, "compare", "middle", bold=True)

    def taken(self) -> Taken:
        """What no label may cover."""
        places, taken = self.places, Taken()
        taken.sheet = Box(
            self.left + places.width / 2,
            self.top + places.height / 2,
            places.width,
            places.height,
        )
        for column, states in zip(places.units, self.view.states, strict=True):
            for point, state in zip(column, states, strict=True):
                taken.discs.append(Disc(point.x, point.y, R + 1))
                if state.ball != "absent":
                    taken.discs.append(ball_at(point))
        for bias in places.biases:
            if bias is not None:
                taken.discs.append(Disc(bias.x, bias.y, BIAS_RADIUS))
        for x, y in places.inputs:
            taken.boxes.append(Box(x - 2.6 * TEXT, y, 5.4 * TEXT, 1.4 * TEXT))
        for point in places.units[-1]:
            place = comparison_at(point)
            width = self.left + places.width - place.target.x
            for y in (place.target.y, point.y):
                taken.boxes.append(Box(place.target.x + width / 2, y, width, 1.5 * TEXT))
        taken.lines += self.seen_lines()
        for at in self.collected():
            line = self.places.transport(*at)
            taken.lines.append((line.start, line.tip))
        for one in self.connections:
            if one.state != "idle":
                tip = one.arrow.tip
                taken.boxes.append(Box(tip.x - HEAD / 2, tip.y, HEAD, HEAD))
        return taken
