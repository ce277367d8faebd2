"""What is to be computed: every number of a pass and of its update, with the rule that makes it
from the numbers before it.

The same rules work out the truth, what follows from a reader's own numbers, and, with some of them
replaced (`app.checking.marking.mistakes`), what a mistake would have given.
"""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from ...engine.arrays import Array
from ...engine.network.activations import Activation
from ...engine.network.backprop import propagate, sample_scale
from ...engine.network.network import Layer, Network
from ...engine.network.training import Optimization, States, loss_after_update, update
from ...explain.notation import Address
from ...explain.values import PassValues, Read

#: The quantities that can be marked, in the order in which they are computed.
FORWARD = ("z", "a")
LOSS = ("loss",)
BACKWARD = ("slope", "error", "delta")
UPDATE = ("dw", "db", "step_w", "step_b", "new_w", "new_b")
MARKED = (*FORWARD, *LOSS, *BACKWARD, *UPDATE)
#: The first letters of what is given with a sheet: x, t, w, b; nothing else begins so.
GIVEN = frozenset("xtwb")


def is_part_of_sheet(address: str) -> bool:
    """Is it an input, a target, a weight or a bias?"""
    return address[0] in GIVEN


class Rule(NamedTuple):
    """A number from others: what it reads, and how it is worked out of them.

    ``slopes``: by what each number that is read is multiplied in it; None where it is no sum of
    products.
    """

    reads: tuple[str, ...]
    work: Callable[[Read], float]
    slopes: Callable[[Read], list[tuple[str, float]]] | None = None


def sum_of_products(pairs: list[tuple[str, str]], plus: str | None = None) -> Rule:
    """Σ p q + ``plus``, which is given with the sheet."""
    moved = [
        (each, other)
        for p, q in pairs
        for each, other in ((p, q), (q, p))
        if not is_part_of_sheet(each)
    ]

    def work(get: Read) -> float:
        total = sum(get(p) * get(q) for p, q in pairs)
        return total if plus is None else total + get(plus)

    return Rule(
        tuple(each for each, _ in moved),
        work,
        lambda get: [(each, get(other)) for each, other in moved],
    )


def sum_of(addresses: list[str], factor: float = 1.0) -> Rule:
    return Rule(
        tuple(addresses),
        lambda get: factor * sum(map(get, addresses)),
        lambda get: [(each, factor) for each in addresses],
    )


class Own(NamedTuple):
    """A number as the reader has it: ``half`` for what rounding can have done to what is written;
    ``wide`` if numbers that are not handed in were rounded as well.
    """

    value: float
    half: float
    wide: float


def sigmoid_slope(a: float) -> float:
    return a * (1 - a)


def tanh_slope(a: float) -> float:
    return 1 - a * a


#: Activations whose slope is worked out from a as often as from z.
SLOPES_FROM_OUTPUT: dict[str, Callable[[float], float]] = {
    "sigmoid": sigmoid_slope,
    "tanh": tanh_slope,
}


def one(number: float) -> Array:
    return np.array([[number]])


def function_at(activation: Activation, z: float) -> float:
    """a = f(z) of one number, of an activation that takes one."""
    if activation.scalar is not None:
        return activation.scalar(z)[0]
    return float(activation.function(one(z))[0, 0])


def slope_at(activation: Activation, z: float) -> float:
    """f'(z) of one number."""
    if activation.scalar is not None:
        return activation.scalar(z)[1]
    assert activation.slope is not None
    return float(activation.slope(one(z))[0, 0])


def kept_here() -> Any:
    """A dict that begins empty and is no part of what a sheet is."""
    return field(default_factory=dict, init=False, repr=False, compare=False)


