"""Reading the number behind an address out of a trace."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..engine.network.activations import ACTIVATIONS
from .notation import Address

#: Where `POST /api/v1/trace` answers an array: the layer's field, and whether it has a row per
#: sample.
LAYER_FIELDS = {
    "z": ("pre_activations", True),
    "a": ("activations", True),
    "error": ("activation_gradients", True),
    "delta": ("deltas", True),
    "dw": ("weight_gradients", False),
    "db": ("bias_gradients", False),
    "new_w": ("updated_weights", False),
    "new_b": ("updated_biases", False),
}
NETWORK_FIELDS = {"w": "weights", "b": "biases"}
REQUEST_FIELDS = {"x": "inputs", "t": "targets"}


def value_of(trace: Mapping[str, Any], address: str, sample: int = 0) -> float:
    """The number, true sign, of ``address``; ``sample`` counts where the address names none.

    ``trace`` is an answer merged over its request, ``{**request, **answer}``: the inputs, targets
    and the learning rate stand in the request only.
    """
    at = Address.parse(address)
    row = sample if at.sample is None else at.sample
    if at.array == "loss":
        return float(trace["loss"])
    if at.array == "eta":
        return float(trace["optimizer"]["learning_rate"])
    if at.array in REQUEST_FIELDS:
        return entry(trace[REQUEST_FIELDS[at.array]], (row, *at.indices))
    if at.array in NETWORK_FIELDS:
        return entry(trace["network"]["layers"][at.layer - 1][NETWORK_FIELDS[at.array]], at.indices)
    layer = trace["layers"][at.layer - 1]
    if at.array == "slope":
        return slope(trace, at.layer, entry(layer["pre_activations"], (row, *at.indices)))
    field, per_sample = LAYER_FIELDS[at.array]
    return entry(layer[field], (row, *at.indices) if per_sample else at.indices)


def slope(trace: Mapping[str, Any], layer: int, z: float) -> float:
    """f'(z) of a layer's activation."""
    function = ACTIVATIONS[trace["network"]["layers"][layer - 1]["activation"]].slope
    if function is None:
        raise ValueError(f"layer {layer} has no elementwise slope")
    return float(function(np.array([[z]]))[0, 0])


def entry(array: Any, indices: tuple[int, ...]) -> float:
    for index in indices:
        array = array[index]
    return float(array)
