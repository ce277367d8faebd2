"""Networks of every activation, loss and optimizer are marked: nothing right is called wrong."""

import numpy as np
import pytest

from app.checking.marking.sheet import Sheet
from app.engine.network.activations import ACTIVATIONS
from app.engine.network.losses import LOSSES
from app.engine.network.network import Layer, Network
from app.engine.network.optimizers import OPTIMIZERS
from app.engine.network.training import Optimization, start
from app.engine.parameters import with_defaults

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