@dataclass(frozen=True)
class Sheet:
    """A network, a batch and an update. ``states``, ``count``: the optimizer's before this step.

    ``inputs`` is batch × inputs, ``targets`` batch × outputs; ``reduction`` as in a trace.
    Raises `Overflow` when its numbers are asked for.
    """

    network: Network
    inputs: Array
    targets: Array
    reduction: str
    optimization: Optimization
    states: States
    count: int = 1
    #: The rules and the true numbers that were asked for, by address.
    rules: dict[str, Rule] = kept_here()
    known: dict[str, float] = kept_here()
    #: What a hand-in has of numbers before all that it gives, by the way in which it is written.
    owns: dict[Hashable, dict[str, Own]] = kept_here()

    @property
    def samples(self) -> int:
        return len(self.inputs)

    @property
    def depth(self) -> int:
        return len(self.network.layers)

    def layer(self, number: int) -> Layer:
        """Layer ``number``, counted from 1."""
        return self.network.layers[number - 1]

    def units(self, number: int) -> int:
        """The units of a layer; layer 0 are the inputs."""
        return self.network.inputs if number == 0 else self.layer(number).units

    @property
    def outputs(self) -> int:
        return self.units(self.depth)

    @property
    def rate(self) -> float:
        return self.optimization.hyperparameters["learning_rate"]

    def has_fused_delta(self, number: int) -> bool:
        """Has the loss ∂C/∂z of this layer in one formula, as a − t of cross-entropy?"""
        return number == self.depth and self.network.loss.delta is not None

    @cached_property
    def share(self) -> float:
        """The factor of a sample in C."""
        return sample_scale(self.samples, self.reduction)

    # --- the truth --------------------------------------------------------------------------------

    @cached_property
    def values(self) -> PassValues:
        passed = propagate(self.network, self.inputs, self.targets, self.reduction)
        updated, _ = update(self.network, passed.layers, self.optimization, self.states, self.count)
        loss_after_update(updated, self.inputs, self.targets, self.reduction)
        return PassValues(
            self.network, self.inputs, self.targets, passed, self.rate, updated=updated
        )

    def true(self, address: str) -> float:
        found = self.known.get(address)
        if found is None:
            found = self.known[address] = self.true_value(address)
        return found

    def true_value(self, address: str) -> float:
        at = Address.parse(address)
        if at.array.startswith("step_"):
            kind = at.array.removeprefix("step_")
            where = address.removeprefix("step_")
            return self.true(f"new_{where}") - self.true(where) if kind in "wb" else 0.0
        if at.array == "loss" and at.sample is not None:
            return float(self.values.passed.sample_losses[at.sample])
        return self.values(address)

    # --- addresses --------------------------------------------------------------------------------

    def has(self, address: str) -> bool:
        """Is it a number that can be marked?"""
        return address in self.places

    def usual(self, address: str) -> str:
        """An address as it is written here: the first sample has no mark."""
        return address.removesuffix("@0") if address not in self.places else address

    def order(self) -> Iterator[str]:
        """Every address that can be marked, as one computes them."""
        marks = [""] + [f"@{sample}" for sample in range(1, self.samples)]
        for mark in marks:
            for number in range(1, self.depth + 1):
                for array in FORWARD:
                    for unit in range(self.units(number)):
                        yield f"{array}{number}.{unit}{mark}"
        if self.samples > 1:
            yield from (f"loss@{sample}" for sample in range(self.samples))
        yield "loss"
        for mark in marks:
            for number in range(self.depth, 0, -1):
                elementwise = self.layer(number).activation.elementwise
                for array in BACKWARD if elementwise else BACKWARD[1:]:
                    for unit in range(self.units(number)):
                        yield f"{array}{number}.{unit}{mark}"
        for array in UPDATE:
            for number in range(self.depth, 0, -1):
                layer = self.layer(number)
                for unit in range(layer.units):
                    if array.endswith("w"):
                        yield from (f"{array}{number}.{unit}.{i}" for i in range(layer.fan_in))
                    elif layer.biases is not None:
                        yield f"{array}{number}.{unit}"

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each address stands in the order of computing."""
        return {address: place for place, address in enumerate(self.order())}

    def signal(self, number: int, unit: int, mark: str) -> str:
        """The output of a unit; those of layer 0 are the inputs."""
        return f"x.{unit}{mark}" if number == 0 else f"a{number}.{unit}{mark}"

    # --- rules ------------------------------------------------------------------------------------

    def rule(self, address: str) -> Rule:
        found = self.rules.get(address)
        if found is None:
            at = Address.parse(address)
            found = self.rules[address] = RULES[at.array](self, at)
        return found


def mark_of(at: Address) -> str:
    """How addresses of the same sample end."""
    return f"@{at.sample}" if at.sample else ""


def where(at: Address) -> str:
    """The layer and the indices of an address."""
    return ".".join(map(str, (at.layer, *at.indices)))


def z_rule(sheet: Sheet, at: Address) -> Rule:
    """z = Σ w a + b."""
    (unit,), mark = at.indices, mark_of(at)
    fan_in = sheet.units(at.layer - 1)
    pairs = [
        (f"w{at.layer}.{unit}.{i}", sheet.signal(at.layer - 1, i, mark)) for i in range(fan_in)
    ]
    bias = None if sheet.layer(at.layer).biases is None else f"b{at.layer}.{unit}"
    return sum_of_products(pairs, bias)


def a_rule(sheet: Sheet, at: Address) -> Rule:
    """a = f(z), which of a softmax reads every z of the layer."""
    (unit,), mark = at.indices, mark_of(at)
    activation = sheet.layer(at.layer).activation
    if activation.elementwise:
        z = f"z{at.layer}.{unit}{mark}"
        return Rule((z,), lambda get: function_at(activation, get(z)))
    row = [f"z{at.layer}.{k}{mark}" for k in range(sheet.units(at.layer))]

    def work(get: Read) -> float:
        return float(activation.function(np.array([[get(each) for each in row]]))[0, unit])

    return Rule(tuple(row), work)


def loss_rule(sheet: Sheet, at: Address) -> Rule:
    """C of a sample, or of the batch from those of its samples."""
    if at.sample is None and sheet.samples > 1:
        return sum_of([f"loss@{sample}" for sample in range(sheet.samples)], sheet.share)
    loss = sheet.network.loss
    a, t = outputs_and_targets(sheet, mark_of(at))
    if loss.output is None:

        def work(get: Read) -> float:
            outputs, targets = (np.array([[get(each) for each in row]]) for row in (a, t))
            return float(loss.value(outputs, outputs, targets)[0])

        return Rule(tuple(a), work)

    # From a, as one does by hand; the engine works such a loss out from z.
    def from_outputs(get: Read) -> float:
        return LOSS_FROM_OUTPUT[loss.name]([get(each) for each in a], [get(each) for each in t])

    return Rule(tuple(a), from_outputs)


def outputs_and_targets(sheet: Sheet, mark: str) -> tuple[list[str], list[str]]:
    """The addresses of a and t of every output, for one sample."""
    units = range(sheet.outputs)
    return [f"a{sheet.depth}.{k}{mark}" for k in units], [f"t.{k}{mark}" for k in units]


def binary_cross_entropy(a: list[float], t: list[float]) -> float:
    with np.errstate(all="ignore"):
        return -sum(
            (k * np.log(o) if k else 0.0) + ((1 - k) * np.log(1 - o) if k != 1 else 0.0)
            for o, k in zip(a, t, strict=True)
        )


def cross_entropy(a: list[float], t: list[float]) -> float:
    with np.errstate(all="ignore"):
        return -sum(k * np.log(o) if k else 0.0 for o, k in zip(a, t, strict=True))


#: Losses that the engine works out from z, from the outputs.
LOSS_FROM_OUTPUT = {
    "binary_cross_entropy": binary_cross_entropy,
    "cross_entropy": cross_entropy,
}


def slope_rule(sheet: Sheet, at: Address) -> Rule:
    """f'(z); where a gives it as well, from a, which is what one has at hand."""
    from_output = SLOPES_FROM_OUTPUT.get(sheet.layer(at.layer).activation.name)
    if from_output is None:
        return slope_from_z(sheet, at)
    a = f"a{where(at)}{mark_of(at)}"
    return Rule((a,), lambda get: from_output(get(a)))


