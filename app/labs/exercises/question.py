"""What an exercise is, and how an answer is judged.

A kind draws a question, as plain data, and solves it with the engine: the answer that is right, and
the answers that the usual mistakes lead to. A question where these cannot be told apart is drawn
again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from math import isclose
from typing import Any

from numpy.random import Generator

#: Numbers are worked out by hand from numbers of four digits.
TOLERANCE = 0.01
#: So near to it a number is right but for its last digits.
NEARLY = 0.05
#: So far from what is right, relative to the larger, is every mistake; and so far from each other.
APART = 0.1
MISTAKES_APART = 0.03
#: Nobody should have to write a smaller number.
SMALLEST = 0.01

#: Of a sign, in the order of the buttons.
SIGNS = ("positive", "negative", "zero")
#: The reason of an answer that is right; of a number that is right but for its last digits; and of
#: one that no usual mistake explains.
RIGHT, CLOSE, OTHER = "right", "close", "other"

# --- what fills the blanks of a sentence ----------------------------------------------------------


@dataclass(frozen=True)
class Address:
    """A quantity of a network's trace; whoever shows it writes its symbol."""

    address: str


@dataclass(frozen=True)
class Latex:
    text: str


@dataclass(frozen=True)
class Term:
    """A product of quantities, by their addresses, and the sign before it."""

    factors: tuple[str, ...]
    sign: int = 1


@dataclass(frozen=True)
class Formula:
    """left = factors (term + term + …); ``filled``: with the numbers of this network, and the
    result. Without a left side it is the right side alone.
    """

    left: str | None
    terms: tuple[Term, ...]
    factors: tuple[str, ...] = ()
    filled: bool = False


def filled(rule: Formula) -> Formula:
    return replace(rule, filled=True)


@dataclass(frozen=True)
class Given:
    """The numbers that an answer needs: quantity = number, one after the other."""

    addresses: tuple[str, ...]


Piece = Address | Latex | Formula | Given | float | int

# --- questions ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Option:
    """Something to choose. ``piece`` is how it is written; None: it has a sentence of its own,
    ``exercise.option.<name>``.
    """

    name: str
    piece: Piece | None = None


@dataclass(frozen=True)
class Question:
    """``request`` is one of the tool's endpoint, ``state`` the tool's fields around it. The picture
    stands at ``at`` while the question is open and goes to ``after`` when it is answered: at the
    step that writes this address, or at "start" or "end". ``families``: what can be picked.
    ``about``: what else was drawn, for the solution.
    """

    tool: str
    request: dict[str, Any]
    at: str
    after: str
    asked: Address | Latex
    state: dict[str, Any] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    families: tuple[str, ...] = ()
    blanks: Mapping[str, Piece] = field(default_factory=dict)
    about: Mapping[str, Any] = field(default_factory=dict)
    tolerance: float = TOLERANCE


Answer = float | str


@dataclass(frozen=True)
class Solution:
    """``mistakes``: reason -> the answers that it leads to. ``hints`` may fill the blanks of any
    reply; ``work`` those of ``right`` and ``why`` alone, for it gives the answer away.
    """

    expected: Answer
    mistakes: Mapping[str, tuple[Answer, ...]]
    hints: Mapping[str, Piece] = field(default_factory=dict)
    work: Mapping[str, Piece] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """``judged``: a row of `FURTHER`. ``solve`` gives None where a question has no clear answer.
    ``reasons``: every mistake that a solution may name.
    """

    name: str
    judged: str
    draw: Callable[[Generator, int], Question]
    solve: Callable[[Question], Solution | None]
    reasons: tuple[str, ...]

    @property
    def input(self) -> str:
        """How it is answered."""
        return "number" if self.judged == "count" else self.judged

    @property
    def replies(self) -> tuple[str, ...]:
        """The reason of every verdict on a wrong answer."""
        return (*self.reasons, *FURTHER[self.judged])


