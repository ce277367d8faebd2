"""What is drawn for a sheet: from which numbers, what is refused, which of two is taken."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.checking.sheets.drawing import (
    Drawn,
    Given,
    awake,
    best,
    candidates,
    collisions,
    draw,
    is_from_zero,
    is_signed,
    lines_by_hand,
    targets_of,
    tenths,
)
from app.checking.sheets.lines import lines_of
from app.checking.sheets.plan import SIGNS, Plan
from app.checking.sheets.work import Work
from app.checking.sheets.worksheet import worksheet
from app.engine.network.backprop import propagate
from app.engine.network.training import update
from tests.engine.network.building import from_request

RANGES = st.tuples(st.integers(0, 9), st.integers(0, 9)).map(sorted)


@given(st.integers(0, 2**32 - 1), st.integers(1, 12), RANGES, st.booleans())
def test_tenths_are_drawn_without_repeats_as_long_as_there_are_enough(
    seed: int, count: int, ends: list[int], signs: bool
) -> None:
    low, high = ends
    found = tenths(np.random.default_rng(seed), count, low, high, signs)
    sizes = [round(10 * abs(each)) for each in found]
    assert len(found) == count
    assert set(sizes) <= set(range(low, high + 1))
    assert [abs(each) for each in found] == [size / 10 for size in sizes]
    if count <= high - low + 1:
        assert len(set(sizes)) == count
    if not signs:
        assert all(each >= 0 for each in found)


def test_half_of_the_tenths_are_negative_if_they_have_signs() -> None:
    rng = np.random.default_rng(0)
    for signs, expected in ((True, 0.5), (False, 0.0)):
        negative = np.mean([each < 0 for each in tenths(rng, 4000, 1, 9, signs)])
        assert negative == pytest.approx(expected, abs=0.05)
    assert {each < 0 for each in tenths(rng, 40, 1, 9)} == {False, True}


def test_what_is_drawn_has_the_shapes_of_the_plan_and_its_ranges() -> None:
    plan = Plan(sizes=(3, 4, 2, 1), activation="tanh", loss="binary_cross_entropy")
    seen: dict[str, set[float]] = {"weights": set(), "biases": set(), "inputs": set()}
    for seed in range(60):
        drawn = draw(np.random.default_rng(seed), plan)
        assert [np.shape(rows) for rows in drawn.weights] == [(4, 3), (2, 4), (1, 2)]
        assert drawn.biases is not None
        assert [np.shape(each) for each in drawn.biases] == [(4,), (2,), (1,)]
        assert np.shape(drawn.inputs) == (3,)
        assert drawn.activations == ["tanh", "tanh", "sigmoid"]
        assert (drawn.loss, drawn.rate) == ("binary_cross_entropy", 0.5)
        for name, rows in (("weights", drawn.weights), ("biases", drawn.biases)):
            seen[name] |= {abs(each) for row in rows for each in np.ravel(row)}
        seen["inputs"] |= {abs(each) for each in drawn.inputs}
    assert seen["weights"] == {each / 10 for each in range(1, 10)}
    assert seen["biases"] == {each / 10 for each in range(1, 5)}
    assert seen["inputs"] == {each / 10 for each in range(2, 11)}


def test_about_half_of_the_sheets_of_signs_have_an_input_of_0() -> None:
    rng = np.random.default_rng(1)
    zeros = [draw(rng, Plan(kind=SIGNS, sizes=(3, 2, 1))).inputs.count(0.0) for _ in range(300)]
    assert set(zeros) == {0, 1}
    assert np.mean(zeros) == pytest.approx(0.5, abs=0.1)
    assert all(0.0 not in draw(rng, Plan(kind=SIGNS, sizes=(1, 2, 1))).inputs for _ in range(30))
    assert all(0.0 not in draw(rng, Plan(sizes=(3, 2, 1))).inputs for _ in range(30))


@pytest.mark.parametrize(
    ("activation", "loss", "signed", "largest"),
    [
        ("sigmoid", "half_squared_error", False, 0.9),
        ("tanh", "squared_error", True, 0.9),
        ("relu", "absolute_error", False, 1.2),
        ("elu", "half_squared_error", True, 1.2),
        ("selu", "half_squared_error", False, 1.2),
        ("linear", "half_squared_error", True, 1.2),
    ],
)
def test_targets_can_be_come_near_to(
    activation: str, loss: str, signed: bool, largest: float
) -> None:
    rng = np.random.default_rng(0)
    plan = Plan(sizes=(2, 2, 3), activation=activation, loss=loss)
    found = [each for _ in range(300) for each in targets_of(rng, plan)]
    assert len(found) == 900
    assert (min(found) < 0) == signed
    assert {abs(each) for each in found} == {
        each / 10 for each in range(1, round(10 * largest) + 1)
    }
    assert all(len(set(map(abs, targets_of(rng, plan)))) == 3 for _ in range(20))


def test_targets_of_classes_are_ones_and_zeros() -> None:
    rng = np.random.default_rng(0)
    classes = [targets_of(rng, Plan(sizes=(2, 3), loss="cross_entropy")) for _ in range(60)]
    assert {tuple(each) for each in classes} == {(1, 0, 0), (0, 1, 0), (0, 0, 1)}
    yes = [targets_of(rng, Plan(sizes=(2, 2), loss="binary_cross_entropy")) for _ in range(60)]
    assert {tuple(each) for each in yes} == {(0, 0), (0, 1), (1, 0), (1, 1)}


# --- units that sleep -----------------------------------------------------------------------------


def test_a_relu_that_would_sleep_has_its_signs_turned() -> None:
    """By hand: z = (−0.1, 0.5) at the first layer, so that its first unit is turned; then
    a = (0.1, 0.5) and z = −0.13, which is turned as well.
    """
    asleep = Given(
        weights=[[[0.2, -0.3], [0.5, 0.3]], [[0.7, -0.4]]],
        biases=[[0.0, -0.3], [0.0]],
        activations=["relu", "relu"],
        loss="half_squared_error",
        inputs=[1.0, 1.0],
        targets=[1.0],
    )
    turned = awake(asleep)
    assert turned.weights == [[[-0.2, 0.3], [0.5, 0.3]], [[-0.7, 0.4]]]
    assert turned.biases == [[0.0, -0.3], [0.0]]
    assert replace(turned, weights=asleep.weights, biases=asleep.biases) == asleep
    # A leaky one has a slope of 0.01 there, next to nothing; an elu e^z.
    for name, is_turned in (("leaky_relu", True), ("elu", False), ("tanh", False)):
        given = replace(asleep, activations=[name, "linear"])
        assert (awake(given) != given) == is_turned


@pytest.mark.parametrize("seed", range(6))
def test_after_it_no_relu_sleeps(seed: int) -> None:
    plan = Plan(sizes=(3, 4, 3, 2), activation="relu")
    sheet = draw(np.random.default_rng(seed), plan).sheet()
    for layer, units in ((1, 4), (2, 3), (3, 2)):
        assert all(sheet.true(f"a{layer}.{unit}") >= 0 for unit in range(units))
        assert all(sheet.true(f"z{layer}.{unit}") >= 0 for unit in range(units))


# --- the sheet and its request --------------------------------------------------------------------


@pytest.mark.parametrize("biases", [True, False])
@pytest.mark.parametrize("loss", ["squared_error", "cross_entropy"])
def test_the_request_of_a_sheet_gives_its_numbers(loss: str, biases: bool) -> None:
    drawn = draw(np.random.default_rng(3), Plan(sizes=(2, 3, 2), activation="tanh", loss=loss))
    drawn = replace(drawn, rate=0.25, biases=drawn.biases if biases else None)
    sheet = drawn.sheet()
    problem, descent = from_request(drawn.request)
    passed = propagate(problem.network, problem.inputs, problem.targets, problem.reduction)
    assert sheet.rate == descent.hyperparameters["learning_rate"] == 0.25
    assert sheet.true("loss") == passed.loss
    for number, layer in enumerate(passed.layers, 1):
        for unit, delta in enumerate(layer.deltas[0]):
            assert sheet.true(f"delta{number}.{unit}") == delta
        assert (layer.bias_gradients is None) == (not biases)
    updated, _ = update(problem.network, passed.layers, descent, sheet.states, 1)
    for (unit, i), weight in np.ndenumerate(updated.layers[0].weights):
        assert sheet.true(f"new_w1.{unit}.{i}") == weight


# --- what is good by hand -------------------------------------------------------------------------

GOOD = Given(
    weights=[[[0.2, 0.5], [-0.4, 0.6]], [[0.1, -0.3], [-0.5, 0.8]]],
    biases=[[0.1, 0.2], [0.3, 0.1]],
    activations=["sigmoid", "sigmoid"],
    loss="half_squared_error",
    inputs=[0.5, 0.3],
    targets=[0.2, 0.9],
)


def drawn_of(given: Given, digits: int = 3) -> Drawn:
    sheet = given.sheet()
    return Drawn(given, sheet, lines_of(sheet), Work(sheet, (), digits))


def first_bad_line(given: Given, plan: Plan | None = None) -> str | None:
    drawn = drawn_of(given)
    count = lines_by_hand(drawn, plan or Plan())
    return None if count == len(drawn.lines) else drawn.lines[count].name


def changed(**more: object) -> Given:
    return replace(GOOD, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (GOOD, None),
        # z₁ = 0.2·0.5 + 0.5·0.3 − 0.21 = 0.04; 0.05 is large enough.
        (changed(biases=[[-0.21, 0.2], [0.3, 0.1]]), "z1"),
        (changed(biases=[[-0.2, 0.2], [0.3, 0.1]]), None),
        # z₁ = 2.51 and 2.5.
        (changed(biases=[[2.26, 0.2], [0.3, 0.1]]), "z1"),
        (changed(biases=[[2.25, 0.2], [0.3, 0.1]]), None),
        # Two units with the same z.
        (
            changed(
                weights=[[[0.2, 0.5], [0.2, 0.5]], GOOD.weights[1]], biases=[[0.1] * 2, [0.3, 0.1]]
            ),
            "z1",
        ),
        # The first output is 0.549, its target 0.5485.
        (changed(targets=[0.5485, 0.9]), "error2"),
        # A loss of 20 and more.
        (changed(targets=[0.2, 7.5]), "loss"),
        # A weight that ends up next to 0: w₁₁ of the output is 0.1 − ½ · 0.0485.
        (changed(weights=[GOOD.weights[0], [[0.03, -0.3], [-0.5, 0.8]]]), "new_w2"),
    ],
)
def test_the_first_line_that_is_not_good_by_hand(given: Given, line: str | None) -> None:
    assert first_bad_line(given) == line


def test_each_further_layer_may_make_the_numbers_of_the_backward_pass_five_times_smaller() -> None:
    """∂C/∂a of the first hidden unit is 0.004 · 0.0843 = 3.4e-4, δ a fourth of it, ∂C/∂w 4e-5."""
    small = changed(weights=[GOOD.weights[0], [[0.004, -0.3], [0.0, 0.8]]])
    lines = [first_bad_line(small, Plan(sizes=(2,) * count)) for count in (2, 3, 4, 5)]
    assert lines == ["error1", "error1", "delta1", "dw1"]


def test_an_absolute_error_has_a_slope_of_1_at_every_output() -> None:
    """So that no two of them need to differ; the errors of other losses do."""
    both_above = changed(loss="absolute_error", targets=[0.2, 0.3])
    assert first_bad_line(both_above) is None
    alike = changed(targets=[0.2, 0.211])
    assert first_bad_line(alike) == "error2"
    # Two hidden units with the same weights to the outputs.
    weights = [GOOD.weights[0], [[0.1, 0.1], [-0.5, -0.5]]]
    assert first_bad_line(replace(both_above, weights=weights)) == "error1"


def test_on_a_sheet_of_signs_one_sum_can_be_told_without_working_it_out() -> None:
    """δ of the outputs is (0.087, −0.084), so that the branches of GOOD have one sign each."""
    drawn = drawn_of(GOOD)
    assert [is_signed(drawn.sheet, f"error1.{unit}") for unit in (0, 1)] == [True, True]
    mixed = changed(weights=[GOOD.weights[0], [[0.1, -0.3], [0.5, -0.2]]])
    assert [is_signed(drawn_of(mixed).sheet, f"error1.{unit}") for unit in (0, 1)] == [False] * 2
    assert first_bad_line(GOOD, Plan(kind=SIGNS)) is None
    assert first_bad_line(mixed, Plan(kind=SIGNS)) == "error1"
    # Of another kind of sheet the sum may have any sign; a number of ∂C/∂w is too small.
    assert first_bad_line(mixed) == "dw1"
    one = changed(weights=[GOOD.weights[0], [[0.1, -0.3], [0.5, 0.8]]])
    assert [is_signed(drawn_of(one).sheet, f"error1.{unit}") for unit in (0, 1)] == [False, True]
    assert first_bad_line(one, Plan(kind=SIGNS)) == first_bad_line(one) == "dw1"


def test_only_a_weight_of_the_first_layer_has_a_gradient_of_0_from_an_input_of_0() -> None:
    drawn = drawn_of(changed(inputs=[0.0, 0.9]))
    addresses = {address for line in drawn.lines for address in line.addresses}
    from_zero = {address for address in addresses if is_from_zero(drawn, address)}
    assert from_zero == {"dw1.0.0", "dw1.1.0"}
    # Both are 0, and none is too small or like another.
    assert first_bad_line(drawn.given) is None
    assert first_bad_line(changed(inputs=[0.0, 0.001])) == "dw1"


def test_sheets_of_signs_have_an_input_of_0_now_and_then() -> None:
    plan = Plan(kind=SIGNS, sizes=(2, 2, 2))
    zeros = [worksheet(plan, seed, 1).given.inputs.count(0.0) for seed in range(30)]
    assert 5 <= sum(zeros) <= 25


# --- choosing -------------------------------------------------------------------------------------


def redrawn(seed: int, plan: Plan) -> Iterator[Drawn]:
    """The sheets that a seed gives, good or not."""
    rng = np.random.default_rng(seed)
    while True:
        yield drawn_of(draw(rng, plan), plan.digits)


@pytest.mark.parametrize("activation", ["sigmoid", "relu"])
def test_candidates_are_the_good_ones_of_sixty_sheets(activation: str) -> None:
    plan = Plan(sizes=(2, 2, 1), activation=activation)
    sheets = redrawn(7, plan)
    drawn = [next(sheets) for _ in range(60)]
    good = [each for each in drawn if lines_by_hand(each, plan) == len(each.lines)]
    found = list(candidates(np.random.default_rng(7), plan))
    assert [each.given for each in found] == [each.given for each in good]
    for each in found:
        assert list(each.right.texts) == [a for line in each.lines for a in line.addresses]


def test_where_no_sheet_is_good_the_one_is_taken_that_is_good_longest() -> None:
    """Of twelve units two have the same z in two digits."""
    plan = Plan(sizes=(2, 12, 2), digits=2)
    sheets = redrawn(7, plan)
    drawn = [next(sheets) for _ in range(60)]
    counts = [lines_by_hand(each, plan) for each in drawn]
    assert 0 <= min(counts) < max(counts) < len(drawn[0].lines)
    (found,) = candidates(np.random.default_rng(7), plan)
    assert found.given == drawn[counts.index(max(counts))].given
    # It is worked out to its end.
    assert list(found.right.texts) == [a for line in found.lines for a in line.addresses]
    assert all(len(text.lstrip("-0.").replace(".", "")) <= 2 for text in found.right.texts.values())


@pytest.mark.parametrize("seed", range(4))
def test_the_best_of_two_is_the_one_on_which_mistakes_are_told_apart(seed: int) -> None:
    plan = Plan(sizes=(2, 2, 1))
    found = best(np.random.default_rng(seed), plan)
    first, second, *_ = candidates(np.random.default_rng(seed), plan)
    chosen = second if collisions(second) < collisions(first) else first
    assert found.given == chosen.given


def test_mistakes_that_give_the_same_number_are_counted() -> None:
    """1-1, linear, (a − t)² with a − t = 0.3: at ∂C/∂a = 0.6 two mistakes give −0.6 (the sign,
    and target for output) and one 0.3; at δ, of the slope 1, three give 0.6 as well (each way to
    leave the slope out or to take it at a), and one −0.6.
    """
    linear = Given([[[0.5]]], [[0.1]], ["linear"], "squared_error", [0.8], [0.2])
    drawn = drawn_of(linear)
    assert lines_by_hand(drawn, Plan(sizes=(1, 1))) == len(drawn.lines)
    assert drawn.right.texts["error1.0"] == drawn.right.texts["delta1.0"] == "0.600"
    assert collisions(drawn) == 1 + 3
