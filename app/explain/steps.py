"""The walkthrough of a pass as a flat list of steps: what each one reads, writes and computes.

Forward input side first, then the error at the outputs, backward output side first, and every update after
every δ, as in figures 5 to 13. To add a kind of step, give its rule a name in `RULES`, its formula a
function in `app.explain.formulas` and its sentence a key ``rule.<name>`` in every language.
"""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock

import orjson

from app.explain import formulas, layer_formulas
from app.explain.topology import Topology
from app.explain.tree import Tree

#: Layers of more units go as a whole, in one step per phase.
WIDEST_BY_UNIT = 64
#: An array (or a row of weights) with more entries than this is named as a whole in reads and writes, so that the
#: steps of a dense network do not grow with the square of its width: "a1" stands for every a1.i, "w2.3" for its row.
LONGEST_LIST = 32

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
    """``layer`` counts from 1, ``unit`` from 0 (None: the whole layer). ``formula`` is in derivation notation."""

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
    """The addresses of groups of numbers: one each, or the array's own where that would be a long list."""

    topology: Topology

    def goes_whole(self, layer: int) -> bool:
        return self.topology.layer(layer).units > WIDEST_BY_UNIT

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
        if count > LONGEST_LIST:
            return (f"w{later}",)
        return tuple(f"w{later}.{k}.{unit}" for k in range(count))

    def sent_back(self, later: int) -> tuple[str, ...]:
        """What a layer sends back besides its weights: its deltas; in the figures its errors and slopes."""
        if self.topology.has_slope(later):
            arrays = ("delta", "error", "slope")
        else:
            arrays = ("delta",)
        return tuple(name for array in arrays for name in self.units(array, later))


def listed(prefix: str, count: int) -> tuple[str, ...]:
    return (prefix,) if count > LONGEST_LIST else tuple(f"{prefix}.{k}" for k in range(count))


def steps(topology: Topology) -> list[Step]:
    """Every step of one pass and its update."""
    depth = topology.depth
    return [
        *(step for layer in range(1, depth + 1) for step in forward(topology, layer)),
        *output(topology),
        *(step for layer in range(depth - 1, 0, -1) for step in backward(topology, layer)),
        *(step for layer in range(1, depth + 1) for step in update(topology, layer)),
    ]


def forward(topology: Topology, layer: int) -> Iterator[Step]:
    names, shape = Names(topology), topology.layer(layer)
    bias = (lambda unit: (f"b{layer}.{unit}",)) if shape.has_bias else (lambda unit: ())
    if names.goes_whole(layer):
        given = names.signals(layer - 1)
        own = (f"w{layer}", f"b{layer}") if shape.has_bias else (f"w{layer}",)
        pair = layer_formulas.forward_layer(topology, layer)
        written = (f"z{layer}", f"a{layer}")
        yield Step("forward", "forward_layer", layer, None, (*given, *own), written, *pair)
        return
    given = names.signals(layer - 1)
    for unit in range(shape.units):
        reads = (*given, *names.incoming("w", layer, unit), *bias(unit))
        where = f"{layer}.{unit}"
        if shape.elementwise:
            pair = formulas.forward_unit(topology, layer, unit)
            written = (f"z{where}", f"a{where}")
            yield Step("forward", "unit", layer, unit, reads, written, *pair)
        else:
            pair = formulas.pre_activation(topology, layer, unit)
            yield Step("forward", "pre_activation", layer, unit, reads, (f"z{where}",), *pair)
    if not shape.elementwise:
        for unit in range(shape.units):
            pair = formulas.softmax(topology, layer, unit)
            reads, written = names.units("z", layer), (f"a{layer}.{unit}",)
            yield Step("forward", "softmax", layer, unit, reads, written, *pair)


def output(topology: Topology) -> Iterator[Step]:
    """The loss phase. The first step also writes C, for which it reads every output and target."""
    names, layer = Names(topology), topology.depth
    shape, fused = topology.layer(layer), topology.fused(layer)
    everything = (*names.units("a", layer), *names.targets())
    if names.goes_whole(layer):
        slope = (f"slope{layer}",) if topology.has_slope(layer) else ()
        written = ("loss", f"error{layer}", f"delta{layer}")
        pair = layer_formulas.error_layer(topology)
        yield Step("loss", "error_layer", layer, None, (*everything, *slope), written, *pair)
        return
    for unit in range(shape.units):
        where = f"{layer}.{unit}"
        # A fused ∂C/∂z may need the sum of all targets, as cross-entropy's a Σt − t does.
        targets = names.targets() if fused else (f"t.{unit}",)
        reads = everything if unit == 0 else (f"a{where}", *targets)
        if topology.has_slope(layer):
            reads = (*reads, f"slope{where}")
        written = (f"error{where}",)
        if fused or shape.elementwise:
            written = (*written, f"delta{where}")
        if unit == 0:
            written = ("loss", *written)
        pair = formulas.output_error(topology, unit)
        yield Step("loss", "error", layer, unit, reads, written, *pair)
    if not fused and not shape.elementwise:
        yield from softmax_deltas(topology, layer, "loss")


