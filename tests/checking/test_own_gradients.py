"""Gradients as a program prints them: numpy says the shapes, the module names are PyTorch's."""

from math import inf, nan
from typing import Any

import numpy as np
import pytest

from app.checking.differences import parameters_of
from app.checking.own_gradients import Fault, gradients_in, number_of, shape_wanted
from app.engine.network.network import Network
from tests.engine.network.building import layer, network

#: 2-3-1, the second layer without biases.
NETWORK: Network = network(
    "half_squared_error", layer("tanh", np.ones((3, 2)), np.ones(3)), layer("tanh", np.ones((1, 3)))
)


def read(given: dict[str, Any], net: Network = NETWORK) -> tuple[dict[str, float], list[Fault]]:
    found, faults = gradients_in(given, net)
    return {address: number.value for address, number in found.items()}, faults


def test_arrays_give_the_numbers_of_their_places() -> None:
    arrays = {
        "dw1": np.arange(6.0).reshape(3, 2),
        "db1": np.array([6.0, 7, 8]),
        "dw2": np.ones((1, 3)),
    }
    expected = {
        ".".join([name, *map(str, place)]): float(array[place])
        for name, array in arrays.items()
        for place in np.ndindex(array.shape)
    }
    assert read({name: array.tolist() for name, array in arrays.items()}) == (expected, [])
    assert set(expected) == {parameter.address for parameter in parameters_of(NETWORK)}
    # One by one they are the same.
    assert read(expected) == (expected, [])


def test_a_number_of_json_is_exact_as_far_as_it_is_written() -> None:
    assert (number_of(0.25).value, number_of(0.25).unit) == (0.25, 0.01)
    assert number_of("0.250").unit == 0.001
    assert number_of(3).unit == 0.1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("nan", nan),
        (" -NaN ", nan),
        ("inf", inf),
        ("+Infinity", inf),
        ("-inf", -inf),
        ("−inf", -inf),
    ],
)
def test_what_programs_print_where_there_is_no_number(text: str, value: float) -> None:
    number = number_of(text)
    assert np.array_equal(number.value, value, equal_nan=True)
    assert (number.unit, number.digits, number.decimals) == (0.0, None, None)


@pytest.mark.parametrize("value", [nan, inf, -inf])
def test_a_float_that_is_no_number_is_itself(value: float) -> None:
    assert np.array_equal(number_of(value).value, value, equal_nan=True)


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("dw1", (3, 2)),
        ("db1", (3,)),
        ("dw2", (1, 3)),
        ("db2", None),
        ("dw3", None),
        ("dw0", None),
        ("dw01", None),
        ("w1", None),
        ("dw1.0", None),
    ],
)
def test_the_shape_of_an_array_is_that_of_its_parameters(
    name: str, shape: tuple[int, ...] | None
) -> None:
    assert shape_wanted(name, NETWORK) == shape


def test_an_array_of_the_tenth_layer_has_one_too() -> None:
    deep = network("half_squared_error", *(layer("tanh", [[1.0]]) for _ in range(12)))
    assert shape_wanted("dw12", deep) == (1, 1)


WANTED = {"wanted": "3 × 2"}


@pytest.mark.parametrize(
    ("name", "value", "key", "params"),
    [
        ("dw1", [[1, 2, 3], [4, 5, 6]], "transposed", WANTED | {"found": "2 × 3"}),
        ("dw1", [[1, 2]], "shape", WANTED | {"found": "1 × 2"}),
        ("dw1", [], "shape", WANTED | {"found": "0"}),
        ("dw1", [1, 2, 3], "shape", WANTED | {"found": "3"}),
        ("dw1", [[[1], [2]]] * 3, "shape", WANTED | {"found": "3 × 2 × 1"}),
        ("dw1", [[1, 2], [3]], "rows", WANTED | {"found": ""}),
        ("dw1", [[[1], [1, 2]]] * 3, "rows", WANTED | {"found": ""}),
        ("dw1", [[1, 2], 3], "rows", WANTED | {"found": ""}),
        ("dw1", 0.5, "array", WANTED | {"first": "dw1.0.0"}),
        ("db1", "0.5", "array", {"wanted": "3", "first": "db1.0"}),
        ("db2", [1], "address", {}),
        ("dw1.0", [1, 2], "address", {}),
        ("dw1.0.0", [1], "address", {}),
        ("dw9.0.0", 1, "address", {}),
    ],
)
def test_what_is_wrong_is_said_with_both_shapes(
    name: str, value: Any, key: str, params: dict[str, object]
) -> None:
    assert read({name: value}) == ({}, [Fault(name, f"error.check.{key}", params)])


def test_what_is_wrong_with_one_gradient_keeps_no_other_from_being_read() -> None:
    given = {
        "dw1": [[1, 2]],
        "db1": [1, 2, 3],
        "dw9": 1,
        "dw2": 1.0,
        "dw1.0.0": "?",
        "dw1.0.1": 5,
    }
    found, faults = read(given)
    assert found == {"db1.0": 1, "db1.1": 2, "db1.2": 3, "dw1.0.1": 5}
    assert [fault.name for fault in faults] == ["dw1", "dw9", "dw2", "dw1.0.0"]
    assert faults[-1].key == "error.number_sign"
    assert faults[-1].params == {"sign": "?", "place": 1}


def test_a_gradient_is_given_once() -> None:
    found, faults = read({"db1": [1, 2, 3], "db1.1": 7, "db1.2": 8, "dw1.0.0": 9})
    assert found == {"db1.0": 1, "db1.1": 2, "db1.2": 3, "dw1.0.0": 9}
    assert faults == [Fault(name, "error.repeated_field", {}) for name in ("db1.1", "db1.2")]


@pytest.mark.parametrize(
    ("names", "ours"),
    [
        (["0.weight", "0.bias", "2.weight", "2.bias"], ["dw1", "db1", "dw2", "db2"]),
        (["fc1.weight.grad", "fc2.weight.grad"], ["dw1", "dw2"]),
        (["net.0.bias_grad", "net.0.weight_grad"], ["db1", "dw1"]),
        (["weight", "bias"], ["dw1", "db1"]),
        (["FC1.Weight", "out.BIAS.grad"], ["dw1", "db2"]),
    ],
)
def test_the_names_of_pytorch_are_counted_in_their_order(names: list[str], ours: list[str]) -> None:
    """As those of ``named_parameters()``, among names that are no parameters'."""
    _, faults = read(dict.fromkeys([*names[:1], "loss", *names[1:]], 1))
    assert [fault.params.get("ours") for fault in faults] == [ours[0], None, *ours[1:]]
    assert [fault.key for fault in faults] == [
        f"error.check.{'address' if fault.name == 'loss' else 'pytorch'}" for fault in faults
    ]
