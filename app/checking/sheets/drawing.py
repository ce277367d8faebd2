"""Numbers for a sheet that can be worked by hand: tenths to begin with, no unit that is saturated,
nothing that vanishes, no two numbers of a line alike.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.random import Generator

from ...engine.network.activations import ACTIVATIONS
from ...engine.network.losses import LOSSES
from ...engine.network.network import Layer, Network
from ...engine.network.optimizers import OPTIMIZERS
from ...engine.network.training import Optimization, start
from ...explain.notation import Address
from ..marking.mistakes import MISTAKES
from ..marking.sheet import Sheet, slope_at
from .lines import Line, lines_of
from .plan import SIGNS, Plan
from .work import Work, unit_of

RATE = 0.5
REDUCTION = "mean"
#: Sheets that are drawn at most for a variant.
MOST_DRAWN = 60
#: Of so many good ones the one is taken on which most mistakes give numbers of their own.
MOST_COMPARED = 2
#: Between these a pre-activation is neither next to a kink nor saturated.
SMALLEST_Z, LARGEST_Z = 0.05, 2.5
SMALLEST_SLOPE = 0.05
#: The smallest number of the backward pass of a network with one hidden layer; each further layer
#: makes them so many times smaller.
SMALLEST, A_LAYER = 1e-3, 5.0
LARGEST = 20.0


@dataclass(frozen=True)
class Given:
    """What stands on a sheet before anybody has worked: lists of numbers, one sample."""

    weights: list[list[list[float]]]
    biases: list[list[float]] | None
    activations: list[str]
    loss: str
    inputs: list[float]
    targets: list[float]
    rate: float = RATE

    @property
    def request(self) -> dict[str, Any]:
        """A request for /api/v1/trace, and with answers for /api/v1/mark."""
        layers = []
        for number, (rows, activation) in enumerate(
            zip(self.weights, self.activations, strict=True)
        ):
            layer: dict[str, Any] = {"units": len(rows), "activation": activation, "weights": rows}
            layer |= {"bias": False} if self.biases is None else {"biases": self.biases[number]}
            layers.append(layer)
        return {
            "network": {"inputs": len(self.inputs), "layers": layers, "loss": self.loss},
            "inputs": [self.inputs],
            "targets": [self.targets],
            "optimizer": {"name": "sgd", "learning_rate": self.rate},
        }

    def sheet(self) -> Sheet:
        biases: Sequence[list[float] | None] = self.biases or [None] * len(self.weights)
        network = Network(
            len(self.inputs),
            tuple(
                Layer(ACTIVATIONS[name], np.array(rows), None if b is None else np.array(b))
                for name, rows, b in zip(self.activations, self.weights, biases, strict=True)
            ),
            LOSSES[self.loss],
        )
        optimization = Optimization(OPTIMIZERS["sgd"], {"learning_rate": self.rate})
        return Sheet(
            network,
            np.array([self.inputs]),
            np.array([self.targets]),
            REDUCTION,
            optimization,
            start(network, optimization),
        )


@dataclass(frozen=True)
class Drawn:
    given: Given
    sheet: Sheet
    lines: list[Line]
    #: As somebody works it who makes no mistake.
    right: Work


def candidates(rng: Generator, plan: Plan) -> Iterator[Drawn]:
    """Sheets that can be worked by hand; where there are none, the one whose first number that
    cannot comes last.
    """
    nearest: tuple[int, Drawn] | None = None
    is_found = False
    for _ in range(MOST_DRAWN):
        given = draw(rng, plan)
        sheet = given.sheet()
        drawn = Drawn(given, sheet, lines_of(sheet), Work(sheet, (), plan.digits))
        good = lines_by_hand(drawn, plan)
        if good == len(drawn.lines):
            is_found = True
            yield drawn
        elif nearest is None or good > nearest[0]:
            nearest = good, drawn
    if not is_found and nearest is not None:
        drawn = nearest[1]
        yield replace(drawn, right=Work(drawn.sheet, drawn.lines, plan.digits))


def best(rng: Generator, plan: Plan) -> Drawn:
    """Of a few candidates the one on which mistakes are told apart best."""
    found = []
    for drawn in candidates(rng, plan):
        found.append((collisions(drawn), drawn))
        if len(found) == MOST_COMPARED or not found[-1][0]:
            break
    return min(found, key=lambda pair: pair[0])[1]


# --- drawing --------------------------------------------------------------------------------------


def tenths(rng: Generator, count: int, low: int, high: int, signs: bool = True) -> list[float]:
    """Numbers from low/10 to high/10, all different while there are enough of them."""
    choices = np.arange(low, high + 1)
    numbers = rng.choice(choices, count, replace=count > len(choices))
    negative = rng.integers(0, 2, count) if signs else np.zeros(count)
    return [
        float(-number if minus else number) / 10
        for number, minus in zip(numbers, negative, strict=True)
    ]


def draw(rng: Generator, plan: Plan) -> Given:
    weights, biases = [], []
    for fan_in, units in zip(plan.sizes, plan.sizes[1:], strict=False):
        row = tenths(rng, fan_in * units, 1, 9)
        weights.append([row[unit * fan_in : (unit + 1) * fan_in] for unit in range(units)])
        biases.append(tenths(rng, units, 1, 4))
    inputs = tenths(rng, plan.sizes[0], 2, 10)
    if plan.kind == SIGNS and len(inputs) > 1 and rng.integers(2):
        inputs[int(rng.integers(len(inputs)))] = 0.0
    hidden = [plan.activation] * (len(plan.sizes) - 2)
    targets = targets_of(rng, plan)
    given = Given(weights, biases, [*hidden, plan.output], plan.loss, inputs, targets)
    return awake(given)


def awake(given: Given) -> Given:
    """With the signs of a unit's weights and bias turned where its slope is next to nothing below
    0 and it would be there: one relu after the other, few networks are drawn that have none.
    """
    signal, layers = np.array(given.inputs), []
    assert given.biases is not None
    for rows, biases, name in zip(given.weights, given.biases, given.activations, strict=True):
        activation = ACTIVATIONS[name]
        z = np.array(rows) @ signal + biases
        sleeps = activation.elementwise and slope_at(activation, -1.0) < SMALLEST_SLOPE
        turns = [-1.0 if sleeps and each < 0 else 1.0 for each in z]
        layers.append(
            (
                [[turn * weight for weight in row] for turn, row in zip(turns, rows, strict=True)],
                [turn * bias for turn, bias in zip(turns, biases, strict=True)],
            )
        )
        signal = activation.function((z * turns)[np.newaxis])[0]
    weights, biases_turned = zip(*layers, strict=True)
    return replace(given, weights=list(weights), biases=list(biases_turned))


def targets_of(rng: Generator, plan: Plan) -> list[float]:
    """Target values that the output can come near to."""
    outputs = plan.sizes[-1]
    if LOSSES[plan.loss].output == "softmax":
        return [float(each) for each in np.eye(outputs)[rng.integers(outputs)]]
    if LOSSES[plan.loss].output is not None:
        return [float(each) for each in rng.integers(0, 2, outputs)]
    low, high = ACTIVATIONS[plan.output].range
    return tenths(rng, outputs, 1, 9 if high == 1 else 12, signs=low is None or low == -1)


# --- choosing -------------------------------------------------------------------------------------


def lines_by_hand(drawn: Drawn, plan: Plan) -> int:
    """Writes line after line while they are good by hand: how many."""
    smallest = SMALLEST / A_LAYER ** max(0, len(plan.sizes) - 3)
    for count, line in enumerate(drawn.lines):
        values = drawn.right.write(line)
        low, high = LIMITS_OF.get(line.array, (smallest, LARGEST))
        # What comes from an input of 0 takes no work, however many numbers of a line do.
        worked = [
            value
            for value, address in zip(values, line.addresses, strict=True)
            if not is_from_zero(drawn, address)
        ]
        if not all(low <= abs(value) <= high for value in worked):
            return count
        # Of a loss with a corner at a = t every ∂C/∂a is 1 or −1.
        is_corner = line.layer == drawn.sheet.depth and drawn.sheet.network.loss.tie
        if line.array in DIFFERENT and not is_corner and len(set(worked)) < len(worked):
            return count
        if plan.kind == SIGNS and line.principle == "sum_over_branches":
            signed = [is_signed(drawn.sheet, address) for address in line.addresses]
            if line.layer == drawn.sheet.depth - 1 and not any(signed):
                return count
    return len(drawn.lines)


#: What the numbers of a line must be between, without their signs.
LIMITS_OF = {
    "z": (SMALLEST_Z, LARGEST_Z),
    "a": (1e-2, LARGEST),
    "slope": (SMALLEST_SLOPE, LARGEST),
    "new_w": (1e-2, LARGEST),
    "new_b": (1e-2, LARGEST),
}
#: Arrays of which the numbers of a line are all different.
DIFFERENT = frozenset({"z", "a", "error", "delta", "dw"})


def is_from_zero(drawn: Drawn, address: str) -> bool:
    """Is it the gradient of a weight whose input is 0?"""
    at = Address.parse(address)
    return at.array == "dw" and at.layer == 1 and drawn.given.inputs[at.indices[1]] == 0


def is_signed(sheet: Sheet, address: str) -> bool:
    """Have all branches of a hidden unit the same sign, so that their sum has it too?"""
    at = Address.parse(address)
    (unit,), later = at.indices, at.layer + 1
    terms = [
        sheet.true(f"w{later}.{k}.{unit}") * sheet.true(f"delta{later}.{k}")
        for k in range(sheet.units(later))
    ]
    return all(term > 0 for term in terms) or all(term < 0 for term in terms)


#: The arrays of the backward pass, each with the mistakes that are made there.
CODES_AT = {
    array: [code for code, mistake in MISTAKES.items() if array in mistake.workings]
    for array in ("error", "delta")
}


def collisions(drawn: Drawn) -> int:
    """How often two mistakes, or one and the truth, give the same number of the backward pass."""
    count = 0
    for line in drawn.lines:
        codes = CODES_AT.get(line.array, [])
        for address in line.addresses if codes else ():
            at, text = Address.parse(address), drawn.right.texts[address]
            unit = unit_of(text)
            made = [drawn.right.mistaken(code, at) for code in codes]
            values = sorted([float(text), *(each for each in made if each is not None)])
            count += sum(b - a <= 2 * unit for a, b in zip(values, values[1:], strict=False))
    return count
