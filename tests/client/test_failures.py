"""What goes wrong is named with the remedy, and nothing waits for ever."""

import asyncio
import json
import re
import time
from collections.abc import Callable
from email.utils import formatdate
from typing import Any

import httpx
import numpy as np
import pytest

from app import __version__
from app.client import AsyncClient, Client, DeltaflowError, Refused, Unreachable
from app.client.calls import train
from app.client.connection import LARGEST_LINE, LineReader
from app.client.values import plain, written
from tests.client.requests import GRAPH, TRACE, TRAIN

ADDRESS = "https://deltaflow.example/below"
BUSY = {"status": 503, "detail": "Too much waits.", "code": "error.detail.busy"}


class Server:
    """Answers a request with the next of some answers; the last one stays."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def client(self, **options: Any) -> Client:
        return Client(ADDRESS, transport=httpx.MockTransport(self), **options)

    def asynchronous(self, **options: Any) -> AsyncClient:
        return AsyncClient(ADDRESS, transport=httpx.MockTransport(self), **options)


def busy(wait: str | None = "7", status: int = 503) -> httpx.Response:
    headers = {} if wait is None else {"Retry-After": wait}
    return httpx.Response(status, json=BUSY | {"status": status}, headers=headers)


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long a client has waited, without waiting."""
    found: list[float] = []

    async def wait(seconds: float) -> None:
        found.append(seconds)

    monkeypatch.setattr("app.client.client.time.sleep", found.append)
    monkeypatch.setattr("app.client.asynchronous.asyncio.sleep", wait)
    return found


def both(server: Callable[[], Server], waits: list[float]) -> list[tuple[Any, list[float]]]:
    """What both clients make of a server: a result or an error, and their waits."""
    found: list[tuple[Any, list[float]]] = []
    for asynchronous in (False, True):
        waits.clear()
        one, result = server(), None
        try:
            result = asyncio.run(asked(one)) if asynchronous else one.client().graph(GRAPH)
        except DeltaflowError as error:
            found.append((error, waits.copy()))
            continue
        found.append((result, waits.copy()))
    return found


async def asked(server: Server) -> Any:
    async with server.asynchronous() as client:
        return await client.graph(GRAPH)


GRAPH_ANSWER = Client().graph(GRAPH).answer


def test_a_busy_server_is_asked_again_as_often_as_was_said(waits: list[float]) -> None:
    for result, waited in both(
        lambda: Server(busy("7"), busy("3", 429), httpx.Response(200, json=GRAPH_ANSWER)), waits
    ):
        assert result.gradients == GRAPH_ANSWER["gradients"]
        assert waited == [7, 3]
    for error, waited in both(lambda: Server(busy("2")), waits):
        assert (error.status, error.code, error.retry_after) == (503, "error.detail.busy", 2)
        assert str(error) == "Too much waits."
        assert waited == [2, 2, 2]


@pytest.mark.parametrize("wait", [None, "61", "soon", "-3", "1e9", ""])
def test_a_wait_that_is_too_long_or_no_number_is_not_begun(
    waits: list[float], wait: str | None
) -> None:
    for error, waited in both(lambda: Server(busy(wait)), waits):
        assert isinstance(error, Refused)
        assert waited == []


def test_a_date_is_waited_for(waits: list[float]) -> None:
    later = formatdate(time.time() + 20, usegmt=True)
    for _, waited in both(lambda: Server(busy(later)), waits):
        assert len(waited) == 3
        assert all(15 < seconds <= 20 for seconds in waited)


def test_another_refusal_is_not_repeated(waits: list[float]) -> None:
    for status in (400, 404, 413, 422, 500):
        for error, waited in both(lambda s=status: Server(busy("1", s)), waits):  # type: ignore[misc]
            assert error.status == status
            assert waited == []


def test_an_address_where_nothing_is_is_told_with_the_remedy(waits: list[float]) -> None:
    for error, _ in both(lambda: Server(busy("1", 404)), waits):
        assert isinstance(error, Refused)
        assert "/api/v1/graph: give the client only the part" in str(error)
        assert error.args[2] == error.detail


