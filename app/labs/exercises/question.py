"""What an exercise is, and how an answer is graded.

A kind draws a question, as plain data, from a random generator and solves it with the engine: the
right answer, and the answers that the usual mistakes lead to. If these cannot be told apart,
another question is drawn.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import isclose
from typing import Any

from numpy.random import Generator

from ...explain.tree import Tree

#: Relative error of a right answer: it is worked out by hand from numbers of four digits.
TOLERANCE = 0.01
#: Up to this relative error an answer is wrong in its last digits only.
CLOSE_TOLERANCE = 0.05
#: The smallest distance of a mistake from the right answer, and of two mistakes from each other,
#: relative to the larger.
MIN_DISTANCE = 0.1
MIN_MISTAKE_DISTANCE = 0.03
#: The same two of a count: without a tolerance, different numbers are far enough from each other.
COUNT_DISTANCES = (0.0, 0.0)
#: The smallest absolute value of a right answer.
MIN_ANSWER = 0.01

#: The answers to a question about a sign, in the order of the buttons.
SIGNS = ("positive", "negative", "zero")
#: The reason of a right answer; of the right number with too few digits; of a number that is wrong
#: in its last digits only; and of an answer that no usual mistake explains.
RIGHT, ROUNDED, CLOSE, OTHER = "right", "rounded", "close", "other"
#: Numbers of so many digits can be outside of `TOLERANCE` by their rounding alone.
TOO_FEW_DIGITS = (1, 2)
#: The sentence that states the rule.
RULE = "rule"

#: What fills a blank of a sentence: a number, or a formula. A bare address is a quantity of the
#: network, whose symbol the client writes in its own notation.
Param = Tree | float

# --- questions ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Option:
    """Something to choose. Without a ``label`` its sentence is ``exercise.option.<name>``."""

    name: str
    label: Tree | None = None


@dataclass(frozen=True)
class Question:
    """``request`` is a request of the tool's endpoint, ``state`` the tool's fields around it.

    ``at``: the step that the tool shows while the question is open, and ``after`` the one that it
    shows when it is answered: the address that the step writes, or "start" or "end". ``asked`` is
    what is asked for. ``families``: the arrays of addresses that can be picked. ``blanks`` fill the
    sentence of the question. ``about``: what else was drawn, for the solution. ``later_request``:
    what the tool shows with the answer, where that is another request.
    """

    tool: str
    request: dict[str, Any]
    at: str
    after: str
    asked: Tree
    state: dict[str, Any] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    families: tuple[str, ...] = ()
    blanks: Mapping[str, Param] = field(default_factory=dict)
    about: Mapping[str, Any] = field(default_factory=dict)
    tolerance: float = TOLERANCE
    later_request: dict[str, Any] | None = None


Answer = float | str


@dataclass(frozen=True)
class Solution:
    """``mistakes``: reason -> the answers that it leads to. ``hints`` may fill the blanks of any
    reply; ``rule`` those of the sentence `RULE`, too, which a second wrong try gets; ``work``,
    which contains the answer, those of ``right`` and ``why``.
    """

    expected: Answer
    mistakes: Mapping[str, tuple[Answer, ...]]
    hints: Mapping[str, Param] = field(default_factory=dict)
    rule: Mapping[str, Param] = field(default_factory=dict)
    work: Mapping[str, Param] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """``answer_type`` is a key of `GENERAL_REASONS`. ``draw`` takes the section, too; ``solve``
    returns None if a question has no clear answer. ``reasons``: every mistake that a solution may
    name.
    """

    name: str
    answer_type: str
    draw: Callable[[Generator, int], Question]
    solve: Callable[[Question], Solution | None]
    reasons: tuple[str, ...]

    @property
    def input(self) -> str:
        """How it is answered, in the API."""
        return "number" if self.answer_type == "count" else self.answer_type

    @property
    def replies(self) -> tuple[str, ...]:
        """The reasons of all verdicts on wrong answers."""
        return (*self.reasons, *GENERAL_REASONS[self.answer_type])


#: The reasons of answers that no listed mistake explains. Of signs, choices and picks, every wrong
#: answer is listed. A count is a number without a tolerance.
GENERAL_REASONS: dict[str, tuple[str, ...]] = {
    "number": (ROUNDED, CLOSE, OTHER),
    "count": (OTHER,),
    "sign": (),
    "choice": (),
    "pick": (),
}


@dataclass(frozen=True)
class Posed:
    """A question with a clear answer, and the answer."""

    kind: Kind
    question: Question
    solution: Solution

    @property
    def choices(self) -> list[str]:
        """All that can be chosen or picked, sorted by name; [] for a number."""
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
        if tolerance and is_rounding(answer, expected):
            return ROUNDED
        return CLOSE if tolerance and near(answer, expected, CLOSE_TOLERANCE) else OTHER


def near(answer: float, number: float, tolerance: float) -> bool:
    """Is ``answer`` within a relative ``tolerance`` of ``number``, or within rounding?"""
    return abs(answer - number) <= max(tolerance, 1e-9) * abs(number)


def is_rounding(answer: float, number: float) -> bool:
    """Is ``answer`` the ``number`` rounded to too few digits?"""
    return any(near(answer, float(f"{number:.{digits}g}"), 0.0) for digits in TOO_FEW_DIGITS)


def with_further(
    expected: float,
    mistakes: Mapping[str, tuple[float, ...]],
    further: Mapping[str, tuple[float, ...]],
    distances: tuple[float, float] = (MIN_DISTANCE, MIN_MISTAKE_DISTANCE),
) -> dict[str, tuple[float, ...]]:
    """``mistakes``, and of ``further`` the numbers that can be told apart from the right answer and
    from every other mistake: these are named where it is clear, and rule out no question.

    ``distances``: how far they are to be from the right answer and from other mistakes.
    """
    from_right, from_others = distances
    named = dict(mistakes)
    for reason, numbers in further.items():
        others = [number for all_ in named.values() for number in all_]
        clear = tuple(
            number
            for number in numbers
            if apart(number, expected, from_right)
            and all(apart(number, other, from_others) for other in others)
        )
        if clear:
            named[reason] = clear
    return named


def is_clear(question: Question, solution: Solution) -> bool:
    """Are the right answer and the answers of different mistakes far enough from each other?"""
    expected = solution.expected
    answers = [(why, answer) for why, all_ in solution.mistakes.items() for answer in all_]
    if isinstance(expected, str):
        return all(answer != expected for _, answer in answers)
    if abs(expected) < MIN_ANSWER:
        return False
    from_right, from_others = (
        (MIN_DISTANCE, MIN_MISTAKE_DISTANCE) if question.tolerance else COUNT_DISTANCES
    )
    numbers = [(why, float(answer)) for why, answer in answers]
    return all(apart(number, expected, from_right) for _, number in numbers) and all(
        apart(first, second, from_others)
        for index, (why, first) in enumerate(numbers)
        for other, second in numbers[:index]
        if why != other
    )


def apart(a: float, b: float, distance: float) -> bool:
    """Do two numbers differ by more than ``distance``, relative to the larger?"""
    return not isclose(a, b, rel_tol=distance, abs_tol=1e-12)


def sign_of(number: float) -> str:
    return "positive" if number > 0 else "negative" if number < 0 else "zero"


def shuffled(rng: Generator, options: tuple[Option, ...]) -> tuple[Option, ...]:
    return tuple(options[index] for index in rng.permutation(len(options)))


def only_one(numbers: Mapping[str, float], wanted: float) -> str | None:
    """The name of the one number that is ``wanted``; None if others are equal or close to it."""
    there = [name for name, number in numbers.items() if not apart(number, wanted, 1e-9)]
    close = [name for name, number in numbers.items() if not apart(number, wanted, 0.02)]
    return there[0] if len(there) == 1 and close == there else None


def wrong_ones(meanings: Mapping[str, str], right: str) -> dict[str, tuple[str, ...]]:
    """The mistakes of lettered options: the meaning of each but ``right`` -> its name."""
    return {why: (name,) for name, why in meanings.items() if name != right}


def lettered(
    rng: Generator, formulas: Mapping[str, Tree]
) -> tuple[tuple[Option, ...], dict[str, str]]:
    """Options in a random order under the names a, b, c, …, and the meaning of each name.

    ``formulas``: meaning -> label.
    """
    order = [list(formulas)[index] for index in rng.permutation(len(formulas))]
    names = {chr(ord("a") + place): meaning for place, meaning in enumerate(order)}
    return tuple(Option(name, formulas[meaning]) for name, meaning in names.items()), names
