"""Training requests that the tests start from; every call makes a new one."""

import copy
import json
from typing import Any

import httpx

from app.web.train.presets import EVERY_PART, TRAIN_PRESETS
from tests.web.requests import Request

#: So many epochs take longer than any test.
ENDLESS = 100_000


def preset(name: str, **more: Any) -> Request:
    return copy.deepcopy(TRAIN_PRESETS[name]) | more


def every_part(**more: Any) -> Request:
    return copy.deepcopy(EVERY_PART) | more


def quick(**more: Any) -> Request:
    """Twenty steps on the four points of XOR."""
    return preset("xor", epochs=5, frames={"count": 3}) | more


def endless(**more: Any) -> Request:
    """A run that somebody has to end."""
    return quick(epochs=ENDLESS) | more


def lines(response: httpx.Response) -> list[dict[str, Any]]:
    """The lines of an answer; none of them has NaN or Infinity."""
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/x-ndjson"
    assert response.text.endswith("\n")
    return [read(line) for line in response.text.splitlines()]


def read(line: str | bytes) -> dict[str, Any]:
    def refuse(name: str) -> float:
        raise AssertionError(name)

    content: dict[str, Any] = json.loads(line, parse_constant=refuse)
    return content
