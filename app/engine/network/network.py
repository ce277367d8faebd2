"""A feed-forward network as plain data: layers of weights, and the loss at their end."""

from dataclasses import dataclass

from ..arrays import Array
from .activations import Activation
from .losses import Loss


@dataclass(frozen=True)
class Layer:
    """a = f(z), z = W x + b. ``weights`` is units × fan-in: row j holds the weights into unit j.

    ``biases`` has shape (units,), or is None for a layer without. ``frozen`` names what training
    does not update: "none", "biases" or "all".
    """

    activation: Activation
    weights: Array
    biases: Array | None
    frozen: str = "none"

    @property
    def units(self) -> int:
        return int(self.weights.shape[0])

    @property
    def fan_in(self) -> int:
        return int(self.weights.shape[1])


@dataclass(frozen=True)
class Network:
    """``inputs`` is the fan-in of the first layer; each layer's fan-in is the units of the last."""

    inputs: int
    layers: tuple[Layer, ...]
    loss: Loss

    @property
    def parameters(self) -> int:
        """The number of weights and biases."""
        return sum(
            layer.weights.size + (0 if layer.biases is None else layer.biases.size)
            for layer in self.layers
        )
