"""What every kind of file is read into: the layers of a fully connected network."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Any

import numpy as np

from ..engine.arrays import Array

#: What fills the params of a sentence.
Params = dict[str, object]

#: The activations of layers whose file has none.
HIDDEN, OUTPUT = "relu", "linear"
#: The loss that belongs to an output activation and whether it is of one neuron; otherwise
#: `OTHER_LOSS`.
LOSSES = {
    ("softmax", False): "cross_entropy",
    ("softmax", True): "cross_entropy",
    ("sigmoid", True): "binary_cross_entropy",
}
OTHER_LOSS = "half_squared_error"


class NotImportable(Exception):
    """The file is no network that can be taken over.

    :param key: the sentence that says why, and ``params`` what fills it.
    :param names: further params, which the file itself says: they may hold anything, of any length.
    """

    def __init__(self, key: str, names: Mapping[str, str] | None = None, **params: object) -> None:
        super().__init__(key)
        self.key = key
        self.params: Params = params
        self.names = names or {}


@dataclass(frozen=True)
class Limits:
    """The largest network that is taken over."""

    layers: int
    units: int
    parameters: int


@dataclass(frozen=True)
class Notice:
    """What was assumed or left out: a sentence's key and what fills it, as in `NotImportable`."""

    key: str
    params: Params = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FoundLayer:
    """A layer of a file.

    :param name: as the file has it.
    :param weights: units × fan-in.
    :param biases: (units,), or None: it has none.
    :param activation: one of the engine's, or None: the file has none.
    """

    name: str
    weights: Array
    biases: Array | None = None
    activation: str | None = None


@dataclass(frozen=True)
class Model:
    """A network as a file has it, from the first to the output layer."""

    layers: Sequence[FoundLayer]
    notices: Sequence[Notice] = ()


@dataclass(frozen=True)
class Written:
    """A network that is written as the API takes it. It is not checked yet."""

    network: dict[str, Any]
    notices: Sequence[Notice] = ()


def check_shape(name: str, shape: Sequence[int], limits: Limits) -> None:
    """Before anything is allocated: is a tensor one of weights (units × fan-in, in either order) or
    of biases that a network may have?

    :raises NotImportable: names the tensor.
    """
    names = {"name": name, "shape": written(shape)}
    if any(size < 1 for size in shape):
        raise NotImportable("error.import.zero_size", names)
    if any(size > limits.units for size in shape) and len(shape) in (1, 2):
        raise NotImportable("error.import.units", names, most=limits.units)
    if len(shape) > 2:
        raise NotImportable("error.import.not_a_layer", names)
    if prod(shape) > limits.parameters:
        raise NotImportable("error.import.parameters", names, most=limits.parameters)


def written(shape: Sequence[int]) -> str:
    """A shape as people write it; of a long one the beginning."""
    return " × ".join(f"{size:,}".replace(",", "") for size in shape[:6]) or "1"


def check_counts(shapes: Sequence[Sequence[int]], limits: Limits) -> None:
    """:param shapes: of all weights and biases.

    :raises NotImportable: there are too many layers or parameters.
    """
    layers = sum(len(shape) == 2 for shape in shapes)
    if layers > limits.layers:
        raise NotImportable("error.import.layers", found=layers, most=limits.layers)
    parameters = sum(map(prod, shapes))
    if parameters > limits.parameters:
        raise NotImportable("error.import.all_parameters", found=parameters, most=limits.parameters)


def check_finite(name: str, values: Array) -> None:
    if not np.isfinite(values).all():
        raise NotImportable("error.import.not_finite", {"name": name})


def checked(model: Model, limits: Limits) -> Model:
    """The model, if it is a network within the limits whose layers fit and whose numbers are
    numbers.

    :raises NotImportable: names the layer.
    """
    if not model.layers:
        raise NotImportable("error.import.no_layers")
    shapes: list[Sequence[int]] = []
    for layer in model.layers:
        check_shape(layer.name, layer.weights.shape, limits)
        shapes.append(layer.weights.shape)
        if layer.biases is not None:
            shapes.append(layer.biases.shape)
    check_counts(shapes, limits)
    width = model.layers[0].weights.shape[1]
    for layer in model.layers:
        units, fan_in = layer.weights.shape
        if fan_in != width:
            raise NotImportable(
                "error.import.does_not_fit", {"name": layer.name}, inputs=fan_in, before=width
            )
        if layer.biases is not None and layer.biases.shape != (units,):
            names = {"name": layer.name, "shape": written(layer.biases.shape)}
            raise NotImportable("error.import.biases", names, units=units)
        check_finite(layer.name, layer.weights)
        if layer.biases is not None:
            check_finite(layer.name, layer.biases)
        width = units
    return model


def network_of(model: Model) -> tuple[dict[str, Any], Sequence[Notice]]:
    """A checked model as the API takes a network, arrays in the place of lists, and its notices
    with those of what is assumed here.
    """
    last = len(model.layers) - 1
    layers: list[dict[str, Any]] = []
    for index, layer in enumerate(model.layers):
        activation = layer.activation or (HIDDEN if index < last else OUTPUT)
        made = {"units": len(layer.weights), "activation": activation, "weights": layer.weights}
        has_biases = layer.biases is not None
        layers.append(made | ({"biases": layer.biases} if has_biases else {"bias": False}))
    output = layers[last]
    loss = LOSSES.get((output["activation"], output["units"] == 1), OTHER_LOSS)
    notices = list(model.notices)
    if any(layer.activation is None for layer in model.layers):
        key = "imported.activations" if last else "imported.activation"
        notices.append(Notice(key, {"hidden": HIDDEN, "output": OUTPUT}))
    notices.append(Notice("imported.loss", {"loss": loss}))
    inputs = model.layers[0].weights.shape[1]
    return {"inputs": inputs, "layers": layers, "loss": loss}, notices
