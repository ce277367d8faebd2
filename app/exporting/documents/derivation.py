"""A walkthrough as titled formulas, step by step: what LaTeX, Markdown and notebooks are made of.

To cover another tool, write a function from its source to a `Derivation` and put it in
`DERIVATIONS`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from ...engine.arrays import Array
from ...engine.graph.derivative import derivative
from ...engine.network.activations import ACTIVATIONS
from ...explain.expressions import graph_tree
from ...explain.latex import PRINTERS, Printer, Text, number_text, one_below_the_other
from ...explain.notation import Notation
from ...explain.optimizer_steps import gradient_tree, symbols, update_tree
from ...explain.step_latex import FormulaLatex, result
from ...explain.steps import Step
from ...explain.tree import CallNode, OperationNode, equals, equations
from ...explain.tree import symbol as symbol_node
from ...explain.values import with_numbers
from ..source import DescentPass, NetworkPass, NotExportable, Source
from .graph_symbols import GraphSymbols
from .names import letters, symbol

#: Of a document; one step may be of any walkthrough.
MOST_STEPS = 400
#: A larger matrix is named by its shape.
MOST_ROWS = 8
#: Of a run that is printed in full; of a longer one as many are chosen evenly.
MOST_POINTS = 40
#: Between the first of many equal functions and the last.
DOTS = r"\cdots"


@dataclass(frozen=True)
class WrittenStep:
    """``number``: from 1, as in the player; ``phase``: a key of the sentences ``phase.…``."""

    number: int
    phase: str
    title: str
    formula: FormulaLatex


@dataclass(frozen=True)
class Table:
    """``head`` and ``rows`` are of LaTeX's mathematics; ``title`` is plain text."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Derivation:
    """``given``: equations in LaTeX that a reader starts from; ``notes``: sentences."""

    title: str
    given: Sequence[str]
    steps: Sequence[WrittenStep]
    notes: Sequence[str] = ()
    tables: Sequence[Table] = field(default=())

    def phases(self) -> Iterator[tuple[str, list[WrittenStep]]]:
        """The steps, by the phases that follow each other."""
        for phase, steps in groupby(self.steps, lambda step: step.phase):
            yield phase, list(steps)


def derivation(source: Source) -> Derivation:
    """Raises `NotExportable` for a walkthrough of more than `MOST_STEPS`."""
    return DERIVATIONS[source.tool](source)


def chosen(source: Source, count: int) -> range:
    """The places of the steps that are written: one, or all. Raises `NotExportable`."""
    if source.step is not None:
        return range(source.step - 1, source.step) if source.step else range(0)
    if count > MOST_STEPS:
        params: dict[str, object] = {"steps": count, "most": MOST_STEPS}
        raise NotExportable("error.export.long", params, ("step",))
    return range(count)


# --- a network ------------------------------------------------------------------------------------


def of_network(source: Source) -> Derivation:
    one = source.network
    assert one is not None
    writer = one.writers[source.look.letters]
    steps = [
        WrittenStep(
            place + 1,
            one.steps[place].phase,
            step_title(source, one.steps[place]),
            writer.formula(one.steps[place]),
        )
        for place in chosen(source, len(one.steps))
    ]
    notes = []
    if one.rounds > 1:
        notes.append(source.say("export_file.note.round", {"round": one.rounds}))
    if one.optimization.states is not None:
        notes.append(source.say("export_file.note.state", {"steps": one.trained.count - 1}))
    if len(one.inputs) > 1:
        notes.append(source.say("export_file.note.samples", {"samples": len(one.inputs)}))
    return Derivation(
        source.say("export_file.title.trace", {}), list(given_of_network(source, one)), steps, notes
    )


def step_title(source: Source, step: Step) -> str:
    params: dict[str, object] = {"layer": step.layer, "neuron": (step.unit or 0) + 1}
    return source.say(f"export_file.step.{'layer' if step.unit is None else 'neuron'}", params)


