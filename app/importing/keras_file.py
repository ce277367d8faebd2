"""Models of Keras, files ``.keras``: an archive with the configuration in JSON and weights in HDF5.

The archive and its HDF5 are read in a process of their own (`keras_child`), with limits of time and
memory: the library that reads HDF5 is in C and follows links to other files.
"""

import importlib.util
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .. import child_process
from ..engine.arrays import Array
from ..engine.cancellation import CheckCancelled
from . import keras_child
from .json_text import read_json
from .model import FoundLayer, Limits, Model, Notice, NotImportable, checked
from .safetensors_file import declared, numbers

COMMAND = child_process.command_of(keras_child.__name__)
#: How long the process may take, in seconds of the clock, and how much it may write.
SECONDS = 10.0
MOST_BYTES = 12_000_000
#: What the process refuses with an exit code.
REFUSALS = {
    keras_child.NO_H5PY: "error.import.no_h5py",
    keras_child.BROKEN: "error.import.keras_broken",
    keras_child.TOO_LARGE: "error.import.keras_large",
    keras_child.LINK: "error.import.keras_link",
    keras_child.EXTERNAL: "error.import.keras_link",
    keras_child.COMPRESSED: "error.import.keras_compressed",
    keras_child.NOT_KERAS: "error.import.keras_broken",
}
#: Our names of the activations that Keras calls otherwise.
RENAMED = {"swish": "silu"}
ACTIVATIONS = ("linear", "relu", "sigmoid", "tanh", "elu", "selu", "softplus", "softmax", "silu")
#: What a layer may have besides, and what it must then be.
DENSE = {"quantization_config": None, "lora_rank": None}


def is_keras(content: bytes) -> bool:
    """Names of an archive's entries are never compressed."""
    names = (keras_child.CONFIG, keras_child.WEIGHTS)
    return content.startswith(b"PK\x03\x04") and all(name.encode() in content for name in names)


def read(content: bytes, limits: Limits, check_cancelled: CheckCancelled) -> Model:
    """:raises NotImportable: names the layer, or says why the file cannot be read."""
    config, arrays = unpacked(content, check_cancelled)
    return checked(model_of(config, arrays), limits)


# --- the process ----------------------------------------------------------------------------------


def unpacked(content: bytes, check_cancelled: CheckCancelled) -> tuple[Any, Mapping[str, Array]]:
    """The configuration, and the arrays by layer and number."""
    if importlib.util.find_spec("h5py") is None:
        raise NotImportable("error.import.no_h5py")
    written = answer_of(COMMAND, content, check_cancelled)
    length = int.from_bytes(written[:8], "little")
    config = read_json(written[8 : 8 + length])
    rest = written[8 + length :]
    # The process has read what may be hostile: what it says is checked like a file.
    return config, numbers(rest, check_cancelled) if declared(rest) else {}


def answer_of(command: list[str], content: bytes, check_cancelled: CheckCancelled) -> bytes:
    """What a process writes that gets ``content``.

    :raises NotImportable: it refuses, ends otherwise, or does not end.
    """
    try:
        return child_process.answer_of(
            command,
            content,
            seconds=SECONDS,
            most_bytes=MOST_BYTES,
            check_cancelled=check_cancelled,
        )
    except child_process.Failed as failed:
        key = REFUSALS.get(failed.code or 0, "error.import.keras_large")
        raise NotImportable(key) from None


# --- the configuration ----------------------------------------------------------------------------


@dataclass
class Chain:
    """What is read so far.

    :param arrays: of the file, by layer and number.
    :param counts: how many layers of each class there were: the arrays are named after them.
    """

    arrays: Mapping[str, Array]
    layers: list[FoundLayer] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def activate(self, layer: "Layer", activation: str) -> None:
        """:raises NotImportable: there is no layer yet, or it has an activation already."""
        if activation == "linear":
            return
        if not self.layers or self.layers[-1].activation != "linear":
            raise NotImportable("error.import.no_layer_before", layer.names)
        self.layers[-1] = replace(self.layers[-1], activation=activation)


@dataclass(frozen=True)
class Layer:
    """An entry of the configuration."""

    kind: str
    name: str
    config: Mapping[str, Any]

    @property
    def names(self) -> dict[str, str]:
        return {"name": self.name, "op": self.kind}

    def require(self, name: str, *allowed: object) -> None:
        """:raises NotImportable: a setting has another value."""
        value = self.config.get(name, allowed[0])
        if isinstance(value, float | int) and not isinstance(value, bool):
            # Compared, not subtracted: a whole number may be larger than any float.
            fits = any(
                isinstance(one, float) and one - 1e-6 < value < one + 1e-6 for one in allowed
            )
        else:
            fits = value in allowed
        if not fits:
            needed = ", ".join("none" if one is None else f"{one}" for one in allowed)
            raise NotImportable(
                "error.import.constant_of", self.names, constant=name, needed=needed
            )


def model_of(config: Any, arrays: Mapping[str, Array]) -> Model:
    """:raises NotImportable: names the first layer that is none of a network."""
    chain = Chain(arrays)
    for layer in layers_of(config):
        # Keras names the arrays after the class: dense, dense_1, …
        number = chain.counts.get(layer.kind, 0)
        chain.counts[layer.kind] = number + 1
        if layer.kind not in LAYERS:
            raise NotImportable("error.import.node", layer.names)
        LAYERS[layer.kind](layer, chain)
    return Model(chain.layers, chain.notices)


