"""The picture of a descent: contours with the runs over them, or the graph of the function, and
beside it how the value falls.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor, isfinite, log10
from typing import Any

from ...engine.network.optimizers import OPTIMIZERS
from ..source import Source
from . import names
from .geometry import Point, path_of
from .network.labelled import number_data
from .numbers import text_of
from .page import HEADER, Caption, composed, left_of
from .scene import Circle, Formula, Paint, Path, Rect, Scene, Shape, Text
from .sentences import named

#: The side of the first plot, and the width of the second, which is as high.
SIDE, SECOND = 440.0, 330.0
LEFT, TOP, BETWEEN, RIGHT, BOTTOM = 64.0, 34.0, 84.0, 26.0, 46.0
SIZE = 14.0
#: About how many ticks an axis has; and how many points a line at most, each run at most.
TICKS, MOST_POINTS = 5, 400
#: The order of the colours of runs, which begin again after the last.
RUNS = 8
#: What tells the lines of runs apart without their colours.
DASHES = (None, "9 4", "3 3", "12 4 3 4")
#: How many contours have their number.
LABELLED = 4
#: Of a function in the sentence.
LONGEST = 160
LONGEST_IN_TITLE = 48


@dataclass(frozen=True)
class Plot:
    """A plot in the drawing: ``x`` and ``y`` are the least and the largest number shown."""

    left: float
    top: float
    width: float
    height: float
    x: tuple[float, float]
    y: tuple[float, float]

    def at(self, x: float, y: float) -> Point:
        (x0, x1), (y0, y1) = self.x, self.y
        return Point(
            self.left + self.width * (x - x0) / ((x1 - x0) or 1.0),
            self.top + self.height * (1 - (y - y0) / ((y1 - y0) or 1.0)),
        )

    def holds(self, x: float, y: float) -> bool:
        return self.x[0] <= x <= self.x[1] and self.y[0] <= y <= self.y[1]

    def line(self, xs: Sequence[float], ys: Sequence[float]) -> str:
        """The parts of a line that are inside, as a path."""
        step = max(1, len(xs) // MOST_POINTS)
        kept = [k for k in range(len(xs)) if k % step == 0 or k == len(xs) - 1]
        path, now = "", list[Point]()
        for before, k in zip([None, *kept], kept, strict=False):
            inside = clipped(self, xs, ys, before, k) if before is not None else None
            if before is None:
                continue
            if inside is None:
                path, now = path + written(now), []
                continue
            start, end = inside
            if not now or now[-1] != start:
                path, now = path + written(now), [start]
            now.append(end)
        return path + written(now)


def written(points: Sequence[Point]) -> str:
    return path_of(points) if len(points) > 1 else ""


def clipped(
    plot: Plot, xs: Sequence[float], ys: Sequence[float], first: int, last: int
) -> tuple[Point, Point] | None:
    """The part of a segment inside the plot; None where there is none."""
    x, y, low, high = xs[first], ys[first], 0.0, 1.0
    dx, dy = xs[last] - x, ys[last] - y
    if not all(map(isfinite, (x, y, dx, dy))):
        return None
    for start, change, (least, most) in ((x, dx, plot.x), (y, dy, plot.y)):
        if change == 0:
            if not least <= start <= most:
                return None
            continue
        a, b = sorted(((least - start) / change, (most - start) / change))
        low, high = max(low, a), min(high, b)
    if low > high:
        return None
    return plot.at(x + low * dx, y + low * dy), plot.at(x + high * dx, y + high * dy)


def ticks_of(low: float, high: float) -> list[float]:
    """Round numbers between two."""
    span = high - low
    if not (isfinite(span) and span > 0):
        return [low]
    step = 10.0 ** floor(log10(span / TICKS))
    step *= next(factor for factor in (1, 2, 5, 10) if span / (step * factor) <= TICKS + 1)
    first = floor(low / step) + (low % step != 0)
    return [k * step for k in range(int(first), floor(high / step) + 1)]


def scene(source: Source, position: int | None) -> Scene:
    """After so many iterations; None: after all."""
    last = source.last
    count = last if position is None else min(position, last)
    width = LEFT + SIDE + BETWEEN + SECOND + RIGHT
    drawing = Drawing(source, count, left_of(width), HEADER)
    caption = caption_of(source, count, last)
    size = (width, TOP + SIDE + BOTTOM)
    description = f"{caption.sentence} {drawing.numbers()}"
    return composed(caption, list(drawing.shapes()), size, description)


def caption_of(source: Source, count: int, last: int) -> Caption:
    best = source.answer.get("minimum")
    say = source.say
    function = " ".join(source.request["function"].split())
    sentence = say("picture.descent", {"function": shortened(function, LONGEST)})
    if best is not None:
        place = ", ".join(
            f"{name} = {text_of(best[name])}" for name in source.answer["variables"] if name in best
        )
        sentence += say("picture.minimum", {"place": place, "value": text_of(best["value"])})
    return Caption(
        title=say(
            "picture.iteration", {"function": shortened(function, LONGEST_IN_TITLE), "count": count}
        ),
        phase="descent",
        count=f"{count} / {last}",
        sentence=sentence,
    )


class Drawing:
    """``count``: of iterations that the runs have made."""

    def __init__(self, source: Source, count: int, left: float, top: float) -> None:
        self.source, self.count = source, count
        self.runs: list[dict[str, Any]] = source.answer["runs"]
        self.variables: list[str] = source.answer["variables"]
        self.first = self.first_plot(left + LEFT, top + TOP)
        second = left + LEFT + SIDE + BETWEEN
        values = [value for run in self.runs for value in run["value"] if is_number(value)]
        low, high = min(values, default=0.0), max(values, default=1.0)
        start = max(
            (run["value"][0] for run in self.runs if is_number(run["value"][0])), default=high
        )
        # A run that blows up would press all others together.
        high = min(high, start + 2 * abs(start - low) or high)
        gap = 0.06 * (high - low) or 1.0
        self.second = Plot(
            second,
            top + TOP,
            SECOND,
            SIDE,
            (0.0, float(max(1, source.last))),
            (low - gap, high + gap),
        )

    def first_plot(self, left: float, top: float) -> Plot:
        view = self.source.answer["view"]
        x, *others = ((view[name][0], view[name][1]) for name in self.variables if name in view)
        if others:
            return Plot(left, top, SIDE, SIDE, x, others[0])
        values = [value for value in self.source.answer["curve"]["value"] if is_number(value)]
        low, high = min(values, default=0.0), max(values, default=1.0)
        gap = 0.06 * (high - low) or 1.0
        return Plot(left, top, SIDE, SIDE, x, (low - gap, high + gap))

    def shapes(self) -> Iterator[Shape]:
        yield from self.map(self.first)
        yield from self.axes(self.second)
        for k in range(len(self.runs)):
            yield from self.falling(k)
        yield from self.legend()

    def map(self, plot: Plot) -> Iterator[Shape]:
        flat = len(self.variables) == 2
        plate = Paint(fill="level-middle" if flat else "surface")
        middle = Point(plot.left + plot.width / 2, plot.top + plot.height / 2)
        yield Rect(middle.x, middle.y, plot.width, plot.height, plate)
        if flat:
            yield from self.contours(plot)
        else:
            curve = self.source.answer["curve"]
            d = plot.line(curve["x"], [number_of(value) for value in curve["value"]])
            if d:
                yield Path(d, Paint(stroke="curve", width=2.2), {"curve": "function"})
        yield from self.axes(plot)
        for k, run in enumerate(self.runs):
            yield from self.run(plot, k, run)
        last = self.variables[1] if flat else "f"
        right, low = plot.left + plot.width, plot.top + plot.height + 34
        yield Formula(right, low, names.latex_of(self.variables[0]), SIZE + 2, "text", "end")
        yield Formula(plot.left, plot.top - 10, names.latex_of(last), SIZE + 2, "text", "middle")

    def contours(self, plot: Plot) -> Iterator[Shape]:
        contours = self.source.answer["contours"]
        every = max(1, len(contours) // LABELLED)
        for k, contour in enumerate(contours):
            for line in contour["lines"]:
                d = plot.line([x for x, _ in line], [y for _, y in line])
                if d:
                    yield Path(
                        d, Paint(stroke="contour", width=1.0), {"level": repr(contour["level"])}
                    )
            if k % every == every // 2 and contour["lines"]:
                line = max(contour["lines"], key=len)
                x, y = line[(len(line) * (2 * k + 1) // 7) % len(line)]
                if plot.holds(x, y):
                    at = plot.at(x, y)
                    words = text_of(contour["level"], 3)
                    halo = "level-middle"
                    yield Text(at.x, at.y, words, SIZE - 3, "contour-ink", "middle", halo=halo)

    def run(self, plot: Plot, k: int, run: dict[str, Any]) -> Iterator[Shape]:
        colour, dash = looks(k)
        until = min(self.count, len(run["value"]) - 1)
        xs = [number_of(value) for value in run[self.variables[0]]]
        above = run["value"] if len(self.variables) == 1 else run[self.variables[1]]
        ys = [number_of(value) for value in above]
        whole, done = plot.line(xs, ys), plot.line(xs[: until + 1], ys[: until + 1])
        if whole:
            yield Path(whole, Paint(stroke=colour, width=1.2, opacity=0.4))
        if done:
            yield Path(done, Paint(stroke=colour, width=2.6, dash=dash), {"run": str(k)})
        for index, r in ((0, 3.5), (until, 7.0)):
            if plot.holds(xs[index], ys[index]):
                at = plot.at(xs[index], ys[index])
                data = {"run": str(k)} | {
                    name: repr(run[name][index]) for name in [*self.variables, "value"] if index
                }
                paint = Paint(fill=colour, stroke="surface", width=2.0)
                yield Circle(at.x, at.y, r, paint, safe(data, self.variables))

    def falling(self, k: int) -> Iterator[Shape]:
        """The value by iterations, in the second plot."""
        plot, run = self.second, self.runs[k]
        colour, dash = looks(k)
        until = min(self.count, len(run["value"]) - 1)
        values = [number_of(value) for value in run["value"]]
        indices = [float(index) for index in range(len(values))]
        whole = plot.line(indices, values)
        done = plot.line(indices[: until + 1], values[: until + 1])
        if whole:
            yield Path(whole, Paint(stroke=colour, width=1.2, opacity=0.4))
        if done:
            yield Path(done, Paint(stroke=colour, width=2.4, dash=dash))
        if plot.holds(until, values[until]):
            at = plot.at(until, values[until])
            yield Circle(at.x, at.y, 6, Paint(fill=colour, stroke="surface", width=2.0))

    def axes(self, plot: Plot) -> Iterator[Shape]:
        border = Paint(stroke="muted")
        middle = Point(plot.left + plot.width / 2, plot.top + plot.height / 2)
        yield Rect(middle.x, middle.y, plot.width, plot.height, border)
        for tick in ticks_of(*plot.x):
            at = plot.at(tick, plot.y[0])
            yield Path(path_of([at, Point(at.x, at.y + 5)]), border)
            yield Text(at.x, at.y + 15, text_of(tick), SIZE - 2, "muted", "middle")
        for tick in ticks_of(*plot.y):
            at = plot.at(plot.x[0], tick)
            yield Path(path_of([at, Point(at.x - 5, at.y)]), border)
            yield Text(at.x - 8, at.y, text_of(tick), SIZE - 2, "muted", "end")
        if plot is self.second:
            words = self.source.say("picture.iterations", {})
            right, low = plot.left + plot.width, plot.top + plot.height + 32
            yield Text(right, low, words, SIZE - 1, "muted", "end", "words")
            yield Formula(plot.left, plot.top - 10, "f", SIZE + 2, "text", "middle")

    def legend(self) -> Iterator[Shape]:
        """Every run with its optimizer and its value now."""
        asked = self.source.request["runs"]
        plot = self.second
        for k, run in enumerate(self.runs):
            colour, dash = looks(k)
            y = plot.top + 18 + k * 28
            x = plot.left + plot.width - 12
            until = min(self.count, len(run["value"]) - 1)
            value = number_of(run["value"][until])
            optimizer, rate = optimizer_of(asked[k])
            name = named(self.source.say, "optimizer", optimizer)
            colon = self.source.say("speech.colon", {})
            words = f"{name}, η = {text_of(rate)}{colon}f = {text_of(value)}"
            data = number_data(f"run.{k}", value) if isfinite(value) else {}
            yield Text(x, y, words, SIZE - 1, "text", "end", "words", halo="surface", data=data)
            low = y + 12
            line = path_of([Point(x - 60, low), Point(x, low)])
            yield Path(line, Paint(stroke=colour, width=2.4, dash=dash))

    def numbers(self) -> str:
        """Where every run is, for those who do not see the picture."""
        parts = []
        for k, run in enumerate(self.runs):
            until = min(self.count, len(run["value"]) - 1)
            place = ", ".join(
                f"{name} = {text_of(number_of(run[name][until]), 6)}" for name in self.variables
            )
            value = text_of(number_of(run["value"][until]), 6)
            parts.append(f"{k + 1}: {place}, f = {value}.")
        return " ".join(parts)


def optimizer_of(run: dict[str, Any]) -> tuple[str, float]:
    """Its name and its learning rate."""
    asked = run.get("optimizer", "sgd")
    given = {"name": asked} if isinstance(asked, str) else asked
    (default,) = (
        each.default
        for each in OPTIMIZERS[given["name"]].hyperparameters
        if each.name == "learning_rate"
    )
    return str(given["name"]), float(given.get("learning_rate", default))


def shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}…"


def looks(k: int) -> tuple[str, str | None]:
    """The colour and the dashes of a run."""
    return f"run-{k % RUNS + 1}", DASHES[k % len(DASHES)]


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and isfinite(value)


def number_of(value: float | None) -> float:
    return float("nan") if value is None else float(value)


def safe(data: dict[str, str], variables: Sequence[str]) -> dict[str, str]:
    """Attributes by the numbers of the variables: their names are somebody else's."""
    renamed = {name: f"variable-{index}" for index, name in enumerate(variables)}
    return {renamed.get(name, name): value for name, value in data.items()}


#: Of a descent that plays, however many iterations it has.
MOST_FRAMES = 40


def frames_of(source: Source) -> list[int]:
    """The first and the last iteration and some between, closer together at the beginning."""
    last = source.last
    if last < MOST_FRAMES:
        return list(range(last + 1))
    return sorted({round(last * (k / (MOST_FRAMES - 1)) ** 2) for k in range(MOST_FRAMES)})
