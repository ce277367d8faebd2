"""Every number of a walkthrough as rows of one table, in full: for spreadsheets and programs.

The head of the table is the same in every language. To cover another tool, write its head and a
function for its rows, and put them in `TABLES`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from ...explain.notation import Notation
from ...harmless import Cell, as_csv
from ..source import Source

Row = list[Cell]


@dataclass(frozen=True)
class TableOf:
    head: Callable[[Source], Sequence[str]]
    rows: Callable[[Source], Iterator[Row]]


def head(source: Source) -> list[str]:
    return list(TABLES[source.tool].head(source))


def rows(source: Source) -> Iterator[Row]:
    return TABLES[source.tool].rows(source)


def written(head: Sequence[str], rows: Iterable[Row]) -> str:
    """A table as CSV."""
    return as_csv(chain([head], rows))


# --- a network ------------------------------------------------------------------------------------

NETWORK_HEAD = ("address", "symbol", "layer", "neuron", "sample", "quantity", "value")
#: The letters of the addresses of a layer's arrays, by their names in an answer; with a row for
#: each sample, and without.
PER_SAMPLE = {
    "pre_activations": "z",
    "activations": "a",
    "activation_gradients": "error",
    "deltas": "delta",
}
OF_PARAMETERS = {
    "weights": "w",
    "biases": "b",
    "weight_gradients": "dw",
    "bias_gradients": "db",
    "updated_weights": "new_w",
    "updated_biases": "new_b",
}


def network_rows(source: Source) -> Iterator[Row]:
    """Layers, neurons and samples count from 0 in an address, from 1 in a column."""
    one = source.network
    assert one is not None
    answer, notation = source.answer, one.writers[source.look.letters].notation
    yield from sampled("x", None, "inputs", one.inputs.tolist(), notation)
    yield from sampled("t", None, "targets", one.targets.tolist(), notation)
    for number, layer in enumerate(answer["layers"], start=1):
        before = one.trained.network.layers[number - 1]
        biases = None if before.biases is None else before.biases.tolist()
        known = {**layer, "weights": before.weights.tolist(), "biases": biases}
        for quantity, letter in PER_SAMPLE.items():
            yield from sampled(letter, number, quantity, known[quantity], notation)
        for quantity, letter in OF_PARAMETERS.items():
            yield from of_parameters(letter, number, quantity, known[quantity], notation)
    for sample, row in enumerate(answer["input_gradients"]):
        for place, value in enumerate(row):
            yield [None, None, None, place + 1, sample + 1, "input_gradients", value]
    for sample, value in enumerate(answer["sample_losses"]):
        yield [None, None, None, None, sample + 1, "sample_losses", value]
    yield ["loss", "C", None, None, None, "loss", answer["loss"]]
    yield [None, None, None, None, None, "loss_after", answer["loss_after"]]


def signed(notation: Notation, address: str) -> str:
    """The symbol of the number that an answer has at an address: −δ in the figures."""
    sign = "-" if notation.sign(address) < 0 else ""
    return sign + notation.symbol(address)


def sampled(
    letter: str, layer: int | None, quantity: str, array: list[list[Any]], notation: Notation
) -> Iterator[Row]:
    """An array of samples × units."""
    for sample, row in enumerate(array):
        mark = f"@{sample}" if len(array) > 1 else ""
        for unit, value in enumerate(row):
            address = f"{letter}{layer or ''}.{unit}{mark}"
            symbol = signed(notation, address)
            yield [address, symbol, layer, unit + 1, sample + 1, quantity, value]


def of_parameters(
    letter: str, layer: int, quantity: str, array: list[Any] | None, notation: Notation
) -> Iterator[Row]:
    """Weights, units × fan-in, or biases, (units,); None: the layer has none."""
    for unit, row in enumerate(array or ()):
        of_unit = f"{letter}{layer}.{unit}"
        if not isinstance(row, list):
            symbol = signed(notation, of_unit)
            yield [of_unit, symbol, layer, unit + 1, None, quantity, row]
            continue
        for place, value in enumerate(row):
            address = f"{of_unit}.{place}"
            symbol = signed(notation, address)
            yield [address, symbol, layer, unit + 1, None, quantity, value]


# --- a graph --------------------------------------------------------------------------------------

NODE_FIELDS = ("id", "name", "operation", "value", "gradient")
EDGE_FIELDS = ("source", "target", "operand", "local_derivative", "contribution")


def graph_rows(source: Source) -> Iterator[Row]:
    """The nodes, then the edges."""
    nothing: Row = [None]
    for node in source.answer["nodes"]:
        yield ["node", *(node[name] for name in NODE_FIELDS), *nothing * len(EDGE_FIELDS)]
    for edge in source.answer["edges"]:
        yield ["edge", *nothing * len(NODE_FIELDS), *(edge[name] for name in EDGE_FIELDS)]


# --- a descent ------------------------------------------------------------------------------------


def descent_head(source: Source) -> list[str]:
    variables = source.answer["variables"]
    gradients = (f"gradient_{name}" for name in variables)
    return ["run", "optimizer", "step", *variables, "value", "gradient_norm", *gradients]


def descent_rows(source: Source) -> Iterator[Row]:
    variables = source.answer["variables"]
    for number, run in enumerate(source.answer["runs"]):
        optimizer = source.request["runs"][number]["optimizer"]["name"]
        for step, value in enumerate(run["value"]):
            yield [
                number + 1,
                optimizer,
                step,
                *(run[name][step] for name in variables),
                value,
                run["gradient_norm"][step],
                *(run["gradient"][name][step] for name in variables),
            ]


TABLES = {
    "trace": TableOf(lambda source: NETWORK_HEAD, network_rows),
    "graph": TableOf(lambda source: ("kind", *NODE_FIELDS, *EDGE_FIELDS), graph_rows),
    "descent": TableOf(descent_head, descent_rows),
}
