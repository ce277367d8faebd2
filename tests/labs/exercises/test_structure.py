"""The quantities and the counts that are asked for are those of the network that is shown."""

import numpy as np
import pytest

from app.labs.exercises.structure import ADDRESSES, FAMILIES, ROLES, draw_count, solve_count

#: All of a network of two inputs and two layers of two units.
ALL = {
    "w": {f"w{layer}.{j}.{i}" for layer in (1, 2) for j in (0, 1) for i in (0, 1)},
    "b": {f"b{layer}.{j}" for layer in (1, 2) for j in (0, 1)},
    "z": {f"z{layer}.{j}" for layer in (1, 2) for j in (0, 1)},
    "a": {f"a{layer}.{j}" for layer in (1, 2) for j in (0, 1)},
    "x": {"x.0", "x.1"},
    "t": {"t.0", "t.1"},
    "eta": {"eta"},
    "f": {"f"},
}


@pytest.mark.parametrize("family", ALL)
def test_every_quantity_of_a_family_is_drawn_and_no_other(family: str) -> None:
    rng = np.random.default_rng(0)
    assert {ADDRESSES[family](rng) for _ in range(200)} == ALL[family]


def test_learned_computed_chosen_and_given_are_all_that_there_is() -> None:
    assert FAMILIES == {
        "weight": ("w", "b"),
        "activation": ("z", "a"),
        "hyperparameter": ("eta", "f"),
        "data": ("x", "t"),
    }
    assert tuple(FAMILIES) == ROLES


def test_a_network_to_count_has_two_layers_or_three_and_at_most_one_without_biases() -> None:
    rng = np.random.default_rng(0)
    seen = set()
    for _ in range(300):
        question = draw_count(rng, 3)
        network = question.request["network"]
        units = [layer["units"] for layer in network["layers"]]
        bare = [k for k, layer in enumerate(network["layers"]) if not layer["bias"]]
        assert len(bare) <= 1
        seen.add((len(units), tuple(bare)))
        assert 2 <= network["inputs"] <= 4
        assert all(2 <= count <= 4 for count in units[:2])
        assert all(1 <= count <= 3 for count in units[2:])
        fan_in = [network["inputs"], *units]
        biases = [0 if k in bare else count for k, count in enumerate(units)]
        weights = [m * n for m, n in zip(fan_in, units, strict=False)]
        solution = solve_count(question)
        assert solution is not None
        assert solution.expected == sum(weights) + sum(biases)
        assert solution.mistakes["no_biases"] == (sum(weights),)
    assert seen == {(n, bare) for n in (2, 3) for bare in ((), *((k,) for k in range(n)))}