def backward(topology: Topology, layer: int) -> Iterator[Step]:
    names, shape = Names(topology), topology.layer(layer)
    back = names.sent_back(layer + 1)
    if names.goes_whole(layer):
        own = f"slope{layer}" if shape.elementwise else f"a{layer}"
        reads = (f"w{layer + 1}", *back, own)
        written = (f"error{layer}", f"delta{layer}")
        pair = layer_formulas.delta_layer(topology, layer)
        yield Step("backward", "delta_layer", layer, None, reads, written, *pair)
        return
    for unit in range(shape.units):
        where = f"{layer}.{unit}"
        reads = (*names.outgoing(layer, unit), *back)
        if shape.elementwise:
            pair = formulas.hidden_delta(topology, layer, unit)
            written = (f"error{where}", f"delta{where}")
            reads = (*reads, f"slope{where}")
            yield Step("backward", "delta", layer, unit, reads, written, *pair)
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
    """The gradients and the new weights. Addresses mean the chosen sample; the sums run over the batch."""
    names, shape = Names(topology), topology.layer(layer)
    rule = "frozen" if shape.frozen == "all" else "update"
    rate = ("eta",) if rule == "update" and topology.optimizer == "sgd" else ()
    back = ("delta", "error", "slope") if topology.has_slope(layer) else ("delta",)
    bias_moves = shape.has_bias and shape.frozen == "none"
    given = (*names.signals(layer - 1), *rate)
    if names.goes_whole(layer):
        own = (f"w{layer}", *([f"b{layer}"] if bias_moves else []))
        written = (
            f"dw{layer}",
            *([f"db{layer}"] if shape.has_bias else []),
            *([] if shape.frozen == "all" else [f"new_w{layer}"]),
            *([f"new_b{layer}"] if bias_moves else []),
        )
        reads = (*(own if rule == "update" else ()), *(f"{array}{layer}" for array in back), *given)
        pair = layer_formulas.update_layer(topology, layer)
        yield Step("update", f"{rule}_layer", layer, None, reads, written, *pair)
        return
    for unit in range(shape.units):
        where = f"{layer}.{unit}"
        own = (*names.incoming("w", layer, unit), *([f"b{where}"] if bias_moves else []))
        written = (
            *names.incoming("dw", layer, unit),
            *([f"db{where}"] if shape.has_bias else []),
            *(() if shape.frozen == "all" else names.incoming("new_w", layer, unit)),
            *([f"new_b{where}"] if bias_moves else []),
        )
        reads = (*(own if rule == "update" else ()), *(f"{array}{where}" for array in back), *given)
        pair = formulas.update(topology, layer, unit)
        yield Step("update", rule, layer, unit, reads, written, *pair)


class Cache:
    """The JSON of recently explained topologies, bounded by their number and by their bytes."""

    def __init__(self, entries: int, size: int) -> None:
        self.entries, self.size = entries, size
        self.stored: OrderedDict[Topology, bytes] = OrderedDict()
        self.bytes = 0
        # Long passes run in threads beside the event loop's own.
        self.lock = Lock()

    def get(self, topology: Topology) -> bytes:
        with self.lock:
            if topology in self.stored:
                self.stored.move_to_end(topology)
                return self.stored[topology]
        made = orjson.dumps(steps(topology))
        with self.lock:
            if topology not in self.stored and len(made) <= self.size:
                self.stored[topology] = made
                self.bytes += len(made)
                while len(self.stored) > self.entries or self.bytes > self.size:
                    _, dropped = self.stored.popitem(last=False)
                    self.bytes -= len(dropped)
        return made


CACHE = Cache(entries=256, size=32 * 2**20)


def steps_json(topology: Topology) -> bytes:
    """`steps` as JSON, cached: ready to be embedded as ``orjson.Fragment``."""
    return CACHE.get(topology)
