"""Random topologies and a real pass over each, with whose numbers the formulas are checked."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st

from app.engine.network.activations import ACTIVATIONS
from app.engine.network.as_drawn import is_defined
from app.engine.network.losses import LOSSES
from app.engine.network.network import Layer, Network
from app.engine.network.optimizers import OPTIMIZERS
from app.engine.network.training import Optimization, Trained, train
from app.explain.topology import Topology
from app.explain.values import PassValues


@dataclass(frozen=True)
class Case:
    network: Network
    topology: Topology
    inputs: Any
    targets: Any
    optimization: Optimization
    trained: Trained

    def read(self, address: str) -> float:
        """The true value of an address, of sample 0 where it names none."""
        return self.values(address)

    @property
    def values(self) -> PassValues:
        return PassValues(
            self.network,
            self.inputs,
            self.targets,
            self.trained.passed,
            self.optimization.hyperparameters["learning_rate"],
            self.trained.updated,
        )


def case(
    sizes: list[int],
    activations: list[str],
    loss: str = "half_squared_error",
    *,
    biases: list[bool] | None = None,
    frozen: list[str] | None = None,
    samples: int = 1,
    reduction: str = "mean",
    optimizer: str = "sgd",
    seed: int = 0,
    probabilities: bool = False,
) -> Case:
    """A network of random weights with one pass and one update of it; ``probabilities``: the
    targets of a sample add up to 1."""
    rng = np.random.default_rng(seed)
    depth = len(activations)
    layers = tuple(
        Layer(
            ACTIVATIONS[name],
            rng.uniform(-1, 1, (sizes[k + 1], sizes[k])),
            rng.uniform(-1, 1, sizes[k + 1]) if (biases or [True] * depth)[k] else None,
            (frozen or ["none"] * depth)[k],
        )
        for k, name in enumerate(activations)
    )
    network = Network(sizes[0], layers, LOSSES[loss])
    inputs = rng.uniform(-1, 1, (samples, sizes[0]))
    targets = rng.uniform(0, 1, (samples, sizes[-1]))
    if probabilities:
        targets /= targets.sum(axis=1, keepdims=True)
    row = OPTIMIZERS[optimizer]
    optimization = Optimization(row, {p.name: p.default for p in row.hyperparameters})
    drawn = is_defined(network, optimizer)
    trained = train(network, inputs, targets, reduction, optimization, with_figure_rule=drawn)
    topology = Topology.of(network, targets, reduction, optimizer)
    return Case(network, topology, inputs, targets, optimization, trained)


@st.composite
def cases(draw: st.DrawFn, *, with_figure_rule: bool = False) -> Case:
    """Any small network of the API, with ``with_figure_rule`` one that the rule is defined for."""
    depth = draw(st.integers(1, 4))
    sizes = draw(st.lists(st.integers(1, 8), min_size=depth + 1, max_size=depth + 1))
    names = [
        name
        for name, activation in ACTIVATIONS.items()
        if activation.elementwise or not with_figure_rule
    ]
    activations = draw(st.lists(st.sampled_from(names), min_size=depth, max_size=depth))
    loss = "half_squared_error" if with_figure_rule else draw(st.sampled_from(sorted(LOSSES)))
    activations[-1] = LOSSES[loss].output or activations[-1]
    flags = st.lists(st.booleans(), min_size=depth, max_size=depth)
    freezing = st.lists(
        st.sampled_from(["none", "none", "biases", "all"]), min_size=depth, max_size=depth
    )
    return case(
        sizes,
        activations,
        loss,
        biases=draw(flags),
        frozen=draw(freezing),
        samples=draw(st.sampled_from([1, 1, 2, 3, 8])),
        reduction=draw(st.sampled_from(["mean", "sum"])),
        optimizer="sgd" if with_figure_rule else draw(st.sampled_from(sorted(OPTIMIZERS))),
        seed=draw(st.integers(0, 2**32 - 1)),
        probabilities=draw(st.booleans()),
    )
