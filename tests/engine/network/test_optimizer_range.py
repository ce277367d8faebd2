"""No number inside an optimizer leaves float64 unseen: a step is right, or names what is wrong.

Right is what the documented algorithm gives in 60 digits.
"""

import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.engine.arrays import Array
from app.engine.network.optimizers import (
    OPTIMIZERS,
    OUTWEIGHING_EPSILON,
    OVERFLOW,
    SMALL,
    SMALLEST_NORMAL,
    ZERO,
    State,
    StepFault,
)
from app.engine.network.overflow import OptimizerOverflow
from app.engine.network.training import train
from app.engine.parameters import with_defaults
from tests.engine.network.building import layer, network, optimization
from tests.engine.network.references import OPTIMIZER_REFERENCES, Number, mpf
from tests.examples import examples

#: The distance of float64s near 0.
SMALLEST = mpf(5e-324)
ADAPTIVE = [name for name, entry in OPTIMIZERS.items() if entry.squares is not None]

extreme = st.one_of(
    st.just(0.0),
    st.floats(-10.0, 10.0),
    st.builds(
        lambda sign, exponent: sign * 10.0**exponent,
        st.sampled_from([-1.0, 1.0]),
        st.floats(-300.0, 308.0),
    ),
)


@st.composite
def hyperparameter_values(draw: st.DrawFn, name: str) -> dict[str, float]:
    """Defaults and ends of the ranges, and values of ε that do not outweigh lost digits."""
    found = {}
    for parameter in OPTIMIZERS[name].hyperparameters:
        choices = [parameter.default, parameter.low, parameter.high]
        if parameter.name == "epsilon":
            choices += [1e-300, 1e-150, 1e-130]
        found[parameter.name] = draw(st.sampled_from(choices))
    return found


def lines_in_60_digits(name: str, gradients: list[float], k: dict[str, float]) -> dict[str, Number]:
    """The lines of the rule before the new p, after all gradients, but for the decayed p."""
    found: dict[str, Number] = {line.name: mpf(0) for line in OPTIMIZERS[name].rule[:-1]}
    decays = {"m": k.get("beta1"), "v": k.get("beta2", k.get("decay"))}
    for count, gradient in enumerate(map(mpf, gradients), start=1):
        terms = {"m": gradient, "v": gradient**2}
        for line in found.keys() & {"m", "v"}:
            decay = mpf(decays[line])
            found[line] = decay * found[line] + (1 - decay) * terms[line]
            if f"{line}_hat" in found:
                found[f"{line}_hat"] = found[line] / (1 - decay**count)
        if "u" in found:
            found["u"] = mpf(k["momentum"]) * found["u"] + gradient
        if "G" in found:
            found["G"] += gradient**2
    return found


def is_justified(fault: StepFault, name: str, gradients: list[float], k: dict[str, float]) -> bool:
    """Whether the number that the fault names is what it says."""
    if fault.line == "decayed":
        return bool(abs(1 - mpf(k["learning_rate"]) * mpf(k["weight_decay"])) > 1)
    truth = abs(lines_in_60_digits(name, gradients, k)[fault.line])
    if fault.kind == OVERFLOW:
        return bool(truth > sys.float_info.max * (1 - 1e-12))
    small = truth < SMALLEST_NORMAL * (1 + 1e-12) and k["epsilon"] < OUTWEIGHING_EPSILON
    return bool(small and (fault.kind == SMALL or k["epsilon"] == 0))


def stepped(
    name: str, p: Array, g: Array, state: State, count: int, k: dict[str, float]
) -> tuple[Array, State] | StepFault:
    """The step, or what it refuses."""
    try:
        with np.errstate(all="ignore"):
            return OPTIMIZERS[name].checked_step(p, g, state, count, k)
    except StepFault as fault:
        return fault


def true_path(name: str, p: float, gradients: list[float], k: dict[str, float]) -> list[Number]:
    """p after every step, in 60 digits."""
    left = iter(gradients)
    return OPTIMIZER_REFERENCES[name](mpf(p), lambda _: mpf(next(left)), len(gradients), k)


