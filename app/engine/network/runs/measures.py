"""What is measured of a network while it learns: loss and score over a set of samples, and the
state of each layer.

To add a score, write a function and put it in `SCORES`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import isfinite

import numpy as np

from ...arrays import Array
from ...cancellation import CheckCancelled, always
from ..activations import Activation
from ..backprop import LayerPass, forward, forward_order, propagate, reduce_samples
from ..network import Layer, Network
from ..overflow import Overflow, first_overflow, is_finite
from .moment import Moment
from .step import norm, updated

#: A slope below this part of the steepest one of its activation is saturated, or counts as none.
SATURATED = 0.05
DEAD = 0.001

# --- scores: (a, t), both samples × outputs -> the score; None where it has no finite value -------


def largest_output(a: Array, t: Array) -> float:
    """The share of samples whose largest output is where the largest target is; the first of equal
    ones counts.
    """
    return float((a.argmax(axis=1) == t.argmax(axis=1)).mean())


def side_of_half(a: Array, t: Array) -> float:
    """The share of samples whose outputs are all on their targets' side of ½; ½ itself belongs to
    the upper side.
    """
    return float(((a >= 0.5) == (t >= 0.5)).all(axis=1).mean())


def r_squared(a: Array, t: Array) -> float | None:
    """R² = 1 − Σ (a − t)² / Σ (t − t̄)², summed over samples and outputs, t̄ the mean target of each
    output. Not defined where all targets of every output are equal.
    """
    spread = float(((t - t.mean(axis=0)) ** 2).sum())
    error = float(((a - t) ** 2).sum())
    if not (spread and isfinite(spread)):
        return None
    found = 1 - error / spread
    return found if isfinite(found) else None


SCORES: dict[str, Callable[[Array, Array], float | None]] = {
    "largest_output": largest_output,
    "side_of_half": side_of_half,
    "r_squared": r_squared,
}


def score_for(targets: Array) -> str:
    """The name of the score that fits the targets, samples × outputs.

    "largest_output" where every sample has a 1 and otherwise 0 in several outputs; "side_of_half"
    where all targets are 0 or 1 but not so; "r_squared" for all others.
    """
    if not ((targets == 0) | (targets == 1)).all():
        return "r_squared"
    one_hot = targets.shape[1] > 1 and (targets.sum(axis=1) == 1).all()
    return "largest_output" if one_hot else "side_of_half"


# --- a set of samples -----------------------------------------------------------------------------

#: A set is evaluated block by block, each of about so many multiply-adds, where a unit counts as
#: `UNIT` of them, for its activation: at most some hundredths of a second.
BLOCK = 40_000_000
UNIT = 1000


def blocks(network: Network, samples: int) -> list[slice]:
    """The blocks of a set of so many samples."""
    units = sum(layer.units for layer in network.layers)
    size = max(1, BLOCK // (network.parameters + UNIT * units))
    return [slice(first, first + size) for first in range(0, samples, size)]


#: Is called with z of every layer, samples × units, of each block.
Seen = Callable[[list[Array]], None]


def passed(
    network: Network,
    inputs: Array,
    targets: Array,
    check_cancelled: CheckCancelled,
    seen: Seen | None = None,
) -> tuple[float, Array]:
    """The mean loss without penalties, and a of the last layer, samples × units.

    Of the other layers no more is held than a block's numbers, which ``seen`` is shown.
    ``check_cancelled`` is called between the blocks. Raises `Overflow`.
    """
    outputs, losses = [], []
    overflows: list[Overflow] = []
    with np.errstate(all="ignore"):
        for block in blocks(network, len(inputs)):
            if block.start:
                check_cancelled()
            z, a = forward(network, inputs[block])
            outputs.append(a[-1])
            losses.append(network.loss.value(z[-1], a[-1], targets[block]))
            if not all(map(is_finite, (*z, a[-1], losses[-1]))):
                found = first_overflow(forward_order(z, a, losses[-1], 0.0))
                overflows += [] if found is None else [found]
            elif seen is not None:
                seen(z)
        if overflows:
            raise min(overflows, key=place_in_forward_order)
        loss = reduce_samples(np.concatenate(losses), "mean")
    if not isfinite(loss):
        raise Overflow("loss", None)
    return loss, np.concatenate(outputs)


def place_in_forward_order(overflow: Overflow) -> tuple[int, int]:
    """Where it comes in `forward_order`; the losses of samples are counted to the last layer."""
    order = ("pre_activations", "activations", "sample_losses")
    return overflow.layer or 0, order.index(overflow.quantity)


def set_loss(
    network: Network, inputs: Array, targets: Array, check_cancelled: CheckCancelled = always
) -> float:
    """The mean loss without penalties. Raises `Overflow`."""
    return passed(network, inputs, targets, check_cancelled)[0]


def set_measures(
    network: Network,
    inputs: Array,
    targets: Array,
    score: str,
    check_cancelled: CheckCancelled = always,
    seen: Seen | None = None,
) -> tuple[float, float | None]:
    """The mean loss without penalties, and the score. Raises `Overflow`."""
    loss, outputs = passed(network, inputs, targets, check_cancelled, seen)
    with np.errstate(all="ignore"):
        return loss, SCORES[score](outputs, targets)


# --- layers ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LayerMeasures:
    """The state of one layer.

    ``gradient_norm``: √Σ (∂C/∂w)² over the layer's weights and biases, frozen ones too, where C is
    the loss of the batch that the next step learns from: without penalties and not clipped, as a
    trace of the batch has it. None where float64 does not hold it.
    ``update_ratio``: ‖ΔW‖ / ‖W‖ of the next step's change of the layer's weights, not its biases;
    None where all weights are 0, or the step is not possible in float64.
    ``saturated``: of all slopes f'(z), one for each unit and sample of the training set, the share
    whose size is less than 5 % of the activation's steepest; None for an activation that is not
    bounded on both sides, or has no slope for each unit, as softmax.
    ``dead``: the share of units whose slope is less than 0.1 % of the steepest for every sample of
    the training set, so that nothing moves their weights. For relu these are the units that are 0
    for every sample. None for softmax.
    """

    gradient_norm: float | None
    update_ratio: float | None
    saturated: float | None
    dead: float | None


def layer_measures(moment: Moment, flats: "Flats") -> tuple[LayerMeasures, ...]:
    """The measures of every layer; ``flats`` has seen its z for the training set."""
    norms, ratios = step_measures(moment)
    return tuple(
        LayerMeasures(size, ratio, *flat)
        for size, ratio, flat in zip(norms, ratios, flats.shares(), strict=True)
    )


def step_measures(moment: Moment) -> tuple[list[float | None], list[float | None]]:
    """For every layer the norm of the next step's gradient, and its update ratio."""
    network, settings = moment.network, moment.settings
    unknown: list[float | None] = [None] * len(network.layers)
    with np.errstate(all="ignore"):
        try:
            inputs, targets = moment.inputs[moment.samples], moment.targets[moment.samples]
            gradients = propagate(network, inputs, targets, "mean").layers
        except Overflow:
            return unknown, unknown
        norms = list(map(gradient_norm, gradients))
        try:
            rate = settings.rate(moment.step, moment.total_steps)
            after, _ = updated(network, gradients, settings, rate, moment.states, moment.count + 1)
        except Overflow:
            return norms, unknown
        return norms, list(map(update_ratio, network.layers, after.layers))


