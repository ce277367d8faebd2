"""The check of gradients as the API answers it."""

from collections.abc import Iterator
from math import isfinite

from ...checking.differences import (
    Differences,
    Parameter,
    curve,
    parameters_of,
)
from ...checking.gradient_check import KINK, VERDICTS, WRONG, GradientCheck, check
from ...checking.typed_number import TypedNumberError
from ...checking.written_number import WrittenNumber, written_number
from ...engine.cancellation import CheckCancelled
from ...engine.network.backprop import Pass
from ...engine.network.network import Network
from ...engine.network.overflow import Overflow
from ...errors import Problem, unprocessable
from ..endpoint import Content, Say
from ..trace.build import build, check_problems, last_round, trace_request
from ..trace.endpoint import explained
from .schema import CheckRequest

#: A gradient in float32 is right to this part; beside the largest, to this part of that.
FLOAT32, BESIDE_THE_LARGEST = 2e-6, 1e-7


def checked(asked: CheckRequest, check_cancelled: CheckCancelled, say: Say) -> Content:
    problems = check_problems(asked.network, ("network", "layers"))
    if problems:
        raise unprocessable(problems)
    job = build(trace_request(asked))
    own = own_gradients(asked, job.network)
    try:
        trained = last_round(job, check_cancelled)
    except Overflow as overflow:
        raise explained(overflow) from None
    network, passed = trained.network, trained.passed
    found = check(network, passed, job.inputs, job.targets, job.reduction, check_cancelled)
    differences = Differences(network, job.inputs, job.targets, job.reduction)
    gradients = [(each, gradient_of(passed, each)) for each in parameters_of(network)]
    rows = sorted(
        (
            row | {"text": say(f"check.verdict.{row['verdict']}", {})}
            for row in rows_of(found, differences, gradients, own, check_cancelled)
        ),
        key=lambda row: (-VERDICTS.index(row["verdict"]), -row["relative_error"]),
    )
    steps = curve(differences, gradients, check_cancelled)
    verdict = rows[0]["verdict"]
    return {
        "parameters": rows,
        "curve": {
            "h": list(steps.steps),
            "error64": [finite(error) for error in steps.in_float64],
            "error32": [finite(error) for error in steps.in_float32],
            "text": say("check.curve", {}),
        },
        "verdict": verdict,
        "text": say(f"check.verdict.{verdict}", {}),
    }


def own_gradients(asked: CheckRequest, network: Network) -> dict[str, WrittenNumber]:
    """Those that were sent, by address. Raises a `Refusal` that names every one at fault."""
    own, problems = {}, []
    known = {parameter.address for parameter in parameters_of(network)}
    for address, text in (asked.gradients or {}).items():
        try:
            own[address] = written_number(text)
        except TypedNumberError as error:
            problems.append(Problem(("gradients", address), error.key, error.params))
        if address not in known:
            problems.append(Problem(("gradients", address), "error.check.address"))
    if problems:
        raise unprocessable(problems)
    return own


def rows_of(
    found: GradientCheck,
    differences: Differences,
    gradients: list[tuple[Parameter, float]],
    own: dict[str, WrittenNumber],
    check_cancelled: CheckCancelled,
) -> Iterator[Content]:
    largest = max(abs(gradient) for _, gradient in gradients)
    for parameter, analytic in gradients:
        check_cancelled()
        array = getattr(found.layers[parameter.layer], parameter.kind)
        quotient, code = float(array.quotients[parameter.place]), array.codes[parameter.place]
        by_difference = (
            differences.one_sided(parameter, quotient)
            if code == KINK
            else differences.central(parameter)
        )
        number = own.get(parameter.address)
        if number is not None:
            tolerance = number.half_unit + FLOAT32 * abs(analytic) + BESIDE_THE_LARGEST * largest
            code = WRONG if abs(number.value - analytic) > tolerance else code
        shown = analytic if number is None else number.value
        yield {
            "address": parameter.address,
            "analytic": analytic,
            "central": finite(by_difference),
            "complex_step": quotient,
            "yours": None if number is None else number.value,
            "relative_error": relative(shown, quotient),
            "verdict": VERDICTS[code],
        }


def gradient_of(passed: Pass, parameter: Parameter) -> float:
    layer = passed.layers[parameter.layer]
    array = layer.weight_gradients if parameter.kind == "weights" else layer.bias_gradients
    assert array is not None
    return float(array[parameter.place])


def relative(one: float, other: float) -> float:
    """How far apart they are, as a part of the larger one."""
    larger = max(abs(one), abs(other))
    return abs(one / larger - other / larger) if larger else 0.0


def finite(value: float) -> float | None:
    """None for what JSON has no number for."""
    return value if isfinite(value) else None