#: What comes, as a function of nothing, and what is said.
FAILURES: dict[str, tuple[Callable[[], httpx.Response | Exception], str]] = {
    "refused": (lambda: httpx.ConnectError("refused"), "deltaflow serve"),
    "silent": (lambda: httpx.ReadTimeout("slow"), r"within 60 seconds.*Client\(timeout=300\)"),
    "cut": (lambda: httpx.RemoteProtocolError("cut"), "Try again"),
    "a page": (lambda: httpx.Response(200, html="<p>Welcome</p>"), "Is there a Deltaflow server"),
    "another API": (lambda: httpx.Response(200, json={"loss": 1}), "Is there a Deltaflow server"),
    "a list": (lambda: httpx.Response(200, json=[1]), "Is there a Deltaflow server"),
    "not JSON": (
        lambda: httpx.Response(200, content=b"{", headers={"Content-Type": "application/json"}),
        "Is there a Deltaflow server",
    ),
    "a proxy": (lambda: httpx.Response(502, html="<p>Bad gateway</p>"), "502.*check the address"),
    "a status": (lambda: httpx.Response(599), r"599 \(unknown\)"),
    "moved": (lambda: httpx.Response(302, headers={"Location": "https://x.example"}), "302"),
    "a false problem": (
        lambda: httpx.Response(
            422, json={"detail": "No.", "problems": [1, {"loc": "x", "msg": 2}]}
        ),
        "^No.\n  2$",
    ),
}


@pytest.mark.parametrize("name", FAILURES)
def test_every_failure_says_what_to_do(name: str, waits: list[float]) -> None:
    answer, said = FAILURES[name]
    for error, waited in both(lambda: Server(answer()), waits):
        assert isinstance(error, Unreachable | Refused)
        assert re.search(said, str(error)), str(error)
        assert waited == []


def test_a_server_that_is_not_there_is_named() -> None:
    with Client("http://127.0.0.1:9") as client, pytest.raises(Unreachable, match="127.0.0.1:9"):
        client.trace(TRACE)


@pytest.mark.parametrize(
    "address", ["deltaflow.example", "ftp://x", "http://", "https://x?y=1", "http://x:port", ""]
)
def test_an_address_of_no_server_is_refused(address: str) -> None:
    for kind in (Client, AsyncClient):
        with pytest.raises(ValueError, match="is no address of a server"):
            kind(address)


def test_a_client_says_who_it_is_and_asks_below_the_address() -> None:
    server = Server(httpx.Response(200, json=GRAPH_ANSWER))
    with server.client(language="zh", headers={"Authorization": "Bearer x"}) as client:
        client.graph(GRAPH)
    (request,) = server.requests
    assert str(request.url) == f"{ADDRESS}/api/v1/graph"
    assert request.headers["User-Agent"].startswith(f"deltaflow/{__version__} httpx/")
    assert request.headers["Accept-Language"] == "zh"
    assert request.headers["Authorization"] == "Bearer x"
    assert request.headers["Content-Type"] == "application/json"
    assert json.loads(request.content) == GRAPH


def test_a_timeout_is_that_of_the_client() -> None:
    server = Server(httpx.Response(200, json=GRAPH_ANSWER))
    with server.client(timeout=2.5) as client:
        client.graph(GRAPH)
    assert server.requests[0].extensions["timeout"]["read"] == 2.5
    with Client(timeout=1e-9) as here, pytest.raises(Unreachable, match="did not answer within"):
        here.trace(TRACE)


def test_an_answer_that_never_ends_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.client.connection.LARGEST_ANSWER", 1000)
    with (
        Server(httpx.Response(200, content=b" " * 2000)).client() as client,
        pytest.raises(Unreachable, match="Ask for less"),
    ):
        client.graph(GRAPH)


def test_a_run_that_is_cut_or_no_run_is_told_from_one_that_ended() -> None:
    frame = b'{"type":"frame","epoch":0,"step":0,"learning_rate":0.1,"loss":1,"test_loss":null,'
    frame += b'"accuracy":null,"test_accuracy":null}\n'
    with (
        Server(httpx.Response(200, content=frame)).client() as client,
        pytest.raises(Unreachable, match="cut before its end"),
    ):
        list(client.train(TRAIN))
    for wrong in (b"{}\n", b"[]\n", b"x\n", b'{"type":"frame"}\n', b'{"type":"tale"}\n'):
        with pytest.raises(Unreachable, match="A line of the run"):
            list(LineReader().take(wrong))
    with pytest.raises(Unreachable, match="too long"):
        list(LineReader().take(b"x" * (LARGEST_LINE + 1)))