def layers_of(config: Any) -> Sequence[Layer]:
    """Those of a Sequential, or of a model in which each takes what the one before it gives."""
    kind = config.get("class_name") if isinstance(config, dict) else None
    inside = config.get("config") if isinstance(config, dict) else None
    entries = inside.get("layers") if isinstance(inside, dict) else None
    if kind not in ("Sequential", "Functional") or not isinstance(entries, list):
        raise NotImportable("error.import.keras_model", {"op": str(kind)})
    if len(entries) > keras_child.MOST_LAYERS:
        raise NotImportable("error.import.too_many_parts")
    found, before = [], None
    for entry in entries:
        if not isinstance(entry, dict) or not isinstance(entry.get("config"), dict):
            raise NotImportable("error.import.keras_broken")
        settings = entry["config"]
        layer = Layer(str(entry.get("class_name")), str(settings.get("name", "")), settings)
        if kind == "Functional":
            sources = sources_of(entry.get("inbound_nodes"))
            if sources != ([] if before is None else [before]):
                raise NotImportable("error.import.node_inputs", layer.names)
            before = layer.name
        found.append(layer)
    return found


def sources_of(nodes: Any) -> list[str]:
    """The layers whose tensors a layer takes, as often as it does."""
    found, waiting = [], [nodes]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            history = value.get("keras_history")
            if isinstance(history, list) and history:
                found.append(str(history[0]))
            else:
                waiting += value.values()
    return found


def dense(layer: Layer, chain: Chain) -> None:
    for name, value in DENSE.items():
        layer.require(name, value)
    number = chain.counts["Dense"] - 1
    place = f"dense_{number}" if number else "dense"
    has_bias = layer.config.get("use_bias", True) is not False
    names = [f"{place}/{index}" for index in range(1 + has_bias)]
    if any(name not in chain.arrays for name in names):
        raise NotImportable("error.import.keras_weights", layer.names)
    weights = chain.arrays[names[0]]
    if weights.ndim != 2:
        raise NotImportable("error.import.keras_weights", layer.names)
    biases = chain.arrays[names[1]] if has_bias else None
    chain.layers.append(FoundLayer(layer.name, weights.T, biases, "linear"))
    activation(layer, chain)


def activation(layer: Layer, chain: Chain) -> None:
    """The activation that a layer's settings name: by its name, or as an object."""
    found = layer.config.get("activation", "linear")
    if isinstance(found, dict) and isinstance(found.get("config"), dict):
        kind, inside = str(found.get("class_name")), found["config"]
        if kind in APPLIED:
            APPLIED[kind](Layer(kind, layer.name, inside), chain)
            return
        found = inside if kind == "function" else kind
    name = RENAMED.get(str(found), str(found))
    if name == "gelu":  # of a name alone it is the exact one
        chain.activate(layer, name)
        return
    if name not in ACTIVATIONS:
        choices = ", ".join(ACTIVATIONS)
        names = {"name": layer.name, "op": str(found)}
        raise NotImportable("error.import.activation", names, choices=choices)
    chain.activate(layer, name)


def relu(layer: Layer, chain: Chain) -> None:
    layer.require("max_value", None)
    layer.require("threshold", 0.0)
    layer.require("negative_slope", 0.0, 0.01)
    leaks = bool(layer.config.get("negative_slope"))
    chain.activate(layer, "leaky_relu" if leaks else "relu")


def leaky_relu(layer: Layer, chain: Chain) -> None:
    slope = "negative_slope" if "negative_slope" in layer.config else "alpha"
    layer.require(slope, 0.01)
    if slope not in layer.config:  # Keras' own is another
        raise NotImportable("error.import.constant_of", layer.names, constant=slope, needed="0.01")
    chain.activate(layer, "leaky_relu")


def elu(layer: Layer, chain: Chain) -> None:
    layer.require("alpha", 1.0)
    chain.activate(layer, "elu")


def softmax(layer: Layer, chain: Chain) -> None:
    layer.require("axis", -1.0, 1.0)
    chain.activate(layer, "softmax")


def dropout(layer: Layer, chain: Chain) -> None:
    chain.notices.append(Notice("imported.dropout", names={"name": layer.name}))


def nothing(layer: Layer, chain: Chain) -> None:
    """A layer that leaves every sample as it is."""


Take = Callable[[Layer, Chain], None]
#: The layers that only apply an activation; objects of these classes stand in settings too.
APPLIED: Mapping[str, Take] = {
    "ReLU": relu,
    "LeakyReLU": leaky_relu,
    "ELU": elu,
    "Softmax": softmax,
}
LAYERS: Mapping[str, Take] = {
    **APPLIED,
    "Dense": dense,
    "Activation": activation,
    "InputLayer": nothing,
    "Flatten": nothing,
    "Dropout": dropout,
    "GaussianDropout": dropout,
    "GaussianNoise": dropout,
    "AlphaDropout": dropout,
}
