"""Requests of passes, drawn by Hypothesis, with numbers of every kind that JSON can hold."""

from typing import Any

from hypothesis import strategies as st

from app.engine.network.activations import ACTIVATIONS
from app.engine.network.losses import LOSSES
from app.engine.network.optimizers import OPTIMIZERS
from tests.exporting.networks import HYPERPARAMETERS
from tests.web.requests import Request

#: Written differently by Python and by JavaScript, too small or too large to be written plainly, or
#: not to be told from a neighbour but by their last digit.
HARD = (0.1 + 0.2, 1 / 3, 5e-324, 2.2250738585072014e-308, 1e-7, 1e16, 123456789012345680.0, 1e21)
#: Such that no pass through three layers grows beyond float64.
ordinary = st.floats(-4, 4).map(lambda number: number + 0.0)  # not −0, which JSON of a page has not
hard = ordinary | st.sampled_from(HARD)


def rows(height: int, width: int, numbers: st.SearchStrategy[float]) -> Any:
    row = st.lists(numbers, min_size=width, max_size=width)
    return st.lists(row, min_size=height, max_size=height)


@st.composite
def layers(draw: st.DrawFn, sizes: list[int], names: list[str], numbers: Any) -> Any:
    """Layers with their weights, and with, without or with no word of biases."""
    found = []
    for fan_in, units, name in zip(sizes[:-1], sizes[1:], names, strict=True):
        layer = {"units": units, "activation": name, "weights": draw(rows(units, fan_in, numbers))}
        biases = draw(st.sampled_from(("some", "none", "left out")))
        if biases == "some":
            (layer["biases"],) = draw(rows(1, units, numbers))
        elif biases == "none":
            layer["bias"] = False
        frozen = draw(st.sampled_from((None, None, None, "all", "biases")))
        found.append(layer | ({"frozen": frozen} if frozen else {}))
    return found


@st.composite
def passes(draw: st.DrawFn, numbers: Any = ordinary) -> Request:
    """One to three layers with any activations, any loss and optimizer, one to three samples."""
    loss = draw(st.sampled_from(sorted(LOSSES)))
    sizes = draw(st.lists(st.integers(1, 4), min_size=2, max_size=4))
    any_name = st.sampled_from(sorted(ACTIVATIONS))
    names = [draw(any_name) for _ in sizes[1:]]
    names[-1] = LOSSES[loss].output or names[-1]
    if names[-1] == "softmax":
        sizes[-1] = max(2, sizes[-1])
    samples = draw(st.integers(1, 3))
    low, high = {"unit_interval": (0.0, 1.0), "nonnegative": (0.0, 0.9)}.get(
        LOSSES[loss].targets, (-1.0, 1.0)
    )
    optimizer = draw(st.sampled_from(sorted(OPTIMIZERS)))
    given = HYPERPARAMETERS[optimizer] if draw(st.booleans()) else {}
    return {
        "network": {
            "inputs": sizes[0],
            "layers": draw(layers(sizes, names, numbers)),
            "loss": loss,
        },
        "inputs": draw(rows(samples, sizes[0], numbers)),
        "targets": draw(rows(samples, sizes[-1], st.floats(low, high).map(lambda t: t + 0.0))),
        "reduction": draw(st.sampled_from(("mean", "sum"))),
        "optimizer": {"name": optimizer} | given,
        "round": draw(st.integers(1, 3)),
    }
