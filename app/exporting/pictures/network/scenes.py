"""The pictures of a pass, by the position of the player."""

from ....explain.steps import Step
from ...source import NetworkPass, NotExportable, Source
from ..formulas import lines_of, sides_of
from ..numbers import text_of
from ..page import HEADER, Caption, composed, left_of
from ..scene import Scene
from .circuit import Circuit
from .drawing import Drawing
from .flow import Flow
from .view import View
from .words import sentence_of, title_of

#: Beyond, a drawing of single connections shows nothing (the page thins its lines from there on).
MOST_CONNECTIONS = 300
#: Neurons of a layer that have steps of their own; inputs are bounded likewise.
MOST_UNITS = 64
#: Of a formula that is printed; a sum of very many terms is longer than any picture.
LONGEST = 1500
DRAWINGS: dict[str, type[Drawing]] = {"flow": Flow, "circuit": Circuit}


def check(passed: NetworkPass) -> None:
    """Raises `NotExportable`: the network is too large to be drawn."""
    topology = passed.topology
    connections = sum(
        topology.fan_in(number) * layer.units for number, layer in enumerate(topology.layers, 1)
    )
    widest = max(topology.inputs, *(layer.units for layer in topology.layers))
    if connections > MOST_CONNECTIONS or widest > MOST_UNITS:
        params: dict[str, object] = {"connections": MOST_CONNECTIONS, "neurons": MOST_UNITS}
        raise NotExportable("error.export.picture_size", params, ("request", "network"))


def scene(source: Source, position: int | None) -> Scene:
    """The picture at a position; None: the overview. Raises `NotExportable`."""
    passed = source.network
    assert passed is not None, "a source of the tool trace has a network"
    check(passed)
    view = View.of(source, passed, position)
    kind = DRAWINGS[source.look.drawing]
    width, _ = kind(view).size
    drawing = kind(view, left_of(width), HEADER)
    caption = caption_of(view)
    return composed(caption, drawing.shapes(), drawing.size, described(view, caption))


def caption_of(view: View) -> Caption:
    step = view.frame.step
    count = len(view.passed.steps)
    samples = view.topology.samples
    place = "" if view.frame.overview else f"{view.frame.position} / {count}"
    if samples > 1:
        sample = view.source.say("picture.sample", {"number": 1, "count": samples})
        place = f"{sample} · {place}" if place else sample
    return Caption(
        title=title_of(view),
        phase=step.phase if step else None,
        count=place,
        sentence=sentence_of(view),
        equations=[*equations_of(view, step), *others_of(view, step)] if step else (),
    )


def equations_of(view: View, step: Step) -> list[str]:
    """Rule, numbers and result of each line as one chain."""
    formula = view.writer.formula(step)
    rules, numbers, results = (
        lines_of(part) for part in (formula["rule"], formula["numbers"], formula["result"])
    )
    if not len(rules) == len(numbers) == len(results):
        return [*rules, *numbers, *results]
    return [
        chain(*lines)
        for lines in zip(rules, numbers, results, strict=True)
        if sum(map(len, lines)) <= LONGEST
    ]


#: How many numbers stand in a line, and how many at most are written out so.
IN_A_LINE, MOST_OTHERS = 4, 12


def others_of(view: View, step: Step) -> list[str]:
    """What the step finds besides, and neither its formula nor the drawing of it shows."""
    drawn = {view.ball(step.layer, step.unit or 0), "loss"}
    found = [
        # In braces: it is broken nowhere.
        f"{{{view.equation(address, value)}}}"
        for address in step.writes
        if address not in view.formula_addresses
        and address not in drawn
        and not address.startswith(("z", "a"))
        and (value := view.value(address)) is not None
    ][:MOST_OTHERS]
    return [r",\quad ".join(found[k : k + IN_A_LINE]) for k in range(0, len(found), IN_A_LINE)]


def chain(rule: str, numbers: str, result: str) -> str:
    """z = w x = 0.2 · 1 = 0.2: the left side once."""
    sides: list[str] = []
    for side in (*sides_of(rule), *sides_of(numbers)[1:], *sides_of(result)[1:]):
        if side not in sides:
            sides.append(side)
    return "=".join(sides)


def described(view: View, caption: Caption) -> str:
    """For those who do not see the picture: the sentence, and every number of the step."""
    step, say = view.frame.step, view.source.say
    if step is None:
        return caption.sentence
    reads, writes = (
        "; ".join(
            f"{address} = {text_of(value, 6)}"
            for address in addresses
            if (value := single(view, address)) is not None
        )
        for addresses in (step.reads, step.writes)
    )
    numbers = say("picture.numbers", {"reads": reads, "writes": writes})
    return f"{caption.sentence} {numbers}"


def single(view: View, address: str) -> float | None:
    """A number, and not a whole array, as these letters have it."""
    try:
        return view.value(address)
    except TypeError:
        return None
