"""From a drawn exercise and an answer to the JSON of both."""

import re
from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Any

import orjson

from ...engine.cancellation import CheckCancelled
from ...errors import Problem, Refusal, unprocessable
from ...explain.notation import Notation
from ...explain.topology import Topology
from ...labs.exercises.networks import REDUCTION, Traced, network_of, value
from ...labs.exercises.question import (
    RIGHT,
    Address,
    Answer,
    Formula,
    Given,
    Latex,
    Option,
    Piece,
    Posed,
    Question,
    Term,
)
from ...labs.exercises.table import posed
from ..endpoint import Say
from .schema import ExerciseRequest

NETWORK = "network"
COMMAND = re.compile(r"\\[A-Za-z]+$")


def answer(request: ExerciseRequest, check_cancelled: CheckCancelled, say: Say) -> bytes:
    """Raises a `Refusal` if the answer does not fit the question; what `check_cancelled` raises."""
    check_cancelled()
    exercise = posed(request.section, request.number, request.seed)
    question = exercise.question
    writer = Writer(question)
    given = None if request.answer is None else answered(exercise, request.answer)
    return orjson.dumps(
        {
            "section": request.section,
            "number": request.number,
            "seed": request.seed,
            "kind": exercise.kind.name,
            "tool": question.tool,
            "request": question.request,
            "state": question.state,
            "at": question.at,
            "after": question.after,
            "input": exercise.kind.input,
            "options": [writer.option(option) for option in question.options],
            "families": question.families,
            "asked": writer.asked(),
            "blanks": writer.blanks(question.blanks),
            "tolerance": question.tolerance,
            "verdict": verdict_json(exercise, given, request.reveal, writer),
        }
    )


# --- what is answered -----------------------------------------------------------------------------


def answered(exercise: Posed, given: Any) -> Answer:
    """What was answered, if it is of the kind that the question asks for."""
    if exercise.kind.input == "number":
        return number_in(given)
    if exercise.kind.input == "pick" and isinstance(given, list) and len(given) == 1:
        (given,) = given
    if isinstance(given, str) and given in exercise.choices:
        return given
    raise refused("error.one_of", choices=", ".join(exercise.choices))


def number_in(given: Any) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise refused("error.number")
    try:
        number = float(given)
    except OverflowError:
        raise refused("error.finite") from None
    if not isfinite(number):
        raise refused("error.finite")
    return number


def refused(key: str, **blanks: object) -> Refusal:
    return unprocessable([Problem(("answer",), key, blanks)])


# --- what is said to it ---------------------------------------------------------------------------


def verdict_json(
    exercise: Posed, given: Answer | None, reveal: bool, writer: "Writer"
) -> dict[str, Any] | None:
    """Nothing of the solution before the answer is right, or revealed."""
    if given is None and not reveal:
        return None
    solution = exercise.solution
    reason = None if given is None else exercise.verdict(given)
    right = reason == RIGHT
    told = right or reveal
    pieces = dict(solution.hints) | (dict(solution.work) if told else {})
    verdict: dict[str, Any] = {"right": right, "reason": reason, "blanks": writer.blanks(pieces)}
    if told:
        verdict["expected"] = solution.expected
    return verdict


# --- symbols and numbers --------------------------------------------------------------------------


class Writer:
    """Writes the pieces of a question's sentences in its notation, with its numbers."""

    def __init__(self, question: Question) -> None:
        self.question = question
        if question.tool == NETWORK:
            name = question.state["notation"]
            network = network_of(question.request)
            optimizer = question.request["optimizer"]["name"]
            self.notation = Notation(Topology.of(network, 1, REDUCTION, optimizer), name)
            self.traced = Traced(question.request, name)

    def asked(self) -> str:
        asked = self.question.asked
        return asked.address if isinstance(asked, Address) else asked.text

    def blanks(self, pieces: Mapping[str, Piece]) -> dict[str, Any]:
        return {name: self.blank(piece) for name, piece in pieces.items()}

    def blank(self, piece: Piece) -> Any:
        if isinstance(piece, int | float):
            return piece
        if isinstance(piece, Address):
            return {"address": piece.address}
        return {"latex": self.latex(piece)}

    def option(self, option: Option) -> str | dict[str, str]:
        if option.piece is None:
            return option.name
        return {"name": option.name, "latex": self.latex(option.piece)}

    def latex(self, piece: Piece) -> str:
        if isinstance(piece, Latex):
            return piece.text
        if isinstance(piece, Address):
            return self.symbol(piece.address)
        if isinstance(piece, Given):
            equations = (f"{self.symbol(each)}={self.number(each)}" for each in piece.addresses)
            return r",\;".join(equations)
        if isinstance(piece, Formula):
            return self.formula(piece)
        return printed(piece)

    def symbol(self, address: str) -> str:
        return self.notation.symbol(address)

    def number(self, address: str) -> str:
        return printed(self.traced[address])

    def formula(self, formula: Formula) -> str:
        """left = right; the right side in symbols or, if filled, in numbers with their result."""
        terms = [self.product(term, formula.filled) for term in formula.terms]
        right = terms[0] + "".join(
            term if term.startswith("-") else f"+{term}" for term in terms[1:]
        )
        if formula.factors:
            outer = self.product(Term(formula.factors), formula.filled)
            inner = f"({right})" if len(terms) > 1 or formula.filled else right
            right = outer + (r"\cdot " if formula.filled else "") + inner
        if formula.filled:
            right = f"{right}={printed(self.result(formula))}"
        return right if formula.left is None else f"{self.symbol(formula.left)}={right}"

    def product(self, term: Term, filled: bool) -> str:
        if filled:
            numbers = [self.number(factor) for factor in term.factors]
            if term.sign < 0:
                numbers[0] = bracketed(numbers[0])
            body = r"\cdot ".join([numbers[0], *map(bracketed, numbers[1:])])
        else:
            body = joined(self.symbol(factor) for factor in term.factors)
        return body if term.sign > 0 else f"-{body}"

    def result(self, formula: Formula) -> float:
        total = sum(value(self.traced, term) for term in formula.terms)
        return total * value(self.traced, Term(formula.factors))


def joined(symbols: Iterable[str]) -> str:
    """One after the other; a command and a letter do not run together."""
    text = ""
    for symbol in symbols:
        text += " " + symbol if COMMAND.search(text) and symbol[:1].isalpha() else symbol
    return text


def printed(number: float) -> str:
    """Four digits, as one writes them on paper; zero has no sign."""
    number += 0.0
    text = f"{number:.4g}"
    return f"{number:.8f}".rstrip("0").rstrip(".") if "e" in text and abs(number) < 1 else text


def bracketed(number: str) -> str:
    return f"({number})" if number.startswith("-") else number
