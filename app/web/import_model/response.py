"""From the bytes of a file to a network as the API takes it."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from ...engine.cancellation import CheckCancelled
from ...engine.network.initializers import INITIALIZERS
from ...engine.network.losses import LOSSES
from ...errors import Location, Params, Problem, Refusal, from_validation, printable
from ...importing.kinds import kind_of
from ...importing.model import Limits, Notice, NotImportable, Written, checked, network_of
from ..bytes_endpoint import FileRequest
from ..endpoint import Content, Say
from ..limits import LIMITS
from ..trace.build import (
    fit_problems,
    hyperparameter_problems,
    layer_problems,
    parameter_problems,
)
from ..trace.matrix import matrix
from ..trace.schema import LayerRequest, NetworkRequest, fields_of

MOST = Limits(LIMITS["layers"], LIMITS["units"], LIMITS["parameters"])
KNOWN_FIELDS: dict[Location, str] = {
    (): fields_of(NetworkRequest),
    ("layers",): fields_of(LayerRequest),
}
#: Where a refusal says that its cause is.
FILE = "file"


def imported(asked: FileRequest, check_cancelled: CheckCancelled, say: Say) -> Content:
    """Raises a `Refusal`, and what ``check_cancelled`` raises."""
    check_cancelled()
    kind = kind_of(asked.content)
    try:
        found = kind.read(asked.content, MOST, check_cancelled)
        check_cancelled()
        if isinstance(found, Written):
            network, layers = written(found), named(found)
            notices: Sequence[Notice] = found.notices
        else:
            network, notices = network_of(checked(found, MOST))
            layers = [
                {"name": printable(layer.name), "shape": layer.weights.shape}
                for layer in found.layers
            ]
    except NotImportable as error:
        raise refusal(error.key, params_of(error.params, error.names), asked) from None
    told = [
        {"code": notice.key, "text": say(notice.key, params_of(notice.params, notice.names))}
        for notice in notices
    ]
    return {"kind": kind.name, "network": network, "layers": layers, "notices": told}


def params_of(params: Params, names: Mapping[str, str]) -> Params:
    """What fills a sentence: of what the file says, only what may be repeated."""
    return params | {name: printable(value) for name, value in names.items()}


def refusal(key: str, params: Params, asked: FileRequest) -> Refusal:
    name = asked.given.get("name", "")
    place = (FILE, name) if name else (FILE,)
    return Refusal(422, "error.detail.import", problems=[Problem(place, key, params)])


def written(found: Written) -> dict[str, Any]:
    """A network that is written in JSON, read as one of a request.

    :raises Refusal: names the fields at fault.
    """
    try:
        asked = NetworkRequest.model_validate(found.network)
    except ValidationError as error:
        refused = from_validation(error, KNOWN_FIELDS, b"{}")
    else:
        initializer = INITIALIZERS[asked.initializer.name]
        problems = [
            *hyperparameter_problems(
                ("network", "initializer"),
                initializer.hyperparameters,
                asked.initializer.hyperparameters,
            ),
            *layer_problems(asked),
            *parameter_problems(asked),
            *fit_problems(LOSSES[asked.loss], asked.layers[-1].activation),
        ]
        if not problems:
            return without_nulls(asked.model_dump(exclude_unset=True))
        refused = Refusal(422, "error.detail.import", problems=problems)
    raise refused  # outside, as it would keep the error, which holds the whole network


def without_nulls(network: dict[str, Any]) -> dict[str, Any]:
    """The network without what is null, as answers of the API have what a request leaves out, and
    with arrays, which are written more quickly than lists.
    """
    layers = []
    for layer in network["layers"]:
        kept = {name: value for name, value in layer.items() if value is not None}
        if "weights" in kept:
            kept["weights"] = matrix(kept["weights"])
        layers.append(kept)
    return network | {"layers": layers}


def named(found: Written) -> list[dict[str, Any]]:
    """The layers of a network that has been read."""
    fan_in = found.network["inputs"]
    layers = []
    for index, layer in enumerate(found.network["layers"]):
        layers.append({"name": str(index + 1), "shape": (layer["units"], fan_in)})
        fan_in = layer["units"]
    return layers
