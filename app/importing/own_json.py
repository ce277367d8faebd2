"""The project's own files in JSON: a body of the API, an exported walkthrough, a saved page, or a
network alone.
"""

from typing import Any

from ..engine.cancellation import CheckCancelled
from .json_text import read_json
from .model import Limits, Notice, NotImportable, Written

#: Where an object may have the next one on the way to the network, the outermost first.
AROUND = ("state", "request", "network")
#: What a network has.
OF_A_NETWORK = {"inputs", "layers"}


def is_json(content: bytes) -> bool:
    return content.lstrip()[:1] == b"{"


def read(content: bytes, limits: Limits, check_cancelled: CheckCancelled) -> Written:
    """:raises NotImportable: there is no network in it."""
    return written(read_json(content))


def written(found: Any) -> Written:
    """The network in what a file holds."""
    is_alone = True
    for name in AROUND:
        if isinstance(found, dict) and isinstance(found.get(name), dict):
            found, is_alone = found[name], False
    if not isinstance(found, dict) or not found.keys() >= OF_A_NETWORK:
        raise NotImportable("error.import.no_network")
    return Written(found, () if is_alone else (Notice("imported.network_only"),))
