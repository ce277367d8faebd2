"""A run ends with the reason where a number inside the optimizer leaves float64."""

import pytest

from app.engine.network.optimizers import OPTIMIZERS
from app.engine.network.training import Optimization
from app.engine.parameters import with_defaults
from app.labs.descent.descent import Run, descend
from tests.labs.descent.building import function

DIVIDING = [
    name
    for name, entry in OPTIMIZERS.items()
    if any(parameter.name == "epsilon" for parameter in entry.hyperparameters)
]


def run_of(name: str, start: list[float], **given: float) -> Run:
    entry = OPTIMIZERS[name]
    optimization = Optimization(entry, with_defaults(entry.hyperparameters, given))
    return descend(function("x**2 + y**2", "x", "y"), start, optimization, 5)


@pytest.mark.parametrize("name", DIVIDING)
def test_a_division_by_zero_is_no_overflow(name: str) -> None:
    run = run_of(name, [1.0, 0.0], epsilon=0.0)
    assert run.ended == "diverged"
    assert run.steps == 0
    assert run.reason is not None
    assert run.reason.inner is not None
    assert run.reason.inner.key == "descent.optimizer_zero"
    assert run.reason.inner.params["name"] == "y"


@pytest.mark.parametrize("name", DIVIDING)
def test_with_an_epsilon_the_run_goes_on(name: str) -> None:
    run = run_of(name, [1.0, 0.0])
    assert run.steps == 5
    assert (run.points[:, 1] == 0).all()


@pytest.mark.parametrize("name", DIVIDING)
def test_an_overflow_inside_is_told_with_its_line(name: str) -> None:
    """From 1e154 the square of the gradient, 4e308, leaves float64 though x² does not."""
    run = run_of(name, [1.3e154, 1.0])
    reasons = run.reason.inner if run.reason is not None else None
    if name == "adagrad":
        assert reasons is not None
    assert reasons is None or reasons.key == "descent.optimizer_overflow"
