"""Every refused request gets a problem that says what to do, in under 4 KB, without its values."""

import asyncio
import json
from typing import Any

import httpx
import pytest

from app.main import create_app
from app.settings import Settings
from app.web.endpoint import Operation
from app.web.endpoints import OPERATIONS
from app.web.limits import LIMITS
from app.web.trace.schema import whole
from tests.conftest import Client
from tests.web.requests import Request, document, preset, small

SECRET = "s3cret-value"


def problem(response: httpx.Response, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert len(response.content) < 4096
    content: dict[str, Any] = response.json()
    named = {"type", "title", "status", "detail", "code", "request_id"}
    assert set(content) - {"problems"} == named
    assert content["type"] == f"/api#{content['code']}"
    assert content["request_id"] == response.headers["x-request-id"]
    assert content["status"] == status
    assert content["detail"].endswith(".")
    assert SECRET not in response.text
    return content


def first(response: httpx.Response) -> tuple[list[Any], str]:
    found = problem(response, 422)["problems"][0]
    return found["loc"], found["msg"]


def change(request: Request, *path: Any) -> Request:
    """The request with the last of ``path`` at the place that the rest of it names."""
    *place, last, value = path
    target: Any = request
    for part in place:
        target = target[part]
    target[last] = value
    return request


LAYER = ("network", "layers", 0)


@pytest.mark.parametrize(
    ("path", "loc", "sentence"),
    [
        (("netwrok", 1), ["netwrok"], "The fields are: network, inputs, targets"),
        (("network", "depth", 1), ["network", "depth"], "The fields are: inputs, layers"),
        ((*LAYER, "unit", 1), [*LAYER, "unit"], "The fields are: units, activation"),
        ((*LAYER, "activation", SECRET), [*LAYER, "activation"], "Use one of: linear, sigmoid"),
        (("network", "loss", SECRET), ["network", "loss"], "half_squared_error"),
        (("network", "initializer", SECRET), ["network", "initializer", "name"], "xavier_uniform"),
        (
            ("network", "initializer", {"name": "uniform", "gain": 1}),
            ["network", "initializer", "gain"],
            "The fields are: name, limit",
        ),
        (
            ("network", "initializer", {"name": "uniform", "limit": -1}),
            ["network", "initializer", "limit"],
            "between 0 and 100",
        ),
        (("optimizer", {"name": SECRET}), ["optimizer", "name"], "Use one of: sgd, momentum"),
        (
            ("optimizer", {"name": "sgd", "momentum": 0.9}),
            ["optimizer", "momentum"],
            "The fields are: name, learning_rate",
        ),
        (
            ("optimizer", {"name": "adam", "beta1": 1.5}),
            ["optimizer", "beta1"],
            "between 0 and 0.999999",
        ),
        (
            ("optimizer", {"name": "sgd", "learning_rate": SECRET}),
            ["optimizer", "learning_rate"],
            "must be a number",
        ),
        (("optimizer", SECRET), ["optimizer", "name"], "Use one of: sgd, momentum"),
        (("optimizer", 1), ["optimizer"], "object in braces"),
        (("reduction", SECRET), ["reduction"], "Use one of: mean, sum"),
        (("rule", SECRET), ["rule"], "Use one of: gradient, as_drawn"),
        (
            ("include", [SECRET]),
            ["include", 0],
            "Use one of: steps, slopes, as_drawn, check, latex",
        ),
        (("round", 0), ["round"], "at least 1"),
        (("round", 10_001), ["round"], "at most 10000"),
        (("round", 1.5), ["round"], "whole number"),
        (("round", 10**30), ["round"], "at most 10000"),
        (("round", True), ["round"], "whole number"),
        ((*LAYER, "units", 0), [*LAYER, "units"], "at least 1"),
        ((*LAYER, "units", 1025), [*LAYER, "units"], "at most 1024"),
        ((*LAYER, "bias", 1), [*LAYER, "bias"], "true or false"),
        ((*LAYER, "bias", "yes"), [*LAYER, "bias"], "true or false"),
        ((*LAYER, "weights", [[0.5, True]]), [*LAYER, "weights", 0, 1], "must be a number"),
        ((*LAYER, "weights", [["1", 2]]), [*LAYER, "weights", 0, 0], "must be a number"),
        ((*LAYER, "weights", [1, 2]), [*LAYER, "weights", 0], "a list"),
        ((*LAYER, "weights", []), [*LAYER, "weights"], "at least 1"),
        (
            (*LAYER, "weights", [[1, 2], [3, 4]]),
            [*LAYER, "weights"],
            "a row for each unit (1) with a weight for each input (2); rows given: 2.",
        ),
        (
            (*LAYER, "weights", [[1, 2, 3]]),
            [*LAYER, "weights", 0],
            "a row for each unit (1) with a weight for each input (2); numbers in row 1: 3.",
        ),
        ((*LAYER, "biases", [1, 2]), [*LAYER, "biases"], "needs: 1, one for each unit; given: 2."),
        ((*LAYER, "frozen", "weights"), [*LAYER, "frozen"], "Use one of: biases, all"),
        (("network", "layers", []), ["network", "layers"], "at least 1"),
        (("network", "layers", {}), ["network", "layers"], "a list"),
        (("network", []), ["network"], "object in braces"),
        (("network", "seed", -1), ["network", "seed"], "at least 0"),
        (("inputs", [[1, 2], [1]]), ["inputs", 1], "the network takes 2. Give as many as it takes"),
        (
            ("targets", [[1, 2]]),
            ["targets", 0],
            "layer: 1. Give a number for each neuron; a class is one-hot",
        ),
        (("targets", [[1], [2]]), ["targets"], "Samples in inputs: 1, in targets: 2"),
        (("inputs", []), ["inputs"], "at least 1"),
        (("inputs", [[]]), ["inputs", 0], "at least 1"),
        (("inputs", None), ["inputs"], "a list"),
        (("network", "loss", "cross_entropy"), ["network", "loss"], "output layer of softmax"),
    ],
)
def test_a_field_at_fault_is_named_with_its_remedy(
    client: Client, path: tuple[Any, ...], loc: list[Any], sentence: str
) -> None:
    found, message = first(client.trace(change(small(), *path)))
    assert found == loc
    assert sentence in message


def test_a_missing_field_is_named(client: Client) -> None:
    request = small()
    del request["network"]["loss"]
    assert first(client.trace(request)) == (
        ["network", "loss"],
        "This field is required; add it.",
    )


def test_a_layer_without_bias_takes_no_biases(client: Client) -> None:
    request = change(small(), *LAYER, "bias", False)
    found, message = first(client.trace(change(request, *LAYER, "biases", [1])))
    assert found == [*LAYER, "biases"]
    assert '"bias": false' in message


@pytest.mark.parametrize(
    ("name", "output", "target", "sentence"),
    [
        ("binary_cross_entropy", "sigmoid", 1.5, "between 0 and 1"),
        ("binary_cross_entropy", "sigmoid", -0.1, "between 0 and 1"),
        ("cross_entropy", "softmax", -0.1, "0 or more"),
    ],
)
def test_targets_must_suit_the_loss(
    client: Client, name: str, output: str, target: float, sentence: str
) -> None:
    request = change(small(targets=[[target]]), *LAYER, "activation", output)
    found, message = first(client.trace(change(request, "network", "loss", name)))
    assert found == ["targets"]
    assert sentence in message


@pytest.mark.parametrize("field", [{"rule": "as_drawn"}, {"include": ["as_drawn"]}])
@pytest.mark.parametrize(
    "path",
    [
        ("optimizer", {"name": "adam"}),
        ("network", "loss", "squared_error"),
        (*LAYER, "activation", "softmax"),
    ],
)
def test_the_drawn_rule_is_refused_where_it_is_not_defined(
    client: Client, field: Request, path: tuple[Any, ...]
) -> None:
    found, message = first(client.trace(change(small(**field), *path)))
    assert found == list(field)
    assert "half_squared_error" in message


def test_too_many_parameters(client: Client) -> None:
    layers = [{"units": 1024, "activation": "relu"}]
    network = {"inputs": 1024, "layers": layers, "loss": "huber"}
    request = {"network": network, "inputs": [[0.0] * 1024], "targets": [[0.0] * 1024]}
    assert "at most 250000" in first(client.trace(request))[1]


def test_too_much_work_names_the_largest_round(client: Client) -> None:
    request = preset("digits") | {"round": 1_000}
    for rows in ("inputs", "targets"):
        request[rows] *= 64
    found, message = first(client.trace(request))
    assert found == ["round"]
    parameters = 784 * 256 + 256 + 256 * 128 + 128 + 128 * 10 + 10
    assert str(LIMITS["work"] // (64 * parameters)) in message


def test_a_check_of_a_large_network_is_refused(client: Client) -> None:
    found, message = first(client.trace(preset("digits") | {"include": ["check"]}))
    assert found == ["include"]
    assert "at most 5000" in message


def test_too_many_layers_and_samples(client: Client) -> None:
    layer = {"units": 1, "activation": "linear"}
    assert (
        "at most 16" in first(client.trace(change(small(), "network", "layers", [layer] * 17)))[1]
    )
    request = small(inputs=[[1, 2]] * 1025, targets=[[1]] * 1025)
    assert "at most 1024" in first(client.trace(request))[1]


def test_an_overflow_names_the_quantity_the_layer_and_the_round(client: Client) -> None:
    request = document()
    for layer in request["network"]["layers"]:
        layer["activation"] = "linear"
    huge = change(request, "network", "layers", 1, "weights", [[1.7e308] * 3] * 2)
    huge["inputs"] = [[10, 5]]
    detail = problem(client.trace(huge), 422)["detail"]
    assert "pre_activations" in detail
    assert "layer 2" in detail
    diverging = document() | {"round": 10_000, "optimizer": {"name": "sgd", "learning_rate": 1e5}}
    for layer in diverging["network"]["layers"]:
        layer["activation"] = "linear"
    assert "In round" in problem(client.trace(diverging), 422)["detail"]


def linear_unit(x: float, optimizer: Any, loss: str = "half_squared_error") -> Request:
    """w = 1, t = 0."""
    layer = {"units": 1, "activation": "linear", "weights": [[1.0]], "bias": False}
    network = {"inputs": 1, "layers": [layer], "loss": loss}
    return {"network": network, "inputs": [[x]], "targets": [[0.0]], "optimizer": optimizer}


@pytest.mark.parametrize(
    ("request_", "code", "words"),
    [
        (linear_unit(1e100, "adam"), "optimizer_overflow", "the number v inside the optimizer"),
        (linear_unit(0.0, {"name": "adam", "epsilon": 0}), "optimizer_zero", "ε is 0, and so is v"),
        (
            linear_unit(1e-160, {"name": "adagrad", "epsilon": 0}, "absolute_error"),
            "optimizer_small",
            "the number G inside the optimizer",
        ),
    ],
)
def test_a_number_inside_an_optimizer_is_named(
    client: Client, request_: Request, code: str, words: str
) -> None:
    found = problem(client.trace(request_), 422)
    assert found["code"] == f"error.detail.{code}"
    assert words in found["detail"]


@pytest.mark.parametrize(
    "text",
    [
        b"{",
        b"{'a': 1}",
        b"\xef\xbb\xbf\xef\xbb\xbf{}",
        b'{"a": 01}',
        b"[" * 10_000,
        b'{"a":' * 1_000,
        b"[" * 10_000 + b"]" * 10_000,
        b'{"\\ud800": 1}',
        b'{"network": "\\udfff"}',
        b"1" + b"0" * 5_000,
    ],
)
def test_what_is_not_json_is_a_400_that_says_where(client: Client, text: bytes) -> None:
    assert "not valid JSON at line" in problem(client.trace_text(text), 400)["detail"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
def test_another_encoding_than_utf_8_is_named(client: Client, encoding: str) -> None:
    body = json.dumps(small()).encode(encoding)
    assert "UTF-8" in problem(client.trace_text(body), 400)["detail"]


@pytest.mark.parametrize("text", [b"\xff\xfe", b'{"a": "\xed\xa0\x80"}', b'{"\xe9": 1}'])
def test_bytes_that_are_not_utf_8_are_named(client: Client, text: bytes) -> None:
    assert "UTF-8" in problem(client.trace_text(text), 400)["detail"]


def test_a_byte_order_mark_before_utf_8_is_accepted(client: Client) -> None:
    body = json.dumps(small())
    marked = client.trace_text(body.encode("utf-8-sig"))
    assert marked.status_code == 200
    assert marked.content == client.trace_text(body.encode()).content


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "1" + "0" * 400])
@pytest.mark.parametrize("place", ["inputs", "targets", "weights", "biases", "learning_rate"])
def test_a_number_that_is_none_is_named(client: Client, number: str, place: str) -> None:
    request = small(optimizer={"name": "sgd", "learning_rate": 0.1})
    request["network"]["layers"][0]["biases"] = [0]
    if place in ("inputs", "targets"):
        request[place][0][0] = "HERE"
    elif place == "learning_rate":
        request["optimizer"][place] = "HERE"
    else:
        part = request["network"]["layers"][0][place]
        (part[0] if place == "weights" else part)[0] = "HERE"
    text = json.dumps(request).replace('"HERE"', number).encode()
    response = client.trace_text(text)
    assert response.status_code in (400, 422)
    problem(response, response.status_code)


@pytest.mark.parametrize("text", [b"[]", b"1", b"null", b'"text"', b"true", b"{}"])
def test_json_of_another_shape_is_a_422(client: Client, text: bytes) -> None:
    problem(client.trace_text(text), 422)


@pytest.mark.parametrize(
    "kind", [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_another_content_type_is_a_415(client: Client, kind: str | None) -> None:
    headers = {} if kind is None else {"Content-Type": kind}
    response = client.ask(
        "POST", "/api/v1/trace", content=json.dumps(small()).encode(), headers=headers
    )
    assert "application/json" in problem(response, 415)["detail"]


def test_a_content_type_with_a_charset_is_json(client: Client) -> None:
    headers = {"Content-Type": "Application/JSON; charset=utf-8"}
    response = client.trace_text(json.dumps(small()).encode(), headers=headers)
    assert response.status_code == 200


def test_at_most_ten_problems_in_under_four_kilobytes(client: Client) -> None:
    request = small() | {'"\\' * 25 + str(n): SECRET for n in range(13)}
    assert 1 <= len(problem(client.trace(request), 422)["problems"]) <= 10
    request = small() | {"\N{GRINNING FACE}" * 500 + str(n): SECRET for n in range(50)}
    content = problem(client.trace(request), 422)
    assert all(len(entry["loc"][0]) <= 64 for entry in content["problems"])


def test_a_name_is_repeated_without_what_does_not_print(client: Client) -> None:
    found, _ = first(client.trace(small() | {"a\x00\x1b[31m\u202e\n": 1}))
    assert found[0].isprintable()


def test_a_quarter_million_wrong_numbers_are_one_problem_a_row(client: Client) -> None:
    layers = [{"units": 500, "activation": "relu", "weights": [["x"] * 500] * 500}]
    network = {"inputs": 500, "layers": layers, "loss": "huber"}
    request = {"network": network, "inputs": [[0.0] * 500], "targets": [[0.0] * 500]}
    assert len(problem(client.trace(request), 422)["problems"]) == 10


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en,zh", "en"),
        ("fr, zh;q=0.5", "zh"),
        ("fr", "en"),
        ("zh;q=0, en", "en"),
        ("zh;q=x", "en"),
        ("", "en"),
    ],
)
def test_errors_are_told_in_the_readers_language(
    client: Client, accepted: str, language: str
) -> None:
    response = client.trace(small(round=0), headers={"Accept-Language": accepted})
    assert response.headers["content-language"] == language
    message = problem_in(response)
    assert message == ("不能小于 1。" if language == "zh" else "This must be at least 1.")


def problem_in(response: httpx.Response) -> str:
    return str(response.json()["problems"][0]["msg"])


def test_the_queue_of_long_computations_is_bounded() -> None:
    """With as many waiting as may wait, the next is sent away and told when to come again."""
    app = create_app(Settings(threads=1, queue_seconds=2, address_share=1))
    # All different, as the same question is computed once.
    bodies = [json.dumps(preset("xor") | {"round": 3000 + each}).encode() for each in range(8)]

    async def all_at_once() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as asking:
            headers = {"Content-Type": "application/json"}
            return await asyncio.gather(
                *(asking.post("/api/v1/trace", content=body, headers=headers) for body in bodies)
            )

    responses = asyncio.run(all_at_once())
    assert {response.status_code for response in responses} == {200, 503}
    refused = next(response for response in responses if response.status_code == 503)
    assert 1 <= int(refused.headers["retry-after"]) <= 10
    problem(refused, 503)


def ints_of(schema: Any, validators: tuple[Any, ...] = (), place: str = "") -> list[Any]:
    """(place, the validators around it) of every int in a schema of pydantic."""
    if isinstance(schema, list):
        return [found for part in schema for found in ints_of(part, validators, place)]
    if not isinstance(schema, dict):
        return []
    if schema.get("type") == "int":
        return [(place, validators)]
    if schema.get("type") == "function-before":
        validators += (schema["function"]["function"],)
    parts = ((name, part) for name, part in schema.items() if name != "metadata")
    return [each for name, part in parts for each in ints_of(part, validators, f"{place}.{name}")]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_every_whole_number_may_be_written_as_a_float(operation: Operation[Any]) -> None:
    """JSON has one kind of number: many programs write 3 as 3.0."""
    found = ints_of(operation.request.__pydantic_core_schema__)
    assert [place for place, validators in found if whole not in validators] == []


@pytest.mark.parametrize(
    ("written", "refused"),
    [
        ("1.0", None),
        ("1e0", None),
        ("0.0", "at least 1"),
        ("2000.0", "at most 1024"),
        ("1e300", "at most 1024"),
        ("3.5", "whole number"),
        ("true", "whole number"),
        ("-0.0", "at least 1"),
        ('"1"', "without quotes"),
        ("1e400", "whole number"),
    ],
)
def test_a_float_is_a_whole_number_if_it_has_no_fraction(
    client: Client, written: str, refused: str | None
) -> None:
    body = json.dumps(small()).replace('"units": 1,', f'"units": {written},')
    assert f'"units": {written},' in body
    response = client.trace_text(body.encode())
    if refused is None:
        assert response.status_code == 200
        assert response.content == client.trace(small()).content
    else:
        assert refused in problem_in(response)