def gradient_norm(gradient: LayerPass) -> float | None:
    parts = [gradient.weight_gradients]
    if gradient.bias_gradients is not None:
        parts.append(gradient.bias_gradients)
    return finite(norm(parts))


def update_ratio(before: Layer, after: Layer) -> float | None:
    size = norm([before.weights])
    return finite(norm([after.weights - before.weights]) / size) if size else None


def finite(value: float) -> float | None:
    return value if isfinite(value) else None


class Flats:
    """Counts the slopes of every layer that are saturated or dead, block by block."""

    def __init__(self, network: Network) -> None:
        self.layers = network.layers
        self.saturated = [0] * len(self.layers)
        self.slopes = [0] * len(self.layers)
        self.dead = [np.ones(layer.units, dtype=bool) for layer in self.layers]

    def see(self, pre_activations: list[Array]) -> None:
        """The z of every layer, samples × units, of a block."""
        for index, (layer, z) in enumerate(zip(self.layers, pre_activations, strict=True)):
            activation = layer.activation
            if activation.slope is None:
                continue
            with np.errstate(all="ignore"):
                slopes = np.abs(activation.slope(z)) / steepest(activation)
            self.saturated[index] += int((slopes < SATURATED).sum())
            self.slopes[index] += slopes.size
            self.dead[index] &= (slopes < DEAD).all(axis=0)

    def shares(self) -> list[tuple[float | None, float | None]]:
        """The saturated and the dead share of each layer."""
        return [
            (None, None)
            if layer.activation.slope is None
            else (saturated / slopes if bounded(layer.activation) else None, float(dead.mean()))
            for layer, saturated, slopes, dead in zip(
                self.layers, self.saturated, self.slopes, self.dead, strict=True
            )
        ]


def bounded(activation: Activation) -> bool:
    return None not in activation.range


@cache
def steepest(activation: Activation) -> float:
    """The largest |f'(z)|, to the third digit: over z from −8 to 8 in steps of 0.01."""
    assert activation.slope is not None
    return float(np.abs(activation.slope(np.linspace(-8, 8, 1601)[:, np.newaxis])).max())
