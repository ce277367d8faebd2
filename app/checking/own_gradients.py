"""Gradients of one's own, number by number or as arrays, at the addresses of a network."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf, nan
from typing import TypeAlias

from ..engine.network.network import Network
from .differences import parameters_of
from .typed_number import TypedNumberError
from .written_number import EXACT, WrittenNumber, written_number

#: A number as it was written, or a list of such, or a list of lists.
Given: TypeAlias = "str | float | list[Given]"

#: What programs print where a gradient has become no number.
NOT_FINITE = re.compile(r"\s*([+\-−]?)(nan|inf(?:inity)?)\s*", re.IGNORECASE)
#: How PyTorch calls a parameter: 0.weight, fc1.bias.grad.
OF_PYTORCH = re.compile(r"(?:(.*)\.)?(weight|bias)(?:[._]grad)?", re.IGNORECASE)


@dataclass(frozen=True)
class Fault:
    """What is wrong with what stands under a name: a sentence's key and what fills it."""

    name: str
    key: str
    params: dict[str, object]


def gradients_in(
    given: Mapping[str, Given], network: Network
) -> tuple[dict[str, WrittenNumber], list[Fault]]:
    """Those that can be read, by their addresses, and what is wrong with the others."""
    known = {parameter.address for parameter in parameters_of(network)}
    found: dict[str, WrittenNumber] = {}
    faults = []
    for name, value in given.items():
        wanted = shape_wanted(name, network)
        if isinstance(value, list) and wanted is not None:
            key = fault_of(shape_of(value), wanted)
            if key:
                params: dict[str, object] = {
                    "found": written_shape(shape_of(value)),
                    "wanted": written_shape(wanted),
                }
                faults.append(Fault(name, key, params))
                continue
            numbers = dict(numbered(name, value))
        elif wanted is not None:
            params = {"first": next(each for each in sorted(known) if each.startswith(f"{name}."))}
            params["wanted"] = written_shape(wanted)
            faults.append(Fault(name, "error.check.array", params))
            continue
        elif name in known and not isinstance(value, list):
            numbers = {name: value}
        else:
            faults.append(fault_in_name(name, given))
            continue
        for address, number in numbers.items():
            if address in found:
                faults.append(Fault(name, "error.repeated_field", {}))
                break
            try:
                found[address] = number_of(number)
            except TypedNumberError as error:
                faults.append(Fault(name, error.key, error.params))
                break
    return found, faults


def number_of(value: str | float) -> WrittenNumber:
    """A number counts as exactly as it is written; one of JSON as it is written shortest."""
    text = value if isinstance(value, str) else repr(float(value))
    lost = NOT_FINITE.fullmatch(text)
    if lost is None:
        return written_number(text)
    number = nan if lost[2].lower() == "nan" else -inf if lost[1] in ("-", "−") else inf
    return WrittenNumber(number, EXACT, None, None)


def shape_wanted(name: str, network: Network) -> tuple[int, ...] | None:
    """That of ``dw1`` or ``db1``; None: the network has no such array."""
    match = re.fullmatch(r"d([wb])([1-9][0-9]{0,3})", name)
    if match is None or int(match[2]) > len(network.layers):
        return None
    layer = network.layers[int(match[2]) - 1]
    array = layer.weights if match[1] == "w" else layer.biases
    return None if array is None else array.shape


def shape_of(value: Given) -> tuple[int, ...] | None:
    """As numpy has it; None: the rows differ."""
    if not isinstance(value, list):
        return ()
    inner = {shape_of(each) for each in value}
    if None in inner or len(inner) > 1:
        return None
    (shape,) = inner or {()}
    assert shape is not None
    return (len(value), *shape)


def fault_of(shape: tuple[int, ...] | None, wanted: tuple[int, ...]) -> str:
    if shape == wanted:
        return ""
    if shape is None:
        return "error.check.rows"
    return "error.check.transposed" if shape == wanted[::-1] else "error.check.shape"


def written_shape(shape: tuple[int, ...] | None) -> str:
    return "" if shape is None else " × ".join(map(str, shape))


def numbered(name: str, value: Given) -> Iterator[tuple[str, str | float]]:
    """Every number of an array at its address."""
    if not isinstance(value, list):
        yield name, value
        return
    for index, each in enumerate(value):
        yield from numbered(f"{name}.{index}", each)


def fault_in_name(name: str, given: Mapping[str, Given]) -> Fault:
    """No gradient is called so. PyTorch's names are told as what they are here, the layers in the
    order in which they are named."""
    match = OF_PYTORCH.fullmatch(name)
    if match is None:
        return Fault(name, "error.check.address", {})
    named = [each for each in map(OF_PYTORCH.fullmatch, given) if each is not None]
    layers = list(dict.fromkeys(each[1] for each in named))
    ours = f"d{match[2][0].lower()}{layers.index(match[1]) + 1}"
    return Fault(name, "error.check.pytorch", {"ours": ours})
