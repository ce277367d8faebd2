"""Networks of other programs become the request that says the same."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.client import Client, DeltaflowError, NotReadable, Refused
from app.client.calls import trace as trace_call
from app.client.networks import KERAS_FUNCTIONS, TORCH, network_of
from app.engine.network.activations import ACTIVATIONS
from tests.client.requests import TRACE
from tests.examples import examples


@pytest.fixture(scope="module")
def here() -> Iterator[Client]:
    with Client() as client:
        yield client


# --- modules that look like PyTorch's -------------------------------------------------------------


class Tensor:
    """As much of a tensor as is read."""

    __module__ = "torch"

    def __init__(self, numbers: np.ndarray[Any, Any]) -> None:
        self.numbers = numbers

    def detach(self) -> "Tensor":
        return self

    cpu = double = detach

    def is_floating_point(self) -> bool:
        return True

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray[Any, Any]:
        return np.asarray(self.numbers, dtype)


class Module:
    __module__ = "torch.nn.modules.module"
    inner: tuple["Module", ...] = ()

    def children(self) -> Iterator["Module"]:
        return iter(self.inner)

    def named_children(self) -> Iterator[tuple[str, "Module"]]:
        return ((str(place), module) for place, module in enumerate(self.inner))

    def modules(self) -> Iterator["Module"]:
        yield self
        for each in self.inner:
            yield from each.modules()


class Sequential(Module):
    __module__ = "torch.nn.modules.container"

    def __init__(self, *inner: Module) -> None:
        self.inner = inner

    def __iter__(self) -> Iterator[Module]:
        return iter(self.inner)


class Linear(Module):
    __module__ = "torch.nn.modules.linear"

    def __init__(self, weights: np.ndarray[Any, Any], biases: np.ndarray[Any, Any] | None) -> None:
        self.weight = Tensor(weights)
        self.bias = None if biases is None else Tensor(biases)


def activation(name: str, **settings: Any) -> Module:
    """A module of the type ``name``."""
    made: Module = type(name, (Module,), {"__module__": "torch.nn.modules.activation"})()
    for key, value in settings.items():
        setattr(made, key, value)
    return made


# --- models that look like Keras' -----------------------------------------------------------------


class Layer:
    def __init__(self, kind: str, weights: list[np.ndarray[Any, Any]], **config: Any) -> None:
        self.__class__ = type(kind, (Layer,), {"__module__": "keras.src.layers"})
        self.name = kind.lower()
        self.weights = weights
        self.config = config

    def get_weights(self) -> list[np.ndarray[Any, Any]]:
        return self.weights

    def get_config(self) -> dict[str, Any]:
        return self.config


def keras_model(*layers: Layer) -> Any:
    made = type("Sequential", (), {"__module__": "keras.src.models.sequential"})()
    made.layers = [Layer("InputLayer", []), *layers]
    made.name = "model"
    return made


TORCH_NAMES = {name: kind for kind, (name, _, _) in TORCH.items()} | {"gelu": "GELU"}
#: What both frameworks have.
SHARED = sorted({*TORCH_NAMES} & set(KERAS_FUNCTIONS) - {"softmax"})
NUMBERS = st.floats(-3, 3, width=32)


@st.composite
def networks(draw: st.DrawFn) -> list[tuple[np.ndarray[Any, Any], Any, str]]:
    """Layers as arrays."""
    sizes = draw(st.lists(st.integers(1, 3), min_size=2, max_size=4))
    layers: list[tuple[np.ndarray[Any, Any], Any, str]] = []
    for fan_in, units in zip(sizes[:-1], sizes[1:], strict=True):
        row = st.lists(NUMBERS, min_size=fan_in, max_size=fan_in)
        weights = draw(st.lists(row, min_size=units, max_size=units))
        biases = draw(st.none() | st.lists(NUMBERS, min_size=units, max_size=units))
        shift = None if biases is None else np.array(biases)
        layers.append((np.array(weights), shift, draw(st.sampled_from(SHARED))))
    return layers


def torch_model(layers: list[tuple[np.ndarray[Any, Any], Any, str]], nested: bool) -> Sequential:
    parts: list[Module] = []
    for weights, biases, name in layers:
        parts += [Linear(weights, biases), activation(TORCH_NAMES[name])]
    return Sequential(Sequential(*parts[:2]), *parts[2:]) if nested else Sequential(*parts)


@settings(max_examples=examples(40))
@given(networks(), st.booleans())
def test_a_dict_arrays_and_models_give_the_same_pass(
    here: Client, layers: list[tuple[np.ndarray[Any, Any], Any, str]], nested: bool
) -> None:
    inputs = np.linspace(-1, 1, layers[0][0].shape[1])
    targets = np.linspace(0, 1, len(layers[-1][0]))
    keras = keras_model(
        *(
            Layer("Dense", [w.T, *(() if b is None else (b,))], activation=name)
            for w, b, name in layers
        )
    )
    request = {
        "network": {
            "inputs": len(inputs),
            "layers": [
                {"units": len(w), "activation": name, "weights": w.tolist()}
                | ({"bias": False} if b is None else {"biases": b.tolist()})
                for w, b, name in layers
            ],
            "loss": "half_squared_error",
        },
        "inputs": [inputs.tolist()],
        "targets": [targets.tolist()],
    }
    expected = here.trace(request)
    for network in (layers, torch_model(layers, nested), keras):
        result = here.trace(
            network=network, loss="half_squared_error", inputs=inputs, targets=targets
        )
        assert result == expected
        assert result.request == expected.request
    again = here.trace(network=expected.network, inputs=inputs[None], targets=targets[None])
    assert again.layers[0].deltas.tolist() == expected.layers[0].deltas.tolist()


def test_a_module_that_stands_twice_counts_twice() -> None:
    tanh, square = activation("Tanh"), Linear(np.eye(2), None)
    model = Sequential(square, tanh, square, tanh)
    made = network_of(model, "half_squared_error", {})
    assert [layer["activation"] for layer in made["layers"]] == ["tanh", "tanh"]


def test_what_changes_nothing_is_passed_over() -> None:
    plain = Sequential(LINEAR, activation("Tanh"))
    flat, resting = activation("Flatten", start_dim=1), activation("Dropout", p=0.5, training=False)
    idle = activation("Dropout", p=0.0, training=True)
    more = Sequential(flat, plain.inner[0], resting, plain.inner[1], idle)
    loss = "half_squared_error"
    assert network_of(more, loss, {}) == network_of(plain, loss, {})


def test_what_cannot_be_read_is_an_error_of_deltaflow() -> None:
    assert issubclass(NotReadable, DeltaflowError)
    assert issubclass(NotReadable, ValueError)


def test_every_activation_of_a_framework_is_one_of_the_engine() -> None:
    assert {name for name, _, _ in TORCH.values()} | set(KERAS_FUNCTIONS.values()) <= set(
        ACTIVATIONS
    )


LINEAR = Linear(np.ones((1, 2)), None)
#: What is no such network -> a word of the sentence.
WRONG: dict[str, tuple[Any, str]] = {
    "a text": ("model.pt", "is no network"),
    "a number": (3, "is no network"),
    "nothing": ([], "no layers"),
    "an empty model": (Sequential(), "no layers"),
    "a pair": ([(np.ones((1, 2)), "tanh")], "Layer 1 of the list"),
    "a row of weights": ([(np.ones(2), None, "tanh")], "units × inputs"),
    "words": ([("abc", None, "tanh")], "not numbers"),
    "too many biases": ([(np.ones((1, 2)), np.ones(2), "tanh")], r"have 1 unit\."),
    "a convolution": (Sequential(activation("Conv2d")), "Conv2d '0'"),
    "an activation first": (Sequential(activation("Tanh"), LINEAR), "does not follow"),
    "two activations": (
        Sequential(LINEAR, activation("Tanh"), activation("ReLU")),
        "ReLU '2' does not follow",
    ),
    "a dropout that trains": (
        Sequential(LINEAR, activation("Dropout", p=0.5, training=True)),
        r"Dropout '1' .* call model\.eval\(\)",
    ),
    "a flattening of the samples": (
        Sequential(activation("Flatten", start_dim=0), LINEAR),
        "Flatten '0' is no dense layer .* a chain of Linear layers .*: Identity, Sigmoid, Tanh",
    ),
    "a steep leak": (
        Sequential(LINEAR, activation("LeakyReLU", negative_slope=0.3)),
        r"other settings than leaky_relu here, which has negative_slope=0\.01\. Train",
    ),
    "another axis": (Sequential(LINEAR, activation("Softmax", dim=0)), "which has dim=1"),
    "an unbuilt model": (keras_model(Layer("Dense", [], activation="tanh")), "no weights yet"),
    "a dropout": (keras_model(Layer("Dropout", [], rate=0.5)), "Dropout.* chain of Dense"),
    "a function": (
        keras_model(Layer("Dense", [np.ones((2, 1))], activation="exponential")),
        "not known here. Known are linear, sigmoid, tanh",
    ),
    "keras' leak": (
        keras_model(
            Layer("Dense", [np.ones((2, 1))], activation="linear"),
            Layer("LeakyReLU", [], negative_slope=0.3),
        ),
        r"another negative_slope than leaky_relu here, which has 0\.01",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_such_network_is_refused_with_a_remedy(name: str) -> None:
    network, said = WRONG[name]
    with pytest.raises(NotReadable, match=said):
        network_of(network, "half_squared_error", {})


@pytest.mark.parametrize(
    ("language", "remedy"),
    [("en", "or give the last layer softmax"), ("zh", "最后一层的激活函数改为 softmax")],
)
def test_logits_are_told_which_function_belongs_to_the_loss(language: str, remedy: str) -> None:
    with Client(language=language) as client, pytest.raises(Refused) as refused:
        client.trace(
            network=[(np.eye(2), None, "linear")],
            loss="cross_entropy",
            inputs=[1, 0],
            targets=[1, 0],
        )
    (problem,) = (each for each in refused.value.problems if each.code == "error.loss")
    assert remedy in problem.msg


def test_a_network_without_a_loss_asks_for_one() -> None:
    with pytest.raises(TypeError, match="loss="):
        trace_call(None, {"network": [(np.ones((1, 2)), None, "tanh")]})


def test_one_sample_may_be_a_row_and_targets_a_column() -> None:
    def batch(inputs: Any, targets: Any) -> tuple[Any, Any]:
        request = trace_call(TRACE, {"inputs": inputs, "targets": targets}).request
        return request["inputs"], request["targets"]

    assert batch([1, 2], [3, 4]) == ([[1, 2]], [[3, 4]])
    assert batch([1, 2], 3) == ([[1, 2]], [[3]])
    # The server says of the text that it is no number.
    assert batch(["1", 2], 3) == ([["1", 2]], [[3]])
    assert batch(np.ones((2, 2)), np.array([3.0, 4.0])) == ([[1, 1], [1, 1]], [[3], [4]])
    assert batch([[1, 2]], [3, 4]) == ([[1, 2]], [[3, 4]])
    assert batch(np.float32(0.5), 1) == ([[0.5]], [[1]])


def test_float32_is_sent_as_the_number_that_it_is() -> None:
    request = trace_call(TRACE, {"inputs": np.array([[0.1, 0.2]], dtype=np.float32)}).request
    assert request["inputs"] == [[float(np.float32(0.1)), float(np.float32(0.2))]]


def test_neither_framework_is_imported() -> None:
    program = (
        "import sys, app; app.Client; from app.client import networks;"
        "print({'torch', 'keras', 'tensorflow'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "set()\n", done.stderr
