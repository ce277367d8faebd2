"""What a request will cost, estimated before it is done, and what to lower if that is too much.

The estimates are for one core of a small server. They are held against the clock by
``python -m tests.bench.estimates``: within a factor 3 over the extremes of every endpoint.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, NamedTuple, Protocol, Self, TypeVar

from ..errors import Location, Params, Problem, Refusal

Asked = TypeVar("Asked")

#: Seconds to write one number of an answer as JSON.
SECONDS_PER_NUMBER = 90e-9


class Estimate(NamedTuple):
    """Seconds of one processor, and how many numbers the answer will hold."""

    seconds: float
    numbers: int


@dataclass(frozen=True)
class Factor(Generic[Asked]):
    """Something in a request that can be lowered.

    :param loc: the field that is named.
    :param key: the sentence that says how far to lower it, with ``{most}``.
    :param value: its size in a request, at least 1.
    :param lowered: the request with another size.
    """

    loc: Location
    key: str
    value: Callable[[Asked], int]
    lowered: Callable[[Asked, int], Asked]


@dataclass(frozen=True)
class Part(Generic[Asked]):
    """Something in a request that can be left out, ``without`` it."""

    loc: Location
    name: str
    is_in: Callable[[Asked], bool]
    without: Callable[[Asked], Asked]


class Including(Protocol):
    """A request with a list of parts to include in the answer."""

    @property
    def include(self) -> Sequence[str]: ...

    def model_copy(self, *, update: Mapping[str, Any] | None = None) -> Self: ...


Included = TypeVar("Included", bound=Including)


def included(name: str) -> Part[Included]:
    """A part of the answer that is computed where ``include`` names it."""

    def without(asked: Included) -> Included:
        return asked.model_copy(
            update={"include": tuple(each for each in asked.include if each != name)}
        )

    return Part(("include",), name, lambda asked: name in asked.include, without)


def counted(name: str) -> Factor[Included]:
    """A field that is a whole number."""
    return Factor(
        (name,),
        "error.lower.value",
        lambda asked: int(getattr(asked, name)),
        lambda asked, count: asked.model_copy(update={name: count}),
    )


@dataclass(frozen=True)
class Scale(Generic[Asked]):
    """How an endpoint's requests are measured.

    :param otherwise: the field to make smaller where no factor alone suffices.
    """

    estimate: Callable[[Asked], Estimate]
    factors: tuple[Factor[Asked], ...]
    parts: tuple[Part[Asked], ...]
    otherwise: Location


def check_size(
    scale: Scale[Asked], asked: Asked, estimate: Estimate, seconds: float, numbers: int
) -> None:
    """Raises a `Refusal`, if more than ``seconds`` or ``numbers`` are estimated, that names every
    field which alone can be lowered enough, and how far.
    """
    if estimate.seconds > seconds:
        params: Params = {"seconds": rounded(estimate.seconds), "most": f"{seconds:g}"}
        key = "error.detail.too_much_work"
    elif estimate.numbers > numbers:
        params = {"numbers": estimate.numbers, "most": numbers}
        key = "error.detail.too_many_numbers"
    else:
        return

    def fits(request: Asked) -> bool:
        found = scale.estimate(request)
        return found.seconds <= seconds and found.numbers <= numbers

    problems = [
        Problem(factor.loc, factor.key, {"most": most})
        for factor in scale.factors
        if (most := largest(factor, asked, fits))
    ]
    problems += [
        Problem(part.loc, "error.lower.part", {"name": part.name})
        for part in scale.parts
        if part.is_in(asked) and fits(part.without(asked))
    ]
    raise Refusal(
        422, key, params, problems or [Problem(scale.otherwise, "error.lower.otherwise", {})]
    )


def largest(factor: Factor[Asked], asked: Asked, fits: Callable[[Asked], bool]) -> int:
    """The largest size at which the request ``fits``; 0 if there is none below its own."""
    low, high = 0, factor.value(asked)
    while high - low > 1:
        middle = (low + high) // 2
        if fits(factor.lowered(asked, middle)):
            low = middle
        else:
            high = middle
    return low


def rounded(seconds: float) -> str:
    """To two digits, without a power of ten."""
    return f"{Decimal(f'{seconds:.2g}'):f}"
