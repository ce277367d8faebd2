"""A key in circulation whose gradients of the first layer are wrong, two of them in their sign.

A Chinese exercise of a network 2-2-2 without biases, sigmoid and ½ Σ (o − t)²; w1 … w8 are named
from the inputs on. What is published for w1 … w4 is the sum of the next layer's gradients times
the hidden slope and the input.
"""

from .drawing import Given

GIVEN = Given(
    weights=[[[0.2, 0.5], [-0.4, 0.6]], [[0.1, -0.3], [-0.5, 0.8]]],
    biases=None,
    activations=["sigmoid", "sigmoid"],
    loss="half_squared_error",
    inputs=[0.5, 0.3],
    targets=[0.23, -0.07],
)
DIGITS = 3
CODE = "gradients_summed"
#: ∂C/∂w1 … ∂C/∂w4 as published.
PUBLISHED = {"dw1.0.0": "0.0146", "dw1.1.0": "0.0130", "dw1.0.1": "0.0088", "dw1.1.1": "0.0078"}
#: The key gives no lines between the δ of the outputs and these gradients, and no update.
LINES = ("z1", "a1", "z2", "a2", "loss", "error2", "delta2", "dw2", "dw1")
