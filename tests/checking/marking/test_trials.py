"""Where a mistake may have been made before a number, and what comes of it with rounding."""

from math import inf, isinf

import pytest

from app.checking.marking.hand_in import HandIn
from app.checking.marking.mistakes import MISTAKES, Mistake
from app.checking.marking.own_numbers import OwnNumbers
from app.checking.marking.trials import MOST_PLACES, TRUTH, YOURS, Region, Trial, close

from .sheets import KEY, sheet_of

SHEET = sheet_of(KEY)


def own_numbers(**answers: str) -> OwnNumbers:
    return OwnNumbers(SHEET, HandIn.read({a.replace("_", "."): t for a, t in answers.items()}))


def trial(region: Region, mistake: Mistake, sites: tuple[str, ...], **more: int | str) -> Trial:
    asked = {"variant": 0, "source": YOURS, "work": 10**6} | more
    return Trial(region, mistake, frozenset(sites), region.between(sites), **asked)  # type: ignore[arg-type]


def test_numbers_are_close_if_float64_rounds_them_so() -> None:
    assert close(0.0) == 1e-12
    assert close(-200.0) == pytest.approx(2e-7, rel=1e-4)


def test_a_region_ends_at_what_is_handed_in() -> None:
    region = Region(own_numbers(delta2_0="0.1", a1_0="0.5", dw1_0_0="1"), "dw1.0.0")
    assert list(region.reads) == ["dw1.0.0", "delta1.0", "slope1.0", "error1.0", "delta2.1"] + [
        "slope2.1", "error2.1", "a2.1", "z2.1", "a1.1", "z1.1",
    ]  # fmt: skip
    assert region.reads["error1.0"] == ["delta2.1"]
    assert region.reads["slope1.0"] == []
    assert region.arrays["slope2.1"] == "slope"
    assert region.sources == (YOURS, TRUTH)


def test_where_nothing_before_is_handed_in_the_truth_alone_is_asked() -> None:
    assert Region(own_numbers(dw1_0_0="1", z1_1="7"), "z1.0").sources == (TRUTH,)
    assert Region(own_numbers(dw1_0_0="1"), "dw1.0.0").sources == (TRUTH,)
    assert Region(own_numbers(dw1_0_0="1", z1_0="7"), "dw1.0.0").sources == (YOURS, TRUTH)


def test_a_mistake_is_made_everywhere_or_at_one_place() -> None:
    region = Region(own_numbers(dw1_0_0="1"), "dw1.0.0")
    forgotten = MISTAKES["output_slope_forgotten"]
    everywhere = ("delta1.0", "delta2.0", "delta2.1")
    assert region.sites_of(forgotten) == [everywhere, *((each,) for each in everywhere)]
    assert region.sites_of(MISTAKES["rate_twice"]) == []
    assert region.sites_of(MISTAKES["weight_for_input"]) == [("dw1.0.0",)]
    # A loss of ten samples has more places than are tried one by one.
    batch = sheet_of(KEY | {"inputs": [[0.5, 0.3]] * 10, "targets": [[0.2, 0.4]] * 10})
    own = OwnNumbers(batch, HandIn.read({"loss": "1"}))
    at_losses = Region(own, "loss").sites_of(MISTAKES["loss_factor"])
    assert len(at_losses[0]) == 11
    assert len(at_losses) == 1 + MOST_PLACES == 9
    assert at_losses[1:] == [(each,) for each in at_losses[0][:8]]


def test_between_a_place_and_the_number_is_what_is_worked_out_from_it() -> None:
    region = Region(own_numbers(dw1_0_0="1"), "dw1.0.0")
    way = {"dw1.0.0", "delta1.0", "error1.0", "delta2.1"}
    assert region.between(("delta2.1",)) == way
    assert region.between(("slope2.0", "error2.1")) == way | {"delta2.0", "slope2.0", "error2.1"}
    assert region.between(("dw1.0.0",)) == {"dw1.0.0"}


