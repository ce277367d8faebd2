"""The networks and expressions that the answers calculate with and open."""

from typing import Any

from ...descent.presets import GRAPH_PRESETS
from ...trace.presets import PRESETS
from ...train.presets import DIVERGING

Request = dict[str, Any]


def sigmoids(*weights: list[list[float]], **more: Any) -> Request:
    """A network of sigmoids without biases, with half the squared error."""
    layers: list[Request] = [
        {"units": len(rows), "activation": "sigmoid", "weights": rows, "bias": False}
        for rows in weights
    ]
    network: Request = {
        "inputs": len(weights[0][0]),
        "layers": layers,
        "loss": "half_squared_error",
    }
    request: Request = {"network": network, "optimizer": {"name": "sgd", "learning_rate": 0.5}}
    return request | more


#: A sheet in Chinese whose published key has the wrong signs for ∂E/∂w1 and ∂E/∂w3.
PUBLISHED_KEY = sigmoids(
    [[0.2, 0.5], [-0.4, 0.6]],
    [[0.1, -0.3], [-0.5, 0.8]],
    inputs=[[0.5, 0.3]],
    targets=[[0.23, -0.07]],
)
#: What it prints for the weights into the hidden layer.
PRINTED_IN_KEY = {
    "dw1.0.0": "0.0146",
    "dw1.1.0": "0.0130",
    "dw1.0.1": "0.0088",
    "dw1.1.1": "0.0078",
}
#: Both hidden neurons have the same weights, and so the same gradients in every round.
EQUAL = sigmoids([[0.5, 0.5], [0.5, 0.5]], [[0.5, 0.5]], inputs=[[1.0, 0.5]], targets=[[1.0]])

#: Mazur's example without the ½ of its loss, and with half its learning rate.
WITHOUT_HALF = PRESETS["mazur"] | {
    "network": PRESETS["mazur"]["network"] | {"loss": "squared_error"},
    "optimizer": {"name": "sgd", "learning_rate": 0.25},
}
#: Seven layers of sigmoids, drawn from a seed.
DEEP: Request = {
    "network": {
        "inputs": 2,
        "layers": [
            *({"units": 3, "activation": "sigmoid"} for _ in range(6)),
            {"units": 1, "activation": "sigmoid"},
        ],
        "loss": "half_squared_error",
        "seed": 1,
    },
    "inputs": [[1.0, 0.5]],
    "targets": [[1.0]],
    "optimizer": {"name": "sgd", "learning_rate": 0.5},
}
#: z of the first neuron is a billionth: a difference of the loss reaches across the kink.
BESIDE_KINK: Request = {
    "network": {
        "inputs": 2,
        "layers": [
            {
                "units": 2,
                "activation": "relu",
                "weights": [[0.5, -1.0], [0.8, 0.3]],
                "biases": [1e-9, 0.1],
            },
            {"units": 1, "activation": "linear", "weights": [[0.7, -0.4]], "biases": [0.1]},
        ],
        "loss": "half_squared_error",
    },
    "inputs": [[1.0, 0.5]],
    "targets": [[1.0]],
    "optimizer": {"name": "sgd", "learning_rate": 0.5},
}
NETWORKS: dict[str, Request] = PRESETS | {
    "published_key": PUBLISHED_KEY,
    "equal": EQUAL,
    "without_half": WITHOUT_HALF,
    "deep": DEEP,
}

#: The slope at z, and the slope at a that some write instead.
TWICE: Request = {"expression": "a = sigmoid(z)\nagain = sigmoid(a)", "values": {"z": 2.0}}
#: One neuron with the cross-entropy: the slope cancels.
LOGISTIC: Request = {
    "expression": "a = sigmoid(z)\nloss = -(t*log(a) + (1 - t)*log(1 - a))",
    "values": {"z": 0.5, "t": 1.0},
}
#: At the kink of relu.
KINK: Request = {"expression": "a = relu(z)\nloss = (a - t)**2 / 2", "values": {"z": 0.0, "t": 1.0}}
SOFTMAX: Request = GRAPH_PRESETS["softmax_cross_entropy"]

#: A gradient that is cleared before every step, and one that never is: the sum of all before it is
#: the momentum 1.
RATE, STEPS = 0.1, 100
NOT_CLEARED: Request = {
    "function": "x**2 / 2",
    "start": {"x": 1.0},
    "runs": [
        {"optimizer": {"name": "sgd", "learning_rate": RATE}},
        {"optimizer": {"name": "momentum", "learning_rate": RATE, "momentum": 1.0}},
    ],
    "steps": STEPS,
    "view": {"x": [-1.5, 1.5]},
}

#: XOR with all weights zero: tanh(0) = 0, so that nothing but the last bias could ever change.
ZEROS: Request = {
    "network": {
        "inputs": 2,
        "layers": [{"units": 3, "activation": "tanh"}, {"units": 1, "activation": "sigmoid"}],
        "loss": "binary_cross_entropy",
        "initializer": "zeros",
        "seed": 1,
    },
    "data": {"name": "xor", "samples": 4, "noise": 0.0, "train_share": 1.0},
    "optimizer": {"name": "sgd", "learning_rate": 0.5},
    "batch_size": 4,
    "epochs": 60,
    "seed": 1,
    "shuffle": False,
}
TOO_FAST: Request = DIVERGING
