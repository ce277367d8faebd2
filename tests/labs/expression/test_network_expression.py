"""The program of a network has the gradients of its backward pass."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine.arrays import Array
from app.engine.graph.graph import reverse
from app.engine.network.backprop import propagate
from app.labs.expression.network_expression import ACTIVATIONS, LOSSES, network_expression
from app.labs.expression.parse import parse
from tests.engine.network.building import layer, network
from tests.examples import examples

#: The output activation of binary cross-entropy.
OUTPUTS = {"binary_cross_entropy": "sigmoid"}


@settings(max_examples=examples(15))
@given(st.integers(0, 2**32 - 1), st.sampled_from([True, False]))
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("loss", LOSSES)
def test_the_graph_gives_the_gradients_of_the_trace(
    activation: str, loss: str, seed: int, has_bias: bool
) -> None:
    rng = np.random.default_rng(seed)
    widths = [2, *rng.integers(1, 4, size=2), 2]
    layers = [
        layer(
            activation if number < 2 else OUTPUTS.get(loss, activation),
            rng.normal(0, 0.5, size=(units, fan_in)),
            rng.normal(0, 0.5, size=units) if has_bias else None,
        )
        for number, (fan_in, units) in enumerate(zip(widths, widths[1:], strict=False))
    ]
    made = network(loss, *layers)
    inputs, targets = rng.normal(size=(1, 2)), rng.uniform(size=(1, 2))
    text, values = network_expression(made, inputs[0], targets[0])
    program = parse(text)
    gradients = reverse(program.graph, values)
    passed = propagate(made, inputs, targets, "mean")

    def found(name: str) -> float:
        return float(gradients[program.graph.inputs[name]])

    pairs: list[tuple[Array, list[Any]]] = [
        (passed.input_gradients[0], [found(f"x{i + 1}") for i in range(2)])
    ]
    for number, layer_pass in enumerate(passed.layers, start=1):
        units, fan_in = layer_pass.weight_gradients.shape
        weights = [
            [found(f"w{number}_{j + 1}{i + 1}") for i in range(fan_in)] for j in range(units)
        ]
        pairs.append((layer_pass.weight_gradients, weights))
        if layer_pass.bias_gradients is not None:
            biases = [found(f"b{number}_{j + 1}") for j in range(units)]
            pairs.append((layer_pass.bias_gradients, biases))
    largest = max(np.abs(true).max() for true, _ in pairs)
    for true, graph in pairs:
        np.testing.assert_allclose(graph, true, rtol=1e-13, atol=1e-13 * largest)