@pytest.mark.parametrize("source", [YOURS, TRUTH])
def test_what_a_mistake_gives_and_how_far_rounding_may_move_it(source: str) -> None:
    """∂C/∂w = (0.1 δ₁ − 0.5 δ₂) x₁ without the hidden slope: each δ half a unit off."""
    own = own_numbers(delta2_0="0.10", delta2_1="-0.20", dw1_0_0="0.0600")
    region = Region(own, "dw1.0.0")
    found = trial(region, MISTAKES["hidden_slope_forgotten"], ("delta1.0",), source=source)
    result = found.result()
    assert result is not None
    value, tolerance = result
    if source == YOURS:
        assert value == pytest.approx((0.1 * 0.1 + 0.5 * 0.2) * 0.5)
        assert tolerance == pytest.approx(0.00005 + (0.1 + 0.5) * 0.5 * 0.005, rel=1e-6)
    else:
        delta = [SHEET.true("delta2.0"), SHEET.true("delta2.1")]
        assert value == pytest.approx((0.1 * delta[0] - 0.5 * delta[1]) * 0.5)
        assert tolerance == pytest.approx(0.00005, rel=1e-4)


@pytest.mark.parametrize(
    ("text", "is_near"),
    [("0.05", True), ("0.0490", True), ("0.0480", False), ("0.0610", True), ("0.0620", False)],
)
def test_what_is_far_off_needs_no_tolerance_of_its_own(text: str, is_near: bool) -> None:
    """0.055 by the mistake: near are twenty times 0.00005 and a tenth of it, 0.0065 together."""
    own = own_numbers(delta2_0="0.10", delta2_1="-0.20", dw1_0_0=text)
    region = Region(own, "dw1.0.0")
    result = trial(region, MISTAKES["hidden_slope_forgotten"], ("delta1.0",)).result()
    assert result is not None
    value, tolerance = result
    assert value == pytest.approx(0.055)
    half = own.written["dw1.0.0"].half_unit
    moved = (0.1 + 0.5) * 0.5 * 0.005
    assert tolerance == pytest.approx(half + (moved if is_near else 0.0), rel=1e-4)


def test_there_are_as_many_variants_as_the_mistake_has() -> None:
    own = own_numbers(dw1_0_0="0.06")
    region = Region(own, "dw1.0.0")
    one_branch = MISTAKES["one_branch_only"]
    values = [trial(region, one_branch, ("error1.0",), variant=n).result() for n in range(3)]
    slope = SHEET.true("slope1.0")
    for found, (weight, unit) in zip(values, ((0.1, 0), (-0.5, 1)), strict=False):
        assert found is not None
        assert found[0] == pytest.approx(weight * SHEET.true(f"delta2.{unit}") * slope * 0.5)
    assert values[2] is None


def test_what_is_no_number_is_infinitely_far_off() -> None:
    """−δ of a hidden layer comes in the second place: the first is none."""
    region = Region(own_numbers(delta1_0="0.06"), "delta1.0")
    result = trial(region, MISTAKES["error_sign"], ("delta1.0",)).result()
    assert result is not None
    assert isinf(result[0])
    assert result == (inf, 1.0)


def test_the_work_is_counted_and_ends() -> None:
    """Without work left no rounding is worked out."""
    own = own_numbers(delta2_0="0.10", delta2_1="-0.20", dw1_0_0="0.0600")
    region = Region(own, "dw1.0.0")
    short = trial(region, MISTAKES["hidden_slope_forgotten"], ("delta1.0",), work=1)
    result = short.result()
    assert result is not None
    assert result[1] == pytest.approx(0.00005, rel=1e-4)
    # ∂C/∂w and δ are worked out, x and ∂C/∂a are read, of which the latter is rounded.
    assert short.count == 4
    whole = trial(region, MISTAKES["hidden_slope_forgotten"], ("delta1.0",))
    whole.result()
    assert whole.count == 4 * (1 + 2)


def test_neighbours_of_a_mistake_are_read_without_it() -> None:
    """δ of the neighbour, at both units: each takes the other's right one."""
    own = own_numbers(dw1_0_0="1")
    region = Region(own, "error1.0")
    sites = ("delta2.0", "delta2.1")
    result = trial(region, MISTAKES["neighbour_delta"], sites, source=TRUTH)
    value = result.value("error1.0")
    expected = 0.1 * SHEET.true("delta2.1") - 0.5 * SHEET.true("delta2.0")
    assert value == pytest.approx(expected)
