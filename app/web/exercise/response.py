"""From an exercise and an answer to the JSON of both."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

import numpy as np

from ...checking.typed_number import TypedNumberError, typed_number
from ...engine.cancellation import CheckCancelled
from ...errors import Problem, Refusal, unprocessable
from ...explain.latex import PAPER, Letters, Printer
from ...explain.notation import Notation
from ...explain.topology import Topology
from ...explain.tree import Tree
from ...labs.exercises.networks import REDUCTION, network_of
from ...labs.exercises.question import RIGHT, Answer, Option, Param, Posed, Question
from ...labs.exercises.table import posed
from ..endpoint import Say
from .schema import MAX_ANSWER_LENGTH, ExerciseRequest

NETWORK = "network"


def content(request: ExerciseRequest, check_cancelled: CheckCancelled, say: Say) -> dict[str, Any]:
    """The answer of the endpoint. Raises a `Refusal` if the client's does not fit the question."""
    check_cancelled()
    exercise = posed(request.section, request.number, request.seed)
    question = exercise.question
    writer = Writer(question)
    given = None if request.answer is None else answered(exercise, request.answer)
    return {
        "section": request.section,
        "number": request.number,
        "seed": request.seed,
        "kind": exercise.kind.name,
        "tool": question.tool,
        "request": question.request,
        "state": question.state,
        "at": question.at,
        "after": question.after,
        "later_request": question.later_request,
        "input": exercise.kind.input,
        "options": [writer.option(option) for option in question.options],
        "families": question.families,
        "asked": writer.asked(question.asked),
        "blanks": writer.blanks(question.blanks),
        "tolerance": question.tolerance,
        "verdict": verdict_json(exercise, given, request, writer),
    }


# --- the answer -----------------------------------------------------------------------------------


def answered(exercise: Posed, given: Any) -> Answer:
    """The answer, if it is of the kind of the question; raises a `Refusal` if not."""
    if exercise.kind.input == "number":
        return number_in(given)
    if exercise.kind.input == "pick" and isinstance(given, list) and len(given) == 1:
        (given,) = given
    if isinstance(given, str) and given in exercise.choices:
        return given
    raise refused("error.one_of", choices=", ".join(exercise.choices))


def number_in(given: Any) -> float:
    if isinstance(given, str):
        return number_in_text(given)
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise refused("error.number")
    try:
        number = float(given)
    except OverflowError:
        raise refused("error.finite") from None
    if not isfinite(number):
        raise refused("error.finite")
    return number


def number_in_text(text: str) -> float:
    if len(text) > MAX_ANSWER_LENGTH:
        raise refused("error.text_long", most=MAX_ANSWER_LENGTH)
    try:
        return typed_number(text)
    except TypedNumberError as error:
        raise refused(error.key, **error.params) from None


def refused(key: str, **blanks: object) -> Refusal:
    return unprocessable([Problem(("answer",), key, blanks)])


# --- the verdict ----------------------------------------------------------------------------------


#: What a wrong answer is told, by try; later ones get what the last one gets.
TOLD_BY_ATTEMPT = ("hint", "rule", "solution")


def verdict_json(
    exercise: Posed, given: Answer | None, request: ExerciseRequest, writer: "Writer"
) -> dict[str, Any] | None:
    """The verdict contains the solution only if the answer is right, revealed, or a third try."""
    if given is None and not request.reveal:
        return None
    solution = exercise.solution
    reason = None if given is None else exercise.verdict(given)
    right = reason == RIGHT
    by_attempt = TOLD_BY_ATTEMPT[min(request.attempt, len(TOLD_BY_ATTEMPT)) - 1]
    tells = "solution" if right or request.reveal else by_attempt
    params = dict(solution.hints)
    if tells != "hint":
        params |= solution.rule
    if tells == "solution":
        params |= solution.work
    verdict: dict[str, Any] = {
        "right": right,
        "reason": reason,
        "tells": tells,
        "blanks": writer.blanks(params),
    }
    if tells == "solution":
        verdict["expected"] = solution.expected
    return verdict


# --- symbols and numbers --------------------------------------------------------------------------


class Writer:
    """Writes the formulas of a question as LaTeX, over a network in the notation of its state."""

    def __init__(self, question: Question) -> None:
        self.printer = Printer(Letters())
        if question.tool == NETWORK:
            optimizer = question.request["optimizer"]["name"]
            network, targets = network_of(question.request), np.array(question.request["targets"])
            topology = Topology.of(network, targets, REDUCTION, optimizer)
            notation = Notation(
                topology,
                question.state["notation"],
                inputs_count=question.state.get("inputsCount", False),
            )
            self.printer = Printer(notation, printers=PAPER)

    def latex(self, tree: Tree) -> str:
        return self.printer.text(tree).latex

    def asked(self, tree: Tree) -> str:
        return tree["address"] if tree["op"] == "address" else self.latex(tree)

    def blanks(self, params: Mapping[str, Param]) -> dict[str, Any]:
        return {name: self.blank(param) for name, param in params.items()}

    def blank(self, param: Param) -> Any:
        if isinstance(param, int | float):
            return param
        if param["op"] == "address":
            return {"address": param["address"]}
        return {"latex": self.latex(param)}

    def option(self, option: Option) -> str | dict[str, str]:
        if option.label is None:
            return option.name
        return {"name": option.name, "latex": self.latex(option.label)}
