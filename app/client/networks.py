"""Networks that other programs have made, as requests have them.

PyTorch's and Keras' are known by the names of their types: neither is imported.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from typing import Any, NamedTuple

import numpy as np

from .errors import DeltaflowError
from .values import array_of, plain, roots

#: How far a framework's own output may be from that of the layers read from it: it may compute in
#: float32.
TOLERANCE = 1e-4
#: The slope of leaky_relu below 0.
DEFAULT_SLOPE = 0.01


class Read(NamedTuple):
    """A layer: weights are units × fan-in; biases (units,), or None."""

    weights: np.ndarray[Any, Any]
    biases: np.ndarray[Any, Any] | None
    activation: str


class NotReadable(DeltaflowError, ValueError):
    """A model that is no chain of dense layers; the text says what to do."""


REMEDY = (
    "Give the network as a list of (weights, biases, activation), one for each layer; weights are "
    "units × inputs."
)


def network_of(given: Any, loss: str | None, more: Mapping[str, Any]) -> Any:
    """What a request has as ``network``.

    :param given: a dict as the API takes it, an answer's ``network``, a list of (weights, biases,
        activation), a model of PyTorch or of Keras.
    :param more: further fields of the network, such as ``seed``.
    :raises NotReadable: it is no such network.
    :raises TypeError: the loss is missing.
    """
    own = {"loss": loss} if loss is not None else {}
    if isinstance(given, Mapping) or is_dataclass(given):
        return plain(given) | own | dict(more)
    if loss is None:
        raise TypeError(
            'Name the loss beside a network of layers or of a framework: loss="half_squared_error"'
        )
    layers = list(layers_of(given))
    if not layers:
        raise NotReadable(f"The network has no layers. {REMEDY}")
    return {
        "inputs": int(layers[0].weights.shape[1]),
        "layers": [as_request(layer) for layer in layers],
        **own,
        **more,
    }


def as_request(layer: Read) -> dict[str, Any]:
    biases = {"bias": False} if layer.biases is None else {"biases": plain(layer.biases)}
    return {
        "units": len(layer.weights),
        "activation": layer.activation,
        "weights": plain(layer.weights),
        **biases,
    }


def layers_of(given: Any) -> Iterable[Read]:
    if isinstance(given, Sequence) and not isinstance(given, str | bytes):
        return [from_tuple(number, layer) for number, layer in enumerate(given, start=1)]
    names = {f"{kind.__module__.partition('.')[0]}.{kind.__name__}" for kind in type(given).__mro__}
    if roots(given) & KERAS:  # first: on PyTorch, a model of Keras is a module as well
        return keras_layers(given)
    if "torch.Module" in names:
        return torch_layers(given, "torch.Sequential" in names)
    raise NotReadable(
        f"A {type(given).__module__}.{type(given).__qualname__} is no network that is known here. "
        f"{REMEDY}"
    )


def from_tuple(number: int, layer: Any) -> Read:
    if not isinstance(layer, tuple | list) or len(layer) != 3 or not isinstance(layer[2], str):
        raise NotReadable(
            f"Layer {number} of the list is not (weights, biases, activation), such as "
            '(numpy.ones((3, 2)), numpy.zeros(3), "tanh"); biases may be None.'
        )
    weights, biases, activation = layer
    return checked(f"layer {number} of the list", weights, biases, activation)


def checked(name: str, weights: Any, biases: Any, activation: str) -> Read:
    """:param name: what the layer is called in a sentence."""
    found = as_array(name, weights)
    if found.ndim != 2 or 0 in found.shape:
        raise NotReadable(
            f"The weights of {name} have the shape {found.shape}; they are units × inputs."
        )
    shift = None if biases is None else as_array(name, biases)
    if shift is not None and shift.shape != found.shape[:1]:
        units = f"{len(found)} unit{'' if len(found) == 1 else 's'}"
        raise NotReadable(
            f"The biases of {name} have the shape {shift.shape}; its weights have {units}."
        )
    return Read(found, shift, activation)


def as_array(name: str, value: Any) -> np.ndarray[Any, Any]:
    try:
        found = array_of(value)
        return np.asarray(value if found is None else found, dtype=np.float64)
    except (TypeError, ValueError, NotImplementedError):  # the last: a tensor without data (meta)
        raise NotReadable(f"The weights and biases of {name} are not numbers.") from None


# --- chains: dense layers, and activations between them -------------------------------------------


class Part(NamedTuple):
    """A dense layer or an activation on its way.

    :param dense: weights and biases; None of an activation.
    """

    name: str
    dense: tuple[Any, Any] | None
    activation: str


def joined(parts: Iterable[Part]) -> Iterator[Read]:
    """Each dense layer with the activation that follows it; without one it is linear."""
    waiting: Read | None = None
    for part in parts:
        if part.dense is not None:
            if waiting is not None:
                yield waiting
            waiting = checked(part.name, *part.dense, part.activation)
        elif waiting is None or waiting.activation != "linear":
            raise NotReadable(
                f"{part.name} does not follow a dense layer without activation. {REMEDY}"
            )
        else:
            waiting = waiting._replace(activation=part.activation)
    if waiting is not None:
        yield waiting


def close(layers: Sequence[Read], ask: Any, what: str) -> None:
    """Holds the layers against the model's own output.

    :param ask: inputs of one sample -> the outputs of the model.
    :raises NotReadable: they compute something else.
    """
    from ..engine.network.activations import ACTIVATIONS

    inputs = np.cos(np.arange(layers[0].weights.shape[1], dtype=np.float64))[None, :]
    signal = inputs
    try:
        for layer in layers:
            z = signal @ layer.weights.T + (0.0 if layer.biases is None else layer.biases)
            signal = ACTIVATIONS[layer.activation].function(z)
        own = np.asarray(ask(inputs), dtype=np.float64)
        fits = own.shape == signal.shape and np.allclose(own, signal, TOLERANCE, TOLERANCE)
    except Exception:  # whatever a foreign model raises: it cannot be held against its layers
        fits = False
    if not fits:
        raise NotReadable(
            f"{what} computes something else than its layers in the order in which they stand, "
            f"such as an activation that is called as a function. {REMEDY}"
        )


def unknown(what: str, dense: str, activations: Iterable[str]) -> NotReadable:
    return NotReadable(
        f"{what} is no dense layer and no known activation. A network is a chain of {dense} layers "
        f"with these activations: {', '.join(activations)}."
    )


# --- PyTorch --------------------------------------------------------------------------------------


def setting(name: str, expected: object) -> Any:
    """Whether a module's attribute is as it has to be."""
    return lambda module: getattr(module, name, expected) == expected


