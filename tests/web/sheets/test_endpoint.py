"""``POST /api/v1/sheets``, as programs ask it."""

from typing import Any

import pytest

from app.checking.sheets.plan import BY_HAND, KINDS
from app.engine.network.losses import LOSSES
from app.web.limits import LIMITS
from app.web.sheets.endpoint import ENDPOINT, EXAMPLE, FADED, PUBLISHED, SLIP
from app.web.sheets.schema import FORMATS
from tests.conftest import Client
from tests.web.pages.test_openapi import validator
from tests.web.requests import Request


def answer(client: Client, request: Request, **more: Any) -> dict[str, Any]:
    content = client.post("sheets", request, **more)
    assert content.status_code == 200, content.text
    found: dict[str, Any] = content.json()
    return found


def numbers(variant: dict[str, Any]) -> list[dict[str, Any]]:
    return [number for line in variant["lines"] for number in line["numbers"]]


@pytest.mark.parametrize("request_", [EXAMPLE, FADED, SLIP, PUBLISHED, {}])
def test_an_answer_keeps_its_schema(client: Client, request_: Request) -> None:
    validator(client, "SheetsRequest").validate(request_)
    validator(client, "Sheets").validate(answer(client, request_))


@pytest.mark.parametrize("kind", KINDS)
def test_the_request_of_a_variant_is_marked_with_its_key(client: Client, kind: str) -> None:
    (variant,) = answer(client, {"plan": {"kind": kind}, "seed": 3})["variants"]
    key = {each["address"]: each["text"] for each in numbers(variant)}
    marked = client.post("mark", variant["request"] | {"answers": key}).json()
    assert marked["first_wrong"] is None
    assert marked["points"] == [len(key), len(key)]
    trace = client.trace(variant["request"]).json()
    exact = {each["address"]: each["exact"] for each in numbers(variant)}
    assert exact["loss"] == pytest.approx(trace["loss"], rel=1e-9)


def test_a_slip_is_found_by_the_marking(client: Client) -> None:
    request = {"plan": {"kind": "find_the_slip"}, "seed": 9, "variants": 10}
    for variant in answer(client, request)["variants"]:
        shown = {each["address"]: each["shown"] for each in numbers(variant)}
        marked = client.post("mark", variant["request"] | {"answers": shown}).json()
        assert marked["first_wrong"] in variant["slip"]["at"]


def test_variants_do_not_depend_on_how_many_there_are(client: Client) -> None:
    many = answer(client, {"seed": 4, "variants": 5})["variants"]
    assert answer(client, {"seed": 4, "variants": 2})["variants"] == many[:2]
    assert len({str(each["request"]) for each in many}) == 5


def test_the_words_are_in_the_language_that_is_asked_for(client: Client) -> None:
    headers = {"Accept-Language": "zh"}
    assert answer(client, {"language": "en"}, headers=headers)["language"] == "en"
    assert answer(client, {}, headers=headers)["language"] == "zh"
    assert answer(client, {"language": "zh"})["task"] != answer(client, {"language": "en"})["task"]


@pytest.mark.parametrize("format_", FORMATS)
def test_a_file_comes_in_the_place_of_the_variants(client: Client, format_: str) -> None:
    found = answer(client, {"variants": 3, "format": format_})
    if format_ == "json":
        assert (len(found["variants"]), found["file"]) == (3, None)
    else:
        assert found["variants"] == []
        assert found["file"]["text"]
        assert "." in found["file"]["name"]


@pytest.mark.parametrize(
    ("plan", "place", "code"),
    [
        ({"kind": "essay"}, ["plan", "kind"], "error.one_of"),
        ({"sizes": [2]}, ["plan", "sizes"], "error.too_short"),
        ({"sizes": [2] * 9}, ["plan", "sizes"], "error.too_long"),
        ({"sizes": [2, 0, 2]}, ["plan", "sizes", 1], "error.at_least"),
        ({"sizes": [2, 5, 2]}, ["plan", "sizes", 1], "error.at_most"),
        ({"sizes": [4, 4, 4, 4]}, ["plan", "sizes"], "error.sheets.parameters"),
        ({"sizes": [2, 1], "loss": "cross_entropy"}, ["plan", "sizes"], "error.sheets.one_output"),
        ({"activation": "softmax"}, ["plan", "activation"], "error.one_of"),
        ({"digits": 1}, ["plan", "digits"], "error.at_least"),
        ({"digits": 10**6}, ["plan", "digits"], "error.at_most"),
        ({"blanks": 3}, ["plan", "blanks"], "error.sheets.blanks"),
        ({"kind": "faded", "blanks": 0}, ["plan", "blanks"], "error.at_least"),
        ({"ready": "another"}, ["plan", "ready"], "error.one_of"),
        ({"bias": False}, ["plan", "bias"], "error.unknown_field"),
    ],
)
def test_a_plan_that_cannot_be_drawn_names_the_field(
    client: Client, plan: Request, place: list[Any], code: str
) -> None:
    refused = client.post("sheets", {"plan": plan})
    assert refused.status_code == 422
    (problem,) = refused.json()["problems"]
    assert (problem["loc"], problem["code"]) == (place, code)
    assert len(refused.content) < 4_000


@pytest.mark.parametrize(
    "more",
    [
        {"variants": LIMITS["sheet_variants"] + 1},
        {"variants": 0},
        {"seed": -1},
        {"seed": 10**30},
        {"format": "pdf"},
        {"language": "xx"},
    ],
)
def test_what_else_cannot_be_is_refused(client: Client, more: Request) -> None:
    refused = client.post("sheets", more)
    assert refused.status_code == 422
    assert refused.json()["problems"][0]["loc"] == list(more)


@pytest.mark.parametrize("activation", BY_HAND)
@pytest.mark.parametrize("loss", LOSSES)
def test_the_largest_request_of_every_entry_is_cheap(activation: str, loss: str) -> None:
    body = b'{"plan":{"sizes":[4,4,4],"activation":"%s","loss":"%s"},"variants":60}'
    asked = ENDPOINT.read(body % (activation.encode(), loss.encode()))
    assert ENDPOINT.scale.estimate(asked).seconds < 3
