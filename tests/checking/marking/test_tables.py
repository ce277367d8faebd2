"""Networks of every activation, loss and optimizer are marked: nothing right is called wrong."""

from collections.abc import Iterator

import numpy as np
import pytest

from app.checking.marking.rule_lines import rule_tree
from app.checking.marking.sheet import Sheet
from app.engine.network.activations import ACTIVATIONS
from app.engine.network.losses import LOSSES
from app.engine.network.network import Layer, Network
from app.engine.network.optimizers import OPTIMIZERS
from app.engine.network.training import Optimization, start
from app.engine.parameters import with_defaults
from app.explain.topology import Topology

from .sheets import marked
from .student import significant

SETTINGS = dict.fromkeys(
    [
        *((name, "half_squared_error", "linear", "sgd") for name in ACTIVATIONS),
        *(("tanh", loss.name, loss.output or "tanh", "sgd") for loss in LOSSES.values()),
        *(("tanh", "squared_error", name, "sgd") for name in ACTIVATIONS),
        *(("tanh", "half_squared_error", "sigmoid", name) for name in OPTIMIZERS),
    ]
)


def sheet_of(hidden: str, loss: str, output: str, optimizer: str, samples: int) -> Sheet:
    rng = np.random.default_rng(len(hidden) + 7 * len(loss) + 31 * len(output) + samples)
    network = Network(
        3,
        (
            Layer(ACTIVATIONS[hidden], rng.uniform(-1, 1, (4, 3)), rng.uniform(-1, 1, 4)),
            Layer(ACTIVATIONS["tanh"], rng.uniform(-1, 1, (3, 4)), None, "all"),
            Layer(ACTIVATIONS[output], rng.uniform(-1, 1, (2, 3)), rng.uniform(-1, 1, 2)),
        ),
        LOSSES[loss],
    )
    entry = OPTIMIZERS[optimizer]
    optimization = Optimization(entry, with_defaults(entry.hyperparameters, {"learning_rate": 0.3}))
    targets = np.eye(2)[rng.integers(2, size=samples)]
    return Sheet(
        network,
        rng.uniform(-1, 1, (samples, 3)),
        targets,
        "mean" if samples == 2 else "sum",
        optimization,
        start(network, optimization),
    )


@pytest.mark.parametrize("samples", [1, 2, 3])
@pytest.mark.parametrize("setting", SETTINGS, ids="-".join)
def test_true_numbers_are_right_in_full_and_rounded(
    setting: tuple[str, str, str, str], samples: int
) -> None:
    sheet = sheet_of(*setting, samples)
    whole = {address: repr(sheet.true(address)) for address in sheet.order()}
    assert {a.verdict for a in marked(sheet, whole).answers} == {"right"}
    rounded = {address: significant(3)(sheet.true(address)) for address in sheet.order()}
    assert marked(sheet, rounded).first_wrong is None


@pytest.mark.parametrize("setting", SETTINGS, ids="-".join)
def test_the_rules_give_the_numbers_of_the_engine(setting: tuple[str, str, str, str]) -> None:
    """Each from the true numbers before it."""
    sheet = sheet_of(*setting, samples=2)
    for address in sheet.order():
        worked = sheet.rule(address).work(sheet.true)
        assert worked == pytest.approx(sheet.true(address), rel=1e-9, abs=1e-12), address


#: (layer, units, has biases, is trained) of `sheet_of`.
SHAPES = ((1, 4, True, True), (2, 3, False, False), (3, 2, True, True))


def numbers_of_units() -> Iterator[str]:
    """The addresses of the numbers that a formula of a unit has."""
    for layer, units, has_biases, is_trained in SHAPES:
        for unit in range(units):
            place = f"{layer}.{unit}"
            yield from (f"{array}{place}" for array in ("z", "a", "error", "delta"))
            yield f"dw{place}.1"
            if is_trained:
                yield f"new_w{place}.1"
            if has_biases:
                yield from (f"db{place}", f"new_b{place}")


@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
def test_every_number_of_a_unit_has_a_line_that_begins_with_it(output: str) -> None:
    loss = "cross_entropy" if output == "softmax" else "half_squared_error"
    sheet = sheet_of(output, loss, output, "sgd", 1)
    topology = Topology.of(sheet.network, sheet.targets, sheet.reduction)
    for name in numbers_of_units():
        tree = rule_tree(topology, name)
        assert tree is not None, name
        assert tree["op"] == "equals"
        left = tree["args"][0]
        assert left["op"] == "address"
        assert left["address"] == name