def plain_softplus(module: Any) -> bool:
    """Above PyTorch's usual threshold the line and the curve are one float32."""
    return bool(getattr(module, "beta", 1) == 1 and getattr(module, "threshold", 20) >= 20)


def last_axis(module: Any) -> bool:
    return getattr(module, "dim", None) in (None, -1, 1)


#: What passes on a row of numbers as it is, where it does not train.
DROPOUTS = {"Dropout", "Dropout1d", "Dropout2d", "Dropout3d", "AlphaDropout", "FeatureAlphaDropout"}


def passes_on(kind: str, name: str, module: Any) -> bool:
    """Whether a module changes nothing of one row of inputs. Raises `NotReadable`."""
    if kind not in DROPOUTS:
        return kind == "Flatten" and getattr(module, "start_dim", 1) == 1
    if module.training and module.p > 0:
        raise NotReadable(
            f"{kind} {name!r} leaves out neurons by chance while the model trains: call "
            "model.eval() before."
        )
    return True


#: Name of the type -> the activation, what has to be so, and its settings in words.
TORCH: dict[str, tuple[str, Any, str]] = {
    "Identity": ("linear", None, ""),
    "Sigmoid": ("sigmoid", None, ""),
    "Tanh": ("tanh", None, ""),
    "ReLU": ("relu", None, ""),
    "LeakyReLU": (
        "leaky_relu",
        setting("negative_slope", DEFAULT_SLOPE),
        f"negative_slope={DEFAULT_SLOPE}",
    ),
    "ELU": ("elu", setting("alpha", 1.0), "alpha=1"),
    "SELU": ("selu", None, ""),
    "SiLU": ("silu", None, ""),
    "Softplus": ("softplus", plain_softplus, "beta=1, threshold=20"),
    "Softmax": ("softmax", last_axis, "dim=1"),
}


def torch_layers(model: Any, is_sequence: bool) -> list[Read]:
    layers = list(joined(torch_parts(model)))
    torch = sys.modules.get("torch")
    is_plain = is_sequence and all_sequences(model) and not has_hooks(model)
    if layers and not is_plain and torch is not None:

        def ask(inputs: np.ndarray[Any, Any]) -> Any:
            first = next(iter(model.parameters()))
            with torch.no_grad():
                given = torch.from_numpy(inputs).to(first.device, first.dtype)
                return model(given).double().cpu().numpy()

        close(layers, ask, f"The forward() of {type(model).__name__}")
    return layers


def has_hooks(model: Any) -> bool:
    """Whether functions of somebody's own run before or after a module, which may change what it
    computes, and its weights: the older ``weight_norm`` makes them so.
    """
    return any(
        getattr(each, name, None)
        for each in model.modules()
        for name in ("_forward_pre_hooks", "_forward_hooks")
    )


