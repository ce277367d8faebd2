"""What the API says of a network, and how a number of it may be written on the screen.

Written anew from the trace contract, so that the page is never held against its own code.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from math import floor, log10
from typing import Any

Json = dict[str, Any]

ADDRESS = re.compile(r"^([a-z_]+?)(\d+)?((?:\.\d+)*)(?:@(\d+))?$")
GIVEN = {"x", "t", "w", "b", "eta"}
ROWS = {"z": "pre_activations", "a": "activations", "error": "activation_gradients"}
ROWS |= {"delta": "deltas", "slope": "slopes"}
GRADIENTS = {"dw": "weight_gradients", "db": "bias_gradients"}
UPDATED = {"new_w": "updated_weights", "new_b": "updated_biases"}
#: Figure notation shows −∂C/∂y and −∂C/∂e.
FLIPPED = {"error", "delta"}
#: How many digits each panel writes.
DIGITS: dict[str, tuple[int, ...]] = {"diagram": (2, 3, 4)}
DIGITS |= dict.fromkeys(["editor_network", "editor_data", "editor_training"], (1, 2, 3, 4))


def parts_of(address: str) -> tuple[str, int, list[int], int | None]:
    """``w1.0.2@3`` as family, layer, indices and sample."""
    found = ADDRESS.match(address)
    assert found, f"{address} is no address"
    family, layer, rest, sample = found.groups()
    indices = [int(index) for index in rest.split(".")[1:]]
    return family, int(layer or 0), indices, None if sample is None else int(sample)


def number(request: Json, trace: Json, address: str, sample: int = 0) -> float:
    """The API's number behind an address."""
    family, layer, indices, named = parts_of(address)
    if named is not None:
        sample = named
    if family == "loss":
        value = trace["loss"]
    elif family == "eta":
        value = request["optimizer"]["learning_rate"]
    elif family in ("x", "t"):
        value = request["inputs" if family == "x" else "targets"][sample]
    elif family in ("w", "b"):
        value = trace["network"]["layers"][layer - 1]["weights" if family == "w" else "biases"]
    elif family in ROWS:
        value = trace["layers"][layer - 1][ROWS[family]][sample]
    else:
        value = trace["layers"][layer - 1][(GRADIENTS | UPDATED)[family]]
    for index in indices:
        value = value[index]
    return float(value)


def drawn_number(request: Json, trace: Json, address: str) -> float | None:
    """What the figures' own rule gives for an address; None where it says nothing of its own."""
    family, layer, indices, _ = parts_of(address)
    own = trace["as_drawn"]["layers"][layer - 1] if layer else None
    if own is None or family not in ("error", "new_w"):
        return None
    if family == "error":
        return float(own["errors"][0][indices[0]])
    j, i = indices
    old = number(request, trace, f"w{layer}.{j}.{i}")
    return old + float(own["weight_updates"][j][i])


def is_known(trace: Json, position: int, address: str) -> bool:
    """May the number be seen when so many steps are done?"""
    family, layer, indices, _ = parts_of(address)
    frozen = trace["network"]["layers"][layer - 1].get("frozen") if layer else None
    if frozen == "all" or (frozen == "biases" and family == "new_b"):
        # What stays as it is is known with its gradient.
        family = {"new_w": "dw", "new_b": "db"}.get(family, family)
    if family in GIVEN:
        return True
    name = "z" if family == "slope" else family
    whole = f"{name}{layer or ''}"
    one = ".".join([whole, *map(str, indices)])
    written = {each for step in trace["steps"][:position] for each in step["writes"]}
    return one in written or whole in written


def numbers_of(trace: Json) -> set[str]:
    """Every address of the network, inputs and targets aside, that the tables show."""
    found = {"loss"}
    for index, layer in enumerate(trace["layers"]):
        for unit, row in enumerate(layer["weight_gradients"]):
            place = f"{index + 1}.{unit}"
            found |= {f"{family}{place}" for family in ("z", "a", "error", "delta")}
            for source in range(len(row)):
                found |= {f"{family}{place}.{source}" for family in ("w", "dw", "new_w")}
            if layer["bias_gradients"] is not None:
                found |= {f"{family}{place}" for family in ("b", "db", "new_b")}
    return found


def rounded(value: Decimal, digits: int) -> Decimal:
    """To so many significant digits, halves away from zero."""
    return value.quantize(Decimal(1).scaleb(value.adjusted() - digits + 1), ROUND_HALF_UP)


def trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def written(value: float, digits: int) -> str:
    """A number as the page writes it."""
    if value == 0:
        return "0"
    exact, size = Decimal(value), abs(value)
    if size < 1e-4 or size >= 1e5:
        short = rounded(exact, max(1, digits - 3) + 1)
        mantissa = trimmed(f"{short.scaleb(-short.adjusted()):f}")
        text = f"{mantissa}e{short.adjusted()}"
    else:
        text = trimmed(f"{rounded(exact, max(digits, floor(log10(size)) + 1)):f}")
    return text.replace("-", "−")


def writings(value: float, view: str) -> set[str]:
    """The texts that stand for a number in a panel."""
    return {written(value, digits) for digits in DIGITS.get(view, (4,))}