def test_lines_are_whole_however_they_are_cut() -> None:
    with Client() as client:
        training = client.train(TRAIN)
        expected = [frame.loss for frame in training]
        with client.answering(train(TRAIN, {})) as response:
            content = b"".join(response.iter_bytes())
    for size in (1, 7, 1000):
        reader = LineReader()
        parts = [content[k : k + size] for k in range(0, len(content), size)]
        found = [frame.loss for part in parts for frame in reader.take(part)]
        reader.finished()
        assert found == expected


def test_what_json_has_not_is_refused_before_it_is_sent() -> None:
    circle: list[Any] = []
    circle.append(circle)
    for wrong, said in (
        ({"inputs": object()}, "cannot hold a builtins.object"),
        ({"inputs": np.array(["a"])}, "holds no numbers"),
        ({1: 2}, "name of a field"),
        ({"inputs": circle}, "nested too deeply"),
        ({"inputs": 1j}, "complex"),
    ):
        with pytest.raises(TypeError, match=said):
            plain(wrong)
    with Client() as client:
        with pytest.raises(TypeError, match="The request is a dict"):
            client.trace([1])  # type: ignore[arg-type]
        with pytest.raises(TypeError, match="no files of a Mark"):
            client.export(client.mark(TRACE | {"answers": {"loss": 1}}), format="json")


@pytest.mark.parametrize("lost", [np.nan, np.inf, -np.inf])
def test_a_number_that_is_none_is_refused_by_that_name(lost: float) -> None:
    inputs = np.array([[0.5, lost]])
    with Client() as client, pytest.raises(Refused) as refused:
        client.trace(TRACE | {"inputs": inputs})
    (problem,) = refused.value.problems
    assert problem.field == "inputs[0][1]"
    assert problem.code == "error.finite"
    assert "NaN, Infinity" in problem.msg
    with Client() as client, pytest.raises(Refused, match="NaN, Infinity"):
        client.graph("x", values={"x": lost})


def test_arrays_become_numbers_by_address() -> None:
    assert written({"dw1": np.array([[1.0, 0.1]]), "db1": [0.5], "loss": 2, "z1.0": "0,5"}) == {
        "dw1.0.0": "1.0",
        "dw1.0.1": "0.1",
        "db1.0": "0.5",
        "loss": "2",
        "z1.0": "0,5",
    }
    assert written({"delta2": np.array([[1.0], [2.0]])}) == {"delta2.0": "1.0", "delta2.0@1": "2.0"}
    assert written({"loss": float("-inf")}) == {"loss": "-inf"}


def test_a_gradient_of_a_wrong_shape_or_name_is_refused_in_one_sentence() -> None:
    network = [(np.ones((5, 6)) * 0.1, None, "tanh")]
    asked = {"network": network, "loss": "squared_error", "inputs": [0.5] * 6, "targets": [0.1] * 5}
    with Client() as client:
        gradient = client.trace(asked).layers[0].weight_gradients
        for given, said in (
            ({"dw1": gradient[:4]}, "gradients.dw1: This array is 4 × 6; this gradient is 5 × 6."),
            ({"dw1": gradient.T}, "6 × 5; this gradient is 5 × 6: rows and columns are exchanged."),
            ({"0.weight": gradient}, "this one is dw1."),
        ):
            with pytest.raises(Refused) as refused:
                client.check(asked, gradients=given)
            (problem,) = refused.value.problems
            assert said in str(problem)
        assert client.check(asked, gradients={"dw1": gradient}).verdict == "fine"


def test_a_gradient_that_is_no_number_is_named_as_wrong() -> None:
    network = [(np.array([[0.2, 0.5]]), None, "tanh")]
    asked = {"network": network, "loss": "squared_error", "inputs": [0.5, 0.3], "targets": 1}
    with Client() as client:
        for gradient in (np.array([[np.nan, np.inf]]), [[float("nan"), "inf"]]):
            checked = client.check(asked, gradients={"dw1": gradient})
            assert checked.verdict == "wrong"
            (mistake,) = checked.mistakes
            assert (mistake.name, mistake.addresses) == ("not_a_number", ("dw1.0.0", "dw1.0.1"))
            assert "Not a number" in str(checked)


def test_a_setting_of_the_environment_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DELTAFLOW_THREADS", "many")
    monkeypatch.setenv("DELTAFLOW_PORT", "tcp://10.0.0.7:8000")
    with Client() as client, pytest.raises(ValueError, match="^DELTAFLOW_THREADS='many' cannot"):
        client.trace(TRACE)
    monkeypatch.delenv("DELTAFLOW_THREADS")
    with Client() as client:
        assert client.trace(TRACE).loss > 0
