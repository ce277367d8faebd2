"""Which entries of the engine's tables the cases of the oracle have."""

from collections.abc import Sequence
from typing import Any


def covered_by(
    traces: Sequence[dict[str, Any]], initial: Sequence[dict[str, Any]]
) -> dict[str, set[str]]:
    """The names by the word for an entry, from the cases of ``traces.json`` and
    ``initializers.json``. An optimizer counts only in a case of several rounds, which tests its
    state.
    """
    requests = [case["request"] for case in traces]
    return {
        "activation": {
            layer["activation"] for request in requests for layer in request["network"]["layers"]
        },
        "loss": {request["network"]["loss"] for request in requests},
        "optimizer": {
            request["optimizer"]["name"] for request in requests if request.get("round", 1) > 1
        },
        "initializer": {case["initializer"] for case in initial},
    }