def lost_below_the_range(count: int, k: dict[str, float]) -> Number:
    """What m's roundings to the smallest float64 can do to a step: two products in each of the
    steps so far, divided as the step divides m.
    """
    if "beta1" not in k or k["epsilon"] == 0:
        return mpf(0)  # where ε is 0, squares of such gradients are faults
    each = mpf(k["learning_rate"]) * SMALLEST / mpf(k["epsilon"])
    return 2 * count * each / (1 - mpf(k["beta1"]) ** count)


@pytest.mark.parametrize("name", OPTIMIZERS)
@given(data=st.data(), p=extreme, gradients=st.lists(extreme, min_size=1, max_size=4))
@settings(max_examples=examples(150))
def test_a_step_is_that_of_the_algorithm_or_names_a_number_that_does_not_fit(
    name: str, data: st.DataObject, p: float, gradients: list[float]
) -> None:
    k = data.draw(hyperparameter_values(name))
    place = np.array([p])
    state = OPTIMIZERS[name].start(place)
    for count, gradient in enumerate(gradients, start=1):
        made = stepped(name, place, np.array([gradient]), state, count, k)
        if isinstance(made, StepFault):
            assert made.index == 0
            assert is_justified(made, name, gradients[:count], k), (made, k)
            return
        before, (place, state) = place, made
        truth = true_path(name, p, gradients[:count], k)
        if not np.isfinite(place).all():
            parts = [*truth, truth[-1] - mpf(float(before[0]))]
            assert max(map(abs, parts)) > sys.float_info.max / 4
            return
        size = max(abs(each) for each in (*truth, mpf(p), mpf(1e-290)))
        lost = lost_below_the_range(count, k)
        assert abs(mpf(float(place[0])) - truth[-1]) <= 1e-12 * size + lost, k


@pytest.mark.parametrize("name", ADAPTIVE)
def test_a_ratio_too_large_for_a_float64_need_not_make_a_step_so(name: str) -> None:
    """g/ε is 1e309; times the rate it is 0 or ordinary."""
    entry = OPTIMIZERS[name]
    ends = {each.name: each.high for each in entry.hyperparameters if each.name == "decay"}
    for rate in (0.0, 1e-12):
        k = with_defaults(entry.hyperparameters, ends) | {"learning_rate": rate, "epsilon": 1e-130}
        made = stepped(name, np.array([2.0]), np.array([-1e179]), entry.start(np.zeros(1)), 1, k)
        if not isinstance(made, StepFault):
            assert float(made[0][0]) == pytest.approx(float(true_path(name, 2.0, [-1e179], k)[-1]))


def outcome(name: str, x: float, **hyperparameters: float) -> Any:
    """One linear unit, w = 1, t = 0, half the squared error: the new w, or what is refused."""
    net = network("absolute_error", layer("linear", [[1.0]]))
    chosen = optimization(name, **hyperparameters)
    try:
        trained = train(net, np.array([[x]]), np.array([[0.0]]), "mean", chosen)
    except OptimizerOverflow as refused:
        return refused.quantity, refused.kind, refused.layer, refused.round_number
    return float(trained.updated.layers[0].weights[0, 0])


@pytest.mark.parametrize("name", ADAPTIVE)
def test_squares_that_overflow_are_named(name: str) -> None:
    """The step would have become 0, since it is divided by an infinite root."""
    letter = OPTIMIZERS[name].squares
    assert outcome(name, 1e200) == (letter, OVERFLOW, 1, 1)
    assert outcome(name, 1e140) == pytest.approx(
        1 - 0.1 * (10 if name == "rmsprop" else 1), abs=2e-3
    )


@pytest.mark.parametrize("name", ADAPTIVE)
def test_zero_over_zero_is_named(name: str) -> None:
    letter = OPTIMIZERS[name].squares
    assert outcome(name, 0.0, epsilon=0.0) == (letter, ZERO, 1, 1)
    assert outcome(name, 1e-170, epsilon=0.0) == (letter, ZERO, 1, 1)
    assert outcome(name, 0.0, epsilon=1e-300) == pytest.approx(1.0, abs=2e-3)


@pytest.mark.parametrize("name", ADAPTIVE)
def test_squares_that_have_lost_digits_are_named_unless_epsilon_outweighs_them(name: str) -> None:
    letter = OPTIMIZERS[name].squares
    assert outcome(name, 1e-160, epsilon=1e-300) == (letter, SMALL, 1, 1)
    assert outcome(name, 1e-160) == pytest.approx(1.0, abs=2e-3)


