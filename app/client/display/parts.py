"""What is shown of each kind of result. A kind has a row in `DOCUMENTS`."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from ..results.checking import Check, Mark, MarkedAnswer, Sheets
from ..results.files import Imported
from ..results.laboratories import Descent, DescentRun, Graph
from ..results.network import GradientCheck, LayerTrace, Trace
from .document import MOST_FORMULAS, Block, Document, Formulas, Table, Text, first_rows, number
from .sentences import Say

#: So many of the gradients that have a mistake are named.
MOST_NAMED = 4

SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def document_of(result: Any, say: Say) -> Document:
    return DOCUMENTS[type(result)](result, say)


# --- the pass of a network ------------------------------------------------------------------------


def trace_document(result: Trace, say: Say) -> Document:
    params = {
        "sizes": "-".join(map(str, result.network.sizes)),
        "loss": number(result.loss),
        "after": number(result.loss_after),
    }
    return Document(say("shown.trace", params), tuple(trace_blocks(result, say)))


def trace_blocks(result: Trace, say: Say) -> Iterator[Block]:
    samples = len(result.sample_losses)
    if samples > 1:
        yield Text(say("shown.first_sample", {"samples": samples}))
    for place, (layer, traced) in enumerate(
        zip(result.network.layers, result.layers, strict=True), start=1
    ):
        params = {"layer": place, "activation": layer.activation}
        columns = (say("shown.neuron", {}), "z", "a", "∂C/∂a", "δ = ∂C/∂z")
        rows = neurons(place, traced)
        yield first_rows(say("shown.layer", params), columns, rows, layer.units)
    head = tuple(say(f"shown.{name}", {}) for name in ("parameter", "value", "gradient", "updated"))
    count = sum(
        layer.weights.size + (0 if layer.biases is None else layer.biases.size)
        for layer in result.network.layers
    )
    yield first_rows(say("shown.parameters", {}), head, parameters(result), count)
    if result.check is not None:
        yield Text(checked(result.check, say))
    if result.latex is not None:
        formulas = [each.derivation.numbers for each in result.latex[:MOST_FORMULAS]]
        yield Formulas(say("shown.formulas", {}), formulas)


def checked(check: GradientCheck, say: Say) -> str:
    """The worst verdict of all gradients, in a sentence."""
    params = {
        "verdict": say(f"check.verdict.{check.verdict}", {}),
        "error": number(check.max_relative_error),
        "bound": number(check.bound),
    }
    return say("shown.checked", params)


def neurons(place: int, layer: LayerTrace) -> Iterator[tuple[str, ...]]:
    """The numbers of the first sample."""
    columns = (layer.pre_activations, layer.activations, layer.activation_gradients, layer.deltas)
    for unit in range(layer.deltas.shape[1]):
        yield f"{place}.{unit}", *(number(float(column[0, unit])) for column in columns)


def parameters(result: Trace) -> Iterator[tuple[str, ...]]:
    """Every weight and bias, by its address."""
    for place, (layer, traced) in enumerate(
        zip(result.network.layers, result.layers, strict=True), start=1
    ):
        groups = [("w", layer.weights, traced.weight_gradients, traced.updated_weights)]
        if layer.biases is not None:
            assert traced.bias_gradients is not None
            assert traced.updated_biases is not None
            groups.append(("b", layer.biases, traced.bias_gradients, traced.updated_biases))
        for letter, *arrays in groups:
            for index in np.ndindex(arrays[0].shape):
                address = ".".join((f"{letter}{place}", *map(str, index)))
                yield address, *(number(float(array[index])) for array in arrays)


# --- laboratories ---------------------------------------------------------------------------------


def graph_document(result: Graph, say: Say) -> Document:
    blocks: list[Block] = []
    head = tuple(say(f"shown.{name}", {}) for name in ("name", "operation", "value"))
    rows = [
        (node.name or f"v{node.id}".translate(SUBSCRIPTS), operation_of(result, node.id))
        + (number(node.value), number(node.gradient))
        for node in result.nodes
    ]
    gradient = say("shown.result_gradient", {})
    blocks.append(Table(say("shown.nodes", {}), (*head, gradient), rows))
    blocks += [Text(each.msg) for each in result.problems]
    blocks += [Text(each.msg) for each in result.notices]
    return Document(say("shown.graph", {"value": number(result.value)}), tuple(blocks))


def operation_of(result: Graph, node: int) -> str:
    """``multiply(v₂, w)``."""
    own = result.nodes[node]
    if not own.operands:
        return own.operation
    names = (result.nodes[each].name or f"v{each}".translate(SUBSCRIPTS) for each in own.operands)
    return f"{own.operation}({', '.join(names)})"


def descent_document(result: Descent, say: Say) -> Document:
    head = ("run", "optimizer", "steps", "end")
    names = tuple(say(f"shown.{name}", {}) for name in head)
    rows = [
        (str(place), optimizer_of(result, place - 1), str(len(run.value) - 1))
        + (say(f"shown.ended.{run.ended}", {}),)
        + tuple(number(float(run.points[name][-1])) for name in result.variables)
        + (number(float(run.value[-1])), number(float(run.gradient_norm[-1])))
        for place, run in enumerate(result.runs, start=1)
    ]
    table = Table("", (*names, *result.variables, "f", "|∇f|"), rows)
    blocks: list[Block] = [table]
    if result.gradient is not None:
        blocks.append(Text("; ".join(f"∂f/∂{n} = {text}" for n, text in result.gradient.items())))
    blocks += [Text(text) for text in reasons(result.runs)]
    blocks += [Text(each.msg) for each in result.notices]
    return Document(say("shown.descent", {"count": len(result.runs)}), tuple(blocks))


def reasons(runs: tuple[DescentRun, ...]) -> Iterator[str]:
    return (run.reason for run in runs if run.reason is not None)


def optimizer_of(result: Descent, place: int) -> str:
    runs = result.request.get("runs", ())
    found = runs[place].get("optimizer") if place < len(runs) else None
    return str(found.get("name", "") if isinstance(found, dict) else found or "")


# --- checking -------------------------------------------------------------------------------------


def mark_document(result: Mark, say: Say) -> Document:
    got, most = result.points
    blocks: list[Block] = []
    if result.hand_ins:
        head = tuple(say(f"shown.{name}", {}) for name in ("hand_in", "points", "first_wrong"))
        rows = [
            (each.id, f"{each.points[0]}/{each.points[1]}", each.first_wrong or "–")
            for each in result.hand_ins
        ]
        blocks.append(Table("", head, rows))
        counts = [(str(each.count), each.text) for each in result.table]
        head = (say("shown.hand_ins", {}), say("shown.mistake", {}))
        if counts:
            blocks.append(Table(say("shown.mistakes", {}), head, counts))
    else:
        blocks += marked(result, say)
    key = "shown.mark" if result.first_wrong is None else "shown.mark_wrong"
    params = {"points": got, "of": most, "address": result.first_wrong}
    return Document(say(key, params), tuple(blocks))


def marked(result: Mark, say: Say) -> Iterator[Block]:
    yours = result.request.get("answers", {})
    names = ("number", "yours", "right", "verdict")
    head = tuple(say(f"shown.{name}", {}) for name in names)
    rows = [
        (each.address, str(yours.get(each.address, "")), number(each.expected), each.text)
        for each in result.answers
    ]
    yield Table("", head, rows)
    for each in result.answers:
        if each.verdict == "wrong" and each.mistakes:
            yield Text(f"{each.address}: {likeliest(each)}")


def likeliest(answer: MarkedAnswer) -> str:
    return answer.mistakes[0].text


def check_document(result: Check, say: Say) -> Document:
    names = ("number", "backward_pass", "complex_step", "difference", "yours", "verdict")
    head = tuple(say(f"shown.{name}", {}) for name in names)
    rows: list[tuple[str, ...]] = [
        (each.address, number(each.analytic), number(each.complex_step), number(each.central))
        + (number(each.yours), each.text)
        for each in result.parameters
    ]
    if all(each.yours is None for each in result.parameters):
        head = head[:4] + head[5:]
        rows = [row[:4] + row[5:] for row in rows]
    mistakes = [Text(f"{named(each.addresses)}: {each.text}") for each in result.mistakes]
    return Document(result.text, (*mistakes, Table("", head, rows), Text(result.curve.text)))


def named(addresses: Sequence[str]) -> str:
    """The first few of them."""
    more = ["…"] if len(addresses) > MOST_NAMED else []
    return ", ".join([*addresses[:MOST_NAMED], *more])


def sheets_document(result: Sheets, say: Say) -> Document:
    params = {"count": len(result.variants), "seed": result.seed}
    if result.file is not None:
        return Document(result.file.name, (Text(result.file.text),))
    blocks: list[Block] = [Text(result.task)]
    head = tuple(say(f"shown.{name}", {}) for name in ("number", "on_the_sheet", "key"))
    for variant in result.variants:
        rows = [
            (each.address, each.shown or "", each.text)
            for line in variant.lines
            for each in line.numbers
        ]
        blocks.append(Table(say("shown.variant", {"variant": variant.variant}), head, rows))
    return Document(say("shown.sheets", params), tuple(blocks))


def imported_document(result: Imported, say: Say) -> Document:
    head = tuple(say(f"shown.{name}", {}) for name in ("layer_name", "shape"))
    rows = [(each.name, " × ".join(map(str, each.shape))) for each in result.layers]
    notices = [Text(each.text) for each in result.notices]
    layers = result.network.get("layers", ())
    sizes = [result.network.get("inputs"), *(layer.get("units") for layer in layers)]
    title = say("shown.imported", {"sizes": "-".join(map(str, sizes))})
    return Document(title, (Table("", head, rows), *notices))


DOCUMENTS: dict[type[Any], Callable[[Any, Say], Document]] = {
    Trace: trace_document,
    Graph: graph_document,
    Descent: descent_document,
    Mark: mark_document,
    Check: check_document,
    Sheets: sheets_document,
    Imported: imported_document,
}
