"""Every schedule compared with what its name promises; PyTorch's own rates are in the oracle of
training runs.
"""

from itertools import pairwise
from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.network.schedules import SCHEDULES
from app.engine.parameters import Hyperparameter, with_defaults


def rates(name: str, base: float, total: int, **given: float) -> list[float]:
    """The rate of every step, and that after the last."""
    schedule = SCHEDULES[name]
    k = with_defaults(schedule.hyperparameters, given)
    return [schedule.rate(base, step, total, k) for step in range(total + 1)]


def values_of(parameter: Hyperparameter) -> st.SearchStrategy[float]:
    if parameter.whole:
        return st.integers(int(parameter.low), int(parameter.high)).map(float)
    return st.floats(parameter.low, parameter.high)


@pytest.mark.parametrize("name", SCHEDULES)
def test_every_hyperparameter_has_its_default_within_its_bounds(name: str) -> None:
    for parameter in SCHEDULES[name].hyperparameters:
        assert parameter.low <= parameter.default <= parameter.high
        assert not parameter.whole or parameter.default.is_integer()


@pytest.mark.parametrize("name", SCHEDULES)
@given(data=st.data(), base=st.floats(0, 1e6), total=st.integers(0, 10**7))
def test_a_rate_lies_between_zero_and_the_base_rate(
    name: str, data: st.DataObject, base: float, total: int
) -> None:
    schedule = SCHEDULES[name]
    step = data.draw(st.integers(0, total), "step")
    k = {p.name: data.draw(values_of(p), p.name) for p in schedule.hyperparameters}
    rate = schedule.rate(base, step, total, k)
    assert isfinite(rate)
    assert 0 <= rate <= base * (1 + 1e-12)


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_rate_is_proportional_to_the_base_rate(name: str) -> None:
    assert rates(name, 4.0, 1000) == [4 * rate for rate in rates(name, 1.0, 1000)]


def test_a_constant_rate_stays() -> None:
    assert set(rates("constant", 0.3, 50)) == {0.3}


def test_steps_multiply_the_rate_after_every_so_many_steps() -> None:
    found = rates("step", 1.0, 9, step_size=3, gamma=0.5)
    assert found == [1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125]


def test_an_exponential_rate_is_multiplied_at_every_step() -> None:
    found = rates("exponential", 1.0, 100, gamma=0.9)
    assert all(after == pytest.approx(0.9 * before) for before, after in pairwise(found))
    assert rates("exponential", 1.0, 2, gamma=0.0) == [1, 0, 0]


def test_a_cosine_falls_from_the_rate_to_its_least_over_the_whole_run() -> None:
    found = rates("cosine", 2.0, 100, factor=0.1)
    assert (found[0], found[50], found[-1]) == pytest.approx((2.0, 1.1, 0.2))
    assert all(after < before for before, after in pairwise(found))


def test_a_warm_up_rises_in_a_straight_line_and_stays() -> None:
    found = rates("warmup", 1.0, 8, start_factor=0.2, steps=4)
    assert found == pytest.approx([0.2, 0.4, 0.6, 0.8, 1, 1, 1, 1, 1])


def test_a_cycle_goes_up_and_down_again() -> None:
    found = rates("cyclic", 1.0, 12, factor=0.5, step_size=2)
    assert found == pytest.approx([0.5, 0.75, 1, 0.75] * 3 + [0.5])
