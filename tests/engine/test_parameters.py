"""Hyperparameters: their defaults, and how their values are written."""

from app.engine.parameters import Hyperparameter, with_defaults

RATE = Hyperparameter("rate", 0.5, 0.0, 10.0, r"\eta")
STEPS = Hyperparameter("steps", 100.0, 1.0, 1e6, "s", whole=True)


def test_a_whole_number_is_written_without_decimals_and_any_other_as_it_is() -> None:
    """Compared as text: 3 and 3.0 are equal."""
    for value, steps, rate in ((3.0, "3", "3.0"), (1e6, "1000000", "1000000.0")):
        assert (str(STEPS.written(value)), str(RATE.written(value))) == (steps, rate)
    assert RATE.written(0.25) == 0.25


def test_any_number_is_allowed_unless_only_whole_ones_are() -> None:
    assert (RATE.whole, STEPS.whole) == (False, True)


def test_what_is_not_given_is_the_default() -> None:
    assert with_defaults((RATE, STEPS), {"steps": 7.0}) == {"rate": 0.5, "steps": 7.0}
    assert with_defaults((RATE, STEPS), {"rate": 0.0, "steps": 7.0}) == {"rate": 0.0, "steps": 7.0}
    assert with_defaults((), {"rate": 1.0}) == {}
