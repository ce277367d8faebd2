"""What Python programs have, as JSON has it: arrays, tensors and tuples become lists."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

#: Of requests; deeper ones hold themselves.
MOST_DEEP = 64


def roots(value: object) -> set[str]:
    """The packages that a value's type and its bases come from, without importing them."""
    return {kind.__module__.partition(".")[0] for kind in type(value).__mro__}


def array_of(value: Any) -> np.ndarray[Any, Any] | None:
    """An array, a tensor or a column of another library, as numpy has it; None: it is no such."""
    if isinstance(value, np.ndarray):
        return value
    if isinstance(value, str | bytes | int | float | Mapping | list | tuple | None):
        return None
    if "torch" in roots(value) and hasattr(value, "detach"):
        # numpy knows no bfloat16, and a tensor may need its gradient, or lie on a graphics card.
        tensor = value.detach().cpu()
        return np.asarray(tensor.double() if tensor.is_floating_point() else tensor)
    if hasattr(value, "__array__") and not isinstance(value, np.generic):
        return np.asarray(value)
    return None


def plain(value: Any, deep: int = 0) -> Any:
    """The value in lists, dicts, numbers and texts.

    float32 is widened: 0.1 is sent as the 0.10000000149011612 that it is.

    :raises TypeError: there is something in it that JSON has not; the text says what.
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return float(value)
    if deep > MOST_DEEP:
        raise TypeError("The request is nested too deeply. Does it hold itself?")
    array = array_of(value)
    if array is not None:
        return from_array(array)
    if isinstance(value, np.generic):
        return plain(value.item(), deep)
    if isinstance(value, Mapping):
        return {key_of(name): plain(part, deep + 1) for name, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset | range):
        return [plain(part, deep + 1) for part in value]
    if is_dataclass(value) and not isinstance(value, type):
        given = {field.name: getattr(value, field.name) for field in fields(value)}
        return plain({name: part for name, part in given.items() if part is not None}, deep)
    raise TypeError(
        f"A request cannot hold a {type(value).__module__}.{type(value).__qualname__}. Give "
        "numbers, texts, lists, dicts or arrays."
    )


def key_of(name: object) -> str:
    if not isinstance(name, str):
        raise TypeError(f"The name of a field is a text, not {name!r:.40}.")
    return name


def from_array(array: np.ndarray[Any, Any]) -> Any:
    # JAX gives numpy its short floats as types that numpy does not know itself.
    if array.dtype.name.startswith(("bfloat16", "float8")):
        array = array.astype(np.float64)
    if array.dtype.kind not in "fiub":
        raise TypeError(f"An array of {array.dtype} holds no numbers that a request may have.")
    return (array.astype(np.float64) if array.dtype.kind == "f" else array).tolist()


def batch(inputs: Any, targets: Any) -> tuple[Any, Any]:
    """Both as rows, a row for each sample.

    One list of inputs is one sample. Targets that are no rows belong to that one sample, or, where
    there are as many as rows of inputs, one to each.
    """
    inputs, targets = plain(inputs), plain(targets)
    single = is_row(inputs)
    if is_number(inputs):
        inputs, single = [[inputs]], True
    elif single:
        inputs = [inputs]
    if is_number(targets):
        targets = [[targets]]
    elif is_row(targets):
        one_each = not single and len(targets) == len(inputs)
        targets = [[target] for target in targets] if one_each else [targets]
    return inputs, targets


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_row(value: object) -> bool:
    """A list of numbers, or of what somebody gives in their place, which the server then names."""
    return isinstance(value, list) and bool(value) and not any(isinstance(x, list) for x in value)


#: Quantities that each sample has, by their names in addresses; all others are of the whole batch.
OF_SAMPLES = ("z", "a", "slope", "error", "delta")


def written(numbers: Any) -> Any:
    """Numbers by their addresses, as texts.

    ``{"delta2": array}`` stands for ``delta2.0``, ``delta2.1``, …: an array of a quantity of
    samples is units, or batch × units; one of weights is units × fan-in.
    """
    if not isinstance(numbers, Mapping):
        return plain(numbers)
    found: dict[str, Any] = {}
    for name, value in numbers.items():
        array = array_of(value)
        if array is None and isinstance(value, list | tuple):
            array = np.asarray(value, dtype=np.float64)
        if array is None or array.ndim == 0:
            found[key_of(name)] = text_of(value if array is None else array.item())
            continue
        for index, number in np.ndenumerate(array.astype(np.float64)):
            found[address(key_of(name), index)] = text_of(number)
    return found


def given(numbers: Any) -> Any:
    """Gradients under their names: arrays as lists, every number as a text of all its digits."""
    if not isinstance(numbers, Mapping):
        return plain(numbers)
    return {key_of(name): as_texts(value) for name, value in numbers.items()}


def as_texts(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [as_texts(part) for part in value]
    array = array_of(value)
    if array is not None and array.dtype.kind in "fiub":
        return as_texts(array.astype(np.float64).tolist())
    return text_of(value)


def address(name: str, index: tuple[int, ...]) -> str:
    sample = ""
    if name.rstrip("0123456789") in OF_SAMPLES and len(index) > 1:
        sample, index = f"@{index[0]}" if index[0] else "", index[1:]
    return ".".join((name, *map(str, index))) + sample


def text_of(value: Any) -> Any:
    """A number as a text of all its digits, nan and inf too; a text stays as it was written."""
    value = plain(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return repr(value)