@pytest.mark.parametrize("name", ADAPTIVE)
def test_a_step_is_right_where_the_rate_times_the_gradient_is_below_float64(name: str) -> None:
    """η g = 1e-400, but g / √v is about 1."""
    k = {p.name: p.default for p in OPTIMIZERS[name].hyperparameters}
    k |= {"learning_rate": 1e-300, "epsilon": 0.0}
    made = stepped(name, np.zeros(1), np.array([1e-100]), OPTIMIZERS[name].start(np.zeros(1)), 1, k)
    assert not isinstance(made, StepFault)
    (truth,) = true_path(name, 0.0, [1e-100], k)
    assert float(made[0][0]) == pytest.approx(float(truth), rel=1e-13, abs=0)


@pytest.mark.parametrize("name", ["adam", "adamw"])
def test_the_bias_correction_keeps_its_digits_where_a_beta_is_almost_1(name: str) -> None:
    """1 − β² = (1 − β)(1 + β): by subtraction only 8 digits of it would be right."""
    k = {p.name: p.default for p in OPTIMIZERS[name].hyperparameters}
    k |= {"beta1": 0.999999, "beta2": 0.999999999}
    place, state = np.zeros(1), OPTIMIZERS[name].start(np.zeros(1))
    for count in (1, 2, 3):
        made = stepped(name, place, np.array([1.0]), state, count, k)
        assert not isinstance(made, StepFault)
        place, state = made
    truth = true_path(name, 0.0, [1.0] * 3, k)[-1]
    assert float(place[0]) == pytest.approx(float(truth), rel=1e-13)


def test_a_corrected_mean_that_overflows_is_named() -> None:
    """v = (1 − β₂) g² fits, v̂ = g² does not."""
    assert outcome("adam", 1e155) == ("v\N{COMBINING CIRCUMFLEX ACCENT}", OVERFLOW, 1, 1)


@pytest.mark.parametrize("name", ["momentum", "nesterov"])
def test_the_buffer_is_named_in_the_round_that_it_overflows(name: str) -> None:
    net = network("absolute_error", layer("linear", [[0.0, 0.0]]))
    chosen = optimization(name, learning_rate=0.0)
    with pytest.raises(OptimizerOverflow) as caught:
        train(net, np.array([[1e308, 0.0]]), np.array([[1.0]]), "sum", chosen, rounds=3)
    assert (caught.value.quantity, caught.value.kind) == ("u", OVERFLOW)
    assert caught.value.round_number == 2


def test_a_nesterov_direction_that_overflows_alone_does_not_spoil_the_step() -> None:
    """g + μ u = 1.9e308, η (g + μ u) = 1.9."""
    optimizer = OPTIMIZERS["nesterov"]
    k = with_defaults(optimizer.hyperparameters, {"learning_rate": 1e-308})
    p = np.zeros(1)
    with np.errstate(over="ignore"):
        new, _ = optimizer.checked_step(p, np.array([1e308]), optimizer.start(p), 1, k)
    assert new[0] == pytest.approx(-1.9, rel=1e-14)


@given(
    gradients=st.lists(st.floats(-1e3, 1e3), min_size=3, max_size=3), name=st.sampled_from(ADAPTIVE)
)
@example(gradients=[0.0, 1.0, 0.0], name="adam")
@settings(max_examples=examples(50))
def test_a_checked_step_is_the_step_itself(gradients: list[float], name: str) -> None:
    """To the last bit, whether or not its lines are looked at one by one."""
    p, g = np.ones(3), np.array(gradients)
    for epsilon in (1e-8, 1e-200):
        k = with_defaults(OPTIMIZERS[name].hyperparameters, {"epsilon": epsilon})
        made = stepped(name, p, g, OPTIMIZERS[name].start(p), 1, k)
        if isinstance(made, StepFault):
            assert made.kind == SMALL
            assert 0 < abs(gradients[made.index]) < 1e-150
        else:
            step, _ = OPTIMIZERS[name].step(p, g, OPTIMIZERS[name].start(p), 1, k)
            np.testing.assert_array_equal(made[0], step)
