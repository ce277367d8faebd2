"""The shape of a pass: everything that its steps and formulas depend on.

Frozen and hashable, so that they can be cached.
"""

from dataclasses import dataclass

import numpy as np

from ..engine.arrays import Array
from ..engine.network.activations import ACTIVATIONS
from ..engine.network.as_drawn import FIGURE_RULE_OPTIMIZER
from ..engine.network.losses import LOSSES
from ..engine.network.network import Network

#: Targets such as 0.1, 0.2 and 0.7 add up to 1 but for rounding.
ROUNDING_OF_A_SUM = 1e-12


@dataclass(frozen=True, slots=True)
class LayerShape:
    """One layer without its numbers. ``frozen`` is "none", "biases" or "all"."""

    units: int
    activation: str
    has_bias: bool = True
    frozen: str = "none"

    @property
    def elementwise(self) -> bool:
        """Does a_j depend on z_j alone?"""
        return ACTIVATIONS[self.activation].elementwise

    @property
    def weights_move(self) -> bool:
        """Does the update change the weights?"""
        return self.frozen != "all"

    @property
    def biases_move(self) -> bool:
        """Does the update change the biases?"""
        return self.has_bias and self.frozen == "none"


@dataclass(frozen=True, slots=True)
class Topology:
    inputs: int
    layers: tuple[LayerShape, ...]
    loss: str
    samples: int = 1
    reduction: str = "mean"
    optimizer: str = FIGURE_RULE_OPTIMIZER
    #: Do the targets of every sample add up to 1, so that cross-entropy's a Σt − t is a − t?
    targets_sum_to_one: bool = False

    @classmethod
    def of(
        cls,
        network: Network,
        targets: Array,
        reduction: str,
        optimizer: str = FIGURE_RULE_OPTIMIZER,
    ) -> "Topology":
        """``targets``: samples × outputs."""
        layers = tuple(
            LayerShape(
                units=layer.units,
                activation=layer.activation.name,
                has_bias=layer.biases is not None,
                frozen=layer.frozen,
            )
            for layer in network.layers
        )
        # The formulas of other losses do not depend on the sum.
        sum_to_one = network.loss.output == "softmax" and bool(
            np.allclose(targets.sum(axis=1), 1.0, rtol=0, atol=ROUNDING_OF_A_SUM)
        )
        return cls(
            network.inputs,
            layers,
            network.loss.name,
            len(targets),
            reduction,
            optimizer,
            sum_to_one,
        )

    @property
    def depth(self) -> int:
        return len(self.layers)

    @property
    def outputs(self) -> int:
        return self.layers[-1].units

    @property
    def plain_step(self) -> bool:
        """Is the optimizer's step w' = w − η ∂C/∂w, so that its formula is spelled out?"""
        return self.optimizer == FIGURE_RULE_OPTIMIZER

    def layer(self, number: int) -> LayerShape:
        """Layer ``number``, counted from 1 as in the addresses."""
        return self.layers[number - 1]

    def fan_in(self, number: int) -> int:
        """How many numbers enter layer ``number``; the outputs of layer 0 are the inputs."""
        return self.inputs if number == 1 else self.layers[number - 2].units

    def fused(self, number: int) -> bool:
        """Has the loss a formula for ∂C/∂z of this layer, as binary cross-entropy has a − t?"""
        return number == self.depth and LOSSES[self.loss].delta_expression is not None

    def has_slope(self, number: int) -> bool:
        """Is ∂C/∂z of this layer explained as f'(z) ∂C/∂a?"""
        return self.layer(number).elementwise and not self.fused(number)