def all_sequences(model: Any) -> bool:
    """Whether whatever holds other modules passes them through in order."""
    return all(
        "Sequential" in {kind.__name__ for kind in type(each).__mro__}
        for each in model.modules()
        if any(True for _ in each.children())
    )


def children(model: Any) -> Iterable[tuple[str, Any]]:
    """A module that stands twice in a sequence comes twice."""
    if "Sequential" in {kind.__name__ for kind in type(model).__mro__}:
        return [(str(place), module) for place, module in enumerate(model)]
    return list(model.named_children())


def torch_parts(model: Any) -> Iterator[Part]:
    for name, module in children(model):
        kind = type(module).__name__
        if any(True for _ in module.children()):
            yield from torch_parts(module)
        elif kind == "Linear":
            yield Part(f"Linear {name!r}", (module.weight, module.bias), "linear")
        elif kind == "GELU":
            tanh = getattr(module, "approximate", "none") == "tanh"
            yield Part(f"GELU {name!r}", None, "gelu_tanh" if tanh else "gelu")
        elif kind in TORCH:
            activation, fits, settings = TORCH[kind]
            if fits is not None and not fits(module):
                raise NotReadable(
                    f"{module!r} has other settings than {activation} here, which has {settings}. "
                    "Train it with these."
                )
            if activation != "linear":
                yield Part(f"{kind} {name!r}", None, activation)
        elif not passes_on(kind, name, module):
            raise unknown(f"{kind} {name!r}", "Linear", (*TORCH, "GELU"))


# --- Keras ----------------------------------------------------------------------------------------

KERAS = {"keras", "tf_keras", "tensorflow"}
#: Names of functions -> the activation.
KERAS_FUNCTIONS = {
    **{name: name for name in ("linear", "sigmoid", "tanh", "relu", "elu", "selu", "gelu")},
    **{name: name for name in ("softplus", "softmax", "silu")},
    "swish": "silu",
}
#: Type of a layer -> the activation, and the settings that it has to have.
KERAS_LAYERS: dict[str, tuple[str, dict[str, Any]]] = {
    "ReLU": ("relu", {"max_value": None, "negative_slope": 0.0, "threshold": 0.0}),
    "LeakyReLU": ("leaky_relu", {"negative_slope": DEFAULT_SLOPE, "alpha": DEFAULT_SLOPE}),
    "ELU": ("elu", {"alpha": 1.0}),
    "Softmax": ("softmax", {"axis": -1}),
}


def keras_layers(model: Any) -> list[Read]:
    if not hasattr(model, "layers"):
        raise NotReadable(f"{type(model).__name__} is no model of Keras with layers. {REMEDY}")
    layers = list(joined(keras_parts(model)))
    if layers and type(model).__name__ != "Sequential":
        close(layers, lambda inputs: array_of(model(inputs)), f"The model {model.name!r}")
    return layers


def keras_parts(model: Any) -> Iterator[Part]:
    for layer in model.layers:
        kind, name = type(layer).__name__, str(layer.name)[:40]
        settings = layer.get_config()
        if kind == "Dense":
            kernel, *biases = layer.get_weights() or [None]
            if kernel is None:
                raise NotReadable(f"The layer {name!r} has no weights yet: build the model first.")
            dense = (np.asarray(kernel).T, biases[0] if biases else None)
            yield Part(f"Dense {name!r}", dense, keras_function(name, settings["activation"]))
        elif kind == "Activation":
            activation = keras_function(name, settings["activation"])
            if activation != "linear":
                yield Part(f"Activation {name!r}", None, activation)
        elif kind in KERAS_LAYERS:
            activation, expected = KERAS_LAYERS[kind]
            wrong = [
                key
                for key, value in expected.items()
                if key in settings and not same(settings[key], value)
            ]
            if wrong:
                raise NotReadable(
                    f"{kind} {name!r} has another {wrong[0]} than {activation} here, which has "
                    f"{expected[wrong[0]]}. Train it with this one."
                )
            yield Part(f"{kind} {name!r}", None, activation)
        elif kind != "InputLayer":
            raise unknown(f"{kind} {name!r}", "Dense", KERAS_FUNCTIONS)


def same(value: Any, expected: Any) -> bool:
    """Numbers as float32 has them."""
    if isinstance(value, int | float) and isinstance(expected, int | float):
        return abs(value - expected) <= 1e-6
    return bool(value == expected)


def keras_function(name: str, function: Any) -> str:
    found = KERAS_FUNCTIONS.get(function) if isinstance(function, str) else None
    if found is None:
        known = ", ".join(KERAS_FUNCTIONS)
        raise NotReadable(
            f"The activation of the layer {name!r} is not known here. Known are {known}."
        )
    return found