def slope_from_z(sheet: Sheet, at: Address) -> Rule:
    """f'(z), from z."""
    activation, z = sheet.layer(at.layer).activation, f"z{where(at)}{mark_of(at)}"
    return Rule((z,), lambda get: slope_at(activation, get(z)))


def error_rule(sheet: Sheet, at: Address) -> Rule:
    """∂C/∂a: of the loss at the output, else Σ_k w_kj δ_k."""
    (unit,), mark = at.indices, mark_of(at)
    if at.layer == sheet.depth:
        loss, share = sheet.network.loss, sheet.share
        a, t = outputs_and_targets(sheet, mark)
        if loss.output is not None:
            gradient = GRADIENT_FROM_OUTPUT[loss.name]
            return Rule((a[unit],), lambda get: share * gradient(get(a[unit]), get(t[unit])))

        def work(get: Read) -> float:
            outputs, targets = (np.array([[get(each) for each in row]]) for row in (a, t))
            return share * float(loss.gradient(outputs, outputs, targets)[0, unit])

        return Rule((a[unit],), work)
    later = at.layer + 1
    pairs = [(f"w{later}.{k}.{unit}", f"delta{later}.{k}{mark}") for k in range(sheet.units(later))]
    return sum_of_products(pairs)


def ratio(over: float, under: float) -> float:
    """over / under, infinite where that has no value."""
    if over == 0:
        return 0.0
    return over / under if under else float("inf")


