"""A network as plain data."""

from tests.engine.network.building import layer, network


def test_parameters_are_the_weights_and_the_biases_there_are() -> None:
    first = layer("tanh", [[1.0, 2.0]] * 3, [0.0] * 3)
    second = layer("linear", [[1.0, 2.0, 3.0]])
    assert (first.units, first.fan_in) == (3, 2)
    assert network("squared_error", first, second).parameters == 6 + 3 + 3