def given_of_network(source: Source, one: NetworkPass) -> Iterator[str]:
    """The data, the weights before the round that is shown, the activations, the loss, the
    optimizer.
    """
    notation = one.writers[source.look.letters].notation
    yield f"x={matrix(one.inputs)}"
    yield f"{notation.symbol('t')}={matrix(one.targets)}"
    for number, layer in enumerate(one.trained.network.layers, start=1):
        yield f"{notation.symbol(f'w{number}')}={matrix(layer.weights)}"
        if layer.biases is not None:
            yield f"{notation.symbol(f'b{number}')}={matrix(layer.biases[None])}"
    yield from functions_of(one, notation)
    optimization = one.optimization
    yield f"c={one.network.loss.latex}"
    yield optimization.optimizer.latex
    yield r",\quad ".join(
        f"{each.latex}={number_text(optimization.hyperparameters[each.name]).latex}"
        for each in optimization.optimizer.hyperparameters
    )


def functions_of(one: NetworkPass, notation: Notation) -> Iterator[str]:
    """What each activation is, under the letters that the formulas have for it.

    Where two activations share a letter, as f, each stands with its layers; the figures' letters
    count the neurons, so that they differ.
    """
    layers: dict[str, list[int]] = {}
    for number, layer in enumerate(one.network.layers, start=1):
        layers.setdefault(layer.activation.name, []).append(number)
    used = [letters_of(one, notation, name, numbers) for name, numbers in layers.items()]
    for (name, numbers), own in zip(layers.items(), used, strict=True):
        activation = ACTIVATIONS[name]
        # Only softmax has one output of all its inputs.
        argument = "(z)" if activation.slope is not None else "(z)_j"
        left = "=".join(each if each == DOTS else each + argument for each in own)
        places = r",\,".join(map(str, numbers))
        of_layers = rf"\quad (l={places})" if used.count(own) > 1 else ""
        yield f"{left}={activation.latex}{of_layers}"


def letters_of(
    one: NetworkPass, notation: Notation, name: str, numbers: Sequence[int]
) -> list[str]:
    """The letters of an activation in the layers ``numbers``: of each the first, dots, the last."""
    found: list[str] = []
    for number in numbers:
        units = one.topology.layers[number - 1].units
        own = [notation.function(name, f"{number}.{unit}") for unit in range(units)]
        distinct = list(dict.fromkeys(own))
        shown = distinct if len(distinct) <= 2 else [distinct[0], DOTS, distinct[-1]]
        found += [each for each in shown if each == DOTS or each not in found]
    return found


def matrix(array: Array) -> str:
    """A matrix in LaTeX, or the set of those of its shape."""
    rows, columns = array.shape
    if rows > MOST_ROWS or columns > MOST_ROWS:
        return rf"(\ldots)\in\mathbb{{R}}^{{{rows}\times {columns}}}"
    written = r" \\ ".join(
        " & ".join(number_text(value).latex for value in row) for row in array.tolist()
    )
    return rf"\begin{{pmatrix}}{written}\end{{pmatrix}}"


# --- typed expressions ---


def print_power(printer: Printer, node: OperationNode) -> Text:
    """A derivative is a fraction: its square is that of the whole."""
    base, exponent = (printer.text(each).latex for each in node["args"])
    if base.startswith(r"\frac"):
        return Text(rf"\left({base}\right)^{{{exponent}}}", "atom")
    return PRINTERS["power"](printer, node)


def print_call(printer: Printer, node: CallNode) -> Text:
    if node["name"] == "sqrt":
        return Text(rf"\sqrt{{{printer.text(node['args'][0]).latex}}}", "atom")
    return PRINTERS["call"](printer, node)


TYPESET: dict[str, Callable[[Printer, Any], Text]] = {
    **PRINTERS,
    "power": print_power,
    "call": print_call,
}


