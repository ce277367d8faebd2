"""Symbols: the golden file is up to date, numbers stay apart, signs follow the figures."""

import json
from dataclasses import replace

import pytest

from app.explain.notation import Address, Notation
from tests.explain import symbols
from tests.explain.passes import case


def test_the_golden_symbols_are_up_to_date() -> None:
    assert symbols.FILE.read_text(encoding="utf-8") == symbols.text()


def test_the_golden_symbols_tell_different_numbers_apart() -> None:
    seen: dict[tuple[str, str, str, str, str], str] = {}
    for found in json.loads(symbols.text()):
        if not Address.parse(found["address"]).indices:
            continue  # The array of a lone target is written as the target.
        network = (str(found["sizes"]), str(found["activations"]))
        key = (*network, found["notation"], found.get("phase", ""), found["latex"])
        assert seen.setdefault(key, found["address"]) == found["address"]


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="not an address"):
        Address.parse("w1..2")


def test_only_the_figures_turn_the_sign_of_errors() -> None:
    network = symbols.topology([2, 3, 2, 1], ["sigmoid"] * 3, "half_squared_error")
    assert Notation(network, "figure").sign("error1.0") == -1
    assert Notation(network, "figure").sign("delta1.0@2") == -1
    assert Notation(network, "figure").sign("dw1.0.0") == 1
    assert Notation(network, "derivation").sign("error1.0") == 1


def test_values_are_read_from_the_sample_that_the_address_names() -> None:
    each = case([2, 3, 1], ["tanh", "softmax"], samples=3)
    values, passed = each.values, each.trained.passed
    third = replace(values, sample=2)
    assert values("a1.2@1") == passed.layers[0].activations[1, 2]
    assert third("a1.2") == passed.layers[0].activations[2, 2]
    assert third("a1.2@0") == passed.layers[0].activations[0, 2]
    assert third("x.1") == each.inputs[2, 1]
    assert values("t.0@1") == each.targets[1, 0]
    assert values("loss") == passed.loss
    assert values("eta") == 0.1
    with pytest.raises(ValueError, match="layer 2 has no slope"):
        values("slope2.0")
    with pytest.raises(ValueError, match="not an array of a pass"):
        values("m1.0")
    with pytest.raises(ValueError, match="no update"):
        replace(values, updated=None)("new_w1.0.0")
