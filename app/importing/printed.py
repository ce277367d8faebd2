"""Weights as numpy, PyTorch, JAX, TensorFlow and Keras print them: ``tensor([[…]])``,
``array([[…]])``, ``Array([[…]])``, ``<tf.Variable … numpy=array([[…]])>``, or brackets alone, with
the names that stand before them.
"""

import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from ..engine.arrays import Array
from ..engine.cancellation import CheckCancelled
from .model import Limits, Model, Notice, NotImportable, check_finite, check_shape
from .state_dict import arrange, model_of

#: What the numbers of a printed array are written with, and their brackets.
OF_ARRAYS = b"[]0123456789eE+-., \t\r\nnaif"
# These begin with letters, so that megabytes of numbers are skipped quickly.
CALL = re.compile(r"(?:Tensor|tensor|DeviceArray|Array|array)\(")
#: Of an array with brackets: these are counted before.
CALL_OF_ROWS = re.compile(CALL.pattern + r"\s*+(?=\[)")
#: An array with its description, as TensorFlow and Keras print it, and a number of NumPy 2. Where
#: the first ``numpy=`` has no end, no later one has: the group keeps it from looking for the end
#: once for each.
DESCRIBED = re.compile(
    r"<(?:tf\.\w{1,40}|Variable|KerasVariable)\b"
    r"(?>[^<>\[\n]{0,300}?\b(?:numpy|value)\s?=)([^<>]*+)>"
)
SCALAR = re.compile(r"(?:np\.|numpy\.|float|int|uint)[a-z]{0,5}\d{1,3}\(([-+\w.]{1,40})\)")
SHORTENED = re.compile(r"(?:\[|,|\s)\.\.\.")
#: A name at the end of a text: in quotation marks, or before = or a colon.
NAME = re.compile(
    r"(?:['\"]([^'\"\n]{1,200})['\"]\s*[:,]|(?<![\w.])(?!containing:)([\w.]{1,200})\s*[=:])$"
)
#: How much of the text before an array is searched for its name.
BEFORE = 300
#: How many brackets a text may have, and numbers and brackets an array.
MOST_BRACKETS, MOST_WORDS = 20_000, 300_000
#: How deep brackets may be nested.
MOST_DEPTH = 8
#: What may stand between a name and its array.
PARAMETER = "Parameter containing:"


def is_printed(content: bytes) -> bool:
    """Whether a text has an array that a program printed, or begins with brackets or a name."""
    start = content.lstrip()[:20_000]
    if re.search(rb"\b(?:[Tt]ensor|(?:Device)?[Aa]rray|OrderedDict)\b\s*\(", start):
        return True
    if re.search(rb"\bParameter containing\b\s*:|<(?:tf\.|Variable\b|KerasVariable\b)", start):
        return True
    return re.match(rb"\[|[\w.'\"]{1,200}\s*[=:]\s*\[", start) is not None


def read(content: bytes, limits: Limits, check_cancelled: CheckCancelled) -> Model:
    """:raises NotImportable: names the array."""
    text = SCALAR.sub(r"\1", DESCRIBED.sub(r"\1", content.decode()))
    if text.count("[") > MOST_BRACKETS:
        raise NotImportable("error.import.too_many_parts")
    if "..." in text and SHORTENED.search(text):
        raise NotImportable("error.import.shortened")
    arrays = named(text, limits, check_cancelled)
    arranged = arrange({name: array.shape for name, array in arrays.items()}, limits)
    model = model_of(arranged, arrays)
    return Model(model.layers, [*model.notices, Notice("imported.printed")])


def named(text: str, limits: Limits, check_cancelled: CheckCancelled) -> dict[str, Array]:
    """The arrays by their names, in their order; of arrays that have none, layers are numbered."""
    found: dict[str, Array] = {}
    layer = 0
    for start, written in arrays_in(text):
        if len(found) == 2 * limits.layers:  # weights and biases
            raise NotImportable("error.import.too_many_parts")
        check_cancelled()
        array = read_array(written)
        name = name_before(text[max(0, start - BEFORE) : start])
        if not name:
            layer += array.ndim > 1
            name = f"{layer}.weight" if array.ndim > 1 else f"{layer}.bias"
        if name in found:
            raise NotImportable("error.import.repeated", {"name": name})
        if array.ndim <= 2:
            check_shape(name, array.shape, limits)
        check_finite(name, array)
        found[name] = array
    if not found:
        raise NotImportable("error.import.no_arrays")
    return found


def name_before(text: str) -> str:
    """The name of the array before which a text stands; empty: it has none."""
    # Room is cut off here: a pattern would try every way to share it between its parts.
    text = text.rstrip().removesuffix("(").rstrip().removesuffix(PARAMETER).rstrip()
    match = NAME.search(text)
    return (match[1] or match[2]) if match else ""


def arrays_in(text: str) -> Iterator[tuple[int, str]]:
    """Where each array begins, with the call around it, and its brackets."""
    calls = {match.end(): match.start() for match in CALL_OF_ROWS.finditer(text)}
    has_calls = bool(calls) or CALL.search(text) is not None
    at = 0
    while (start := text.find("[", at)) >= 0:
        if has_calls and start not in calls:  # a list around the arrays
            at = start + 1
            continue
        end = closed(text, start)
        yield calls.get(start, start), text[start:end]
        at = end


def closed(text: str, start: int) -> int:
    """Where the bracket that opens at ``start`` is closed. It is looked for by `str.find`, since
    there may be megabytes between two brackets.
    """
    depth, opening, closing = 0, start, text.find("]", start)
    while closing >= 0:
        if 0 <= opening < closing:
            depth += 1
            opening = text.find("[", opening + 1)
        else:
            depth -= 1
            if depth == 0:
                return closing + 1
            closing = text.find("]", closing + 1)
        if depth > MOST_DEPTH:
            break
    raise NotImportable("error.import.brackets")


def read_array(written: str) -> Array:
    """An array of what brackets hold, with or without commas; NaN and infinities are numbers too.

    :raises NotImportable: its rows differ, or there are other words in it.
    """
    if written.encode().translate(None, OF_ARRAYS):
        raise NotImportable("error.import.brackets")
    # Words alone are looked at, not the room between them, of which there may be megabytes.
    words = (
        written.replace("[", " [ ").replace("]", " ] ").replace(",", " ").split(None, MOST_WORDS)
    )
    if len(words) > MOST_WORDS:
        raise NotImportable("error.import.too_many_parts")
    around: list[list[Any]] = [[]]
    try:
        for word in words:
            if word == "[":
                around.append([])
            elif word == "]":
                inner = around.pop()
                around[-1].append(inner)
            else:
                around[-1].append(float(word))
        return np.array(around[0][0], dtype=np.float64)
    except ValueError:
        raise NotImportable("error.import.brackets") from None
