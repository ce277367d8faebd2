"""A network as the compiled kernel reads it: all parameters in one array, and a table of numbers
that says where each layer's are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ....arrays import Array
from ...activations import ACTIVATIONS, Activation
from ...losses import LOSSES, Loss
from ...network import Layer, Network
from ...optimizers import OPTIMIZERS, State
from ...training import States

Numbers = npt.NDArray[np.int64]

#: The entries of the tables by number, as the compiled code chooses them.
ACTIVATION_NUMBERS = {name: number for number, name in enumerate(ACTIVATIONS)}
LOSS_NUMBERS = {name: number for number, name in enumerate(LOSSES)}
OPTIMIZER_NUMBERS = {name: number for number, name in enumerate(OPTIMIZERS)}
#: The one activation that is not elementwise; the kernel knows it by itself.
SOFTMAX = ACTIVATION_NUMBERS["softmax"]

#: The columns of `Layout.layers`. WEIGHTS and BIASES are places in the parameters, BIASES −1 where
#: there are none; INPUTS and OUTPUTS rows of the activations, first of which are the network's
#: inputs; TRAINED is how many of the layer's parameters, weights before biases, are not frozen.
UNITS, FAN_IN, WEIGHTS, BIASES, ACTIVATION, INPUTS, OUTPUTS, TRAINED = range(8)
COLUMNS = 8
#: The compiled code takes so many numbers at a time.
GROUP = 4


@dataclass(frozen=True)
class Layout:
    """Where a network's parameters are in one array: for each layer the rows of its weights, then
    its biases, and zeros after the last, up to a multiple of `GROUP`.

    ``layers`` is layers × `COLUMNS`; ``trained`` has the ranges of parameters that are not frozen,
    ranges × 2; ``size`` is the length of the array, ``rows`` the number of inputs and units.
    """

    layers: Numbers
    trained: Numbers
    size: int
    rows: int

    def flat(self, parts: Iterator[Array | None]) -> Array:
        """The array, (size,), from the weights and the biases of each layer."""
        found = np.zeros(self.size)
        place = 0
        for part in parts:
            if part is not None:
                found[place : place + part.size] = part.ravel()
                place += part.size
        return found

    def parameters(self, network: Network) -> Array:
        return self.flat(part for layer in network.layers for part in (layer.weights, layer.biases))

    def state(self, states: States, index: int) -> Array:
        """One of the arrays that the optimizer's state has for each parameter; zeros if it has not
        so many.
        """
        return self.flat(
            state[index]
            for pair in states
            for state in pair
            if state is not None and index < len(state)
        )

    def cut(self, flat: Array, network: Network) -> Iterator[tuple[Array, Array | None]]:
        """The weights and the biases of each layer, as views of an array of the layout."""
        place = 0
        for layer in network.layers:
            end = place + layer.weights.size
            weights, place = flat[place:end].reshape(layer.weights.shape), end
            biases = None
            if layer.biases is not None:
                biases = flat[place : place + layer.units]
                place += layer.units
            yield weights, biases

    def network(self, flat: Array, like: Network) -> Network:
        """A network with views of these parameters, otherwise as ``like``."""
        pairs = zip(like.layers, self.cut(flat, like), strict=True)
        layers = tuple(Layer(old.activation, *new, old.frozen) for old, new in pairs)
        return Network(like.inputs, layers, like.loss)

    def states(self, flats: list[Array], like: Network) -> States:
        """The optimizer's state of a network, as views of its arrays."""
        cuts = [list(self.cut(flat, like)) for flat in flats]
        found: list[tuple[State, State | None]] = []
        for index, layer in enumerate(like.layers):
            weights = tuple(cut[index][0] for cut in cuts)
            biases = tuple(part for cut in cuts if (part := cut[index][1]) is not None)
            found.append((weights, None if layer.biases is None else biases))
        return tuple(found)


def activation_number(activation: Activation) -> int | None:
    """Its number, or None where the compiled code has no form of it."""
    number = ACTIVATION_NUMBERS.get(activation.name)
    return number if activation.scalar is not None or number == SOFTMAX else None


def loss_numbers(loss: Loss) -> tuple[int, bool]:
    """The number of a loss, and whether it gives δ of the output, not ∂C/∂a."""
    return LOSS_NUMBERS[loss.name], loss.delta is not None


def layout_of(network: Network) -> Layout:
    shape = tuple(
        (
            ACTIVATION_NUMBERS[layer.activation.name],
            layer.units,
            layer.biases is not None,
            layer.frozen,
        )
        for layer in network.layers
    )
    return layout_for(network.inputs, shape)


@lru_cache(maxsize=64)
def layout_for(inputs: int, shape: tuple[tuple[int, int, bool, str], ...]) -> Layout:
    """The layout of layers of (number of the activation, units, has biases, frozen)."""
    layers: list[tuple[int, ...]] = []
    trained: list[list[int]] = []
    place, fan_in, row = 0, inputs, 0
    for activation, units, biased, frozen in shape:
        weights, biases = units * fan_in, units if biased else 0
        count = {"none": weights + biases, "biases": weights, "all": 0}[frozen]
        bias = place + weights if biased else -1
        layers.append((units, fan_in, place, bias, activation, row, row + fan_in, count))
        if trained and trained[-1][1] == place:
            trained[-1][1] = place + count
        elif count:
            trained.append([place, place + count])
        place, row, fan_in = place + weights + biases, row + fan_in, units
    size = -(-place // GROUP) * GROUP
    ranges = np.array(trained, dtype=np.int64).reshape(-1, 2)
    return Layout(np.array(layers, dtype=np.int64), ranges, size, row + fan_in)
