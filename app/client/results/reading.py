"""From the JSON of an answer to frozen dataclasses with numpy arrays."""

from collections.abc import Mapping
from dataclasses import Field, dataclass, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeAlias, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

#: float64; NaN where the API has null. They cannot be written to: copy them first.
Array: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

T = TypeVar("T")


class Unreadable(Exception):
    """An answer is not what this version of the client reads; the text names the place."""


def read(form: type[T], value: object) -> T:
    """``value``, out of JSON, as a dataclass. What it does not know is left out.

    :raises Unreadable: it is not of that form.
    """
    try:
        return cast(T, of(form, value))
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError) as error:
        raise Unreadable(f"{form.__name__}: {error!r}"[:200]) from None


def of(form: Any, value: Any) -> Any:
    if is_dataclass(form):
        return instance(cast(type, form), value)
    origin, parts = get_origin(form), get_args(form)
    if origin in (Union, UnionType):
        return None if value is None else of(next(p for p in parts if p is not NoneType), value)
    if origin is np.ndarray:
        return array(get_args(parts[1])[0], value)
    if origin is tuple:
        return tuple(of(parts[0], part) for part in listed(value))
    if origin is not None and issubclass(origin, Mapping):
        if not isinstance(value, dict):
            raise TypeError("an object is expected")
        return {name: of(parts[1], part) for name, part in value.items()}
    if form is float:
        return number(value)
    if form is Any or isinstance(value, form):
        return value
    raise TypeError(f"{form.__name__} is expected")


def number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("a number is expected")
    return float(value)


def listed(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("a list is expected")
    return value


def array(kind: type[np.generic], value: object) -> NDArray[Any]:
    """A list of lists as it is; null becomes NaN."""
    made = np.array(listed(value), dtype=kind)
    made.setflags(write=False)
    return made


@cache
def hints(form: type) -> dict[str, Any]:
    return get_type_hints(form)


@cache
def read_fields(form: Any) -> tuple[tuple[Field[Any], str], ...]:
    """The fields that an answer has, each with its name there."""
    return tuple(
        (field, field.metadata.get("name", field.name))
        for field in fields(form)
        if field.metadata.get("name", "") is not None
    )


def instance(form: type, value: Any) -> Any:
    if not isinstance(value, dict):
        raise TypeError("an object is expected")
    types = hints(form)
    given = {
        field.name: of(types[field.name], value[name])
        for field, name in read_fields(form)
        # An absent part is a part that was not asked for: it has a default here.
        if name in value or required(field)
    }
    rest = getattr(form, "others", None)
    return form(**given) if rest is None else form(**given, **rest(value))


def required(field: Field[Any]) -> bool:
    from dataclasses import MISSING

    return field.default is MISSING and field.default_factory is MISSING


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Result:
    """An answer of the API. Two are equal if the answers are.

    :param request: the body that was sent, as JSON has it.
    :param answer: the whole answer, as JSON has it.
    """

    request: Mapping[str, Any]
    answer: Mapping[str, Any]

    def __eq__(self, other: object) -> bool:
        return (
            type(self) is type(other) and isinstance(other, Result) and self.answer == other.answer
        )

    __hash__ = None  # type: ignore[assignment]  # an answer is a dict
