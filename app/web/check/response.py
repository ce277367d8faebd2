"""The check of gradients as the API answers it."""

from collections.abc import Iterator
from math import inf, isfinite

from ...checking.differences import (
    Differences,
    Parameter,
    curve,
    parameters_of,
)
from ...checking.gradient_check import KINK, VERDICTS, WRONG, GradientCheck, check
from ...checking.gradient_mistakes import Known, mistakes_in
from ...checking.own_gradients import gradients_in
from ...checking.written_number import WrittenNumber
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
        key=lambda row: (-VERDICTS.index(row["verdict"]), -error_of(row)),
    )
    steps = curve(differences, gradients, check_cancelled)
    verdict = rows[0]["verdict"]
    return {
        "parameters": rows,
        "mistakes": mistakes_of(rows, gradients, own, asked, say),
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
    own, faults = gradients_in(asked.gradients or {}, network)
    if faults:
        raise unprocessable(
            [Problem(("gradients", fault.name), fault.key, fault.params) for fault in faults]
        )
    return own


def error_of(row: Content) -> float:
    """What is no number is the furthest off."""
    error: float | None = row["relative_error"]
    return inf if error is None else error


def mistakes_of(
    rows: list[Content],
    gradients: list[tuple[Parameter, float]],
    own: dict[str, WrittenNumber],
    asked: CheckRequest,
    say: Say,
) -> list[Content]:
    """What the wrong ones of one's own gradients have in common."""
    by_address = {parameter.address: parameter for parameter, _ in gradients}
    wrong, right = [], []
    for row in rows:
        if row["address"] not in own:
            continue
        if row["verdict"] == VERDICTS[WRONG]:
            wrong.append((by_address[row["address"]], own[row["address"]].value))
        else:
            right.append(row["analytic"])
    known = Known(
        right={parameter.address: gradient for parameter, gradient in gradients},
        samples=len(asked.inputs),
        outputs=asked.network.layers[-1].units,
        averages_outputs=asked.network.loss == "mean_squared_error",
        # A rate that nobody named is in no program.
        rate=asked.optimizer.hyperparameters.get("learning_rate"),
    )
    return [
        {
            "name": found.name,
            "code": found.code,
            "text": say(found.key, {}),
            "addresses": list(found.addresses),
        }
        for found in mistakes_in(wrong, right, known)
    ]


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
            # NaN is within no tolerance.
            code = code if abs(number.value - analytic) <= tolerance else WRONG
        shown = analytic if number is None else number.value
        yield {
            "address": parameter.address,
            "analytic": analytic,
            "central": finite(by_difference),
            "complex_step": quotient,
            "yours": None if number is None else finite(number.value),
            "relative_error": relative(shown, quotient) if isfinite(shown) else None,
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
