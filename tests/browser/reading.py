"""The numbers behind the addresses, read from the API's answer as the page must show them."""

import re
from typing import Any

ADDRESS = re.compile(
    r"^(x|t|z|a|error|delta|slope|w|b|dw|db|new_w|new_b|loss|eta)(\d*)((?:\.\d+)*)"
)
PER_SAMPLE = {
    "z": "pre_activations",
    "a": "activations",
    "error": "activation_gradients",
    "delta": "deltas",
}
OF_BATCH = {
    "dw": "weight_gradients",
    "db": "bias_gradients",
    "new_w": "updated_weights",
    "new_b": "updated_biases",
}
OF_NETWORK = {"w": "weights", "b": "biases"}
GIVEN = {"x", "t", "w", "b", "eta"}
#: In the figures' notation δ_n = −∂C/∂y_n.
TURNED = {"error", "delta"}


def parts(address: str) -> tuple[str, int, list[int]]:
    found = ADDRESS.match(address)
    assert found, f"{address} is no address"
    family, layer, indices = found.groups()
    return family, int(layer or 0), [int(i) for i in indices.split(".") if i]


def value_of(request: Any, trace: Any, address: str, sample: int = 0) -> float:
    family, l, indices = parts(address)
    if family == "loss":
        return float(trace["loss"])
    if family == "eta":
        return float(request["optimizer"]["learning_rate"])
    found: Any
    if family in ("x", "t"):
        found = request["inputs" if family == "x" else "targets"][sample]
    elif family in OF_NETWORK:
        found = trace["network"]["layers"][l - 1][OF_NETWORK[family]]
    elif family == "slope":
        layer = trace["layers"][l - 1]
        j = indices[0]
        return float(layer["deltas"][sample][j] / layer["activation_gradients"][sample][j])
    elif family in PER_SAMPLE:
        found = trace["layers"][l - 1][PER_SAMPLE[family]][sample]
    else:
        found = trace["layers"][l - 1][OF_BATCH[family]]
    for index in indices:
        found = found[index]
    return float(found)


def shown_value(request: Any, trace: Any, address: str, notation: str, sample: int = 0) -> float:
    sign = -1 if notation == "figure" and parts(address)[0] in TURNED else 1
    return sign * value_of(request, trace, address, sample)


def known_at(trace: Any, position: int) -> set[str]:
    """Everything that the first steps have written."""
    return {address for step in trace["steps"][:position] for address in step["writes"]}


def may_be_shown(trace: Any, position: int, address: str) -> bool:
    family, _, _ = parts(address)
    if family in GIVEN:
        return True
    plain = address.split("@")[0]
    return plain.replace("slope", "z") in known_at(trace, position)
