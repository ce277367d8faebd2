"""Training runs that are known to learn, as plans."""

from typing import Any

from app.engine.network.runs.plan import Plan
from app.labs.datasets.dataset import samples_of
from app.labs.datasets.table import DATASETS
from app.web.train.presets import TRAIN_PRESETS as PRESETS
from tests.engine.network.runs.building import drawn, plan, settings

__all__ = ["PRESETS", "plan_of"]


def plan_of(request: dict[str, Any]) -> Plan:
    """The plan of a request whose weights are drawn by the seed of its network."""
    wanted, optimizer, data = (dict(request[key]) for key in ("network", "optimizer", "data"))
    samples = samples_of(DATASETS[data.pop("name")], data)
    names = [part["activation"] for part in wanted["layers"]]
    sizes = [wanted["inputs"], *(part["units"] for part in wanted["layers"])]
    return plan(
        drawn(
            sizes,
            names[0],
            names[-1],
            wanted["loss"],
            wanted["seed"],
            wanted.get("initializer", "xavier_uniform"),
        ),
        samples.inputs,
        samples.targets,
        settings(
            optimizer.pop("name"), request["batch_size"], request.get("schedule"), **optimizer
        ),
        request["epochs"],
        test_inputs=samples.test_inputs,
        test_targets=samples.test_targets,
        shuffle=request.get("shuffle", True),
        seed=request.get("seed", 1),
    )
