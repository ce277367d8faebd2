"""Run by the Python of `tests.frameworks`: models of PyTorch and Keras as requests, with what the
frameworks themselves compute of them, as JSON.

    python models_of_frameworks.py CHECKOUT PACKAGES

:param CHECKOUT: the folder of the project; PACKAGES: where the client's own requirements are.
"""

import json
import os
import sys
from importlib import import_module
from typing import Any

INPUTS = [0.5, -0.3]
#: Floats of JAX that numpy does not know.
SHORT_FLOATS = ("bfloat16", "float8_e4m3fn")
#: Two samples, and the classes that they are of.
SAMPLES = [[0.5, -0.3], [-1.2, 0.8]]
CLASSES = [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]


def torch_results() -> dict[str, Any]:
    torch = import_module("torch")
    networks = import_module("app.client.networks")
    nn = torch.nn
    torch.manual_seed(3)
    activations = {
        **{"Sigmoid": nn.Sigmoid(), "Tanh": nn.Tanh(), "ReLU": nn.ReLU(), "SELU": nn.SELU()},
        **{"LeakyReLU": nn.LeakyReLU(), "ELU": nn.ELU(), "SiLU": nn.SiLU()},
        **{"GELU": nn.GELU(), "GELU tanh": nn.GELU(approximate="tanh")},
        **{"Softplus": nn.Softplus(), "Softmax": nn.Softmax(dim=-1), "Identity": nn.Identity()},
    }
    found = {}
    for name, activation in activations.items():
        first = nn.Sequential(nn.Linear(2, 3), activation)
        model = nn.Sequential(first, nn.Linear(3, 2, bias=False)).double()
        inputs = torch.tensor([INPUTS], dtype=torch.float64)
        loss = nn.functional.mse_loss(model(inputs), torch.ones(1, 2, dtype=torch.float64))
        loss.backward()
        found[name] = {
            "network": networks.network_of(model, "mean_squared_error", {}),
            "loss": loss.item(),
            "gradients": [each.grad.tolist() for each in model.parameters()],
        }
    return found


def loss_results() -> dict[str, Any]:
    """The losses of PyTorch of two samples and three outputs, by name, of a model at rest."""
    torch = import_module("torch")
    networks = import_module("app.client.networks")
    nn = torch.nn
    torch.manual_seed(5)
    inputs = torch.tensor(SAMPLES, dtype=torch.float64)
    targets = torch.tensor(CLASSES, dtype=torch.float64)
    first, last = nn.Linear(2, 3), nn.Linear(3, 3)
    body = nn.Sequential(nn.Flatten(), first, nn.Tanh(), nn.Dropout(0.5), last).double().eval()
    behind = {
        "CrossEntropyLoss": (nn.Softmax(dim=1), "cross_entropy"),
        "BCEWithLogitsLoss": (nn.Sigmoid(), "binary_cross_entropy"),
        "BCELoss": (nn.Sigmoid(), "binary_cross_entropy"),
    }
    found: dict[str, Any] = {}
    for name in ("MSELoss", "L1Loss", "HuberLoss", "SmoothL1Loss", *behind):
        output, loss = behind.get(name, (nn.Identity(), "huber"))
        model = nn.Sequential(*body, output).eval()
        given = model(inputs) if name == "BCELoss" else body(inputs)
        body.zero_grad()
        told = getattr(nn, name)()(given, targets)
        told.backward()
        network = networks.network_of(model, loss, {})
        gradients = first.weight.grad.tolist()
        found[name] = {"network": network, "loss": told.item(), "gradients": gradients}
    try:
        networks.network_of(body.train(), "huber", {})
    except networks.NotReadable as error:
        found["training"] = str(error)
    return found


def other_modules() -> dict[str, Any]:
    """Modules with a forward of their own, the last of which is no chain."""
    torch = import_module("torch")
    networks = import_module("app.client.networks")
    nn = torch.nn

    class Chain(nn.Module):  # type: ignore[misc, name-defined]
        def __init__(self) -> None:
            super().__init__()
            self.first, self.tanh, self.last = nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1)

        def forward(self, x: Any) -> Any:
            return self.last(self.tanh(self.first(x)))

    class Hidden(Chain):
        def forward(self, x: Any) -> Any:
            return self.last(torch.relu(self.first(x)))

    hooked, silent, scaled = (nn.Sequential(nn.Linear(2, 3), nn.Linear(3, 1)) for _ in range(3))
    hooked[0].register_forward_hook(lambda module, given, made: 2 * made)
    silent[0].register_forward_hook(lambda module, given, made: None)
    nn.utils.weight_norm(scaled[0])  # the weights it leaves are those of the last pass
    with torch.no_grad():
        scaled[0].weight_g.mul_(3)
    models = {
        "Chain": Chain().bfloat16().float(),
        "Hidden": Hidden().bfloat16().float(),
        **{"hooked": hooked, "silent": silent, "scaled": scaled},
        "early": nn.Sequential(nn.Linear(2, 1), nn.Softplus(threshold=0.1)),
        "empty": nn.Sequential(nn.Linear(2, 1, device="meta")),
    }
    found: dict[str, Any] = {}
    for name, model in models.items():
        try:
            network = networks.network_of(model, "half_squared_error", {})
            found[name] = [layer["activation"] for layer in network["layers"]]
        except networks.NotReadable as error:
            found[name] = str(error)
    short = import_module("jax.numpy")
    given = [short.array([0.5, -2.0], dtype=getattr(short, name)) for name in SHORT_FLOATS]
    return found | {"short": import_module("app.client.values").plain(given)}


def keras_results() -> dict[str, Any]:
    os.environ["KERAS_BACKEND"] = "torch"
    keras = import_module("keras")
    networks = import_module("app.client.networks")
    import numpy as np

    def functional() -> Any:
        inputs = keras.Input((2,))
        hidden = keras.layers.Dense(3, activation="gelu")(inputs)
        hidden = keras.layers.Dense(3)(hidden)
        return keras.Model(inputs, keras.layers.LeakyReLU(negative_slope=0.01)(hidden))

    def branched() -> Any:
        inputs = keras.Input((2,))
        one = keras.layers.Dense(2, activation="tanh")(inputs)
        return keras.Model(inputs, keras.layers.Dense(1)(one + inputs))

    sequential = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(3, activation="silu"),
            keras.layers.Dense(2, use_bias=False),
            keras.layers.Softmax(),
        ]
    )
    found: dict[str, Any] = {}
    for name, model in {"Sequential": sequential, "Functional": functional()}.items():
        outputs = model(np.array([INPUTS], dtype=np.float32)).detach().numpy()
        network = networks.network_of(model, "half_squared_error", {})
        found[name] = {"network": network, "outputs": outputs.tolist()}
    try:
        networks.network_of(branched(), "half_squared_error", {})
    except networks.NotReadable as error:
        found["branched"] = str(error)
    return found


if __name__ == "__main__":
    checkout, packages = sys.argv[1:]
    sys.path.insert(0, checkout)
    sys.path.append(packages)
    results = {"torch": torch_results(), "modules": other_modules(), "keras": keras_results()}
    results["losses"] = loss_results()
    print(json.dumps(results))
