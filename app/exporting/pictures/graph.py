"""The picture of a computation graph: inputs as squares, values as balls, and backwards what every
use of a value sends back, in the style of the page's drawing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ...explain.latex import Printer
from ...explain.values import with_numbers
from ..source import NotExportable, Source
from . import names
from .formulas import box_of, lines_of, sides_of
from .geometry import Arrow, Box, Disc, Point, arrow, distance, path_of
from .labels import Taken, Wanted, place
from .network.labelled import Label, number_data
from .network.scenes import chain
from .numbers import latex_of, text_of
from .page import HEADER, Caption, composed, left_of
from .scene import Circle, Formula, Paint, Path, Rect, Scene, Shape

#: More values are no picture any more.
MOST_NODES = 120
R, BALL, SIZE = 31.0, 23.0, 14.0
COLUMN, ROW, MARGIN = 176.0, 118.0, 62.0
#: Where the ball with a gradient touches its value.
BALL_AT = (0.72 * (R + BALL), -0.69 * (R + BALL))
HEAD = 11.0
SIGNS = {
    "add": "+",
    "subtract": "-",
    "multiply": r"\times",
    "divide": r"\div",
    "power": r"\wedge",
    "negate": "-",
    "identity": "=",
    "log": r"\ln",
    "exp": r"\exp",
}
#: The letters of values without a name: the first that no name begins with.
LETTERS = ("v", "u", "q", "r", "h", "k", "n")


class Names:
    """The symbols of a graph's numbers, for `app.explain.latex.Printer`."""

    def __init__(self, nodes: Sequence[Mapping[str, Any]]) -> None:
        taken = {str(node["name"])[:1] for node in nodes if node["name"]}
        letter = next((each for each in LETTERS if each not in taken), LETTERS[0])
        self.names = [self.own(node) or f"{letter}_{{{node['id']}}}" for node in nodes]
        self.operands = {node["id"]: node["operands"] for node in nodes}
        self.result = "f"

    def own(self, node: Mapping[str, Any]) -> str | None:
        if node["operation"] == "constant" and node["value"] is not None:
            return latex_of(node["value"])
        return names.latex_of(node["name"]) if node["name"] else None

    def symbol(self, text: str, phase: str | None = None) -> str:
        kind, *indices = text.split(".")
        first = int(indices[0])
        if kind == "v":
            return self.names[first]
        if kind == "g":
            return rf"\frac{{\partial {self.result}}}{{\partial {self.names[first]}}}"
        operand = self.names[self.operands[first][int(indices[1])]]
        local = rf"\frac{{\partial {self.names[first]}}}{{\partial {operand}}}"
        return local if kind == "d" else rf"{self.symbol(f'g.{first}')}{local}"

    def function(self, name: str, unit: str | None) -> str:
        return rf"\mathrm{{{name}}}"


