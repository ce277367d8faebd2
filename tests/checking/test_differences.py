"""Differences of the loss where float64 or float32 does not hold them."""

from math import isnan

import numpy as np

from app.checking.differences import STEPS, Differences, curve, parameters_of
from app.engine.network.activations import ACTIVATIONS
from app.engine.network.losses import LOSSES
from app.engine.network.network import Layer, Network

LARGE = 1e200


def test_a_step_at_which_one_parameter_overflows_has_no_error() -> None:
    """½(wx − t)² on both sides of w = 0: with a large x it is infinite but for tiny steps."""
    for inputs in ([1.0, LARGE], [LARGE, 1.0]):
        layer = Layer(ACTIVATIONS["linear"], np.zeros((1, 2)), None)
        network = Network(2, (layer,), LOSSES["half_squared_error"])
        differences = Differences(network, np.array([inputs]), np.array([[1.0]]), "mean")
        gradients = list(zip(parameters_of(network), [-x for x in inputs], strict=True))
        found = curve(differences, gradients)
        assert found.steps == STEPS
        assert all(isnan(error) for error in found.in_float64)
        assert all(isnan(error) for error in found.in_float32)
