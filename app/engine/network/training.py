"""Training on one batch: every round is a pass and an update, the optimizer's state carried on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from ..arrays import Array
from ..cancellation import CheckCancelled, always
from .as_drawn import FigureRuleLayer, as_drawn
from .backprop import Pass, batch_loss, propagate
from .network import Layer, Network
from .optimizers import Optimizer, State, StepFault
from .overflow import OptimizerOverflow, Overflow, is_finite

#: For every layer the state of its weights and of its biases (None without biases).
States = tuple[tuple[State, State | None], ...]


@dataclass(frozen=True)
class Optimization:
    """An optimizer with the values of all its hyperparameters, ``learning_rate`` among them.

    ``states`` is what it remembers of the ``taken`` steps before; None: it begins afresh.
    """

    optimizer: Optimizer
    hyperparameters: dict[str, float]
    taken: int = 0
    states: States | None = None


class Gradients(Protocol):
    """What an optimizer step reads of a layer; the shapes are those of the parameters."""

    @property
    def weight_gradients(self) -> Array: ...

    @property
    def bias_gradients(self) -> Array | None: ...


@dataclass(frozen=True)
class Trained:
    """The last round: the ``network`` before it, its pass, and the network after its update."""

    network: Network
    passed: Pass
    #: The figures' rule on the same pass; None where it was not requested.
    figure_rule: tuple[FigureRuleLayer, ...] | None
    updated: Network
    loss_after: float
    #: The loss of every round, in order.
    losses: list[float]
    #: The optimizer's state before its update, and which step with it the update is, from 1.
    states: States
    count: int


def start(network: Network, optimization: Optimization) -> States:
    """The optimizer's state before the first round."""
    if optimization.states is not None:
        return optimization.states
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
    gradients: Sequence[Gradients],
    optimization: Optimization,
    states: States,
    count: int,
) -> tuple[Network, States]:
    """One optimizer step for every parameter that is not frozen, all from the old weights;
    ``count`` is 1 at the first step with an empty state. Raises `Overflow`.
    """
    step, hyperparameters = optimization.optimizer.checked_step, optimization.hyperparameters
    layers: list[Layer] = []
    new_states: list[tuple[State, State | None]] = []
    for number, (layer, gradient, (weight_state, bias_state)) in enumerate(
        zip(network.layers, gradients, states, strict=True), start=1
    ):
        weights, biases = layer.weights, layer.biases
        if layer.frozen != "all":
            try:
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
            except StepFault as fault:
                raise OptimizerOverflow(fault.symbol, fault.kind, number) from None
        if not is_finite(weights):
            raise Overflow("updated_weights", number)
        if biases is not None and not is_finite(biases):
            raise Overflow("updated_biases", number)
        layers.append(Layer(layer.activation, weights, biases, layer.frozen))
        new_states.append((weight_state, bias_state))
    return Network(network.inputs, tuple(layers), network.loss), tuple(new_states)


def loss_after_update(updated: Network, inputs: Array, targets: Array, reduction: str) -> float:
    """C of the ``updated`` network. Raises `Overflow`."""
    try:
        return batch_loss(updated, inputs, targets, reduction)
    except Overflow as overflow:
        overflow.after_update = True
        raise


def train(
    network: Network,
    inputs: Array,
    targets: Array,
    reduction: str,
    optimization: Optimization,
    rounds: int = 1,
    rule: str = "gradient",
    with_figure_rule: bool = False,
    check_cancelled: CheckCancelled = always,
) -> Trained:
    """The ``rounds``-th pass over this batch. Raises `Overflow`.

    ``inputs`` is batch × inputs, ``targets`` batch × outputs. ``rule`` is "gradient", or "as_drawn"
    to update by the figures' rule. ``with_figure_rule`` adds the rule's numbers of the last pass
    whichever updates. ``check_cancelled`` is called before every round, and its exceptions pass.
    """
    losses: list[float] = []
    states = start(network, optimization)
    number = 1
    try:
        with np.errstate(all="ignore"):
            while True:
                check_cancelled()
                passed = propagate(network, inputs, targets, reduction)
                losses.append(passed.loss)
                last = number == rounds
                figure_rule = (
                    as_drawn(network, passed, inputs, targets, reduction)
                    if rule == "as_drawn" or (last and with_figure_rule)
                    else None
                )
                gradients = (
                    figure_rule if rule == "as_drawn" and figure_rule is not None else passed.layers
                )
                count = optimization.taken + number
                updated, new_states = update(network, gradients, optimization, states, count)
                if last:
                    loss_after = loss_after_update(updated, inputs, targets, reduction)
                    return Trained(
                        network, passed, figure_rule, updated, loss_after, losses, states, count
                    )
                network, states = updated, new_states
                number += 1
    except Overflow as overflow:
        overflow.round_number = number
        raise
