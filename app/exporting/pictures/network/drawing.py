"""What both drawings of a network have: connections, their numbers, and what comes back."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..formulas import box_of
from ..geometry import Arrow, Point
from ..labels import Taken, Wanted, any_place, place
from ..numbers import latex_of
from ..scene import Data, Formula, Paint, Path, Shape, Text
from .labelled import Label, number_data, width_of_connection
from .states import connection_state
from .view import View

#: Up to so many connections each has its number at rest; and so many in use have theirs.
LABELLED, LABELLED_IN_USE = 64, 24
#: The colour of a connection by its state.
COLOURS = {"idle": "edge", "signal": "signal", "weight": "weight", "update": "weight"}
FAINT = 0.4
SIZE = 14.0


@dataclass(frozen=True)
class Connection:
    layer: int
    unit: int
    source: int | None
    state: str
    arrow: Arrow

    @property
    def address(self) -> str:
        at = f"{self.layer}.{self.unit}"
        return f"b{at}" if self.source is None else f"w{at}.{self.source}"


class Drawing(ABC):
    """Draws a view. ``left`` and ``top``: where the drawing is in its picture."""

    #: Of the lines, relative to the flow drawing; and the colour of the numbers' plates.
    thickness = 1.0
    plate = "number-label"
    ink: str | None = None

    def __init__(self, view: View, left: float = 0.0, top: float = 0.0) -> None:
        self.view, self.left, self.top = view, left, top
        self.place()
        self.connections = list(self.each_connection())

    @abstractmethod
    def place(self) -> None:
        """Finds where everything stands."""

    @property
    @abstractmethod
    def size(self) -> tuple[float, float]: ...

    @abstractmethod
    def shapes(self) -> list[Shape]: ...

    @abstractmethod
    def arrow(self, layer: int, unit: int, source: int | None) -> Arrow:
        """Of a connection."""

    @abstractmethod
    def back(self, layer: int, unit: int, source: int) -> Arrow:
        """The red one beside a connection."""

    @abstractmethod
    def columns(self) -> Sequence[float]:
        """Where the names of the columns stand, inputs first."""

    @abstractmethod
    def taken(self) -> Taken:
        """What no label may cover."""

    @property
    def units(self) -> list[tuple[int, int]]:
        """Every layer and neuron."""
        layers = enumerate(self.view.topology.layers, start=1)
        return [(number, unit) for number, shape in layers for unit in range(shape.units)]

    def sources(self, layer: int) -> list[int | None]:
        """Where connections into a layer come from; None: from its bias."""
        topology = self.view.topology
        bias = [None] if topology.layer(layer).has_bias else []
        return [*range(topology.fan_in(layer)), *bias]

    def each_connection(self) -> Iterator[Connection]:
        for number, shape in enumerate(self.view.topology.layers, start=1):
            for unit in range(shape.units):
                for source in self.sources(number):
                    state = connection_state(self.view.states, number, unit, source)
                    line = self.arrow(number, unit, source)
                    yield Connection(number, unit, source, state, line)

    def captions(self) -> Iterator[Shape]:
        y = self.top + self.size[1] - 16
        say, depth = self.view.source.say, self.view.topology.depth
        for k, x in enumerate(self.columns()):
            key = (
                "diagram.inputs" if k == 0 else "diagram.output" if k == depth else "diagram.layer"
            )
            words = say(key, {"layer": k})
            yield Text(x, y, words, SIZE, "muted", "middle", "words")

    def lines(self) -> Iterator[Shape]:
        """Those in use cover the others, which are faint in a step."""
        many = len(self.connections) > LABELLED
        idle = [one for one in self.connections if one.state == "idle"]
        if many:
            yield from self.bundles(idle)
        used = [one for one in self.connections if one.state != "idle"]
        for one in used if many else [*idle, *used]:
            paint = self.paint(one)
            yield Path(one.arrow.line, paint, {"edge": one.address, "state": one.state})
            yield Path(one.arrow.head, Paint(fill=paint.stroke, opacity=paint.opacity))

    def bundles(self, connections: Sequence[Connection]) -> Iterator[Shape]:
        """Very many lines are painted together with all that look the same."""
        alike: dict[Paint, list[Connection]] = {}
        for one in connections:
            paint = self.paint(one)
            same = replace(paint, width=max(1.0, round(paint.width)), opacity=paint.opacity / 2)
            alike.setdefault(same, []).append(one)
        for paint, bundle in alike.items():
            names = " ".join(one.address for one in bundle)
            yield Path("".join(one.arrow.line for one in bundle), paint, {"edges": names})
            heads = "".join(one.arrow.head for one in bundle)
            yield Path(heads, Paint(fill=paint.stroke, opacity=paint.opacity))

    def paint(self, one: Connection) -> Paint:
        """|w| is the width, dashes are a minus."""
        value = self.view.value(one.address) or 0.0
        faint = one.state == "idle" and self.view.frame.step is not None
        return Paint(
            stroke=COLOURS[one.state],
            width=self.thickness * width_of_connection(self.view, one.layer, value),
            dash="9 4" if value < 0 else None,
            opacity=FAINT if faint else 1.0,
        )

    def seen_lines(self) -> list[tuple[Point, Point]]:
        """What labels had better not hide: of very many connections those in use."""
        many = len(self.connections) > LABELLED
        return [
            (one.arrow.start, one.arrow.tip)
            for one in self.connections
            if one.state != "idle" or not many
        ]

    def collected(self) -> Iterator[tuple[int, int, int]]:
        """The weights over which an error comes back in this step."""
        for number, column in enumerate(self.view.states, start=1):
            for source, state in enumerate(column):
                if state.collecting:
                    for unit in range(len(self.view.states[number])):
                        yield number + 1, unit, source

    def number(
        self, middle: Point, address: str, value: float | None, room: float, ink: str
    ) -> Shape:
        """A symbol and its number in a line, as precise and as large as there is room."""
        symbol = self.view.symbol(address)
        if value is None:
            return self.fitted(middle, symbol, SIZE, room, ink)
        data = number_data(address, value)
        for digits in (4, 3):
            latex = rf"{symbol}\;{{{latex_of(value, digits)}}}"
            if box_of(latex).width * SIZE <= room:
                break
        return self.fitted(middle, latex, SIZE, room, ink, data)

    def fitted(
        self,
        middle: Point,
        latex: str,
        size: float,
        room: float,
        ink: str,
        data: dict[str, str] | None = None,
    ) -> Shape:
        size = min(size, room / max(box_of(latex).width, 0.1))
        return Formula(
            middle.x, middle.y + 0.33 * size, latex, size, ink, "middle", None, data or {}
        )

    # --- the numbers of weights, and what comes back over them ---

    def labels(self) -> list[Shape]:
        taken = self.taken()
        in_use = [one for one in self.connections if one.state != "idle"]
        idle = [one for one in self.connections if one.state == "idle"]
        shapes: list[Shape] = []
        if len(in_use) <= LABELLED_IN_USE or len(self.connections) <= LABELLED:
            forms = [self.label_in_use(one) for one in in_use]
            shapes += self.put(forms, in_use, taken, all_of_them=True)
        contributions = list(self.collected())
        if len(contributions) <= LABELLED_IN_USE:
            shapes += self.contributions(contributions, taken)
        if len(self.connections) <= LABELLED:
            shapes += self.put([[self.label_at_rest(one)] for one in idle], idle, taken)
        return shapes

    def put(
        self,
        forms: Sequence[list[Label]],
        connections: Sequence[Connection],
        taken: Taken,
        all_of_them: bool = False,
    ) -> list[Shape]:
        """Each label in the first of its forms that has room.

        ``all_of_them``: also those that have none.
        """
        shapes: list[Shape] = []
        waiting = list(range(len(forms)))
        for form in range(max((len(each) for each in forms), default=0)):
            some = [forms[k][min(form, len(forms[k]) - 1)] for k in waiting]
            wanted = [
                Wanted(
                    connections[k].arrow.start, connections[k].arrow.tip, one.w, one.h, beside=True
                )
                for k, one in zip(waiting, some, strict=True)
            ]
            spots = place(wanted, taken)
            for one, spot in zip(some, spots, strict=True):
                if spot is not None:
                    shapes += one.at(spot)
            waiting = [k for k, spot in zip(waiting, spots, strict=True) if spot is None]
        for k in waiting if all_of_them else ():
            shapes += self.squeezed(forms[k][-1], connections[k].arrow, taken)
        return shapes

    def plated(self, latex: str, fill: str, border: str | None, data: Data) -> Label:
        return Label.of(latex, self.ink or fill, border, data, self.plate)

    def label_in_use(self, one: Connection) -> list[Label]:
        """From the fullest to the shortest."""
        view, colour = self.view, COLOURS[one.state]
        value, fresh = view.value(one.address), view.shown(f"new_{one.address}")
        if value is None:
            return []
        if one.state == "update" and fresh is not None:
            data = number_data(f"new_{one.address}", fresh)
            full = view.equation(f"new_{one.address}", fresh)
            old = latex_of(value)
            return [
                self.plated(rf"{full}\;\leftarrow\;{{{old}}}", colour, colour, data),
                self.plated(rf"{latex_of(fresh)}\;\leftarrow\;{{{old}}}", colour, colour, data),
                self.plated(latex_of(fresh), colour, colour, data),
            ]
        data = number_data(one.address, value)
        return [
            self.plated(view.equation(one.address, value), colour, colour, data),
            self.plated(latex_of(value), colour, colour, data),
        ]

    def label_at_rest(self, one: Connection) -> Label:
        fresh = self.view.shown(f"new_{one.address}")
        if fresh is not None:
            return self.plated(
                latex_of(fresh), "update", None, number_data(f"new_{one.address}", fresh)
            )
        value = self.view.value(one.address) or 0.0
        return self.plated(latex_of(value), "muted", None, number_data(one.address, value))

    def squeezed(self, label: Label, line: Arrow, taken: Taken) -> list[Shape]:
        spot = any_place(Wanted(line.start, line.tip, label.w, label.h), taken)
        taken.boxes.append(spot)
        return label.at(spot)

    def contributions(self, over: Sequence[tuple[int, int, int]], taken: Taken) -> list[Shape]:
        lines = [self.back(*at) for at in over]
        labels = [self.contribution(*at) for at in over]
        wanted = [
            Wanted(line.start, line.tip, one.w, one.h, beside=True, best=0.45)
            for line, one in zip(lines, labels, strict=True)
        ]
        shapes: list[Shape] = []
        for one, line, spot in zip(labels, lines, place(wanted, taken), strict=True):
            shapes += self.squeezed(one, line, taken) if spot is None else one.at(spot)
        return shapes

    def cost(self) -> Iterator[Shape]:
        """C, once it is known, at the foot on the right."""
        value = self.view.shown("loss")
        if value is not None:
            x, y = self.left + self.size[0] - 12, self.top + self.size[1] - 11
            latex, data = self.view.equation("loss", value), number_data("loss", value)
            yield Formula(x, y, latex, SIZE, "text", "end", None, data)

    def contribution(self, layer: int, unit: int, source: int) -> Label:
        """The weight times the error at the sum: what one red arrow brings."""
        view = self.view
        weight, figures = f"w{layer}.{unit}.{source}", view.in_figure_letters
        sloped = figures and not view.topology.fused(layer) and view.topology.has_slope(layer)
        carried = f"delta{layer}.{unit}" if not view.writer.figure_rule else f"error{layer}.{unit}"
        value = (view.value(weight) or 0.0) * (view.value(carried) or 0.0)
        if sloped:
            error = view.symbol(f"error{layer}.{unit}")
            slope = (
                ""
                if view.writer.figure_rule
                else view.symbol(f"slope{layer}.{unit}").partition("(")[0]
            )
            factors = rf"{view.symbol(weight)}\,{slope}\,{error}"
        else:
            factors = rf"{view.symbol(weight)}\,{view.symbol(carried)}"
        return Label.of(
            rf"{factors}={latex_of(value)}",
            "transport",
            "transport",
            {"contribution": f"{layer}.{unit}.{source}", "value": repr(value)},
        )
