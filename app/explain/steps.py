"""The walkthrough of a pass as a flat list of steps: what each one reads, writes and computes.

Forward input side first, then the error at the outputs, backward output side first, and every
update after every δ, as in figures 5 to 13. To add a kind of step, give its rule a name in `RULES`,
its formula a function in `app.explain.formulas` and a sentence in every language.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from threading import Lock

import orjson

from . import formulas, layer_formulas
from .topology import Topology
from .tree import Tree

Row = Callable[[str], tuple[str, ...]]

#: A layer of more units has one step per phase, over its whole arrays.
MAX_UNITS_ONE_BY_ONE = 64
#: An array (or a row of weights) with more entries than this is named as a whole in reads and
#: writes, so that the steps of a dense network do not grow with the square of its width: "a1"
#: stands for every a1.i, "w2.3" for every w2.3.i.
MAX_LISTED = 32

RULES = (
    "unit",
    "pre_activation",
    "softmax",
    "forward_layer",
    "error",
    "error_layer",
    "softmax_delta",
    "delta",
    "error_sum",
    "delta_layer",
    "update",
    "update_layer",
    "frozen",
    "frozen_layer",
)


@dataclass(frozen=True, slots=True)
class Step:
    """``layer`` counts from 1, ``unit`` from 0 (None: the whole layer).

    ``formula`` is in derivation notation, ``figure`` in that of the figures.
    """

    phase: str
    rule: str
    layer: int
    unit: int | None
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    formula: Tree
    figure: Tree


@dataclass(frozen=True, slots=True)
class Names:
    """The addresses of groups of numbers, or that of the whole array for a long list."""

    topology: Topology

    def is_whole(self, layer: int) -> bool:
        return self.topology.layer(layer).units > MAX_UNITS_ONE_BY_ONE

    def units(self, array: str, layer: int) -> tuple[str, ...]:
        """``array`` of every unit of a layer: a1.0, a1.1, …"""
        return listed(f"{array}{layer}", self.topology.layer(layer).units)

    def signals(self, layer: int) -> tuple[str, ...]:
        """What enters the layer after ``layer``."""
        return self.units("a", layer) if layer else listed("x", self.topology.inputs)

    def targets(self) -> tuple[str, ...]:
        return listed("t", self.topology.outputs)

    def incoming(self, array: str, layer: int, unit: int) -> tuple[str, ...]:
        """A row of ``array`` w, dw or new_w: one entry for every weight into the unit."""
        return listed(f"{array}{layer}.{unit}", self.topology.fan_in(layer))

    def outgoing(self, layer: int, unit: int) -> tuple[str, ...]:
        """The weights from a unit into the next layer: a column."""
        later, count = layer + 1, self.topology.layer(layer + 1).units
        if count > MAX_LISTED:
            return (f"w{later}",)
        return tuple(f"w{later}.{k}.{unit}" for k in range(count))

    def sent_back(self, later: int) -> tuple[str, ...]:
        """What a layer sends back besides its weights: ∂C/∂z; in the figures δ and f'."""
        arrays = backward_arrays(self.topology, later)
        return tuple(name for array in arrays for name in self.units(array, later))


def backward_arrays(topology: Topology, layer: int) -> tuple[str, ...]:
    """The arrays that hold a layer's error: ∂C/∂z in the derivation, δ and f' in the figures."""
    return ("delta", "error", "slope") if topology.has_slope(layer) else ("delta",)


def listed(prefix: str, count: int) -> tuple[str, ...]:
    return (prefix,) if count > MAX_LISTED else tuple(f"{prefix}.{k}" for k in range(count))


def steps(topology: Topology) -> list[Step]:
    """Every step of one pass and its update."""
    return list(each_step(topology))


def each_step(topology: Topology) -> Iterator[Step]:
    """`steps`, made one by one: those of a large network are a million objects."""
    depth = topology.depth
    for layer in range(1, depth + 1):
        yield from forward(topology, layer)
    yield from output(topology)
    for layer in range(depth - 1, 0, -1):
        yield from backward(topology, layer)
    for layer in range(1, depth + 1):
        yield from update(topology, layer)


def forward(topology: Topology, layer: int) -> Iterator[Step]:
    names, shape = Names(topology), topology.layer(layer)
    given = names.signals(layer - 1)
    if names.is_whole(layer):
        own = (f"w{layer}", f"b{layer}") if shape.has_bias else (f"w{layer}",)
        pair = layer_formulas.forward_layer(topology, layer)
        whole = (f"z{layer}", f"a{layer}")
        yield Step("forward", "forward_layer", layer, None, (*given, *own), whole, *pair)
        return
    rule, formula = (
        ("unit", formulas.forward_unit)
        if shape.elementwise
        else ("pre_activation", formulas.pre_activation)
    )
    for unit in range(shape.units):
        where = f"{layer}.{unit}"
        bias = (f"b{where}",) if shape.has_bias else ()
        reads = (*given, *names.incoming("w", layer, unit), *bias)
        writes = (f"z{where}", f"a{where}") if shape.elementwise else (f"z{where}",)
        yield Step("forward", rule, layer, unit, reads, writes, *formula(topology, layer, unit))
    if not shape.elementwise:
        for unit in range(shape.units):
            pair = formulas.softmax(topology, layer, unit)
            writes = (f"a{layer}.{unit}",)
            yield Step("forward", "softmax", layer, unit, names.units("z", layer), writes, *pair)