@dataclass(frozen=True)
class Graph:
    """A graph at a position; ``overview``: with all its numbers."""

    source: Source
    position: int
    overview: bool

    @cached_property
    def nodes(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.source.answer["nodes"]
        return found

    @cached_property
    def edges(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.source.answer["edges"]
        return found

    @cached_property
    def names(self) -> Names:
        made = Names(self.nodes)
        made.result = made.names[self.source.answer["result"]]
        return made

    @property
    def step(self) -> dict[str, Any] | None:
        steps: list[dict[str, Any]] = self.source.answer["steps"]
        return steps[self.position - 1] if self.position and not self.overview else None

    @cached_property
    def known(self) -> frozenset[str]:
        steps = self.source.answer["steps"][: self.position]
        given = {f"v.{node['id']}" for node in self.nodes if node["depth"] == 0}
        return frozenset(given.union(*(step["writes"] for step in steps)))

    @cached_property
    def numbers(self) -> dict[str, float | None]:
        """Of every address; None where it does not exist."""
        found: dict[str, float | None] = {}
        for node in self.nodes:
            found[f"v.{node['id']}"] = node["value"]
            found[f"g.{node['id']}"] = node["gradient"]
        for edge in self.edges:
            at = f"{edge['target']}.{edge['operand']}"
            found[f"d.{at}"] = edge["local_derivative"]
            found[f"c.{at}"] = edge["contribution"]
        return found

    def shown(self, address: str) -> float | None:
        return self.numbers.get(address) if address in self.known else None

    def read(self, address: str) -> float:
        value = self.numbers.get(address)
        return float("nan") if value is None else value


def scene(source: Source, position: int | None) -> Scene:
    """The picture at a position; None: with every number. Raises `NotExportable`."""
    if len(source.answer["nodes"]) > MOST_NODES:
        params: dict[str, object] = {"most": MOST_NODES}
        raise NotExportable("error.export.picture_values", params, ("request", "expression"))
    count = len(source.answer["steps"])
    graph = Graph(source, count if position is None else position, position is None)
    width, _ = GraphDrawing(graph, 0.0, 0.0).size
    drawing = GraphDrawing(graph, left_of(width), HEADER)
    caption = caption_of(graph, count)
    return composed(caption, drawing.shapes(), drawing.size, described(graph, caption))


# --- words ----------------------------------------------------------------------------------------


def plain(graph: Graph, node: int) -> str:
    """The name of a value in a sentence."""
    own = graph.nodes[node]
    if own["name"]:
        return str(own["name"])
    return graph.names.names[node].replace("_{", "").replace("}", "")


def caption_of(graph: Graph, count: int) -> Caption:
    step, say = graph.step, graph.source.say
    if step is None:
        return Caption(
            title=say("picture.whole" if graph.overview else "picture.start", {}),
            phase=None,
            count="" if graph.overview else f"0 / {count}",
            sentence=start_of(graph),
        )
    rule = {"backward": "gradient", "forward": "value"}[step["phase"]]
    rule = step["rule"] if step["rule"] == "seed" else rule
    title = say(f"graph.title_{rule}", {"name": plain(graph, step["unit"])})
    printer, tree = Printer(graph.names, step["phase"]), step["formula"]
    equations = [
        with_result(graph, step, chain(rule_line, numbers, ""))
        for rule_line, numbers in zip(
            lines_of(printer.latex(tree)),
            lines_of(printer.latex(with_numbers(tree, graph.read))),
            strict=True,
        )
    ]
    return Caption(
        title=f"{say('phase.' + step['phase'], {})} · {title}",
        phase=step["phase"],
        count=f"{graph.position} / {count}",
        sentence=sentence_of(graph, step, rule),
        equations=equations,
    )


def with_result(graph: Graph, step: Mapping[str, Any], equation: str) -> str:
    """The number that a chain comes to, at its end."""
    left, *_, last = sides_of(equation)
    for address in step["writes"]:
        value = graph.numbers.get(address)
        if graph.names.symbol(address) == left and value is not None:
            return equation if last == latex_of(value) else f"{equation}={latex_of(value)}"
    return equation


def start_of(graph: Graph) -> str:
    depths = [node["depth"] for node in graph.nodes]
    inputs = [node for node in graph.nodes if node["operation"] == "input"]
    return graph.source.say(
        "graph.narration_start",
        {
            "operations": sum(depth > 0 for depth in depths),
            "inputs": len(inputs),
            "result": plain(graph, graph.source.answer["result"]),
        },
    )


def sentence_of(graph: Graph, step: Mapping[str, Any], rule: str) -> str:
    node, say = step["unit"], graph.source.say
    uses = [edge for edge in graph.edges if edge["source"] == node]
    value, gradient = graph.numbers[f"v.{node}"], graph.numbers[f"g.{node}"]
    params: dict[str, object] = {
        "name": plain(graph, node),
        "result": plain(graph, graph.source.answer["result"]),
        "value": text_of(graph.read(f"v.{node}")),
        "gradient": text_of(graph.read(f"g.{node}")),
        "count": len(uses),
    }
    if rule == "value":
        return say(f"graph.narration_{'value' if value is not None else 'no_value'}", params)
    if gradient is None:
        return say("graph.narration_no_gradient", params)
    if rule == "seed":
        return say("graph.narration_seed", params)
    if len(uses) != 1:
        return say("graph.narration_gradient_sum", params)
    target = uses[0]["target"]
    local = graph.read(f"d.{target}.{uses[0]['operand']}")
    more: dict[str, object] = {
        "target": plain(graph, target),
        "upstream": text_of(graph.read(f"g.{target}")),
        "local": text_of(local),
    }
    return say("graph.narration_gradient", params | more)


def described(graph: Graph, caption: Caption) -> str:
    step = graph.step
    if step is None:
        return caption.sentence
    reads, writes = (
        "; ".join(
            f"{address} = {text_of(value, 6)}"
            for address in addresses
            if (value := graph.numbers.get(address)) is not None
        )
        for addresses in (step["reads"], step["writes"])
    )
    numbers = graph.source.say("picture.numbers", {"reads": reads, "writes": writes})
    return f"{caption.sentence} {numbers}"


# --- where everything stands ----------------------------------------------------------------------

#: A value, or None and a number: a line that passes a column on its way.
Slot = int | tuple[int, int]
#: How often columns are put in order by their neighbours.
SWEEPS = 6


def columns_of(graph: Graph) -> tuple[list[list[Slot]], dict[int, list[Slot]]]:
    """The columns from left to right, and the way of every edge through them, by its index."""
    last = max(node["depth"] for node in graph.nodes)
    columns: list[list[Slot]] = [[] for _ in range(last + 1)]
    first_use = {
        node["id"]: min(
            (
                graph.nodes[edge["target"]]["depth"]
                for edge in graph.edges
                if edge["source"] == node["id"]
            ),
            default=1,
        )
        for node in graph.nodes
    }
    depth = {
        # Inputs stand just before their first use.
        node["id"]: node["depth"] or max(0, first_use[node["id"]] - 1)
        for node in graph.nodes
    }
    for node in graph.nodes:
        columns[depth[node["id"]]].append(node["id"])
    ways: dict[int, list[Slot]] = {}
    for number, edge in enumerate(graph.edges):
        way: list[Slot] = [edge["source"]]
        for column in range(depth[edge["source"]] + 1, depth[edge["target"]]):
            columns[column].append((number, column))
            way.append((number, column))
        ways[number] = [*way, edge["target"]]
    in_order(columns, ways)
    return columns, ways


def in_order(columns: list[list[Slot]], ways: Mapping[int, list[Slot]]) -> None:
    """Each by the mean place of its neighbours, from left to right and back."""
    before: dict[Slot, list[Slot]] = {}
    behind: dict[Slot, list[Slot]] = {}
    for way in ways.values():
        for one, other in zip(way, way[1:], strict=False):
            behind.setdefault(one, []).append(other)
            before.setdefault(other, []).append(one)
    for sweep in range(SWEEPS):
        neighbours, order = (before, columns) if sweep % 2 == 0 else (behind, columns[::-1])
        for column in order:
            place = {slot: k - len(each) / 2 for each in columns for k, slot in enumerate(each)}
            means = {
                slot: sum(place[one] for one in near) / len(near) if near else place[slot]
                for slot in column
                for near in [neighbours.get(slot, [])]
            }
            column.sort(key=lambda slot, means=means: means[slot])  # type: ignore[misc]


class GraphDrawing:
    def __init__(self, graph: Graph, left: float, top: float) -> None:
        self.graph, self.left, self.top = graph, left, top
        columns, self.ways = columns_of(graph)
        most = max(map(len, columns))
        self.size = (
            (len(columns) - 1) * COLUMN + 2 * MARGIN + 2 * R,
            (most - 1) * ROW + 2 * MARGIN + 2 * R,
        )
        middle = top + self.size[1] / 2 + 8
        self.places: dict[Slot, Point] = {
            slot: Point(left + MARGIN + R + k * COLUMN, middle + (j - (len(column) - 1) / 2) * ROW)
            for k, column in enumerate(columns)
            for j, slot in enumerate(column)
        }

    def line(self, number: int) -> list[Point]:
        """The way of an edge, from the rim of its source to that of its target."""
        points = [self.places[slot] for slot in self.ways[number]]
        points[0] = towards(points[0], points[1], R)
        points[-1] = towards(points[-1], points[-2], R + 1)
        return points

    def shapes(self) -> list[Shape]:
        graph = self.graph
        taken = self.taken()
        shapes: list[Shape] = []
        for number, edge in enumerate(graph.edges):
            shapes += self.edge(number, edge)
        for node in graph.nodes:
            shapes += self.gradient(node)
            shapes += self.value(node)
        return [*shapes, *self.labels(taken)]

    def state(self, edge: Mapping[str, Any]) -> str:
        graph, step = self.graph, self.graph.step
        if step is None:
            return "idle"
        if step["phase"] == "forward" and edge["target"] == step["unit"]:
            return "signal"
        backward = f"c.{edge['target']}.{edge['operand']}" in step["writes"]
        return "transport" if backward and graph.step else "idle"

    def edge(self, number: int, edge: Mapping[str, Any]) -> Iterator[Shape]:
        points, state = self.line(number), self.state(edge)
        colour = {"idle": "edge", "signal": "signal", "transport": "weight"}[state]
        faint = 0.45 if state == "idle" and self.graph.step else 1.0
        tip = arrow(points[-2], points[-1], HEAD)
        at = f"{edge['source']}.{edge['target']}.{edge['operand']}"
        line = Paint(stroke=colour, width=2.0 if state == "idle" else 3.0, opacity=faint)
        yield Path(path_of(points), line, {"edge": at})
        yield Path(tip.head, Paint(fill=colour, opacity=faint))
        if state == "transport":
            back = self.beside(points)
            dots = Paint(stroke="transport", width=2.6, dash="0 6", round_caps=True)
            yield Path(back.line, dots, {"transport": at})
            yield Path(back.head, Paint(fill="transport"))

    def beside(self, points: Sequence[Point]) -> Arrow:
        """A red arrow that runs back beside the first part of a way."""
        start, end = points[1], points[0]
        length = distance(start, end) or 1.0
        away = Point(-(end.y - start.y) / length * 9, (end.x - start.x) / length * 9)
        return arrow(
            Point(start.x + away.x, start.y + away.y), Point(end.x + away.x, end.y + away.y), HEAD
        )

    def value(self, node: Mapping[str, Any]) -> Iterator[Shape]:
        graph, number = self.graph, int(node["id"])
        x, y = self.places[number]
        address = f"v.{number}"
        value = graph.shown(address)
        step = graph.step
        active = step is not None and address in step["writes"]
        data = {"node": str(number)}
        ink = "neuron-ink"
        if node["operation"] in ("input", "constant"):
            given = node["operation"] == "input"
            ink = "square-ink" if given else "text"
            fill = "square-given" if given else "surface-2"
            yield Rect(x, y, 2 * R, 1.7 * R, Paint(fill=fill, stroke="edge"), 6.0, data)
            sign = graph.names.names[number] if given else None
        else:
            state = "active" if active else "idle" if value is None else "done"
            fill = f"shade:neuron-{state}"
            paint = Paint(fill=fill, stroke="neuron-line", width=2.2 if active else 1.4)
            yield Circle(x, y, R, paint, data)
            if number == graph.source.answer["result"]:
                yield Circle(x, y, R + 4, Paint(stroke="neuron-line", width=2.0))
            sign = SIGNS.get(node["operation"]) or plain_word(node["operation"])
            yield fitted(x, y + R + 15, graph.names.names[number], 100.0, "text")
        lift = 11.0 if value is not None and sign else 0.0
        if sign:
            yield fitted(x, y - lift, sign, 1.6 * R, ink, SIZE + 2)
        if value is not None:
            low = 11.0 if sign else 0.0
            yield fitted(
                x, y + low, latex_of(value), 1.75 * R, ink, SIZE, number_data(address, value)
            )

    def gradient(self, node: Mapping[str, Any]) -> Iterator[Shape]:
        number = int(node["id"])
        address = f"g.{number}"
        value = self.graph.shown(address)
        if value is None:
            return
        x, y = self.places[number]
        x, y = x + BALL_AT[0], y + BALL_AT[1]
        step = self.graph.step
        state = "active" if step is not None and address in step["writes"] else "known"
        paint = Paint(fill=f"shade:ball-{state}", stroke="ball-line", width=1.4)
        yield Circle(x, y, BALL, paint, {"ball": str(number), "state": state})
        yield fitted(
            x, y, latex_of(value), 1.75 * BALL, "ball-ink", SIZE, number_data(address, value)
        )

    def labels(self, taken: Taken) -> list[Shape]:
        """The local derivatives of the edges in use, and what runs back over them."""
        wanted, labels = [], []
        for number, edge in enumerate(self.graph.edges):
            if self.state(edge) != "transport":
                continue
            points, at = self.line(number), f"{edge['target']}.{edge['operand']}"
            back = self.beside(points)
            for address, colour, line in (
                (f"d.{at}", "weight", (points[-2], points[-1])),
                (f"c.{at}", "transport", (back.start, back.tip)),
            ):
                value = self.graph.numbers.get(address)
                if value is not None:
                    label = Label.of(latex_of(value), colour, colour, number_data(address, value))
                    labels.append(label)
                    wanted.append(Wanted(*line, label.w, label.h, beside=True, best=0.5))
        spots = place(wanted, taken)
        return [
            shape
            for label, spot in zip(labels, spots, strict=True)
            if spot is not None
            for shape in label.at(spot)
        ]

    def taken(self) -> Taken:
        width, height = self.size
        taken = Taken(sheet=Box(self.left + width / 2, self.top + height / 2, width - 24, height))
        for node in self.graph.nodes:
            x, y = self.places[int(node["id"])]
            taken.discs.append(Disc(x, y, R + 2))
            taken.discs.append(Disc(x + BALL_AT[0], y + BALL_AT[1], BALL))
            if node["depth"]:
                taken.boxes.append(Box(x, y + R + 15, 50, 18))
        for number in self.ways:
            points = self.line(number)
            taken.lines += list(zip(points, points[1:], strict=False))
        return taken


def plain_word(operation: str) -> str:
    return rf"\mathrm{{{operation.replace('_', '')}}}"


def fitted(
    x: float,
    y: float,
    latex: str,
    room: float,
    ink: str,
    size: float = SIZE,
    data: dict[str, str] | None = None,
) -> Shape:
    """Around a point, smaller where there is no room for it."""
    box = box_of(latex)
    size = min(size, room / max(box.width, 0.1))
    return Formula(
        x, y + (box.ascent - box.descent) / 2 * size, latex, size, ink, "middle", None, data or {}
    )


def towards(start: Point, end: Point, by: float) -> Point:
    """A step from one point in the direction of another."""
    part = by / (distance(start, end) or 1.0)
    return Point(start.x + (end.x - start.x) * part, start.y + (end.y - start.y) * part)