#: ∂c/∂a of the losses that the engine works out from z, from the output.
GRADIENT_FROM_OUTPUT: dict[str, Callable[[float, float], float]] = {
    "binary_cross_entropy": lambda a, t: ratio(1 - t, 1 - a) - ratio(t, a),
    "cross_entropy": lambda a, t: -ratio(t, a),
}


def delta_rule(sheet: Sheet, at: Address) -> Rule:
    """∂C/∂z: f'(z) ∂C/∂a; a − t where the loss is made for its activation; through a softmax
    a_j (∂C/∂a_j − Σ_k a_k ∂C/∂a_k).
    """
    (unit,), mark, share = at.indices, mark_of(at), sheet.share
    if sheet.has_fused_delta(at.layer):
        row, targets = outputs_and_targets(sheet, mark)
        a, t = row[unit], targets[unit]
        if sheet.network.loss.output == "softmax":
            return Rule((a,), lambda get: share * (get(a) * sum(map(get, targets)) - get(t)))
        return Rule((a,), lambda get: share * (get(a) - get(t)))
    if sheet.layer(at.layer).activation.elementwise:
        return sum_of_products([(f"slope{where(at)}{mark}", f"error{where(at)}{mark}")])
    units = range(sheet.units(at.layer))
    outputs = [f"a{at.layer}.{k}{mark}" for k in units]
    errors = [f"error{at.layer}.{k}{mark}" for k in units]

    def work(get: Read) -> float:
        mean = sum(get(a) * get(error) for a, error in zip(outputs, errors, strict=True))
        return get(outputs[unit]) * (get(errors[unit]) - mean)

    return Rule((*outputs, *errors), work)


def dw_rule(sheet: Sheet, at: Address) -> Rule:
    """∂C/∂w = Σ_samples δ · input."""
    unit, i = at.indices
    pairs = [
        (f"delta{at.layer}.{unit}{each}", sheet.signal(at.layer - 1, i, each))
        for each in sample_marks(sheet)
    ]
    return sum_of_products(pairs)


def db_rule(sheet: Sheet, at: Address) -> Rule:
    """∂C/∂b = Σ_samples δ."""
    return sum_of([f"delta{at.layer}.{at.indices[0]}{each}" for each in sample_marks(sheet)])


def sample_marks(sheet: Sheet) -> list[str]:
    return ["", *(f"@{sample}" for sample in range(1, sheet.samples))]


def step_rule(sheet: Sheet, at: Address) -> Rule:
    """Δw = w' − w by the optimizer from ∂C/∂w; −η ∂C/∂w for plain descent."""
    kind = at.array[-1]
    parameter = f"{kind}{where(at)}"
    gradient = f"d{parameter}"
    layer, optimizer = sheet.layer(at.layer), sheet.optimization.optimizer
    if layer.frozen == "all" or (kind == "b" and layer.frozen == "biases"):
        return Rule((), lambda get: 0.0)
    if optimizer.name == "sgd":
        return sum_of([gradient], -sheet.rate)
    weights_state, biases_state = sheet.states[at.layer - 1]
    whole = weights_state if kind == "w" else biases_state
    assert whole is not None
    state = tuple(np.array([part[at.indices]]) for part in whole)

    def work(get: Read) -> float:
        old, g = np.array([get(parameter)]), np.array([get(gradient)])
        new, _ = optimizer.step(old, g, state, sheet.count, sheet.optimization.hyperparameters)
        return float(new[0] - old[0])

    return Rule((gradient,), work)


def new_rule(sheet: Sheet, at: Address) -> Rule:
    """w' = w + Δw."""
    old = f"{at.array[-1]}{where(at)}"
    step = f"step_{old}"
    return Rule((step,), lambda get: get(old) + get(step))


RULES: dict[str, Callable[[Sheet, Address], Rule]] = {
    "z": z_rule,
    "a": a_rule,
    "loss": loss_rule,
    "slope": slope_rule,
    "error": error_rule,
    "delta": delta_rule,
    "dw": dw_rule,
    "db": db_rule,
    "step_w": step_rule,
    "step_b": step_rule,
    "new_w": new_rule,
    "new_b": new_rule,
}