def output(topology: Topology) -> Iterator[Step]:
    """The loss phase. The first step also writes C, for which it reads every output and target."""
    names, layer = Names(topology), topology.depth
    shape, fused = topology.layer(layer), topology.fused(layer)
    everything = (*names.units("a", layer), *names.targets())
    if names.is_whole(layer):
        slope = (f"slope{layer}",) if topology.has_slope(layer) else ()
        whole = ("loss", f"error{layer}", f"delta{layer}")
        pair = layer_formulas.error_layer(topology)
        yield Step("loss", "error_layer", layer, None, (*everything, *slope), whole, *pair)
        return
    for unit in range(shape.units):
        where = f"{layer}.{unit}"
        # C needs every output, and so does ∂C/∂z of a softmax.
        needs_all = unit == 0 or (fused and not shape.elementwise)
        reads = everything if needs_all else (f"a{where}", f"t.{unit}")
        slope = (f"slope{where}",) if topology.has_slope(layer) else ()
        writes = (
            *(("loss",) if unit == 0 else ()),
            f"error{where}",
            *((f"delta{where}",) if fused or shape.elementwise else ()),
        )
        pair = formulas.output_error(topology, unit)
        yield Step("loss", "error", layer, unit, (*reads, *slope), writes, *pair)
    if not fused and not shape.elementwise:
        yield from softmax_deltas(topology, layer, "loss")


def backward(topology: Topology, layer: int) -> Iterator[Step]:
    names, shape = Names(topology), topology.layer(layer)
    back = names.sent_back(layer + 1)
    if names.is_whole(layer):
        own = f"slope{layer}" if shape.elementwise else f"a{layer}"
        reads: tuple[str, ...] = (f"w{layer + 1}", *back, own)
        whole = (f"error{layer}", f"delta{layer}")
        pair = layer_formulas.delta_layer(topology, layer)
        yield Step("backward", "delta_layer", layer, None, reads, whole, *pair)
        return
    for unit in range(shape.units):
        where = f"{layer}.{unit}"
        reads = (*names.outgoing(layer, unit), *back)
        if shape.elementwise:
            pair = formulas.hidden_delta(topology, layer, unit)
            reads, writes = (*reads, f"slope{where}"), (f"error{where}", f"delta{where}")
            yield Step("backward", "delta", layer, unit, reads, writes, *pair)
        else:
            pair = formulas.error_sum(topology, layer, unit)
            yield Step("backward", "error_sum", layer, unit, reads, (f"error{where}",), *pair)
    if not shape.elementwise:
        yield from softmax_deltas(topology, layer, "backward")


def softmax_deltas(topology: Topology, layer: int, phase: str) -> Iterator[Step]:
    names = Names(topology)
    reads = (*names.units("a", layer), *names.units("error", layer))
    for unit in range(topology.layer(layer).units):
        pair = formulas.softmax_delta(topology, layer, unit)
        yield Step(phase, "softmax_delta", layer, unit, reads, (f"delta{layer}.{unit}",), *pair)


def update(topology: Topology, layer: int) -> Iterator[Step]:
    """The gradients and the new weights; an address without a sample stands for all of them."""
    names, shape = Names(topology), topology.layer(layer)
    rule = "update" if shape.weights_move else "frozen"
    rate = ("eta",) if shape.weights_move and topology.plain_step else ()
    given = (*names.signals(layer - 1), *rate)

    def step(name: str, where: str, unit: int | None, row: Row, pair: formulas.Pair) -> Step:
        """``where`` is "2" or "2.0"; ``row`` gives the addresses of all weights there."""
        reads = (
            *(row("w") if shape.weights_move else ()),
            *((f"b{where}",) if shape.biases_move else ()),
            *(f"{array}{where}" for array in backward_arrays(topology, layer)),
            *given,
        )
        writes = (
            *row("dw"),
            *((f"db{where}",) if shape.has_bias else ()),
            *(row("new_w") if shape.weights_move else ()),
            *((f"new_b{where}",) if shape.biases_move else ()),
        )
        return Step("update", name, layer, unit, reads, writes, *pair)

    if names.is_whole(layer):
        pair = layer_formulas.update_layer(topology, layer)
        yield step(f"{rule}_layer", str(layer), None, lambda array: (f"{array}{layer}",), pair)
        return
    for unit in range(shape.units):
        row = partial(names.incoming, layer=layer, unit=unit)
        yield step(rule, f"{layer}.{unit}", unit, row, formulas.update(topology, layer, unit))


class Cache:
    """The JSON of the most recently used topologies, bounded by their number and their bytes."""

    def __init__(self, entries: int, size: int) -> None:
        self.entries, self.size = entries, size
        self.stored: OrderedDict[Topology, bytes] = OrderedDict()
        self.bytes = 0
        # Requests are answered in the event loop and in several threads.
        self.lock = Lock()

    def get(self, topology: Topology) -> bytes:
        with self.lock:
            if topology in self.stored:
                self.stored.move_to_end(topology)
                return self.stored[topology]
        # Step by step, because orjson holds the interpreter's lock while it writes.
        made = b"[" + b",".join(map(orjson.dumps, each_step(topology))) + b"]"
        with self.lock:
            if topology not in self.stored and len(made) <= self.size:
                self.stored[topology] = made
                self.bytes += len(made)
                while len(self.stored) > self.entries or self.bytes > self.size:
                    _, dropped = self.stored.popitem(last=False)
                    self.bytes -= len(dropped)
        return made


CACHE = Cache(entries=256, size=16 * 2**20)


def steps_json(topology: Topology) -> bytes:
    """`steps` as JSON, from the cache, to be embedded as an ``orjson.Fragment``."""
    return CACHE.get(topology)
