"""The answers of ``POST /api/v1/mark``, ``/check`` and ``/sheets``."""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..display.shown import Shown
from .reading import Array


@dataclass(frozen=True, kw_only=True)
class FoundMistake:
    """A mistake that gives the number that was written. ``source``: "yours" or "truth"."""

    code: str
    text: str
    address: str
    formula: str | None
    value: float | None
    source: str = field(metadata={"name": "from"})


@dataclass(frozen=True, kw_only=True)
class MarkedAnswer:
    """What is said to one number.

    ``verdict``: right, right_to_digits, follows, wrong, unreadable or unjudged. ``point``: 1 or 0;
    None: it does not count. ``repeats``: the first number with the same mistake. ``from_yours`` is
    what is right from the numbers handed in before it.
    """

    address: str
    verdict: str
    point: int | None
    repeats: str | None
    text: str
    expected: float
    from_yours: float | None
    mistakes: tuple[FoundMistake, ...]


@dataclass(frozen=True, kw_only=True)
class FoundConventions:
    """The way in which the numbers are read; ``found`` names what was found out from them."""

    delta: str
    half: bool | None
    reduction: str
    share: str
    layout: str
    found: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MarkedHandIn:
    """One hand-in of many. ``points``: those it has, and how many of its numbers count."""

    id: str
    answers: tuple[MarkedAnswer, ...]
    first_wrong: str | None
    conventions: FoundConventions
    points: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class MistakeCount:
    """How many hand-ins have a mistake."""

    code: str
    text: str
    count: int
    of: int


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Mark(Shown):
    """The marking of one hand-in, in the order of computing, or of many (``hand_ins``)."""

    answers: tuple[MarkedAnswer, ...]
    first_wrong: str | None
    conventions: FoundConventions | None
    points: tuple[int, ...]
    hand_ins: tuple[MarkedHandIn, ...]
    mistakes: Mapping[str, int]
    table: tuple[MistakeCount, ...]
    csv: str

    @property
    def is_right(self) -> bool:
        """Whether no number of any hand-in is wrong or unreadable."""
        marked = (*self.answers, *(each for one in self.hand_ins for each in one.answers))
        return all(each.verdict in ("right", "right_to_digits") for each in marked)


@dataclass(frozen=True, kw_only=True)
class CheckedParameter:
    """The gradient of one weight or bias, by several ways. None where there is none."""

    address: str
    analytic: float
    central: float | None
    complex_step: float
    yours: float | None
    relative_error: float | None
    verdict: str
    text: str


@dataclass(frozen=True, kw_only=True)
class GradientMistake:
    """What some wrong gradients have in common: ``name`` is sign, double, transposed, ….

    ``code``: of the same mistake in the answers of ``mark``; None where it has none.
    """

    name: str
    code: str | None
    text: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class ErrorCurve:
    """How good differences are for each step ``h``, in float64 and float32; NaN: no value."""

    h: Array
    error64: Array
    error32: Array
    text: str


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Check(Shown):
    """Every gradient held against two ways of working it out from the loss, the worst first."""

    parameters: tuple[CheckedParameter, ...]
    mistakes: tuple[GradientMistake, ...]
    curve: ErrorCurve
    verdict: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The plan of sheets with all that was left out."""

    kind: str
    sizes: tuple[int, ...]
    activation: str
    loss: str
    digits: int
    blanks: int | None
    ready: str | None


@dataclass(frozen=True, kw_only=True)
class Given:
    """A number that is given; ``symbol`` is LaTeX."""

    address: str
    symbol: str
    text: str


@dataclass(frozen=True, kw_only=True)
class SheetNumber:
    """A number of a line, with its key: ``text`` to the digits asked for, ``exact`` unrounded.

    ``shown`` is None where it is left blank; ``rule`` and ``way`` are LaTeX.
    """

    number: int
    address: str
    symbol: str
    shown: str | None
    asked: bool
    text: str
    sign: str
    exact: float
    rule: str
    way: str
    points: int


@dataclass(frozen=True, kw_only=True)
class SheetLine:
    """A quantity of one layer."""

    name: str
    principle: str
    asks_principle: bool
    points: int
    numbers: tuple[SheetNumber, ...]


@dataclass(frozen=True, kw_only=True)
class Slip:
    """The mistake on a sheet to find the slip."""

    code: str
    text: str
    at: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Variant:
    """A variant with its key. ``request`` is one for a trace; with ``answers``, for marking."""

    variant: int
    request: Mapping[str, Any]
    given: tuple[tuple[Given, ...], ...]
    formulas: tuple[str, ...]
    lines: tuple[SheetLine, ...]
    slip: Slip | None
    points: int


@dataclass(frozen=True, kw_only=True)
class NamedMistake:
    """A mistake of the marking."""

    code: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Untold:
    """The mistakes that nobody can tell from a hand-in of such a sheet."""

    unseen: tuple[NamedMistake, ...]
    alike: tuple[tuple[NamedMistake, ...], ...]


@dataclass(frozen=True, kw_only=True)
class SheetFile:
    """The sheets as a file: ``text`` is that of a text, or a zip in Base64 (``encoding``)."""

    name: str
    media_type: str
    encoding: str
    text: str

    @property
    def content(self) -> bytes:
        return b64decode(self.text) if self.encoding == "base64" else self.text.encode()

    def save(self, path: str | Path) -> None:
        Path(path).write_bytes(self.content)


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Sheets(Shown):
    """Sheets with their keys: ``variants`` in the format json, ``file`` in another."""

    plan: Plan
    seed: int
    language: str
    task: str
    points_unit: str
    principles: Mapping[str, str]
    variants: tuple[Variant, ...]
    untold: Untold
    file: SheetFile | None