# --- a graph --------------------------------------------------------------------------------------


def of_graph(source: Source) -> Derivation:
    named = GraphSymbols(source.answer)
    steps = source.answer["steps"]
    assert source.graph is not None
    given = [
        f"{named.names[node]}={number_text(source.graph.inputs[name]).latex}"
        for name, node in source.graph.graph.inputs.items()
    ]
    written = [
        WrittenStep(
            place + 1,
            steps[place]["phase"],
            source.say("export_file.step.node", {"node": steps[place]["unit"]}),
            graph_formula(steps[place], named),
        )
        for place in chosen(source, len(steps))
    ]
    return Derivation(source.say("export_file.title.graph", {}), given, written)


def graph_formula(step: dict[str, Any], named: GraphSymbols) -> FormulaLatex:
    printer, tree = Printer(named, step["phase"], TYPESET), step["formula"]
    return {
        "rule": printer.latex(tree),
        "numbers": printer.latex(with_numbers(tree, named.read)),
        "result": one_below_the_other(
            [result(equation, printer, named.read) for equation in equations(tree)]
        ),
    }


# --- a descent ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DescentSymbols:
    """Names of a run's addresses (`app.explain.optimizer_steps`)."""

    names: dict[str, str]

    def symbol(self, text: str, phase: str | None = None) -> str:
        return self.names[text]

    def function(self, name: str, unit: str | None) -> str:
        return GraphSymbols({}).function(name, unit)


def of_descent(source: Source) -> Derivation:
    """The function, its derivatives, each optimizer's rule, and the points of each run."""
    answer = source.answer
    variables = answer["variables"]
    given = [] if source.descent is None else list(given_of_descent(source.descent))
    tables = []
    for number, run in enumerate(answer["runs"], start=1):
        asked = source.request["runs"][number - 1]["optimizer"]["name"]
        tables.append(table_of_run(source, number, asked, run, variables))
    return Derivation(source.say("export_file.title.descent", {}), given, [], (), tables)


def given_of_descent(descent: DescentPass) -> Iterator[str]:
    optimizers = {each.optimizer.name: each.optimizer for each in descent.optimizations}
    leaves = {name: symbol_node(symbol(name)) for name in descent.graph.inputs}
    tree = graph_tree(descent.graph, leaves)
    if tree is not None:
        yield Printer(DescentSymbols({}), printers=TYPESET).latex(equals(symbol_node("f"), tree))
    slopes = {name: derivative(descent.graph, name) for name in descent.variables}
    gradient = gradient_tree(slopes, list(descent.columns), descent.reduction)
    for place, optimizer in enumerate(optimizers.values()):
        names = symbols(optimizer, descent.variables, list(descent.columns))
        printer = Printer(
            DescentSymbols({at: letters(text) for at, text in names.items()}), printers=TYPESET
        )
        if place == 0 and gradient is not None:
            yield from printer.lines(gradient)
        yield from printer.lines(update_tree(optimizer, descent.variables))


def table_of_run(
    source: Source, number: int, optimizer: str, run: dict[str, Any], variables: Sequence[str]
) -> Table:
    last = len(run["value"]) - 1
    places = sorted({round(k * last / (MOST_POINTS - 1)) for k in range(MOST_POINTS)})
    if last < MOST_POINTS:
        places = list(range(last + 1))
    rows = [
        [
            str(place),
            *(number_text(run[name][place]).latex for name in variables),
            number_text(run["value"][place]).latex,
            number_text(run["gradient_norm"][place]).latex,
        ]
        for place in places
    ]
    title = source.say("export_file.run", {"run": number, "optimizer": optimizer})
    return Table(title, ["k", *map(symbol, variables), "f", r"\lVert\nabla f\rVert"], rows)


DERIVATIONS: dict[str, Callable[[Source], Derivation]] = {
    "trace": of_network,
    "graph": of_graph,
    "descent": of_descent,
}
