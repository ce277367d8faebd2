"""The rule of an update line by line: against the same rule in plain Python, number by number."""

from math import sqrt
from typing import Any

import pytest

from app.engine.network.optimizers import OPTIMIZERS
from tests.conftest import Client

REQUEST: dict[str, Any] = {
    "network": {
        "inputs": 2,
        "layers": [
            {"units": 3, "activation": "tanh"},
            {"units": 1, "activation": "sigmoid", "bias": False},
        ],
        "loss": "half_squared_error",
        "seed": 4,
    },
    "inputs": [[0.5, -1.0], [2.0, 0.25]],
    "targets": [[1.0], [0.0]],
}
ADAM = {"name": "adam", "learning_rate": 0.1, "beta1": 0.8, "beta2": 0.9, "epsilon": 1e-6}
ROUNDS = 4


def traced(client: Client, optimizer: Any, count: int) -> Any:
    body = REQUEST | {"optimizer": optimizer, "round": count, "include": ["optimizer"]}
    reply = client.trace(body)
    assert reply.status_code == 200, reply.text
    return reply.json()


def test_adam_is_written_out_with_the_state_of_every_round(client: Client) -> None:
    m = v = 0.0
    for count in range(1, ROUNDS + 1):
        answer = traced(client, ADAM, count)
        g = answer["layers"][0]["weight_gradients"][2][1]
        lines = {
            address: rows[2][1]
            for address, rows in answer["optimizer"]["layers"][0]["weights"].items()
        }
        assert lines["o.m.w"] == pytest.approx(m, rel=1e-13)
        assert lines["o.v.w"] == pytest.approx(v, rel=1e-13)
        m, v = 0.8 * m + 0.2 * g, 0.9 * v + 0.1 * g * g
        m_hat, v_hat = m / (1 - 0.8**count), v / (1 - 0.9**count)
        assert lines["s.m.w"] == pytest.approx(m, rel=1e-13)
        assert lines["s.v.w"] == pytest.approx(v, rel=1e-13)
        assert lines["s.m_hat.w"] == pytest.approx(m_hat, rel=1e-12)
        assert lines["s.v_hat.w"] == pytest.approx(v_hat, rel=1e-12)
        old = answer["network"]["layers"][0]["weights"][2][1]
        new = answer["layers"][0]["updated_weights"][2][1]
        assert new == pytest.approx(old - 0.1 * m_hat / (sqrt(v_hat) + 1e-6), rel=1e-12)
        assert answer["optimizer"]["values"] == {
            "count": count,
            **{f"k.{name}": value for name, value in ADAM.items() if name != "name"},
        }


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_letter_of_a_rule_has_a_symbol_and_a_number(client: Client, name: str) -> None:
    answer = traced(client, name, 2)
    rule = answer["optimizer"]
    named = addresses(rule["formula"])
    assert named
    assert named <= set(rule["symbols"])
    first, last = rule["layers"]
    assert last["biases"] is None
    numbers = set(first["weights"]) | set(rule["values"]) | {"p.w", "g.w", "n.w"}
    assert named <= numbers
    assert set(first["weights"]) == set(first["biases"])


def addresses(tree: Any) -> set[str]:
    if tree["op"] == "address":
        return {tree["address"]}
    return {each for part in tree.get("args", []) for each in addresses(part)}
