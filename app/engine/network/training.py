"""Rounds: pass, update, pass again, with the optimizer's state carried along."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..arrays import Array
from ..cancellation import CheckCancelled, always
from .as_drawn import DrawnLayer, as_drawn
from .backprop import LayerPass, Pass, batch_loss, propagate
from .network import Layer, Network
from .optimizers import Optimizer, State
from .overflow import Overflow, is_finite

#: For every layer the state of its weights and of its biases (None without biases).
States = tuple[tuple[State, State | None], ...]


@dataclass(frozen=True)
class Optimization:
    """An optimizer with all its parameters set, ``learning_rate`` among them."""

    optimizer: Optimizer
    hyperparameters: dict[str, float]


@dataclass(frozen=True)
class Trained:
    """The n-th pass: the network it ran on, what it computed, and what its update makes."""

    network: Network
    passed: Pass
    #: The figures' rule on the same pass; None where it was not asked for.
    drawn: tuple[DrawnLayer, ...] | None
    updated: Network
    loss_after: float
    #: The loss of every round, the n-th last.
    losses: list[float]


def start(network: Network, optimization: Optimization) -> States:
    """The optimizer's state before the first step."""
    optimizer = optimization.optimizer
    return tuple(
        (
            optimizer.start(layer.weights),
            None if layer.biases is None else optimizer.start(layer.biases),
        )
        for layer in network.layers
    )


def update(
    network: Network,
    gradients: Sequence[LayerPass | DrawnLayer],
    optimization: Optimization,
    states: States,
    count: int,
) -> tuple[Network, States]:
    """One optimizer step for every parameter that is not frozen, all from the old weights.

    Raises `Overflow`.
    """
    step, hyperparameters = optimization.optimizer.step, optimization.hyperparameters
    layers: list[Layer] = []
    new_states: list[tuple[State, State | None]] = []
    for number, (layer, gradient, (weight_state, bias_state)) in enumerate(
        zip(network.layers, gradients, states, strict=True), start=1
    ):
        weights, biases = layer.weights, layer.biases
        if layer.frozen != "all":
            weights, weight_state = step(
                weights, gradient.weight_gradients, weight_state, count, hyperparameters
            )
            if (
                layer.frozen != "biases"
                and biases is not None
                and bias_state is not None
                and gradient.bias_gradients is not None
            ):
                biases, bias_state = step(
                    biases, gradient.bias_gradients, bias_state, count, hyperparameters
                )
        if not is_finite(weights):
            raise Overflow("updated_weights", number)
        if biases is not None and not is_finite(biases):
            raise Overflow("updated_biases", number)
        layers.append(Layer(layer.activation, weights, biases, layer.frozen))
        new_states.append((weight_state, bias_state))
    return Network(network.inputs, tuple(layers), network.loss), tuple(new_states)


def train(
    network: Network,
    inputs: Array,
    targets: Array,
    reduction: str,
    optimization: Optimization,
    rounds: int = 1,
    rule: str = "gradient",
    with_drawn: bool = False,
    check_cancelled: CheckCancelled = always,
) -> Trained:
    """The ``rounds``-th pass over this batch. Raises `Overflow`.

    ``rule`` "as_drawn" updates by the figures' rule.
    ``with_drawn`` adds the figures' numbers of the last pass whatever the rule. ``check_cancelled``
    is called before every round.
    """
    losses: list[float] = []
    states = start(network, optimization)
    count = 1
    try:
        with np.errstate(all="ignore"):
            while True:
                check_cancelled()
                passed = propagate(network, inputs, targets, reduction)
                losses.append(passed.loss)
                last = count == rounds
                drawn = (
                    as_drawn(network, passed, inputs, targets, reduction)
                    if rule == "as_drawn" or (last and with_drawn)
                    else None
                )
                gradients = drawn if rule == "as_drawn" and drawn is not None else passed.layers
                updated, states = update(network, gradients, optimization, states, count)
                if last:
                    loss_after = batch_loss(updated, inputs, targets, reduction)
                    return Trained(network, passed, drawn, updated, loss_after, losses)
                network = updated
                count += 1
    except Overflow as overflow:
        overflow.round_number = count
        raise
