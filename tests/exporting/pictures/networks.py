"""Networks of all kinds for pictures."""

from typing import Any

from hypothesis import strategies as st

from app.engine.network.activations import ACTIVATIONS
from app.engine.network.losses import LOSSES

#: What has a loss of its own on its output, or may stand anywhere.
HIDDEN = sorted(ACTIVATIONS)
FREE_LOSSES = sorted(name for name, loss in LOSSES.items() if loss.output is None)


@st.composite
def requests(draw: st.DrawFn) -> dict[str, Any]:
    """Small networks, their weights drawn by the server."""
    inputs = draw(st.integers(1, 4))
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=3))
    layers = [
        {"units": units, "activation": draw(st.sampled_from(HIDDEN)), "bias": draw(st.booleans())}
        for units in sizes
    ]
    losses = [*FREE_LOSSES, *(name for name, loss in LOSSES.items() if loss.output)]
    loss = draw(st.sampled_from(losses))
    if LOSSES[loss].output:
        layers[-1]["activation"] = LOSSES[loss].output
    samples = draw(st.integers(1, 3))
    number = st.floats(-2, 2).map(lambda value: round(value, 3))
    share = st.floats(0.05, 0.95).map(lambda value: round(value, 3))
    return {
        "network": {
            "inputs": inputs,
            "layers": layers,
            "loss": loss,
            "seed": draw(st.integers(0, 99)),
        },
        "inputs": [
            draw(st.lists(number, min_size=inputs, max_size=inputs)) for _ in range(samples)
        ],
        "targets": [
            draw(st.lists(share, min_size=sizes[-1], max_size=sizes[-1])) for _ in range(samples)
        ],
        "reduction": draw(st.sampled_from(["mean", "sum"])),
        "optimizer": draw(st.sampled_from(["sgd", "momentum", "adam"])),
    }
