"""Worked examples that people have learnt from: what they print is marked."""

from typing import Any

import pytest

from .sheets import KEY, marked, sheet_of

PUBLISHED = {"dw1.0.0": "0.0146", "dw1.1.0": "0.0130", "dw1.0.1": "0.0088", "dw1.1.1": "0.0078"}
RIGHT = {"dw1.0.0": "-0.0084", "dw1.1.0": "0.0126", "dw1.0.1": "-0.0051", "dw1.1.1": "0.0076"}

#: The chapter after the tutorial, 2-3-2, one bias for each layer.
CHAPTER: dict[str, Any] = {
    "weights": [
        [[0.1, 0.15], [0.2, 0.25], [0.3, 0.35]],
        [[0.4, 0.5, 0.6], [0.45, 0.55, 0.65]],
    ],
    "biases": [[0.35] * 3, [0.65] * 2],
    "activations": ["sigmoid", "sigmoid"],
    "loss": "half_squared_error",
    "inputs": [[5.0, 10.0]],
    "targets": [[0.01, 0.99]],
    "rate": 0.5,
}


def test_the_key_adds_the_gradients_of_the_next_layer() -> None:
    result = marked(sheet_of(KEY), PUBLISHED)
    for answer in result.answers:
        assert answer.verdict == "wrong"
        assert answer.mistakes[0].code == "gradients_summed"
        assert answer.mistakes[0].at == f"error1.{answer.address[4]}"


def test_two_signs_of_the_key_are_wrong() -> None:
    result = marked(sheet_of(KEY), PUBLISHED)
    wrong_signs = {
        answer.address
        for answer in result.answers
        if answer.expected * float(PUBLISHED[answer.address]) < 0
    }
    assert wrong_signs == {"dw1.0.0", "dw1.0.1"}


def test_the_true_gradients_of_the_key_are_right() -> None:
    assert marked(sheet_of(KEY), RIGHT).points == (4, 4)


def test_the_chapter_carries_the_error_back_by_updated_weights() -> None:
    printed = {
        "a1.0": "0.912934",
        "a1.1": "0.979164",
        "a1.2": "0.995274",
        "a2.0": "0.891090",
        "a2.1": "0.904330",
        "loss": "0.391829",
        "dw2.0.0": "0.078064",
        "new_w1.0.0": "0.094534",
    }
    result = marked(sheet_of(CHAPTER), printed)
    assert [a.address for a in result.answers if a.verdict == "wrong"] == ["new_w1.0.0"]
    (judged,) = [a for a in result.answers if a.address == "new_w1.0.0"]
    assert judged.mistakes[0].code == "updated_weights_used"
    assert judged.expected == pytest.approx(0.093866, abs=5e-7)
