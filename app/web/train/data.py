"""The samples of a request: what is wrong with them, and their arrays."""

from dataclasses import dataclass

from ...engine.arrays import Array
from ...engine.network.losses import LOSSES, Loss
from ...errors import Location, Params, Problem
from ...labs.datasets.dataset import samples_of
from ..limits import LIMITS
from ..trace.build import hyperparameter_problems, row_problems
from ..trace.matrix import matrix
from ..trace.schema import NetworkRequest
from .schema import DATASETS, OWN, DataRequest


@dataclass(frozen=True)
class Data:
    """The samples of a request; the targets are samples × outputs."""

    inputs: Array
    targets: Array
    test_inputs: Array | None
    test_targets: Array | None


def data_problems(asked: DataRequest, network: NetworkRequest) -> list[Problem]:
    given = [name for name in OWN if getattr(asked, name) is not None]
    if asked.name is not None:
        return [
            *(Problem(("data", name), "error.train.named_and_own") for name in given),
            *hyperparameter_problems(
                ("data",), DATASETS[asked.name].hyperparameters, asked.hyperparameters
            ),
        ]
    if not given:
        names = ", ".join(DATASETS)
        return [Problem(("data", "name"), "error.train.no_data", {"names": names})]
    fields = ", ".join(OWN)
    return [
        *(
            Problem(("data", name), "error.unknown_field", {"fields": fields})
            for name in asked.hyperparameters
        ),
        *rows_problems(asked, network, "inputs", "targets", required=True),
        *rows_problems(asked, network, "test_inputs", "test_targets", required=False),
        *number_problems(asked),
    ]


def rows_problems(
    asked: DataRequest, network: NetworkRequest, inputs: str, targets: str, required: bool
) -> list[Problem]:
    """What is wrong with the rows of one of the two sets."""
    rows, wanted = getattr(asked, inputs), getattr(asked, targets)
    if rows is None and wanted is None and not required:
        return []
    if rows is None or wanted is None:
        return [Problem(("data", inputs if rows is None else targets), "error.missing")]
    problems = row_problems(inputs, rows, network.inputs, ("data",), "inputs")
    problems += row_problems(targets, wanted, network.layers[-1].units, ("data",), "targets")
    if len(rows) != len(wanted):
        counts: Params = {"inputs": len(rows), "targets": len(wanted)}
        problems.append(Problem(("data", targets), "error.batch", counts))
    return problems


def number_problems(asked: DataRequest) -> list[Problem]:
    """A body of some megabytes could hold more numbers than are wanted in memory."""
    found = sum(len(row) for name in OWN for row in getattr(asked, name) or ())
    if found <= LIMITS["train_data"]:
        return []
    samples = len(asked.inputs or ()) * LIMITS["train_data"] // found
    return [Problem(("data", "inputs"), "error.lower.samples", {"most": max(1, samples)})]


def data_of(asked: DataRequest) -> Data:
    if asked.name is not None:
        found = samples_of(DATASETS[asked.name], asked.hyperparameters)
        return Data(found.inputs, found.targets, found.test_inputs, found.test_targets)
    assert asked.inputs is not None
    assert asked.targets is not None
    return Data(
        matrix(asked.inputs),
        matrix(asked.targets),
        None if asked.test_inputs is None else matrix(asked.test_inputs),
        None if asked.test_targets is None else matrix(asked.test_targets),
    )


def class_names(asked: DataRequest) -> list[str] | None:
    """What the classes of a data set are called; None where they have no names of their own."""
    return None if asked.name is None else list(DATASETS[asked.name].class_names) or None


def named_data_problems(asked: DataRequest, data: Data, network: NetworkRequest) -> list[Problem]:
    """The network has to fit a data set that it has not brought along."""
    if asked.name is None:
        return []
    last = len(network.layers) - 1
    sizes: list[tuple[Location, str, int, int]] = [
        (("network", "inputs"), "error.train.inputs", network.inputs, data.inputs.shape[1]),
        (
            ("network", "layers", last, "units"),
            "error.train.outputs",
            network.layers[-1].units,
            data.targets.shape[1],
        ),
    ]
    return [
        Problem(
            place,
            key,
            {"data": asked.name, "needed": needed, "found": found},
        )
        for place, key, found, needed in sizes
        if found != needed
    ]


def loss_problems(asked: DataRequest, data: Data, loss: Loss, output: str) -> list[Problem]:
    """Targets that the loss is not defined for."""
    if asked.name is None:
        return [
            Problem(("data", name), f"error.targets.{loss.targets}", {"loss": loss.name})
            for name in ("targets", "test_targets")
            if (targets := getattr(data, name)) is not None and not takes(loss, targets)
        ]
    sets = [targets for targets in (data.targets, data.test_targets) if targets is not None]
    if all(takes(loss, targets) for targets in sets):
        return []
    others = ", ".join(
        each.name for each in LOSSES.values() if each.output is None and each.targets == "any"
    )
    params: Params = {"loss": loss.name, "data": asked.name, "losses": others}
    return [Problem(("network", "loss"), "error.train.loss", params)]


def takes(loss: Loss, targets: Array) -> bool:
    """Whether the loss is defined for all of the targets."""
    if loss.targets == "any":
        return True
    return bool(targets.min() >= 0 and (loss.targets == "nonnegative" or targets.max() <= 1))
