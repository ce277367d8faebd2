"""Symbols: the golden file is up to date, numbers stay apart, signs follow the figures."""

import json

import pytest

from app.explain.notation import Address, Notation
from app.explain.values import value_of
from tests.explain import symbols
from tests.explain.passes import case


def test_the_golden_symbols_are_up_to_date() -> None:
    assert symbols.FILE.read_text(encoding="utf-8") == symbols.text()


def test_the_golden_symbols_tell_different_numbers_apart() -> None:
    seen: dict[tuple[str, str, str, str], str] = {}
    for found in json.loads(symbols.text()):
        if not Address.parse(found["address"]).indices:
            continue  # The array of a lone target is written as the target.
        key = (str(found["sizes"]), found["notation"], found.get("phase", ""), found["latex"])
        assert seen.setdefault(key, found["address"]) == found["address"]


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="not an address"):
        Address.parse("w1..2")


def test_only_the_figures_turn_the_sign_of_errors() -> None:
    network = symbols.topology([2, 3, 2, 1], ["sigmoid"] * 3)
    assert Notation(network, "figure").sign("error1.0") == -1
    assert Notation(network, "figure").sign("delta1.0@2") == -1
    assert Notation(network, "figure").sign("dw1.0.0") == 1
    assert Notation(network, "derivation").sign("error1.0") == 1


def test_values_are_read_from_the_sample_that_the_address_names() -> None:
    each = case([2, 3, 1], ["tanh", "softmax"], samples=3)
    trace, passed = each.trace, each.trained.passed
    assert value_of(trace, "a1.2@1") == passed.layers[0].activations[1, 2]
    assert value_of(trace, "a1.2", sample=2) == passed.layers[0].activations[2, 2]
    assert value_of(trace, "a1.2@0", sample=2) == passed.layers[0].activations[0, 2]
    assert value_of(trace, "x.1", sample=2) == each.inputs[2, 1]
    assert value_of(trace, "t.0@1") == each.targets[1, 0]
    assert value_of(trace, "loss") == passed.loss
    assert value_of(trace, "eta") == 0.1
    with pytest.raises(ValueError, match="no elementwise slope"):
        value_of(trace, "slope2.0")