#: What is said of an answer that no listed mistake explains; of choices and picks all are listed. A
#: count is a number that is right or not.
FURTHER: dict[str, tuple[str, ...]] = {
    "number": (CLOSE, OTHER),
    "count": (OTHER,),
    "sign": (),
    "choice": (),
    "pick": (),
}


@dataclass(frozen=True)
class Posed:
    """A question that has a clear answer, and its answer."""

    kind: Kind
    question: Question
    solution: Solution

    @property
    def choices(self) -> list[str]:
        """All that can be chosen or picked, in an order that tells nothing; [] for a number."""
        answers = {self.solution.expected}.union(*self.solution.mistakes.values())
        return sorted(answer for answer in answers if isinstance(answer, str))

    def verdict(self, answer: Answer) -> str:
        """`RIGHT`, or the reason of the mistake."""
        expected = self.solution.expected
        if isinstance(answer, str) or isinstance(expected, str):
            if answer == expected:
                return RIGHT
            found = (why for why, all_ in self.solution.mistakes.items() if answer in all_)
            return next(found, OTHER)
        tolerance = self.question.tolerance
        if near(answer, expected, tolerance):
            return RIGHT
        for reason, numbers in self.solution.mistakes.items():
            if any(near(answer, float(number), tolerance) for number in numbers):
                return reason
        return CLOSE if tolerance and near(answer, expected, NEARLY) else OTHER


def near(answer: float, number: float, tolerance: float) -> bool:
    """Within ``tolerance`` of ``number``, relative to it; rounding of float64 is always within."""
    return abs(answer - number) <= max(tolerance, 1e-9) * abs(number)


def is_clear(question: Question, solution: Solution) -> bool:
    """Can what is right be told from every mistake, and every mistake from the others?"""
    expected = solution.expected
    answers = [(why, answer) for why, all_ in solution.mistakes.items() for answer in all_]
    if isinstance(expected, str):
        return all(answer != expected for _, answer in answers)
    if abs(expected) < SMALLEST:
        return False
    # A count is right or wrong, without anything between.
    from_right, from_others = (APART, MISTAKES_APART) if question.tolerance else (0.0, 0.0)
    numbers = [(why, float(answer)) for why, answer in answers]
    return all(apart(number, expected, from_right) for _, number in numbers) and all(
        apart(first, second, from_others)
        for index, (why, first) in enumerate(numbers)
        for other, second in numbers[:index]
        if why != other
    )


def apart(a: float, b: float, distance: float) -> bool:
    return not isclose(a, b, rel_tol=distance, abs_tol=1e-12)


def sign_of(number: float) -> str:
    return "positive" if number > 0 else "negative" if number < 0 else "zero"


def shuffled(rng: Generator, options: tuple[Option, ...]) -> tuple[Option, ...]:
    return tuple(options[index] for index in rng.permutation(len(options)))


def only_one(numbers: Mapping[str, float], wanted: float) -> str | None:
    """The name of the one number that is ``wanted``; None if several are, or come near to it."""
    there = [name for name, number in numbers.items() if not apart(number, wanted, 1e-9)]
    close = [name for name, number in numbers.items() if not apart(number, wanted, 0.02)]
    return there[0] if len(there) == 1 and close == there else None


def wrong_ones(meanings: Mapping[str, str], right: str) -> dict[str, tuple[str, ...]]:
    """The mistakes of lettered options: what each but ``right`` stands for -> its name."""
    return {why: (name,) for name, why in meanings.items() if name != right}


def bracketed(number: float) -> str:
    """Four digits; a negative number in brackets, as behind a multiplication sign."""
    text = f"{number:.4g}"
    return f"({text})" if number < 0 else text


def lettered(
    rng: Generator, pieces: Mapping[str, Piece]
) -> tuple[tuple[Option, ...], dict[str, str]]:
    """Options in a random order under the names a, b, c, …, which give nothing away; and what each
    name stands for.
    """
    order = [list(pieces)[index] for index in rng.permutation(len(pieces))]
    names = {chr(ord("a") + place): meaning for place, meaning in enumerate(order)}
    return tuple(Option(name, pieces[meaning]) for name, meaning in names.items()), names
