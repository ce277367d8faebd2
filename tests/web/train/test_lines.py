"""The lines of a run: those of the engine, the same for the same request, and none after nobody
waits for them.
"""

import asyncio
import json
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import httpx
import numpy as np
import orjson
import pytest
from starlette.types import Message

from app.engine.network import backprop
from app.engine.network.runs import measures
from app.engine.network.runs.frame import Frame
from app.engine.network.runs.run import run
from app.lifecycle import Lifecycle
from app.localization import LANGUAGES
from app.main import create_app
from app.settings import Settings
from app.web import lines as lines_module
from app.web.train.build import build
from app.web.train.endpoint import ENDPOINT
from app.web.train.presets import DIVERGING
from app.web.train.schema import DATASETS
from tests.conftest import Client
from tests.web.pages.test_openapi import validator
from tests.web.requests import Request, document
from tests.web.train.requests import endless, every_part, lines, preset, quick, read

ADDRESS = "/api/v1/train"
#: A line of this run has some thousand numbers, so that few of them fill the room.
LONG_LINES = {"include": ["weights"], "frames": {"count": 10_000}}


def plan_of(request: Request) -> Any:
    return build(ENDPOINT.read(json.dumps(request).encode())).plan


@pytest.mark.parametrize(
    "request_body",
    [every_part(), quick(include=["weights", "layers", "batch"]), DIVERGING],
    ids=["every_part", "quick", "diverging"],
)
def test_the_lines_are_the_items_of_the_run(client: Client, request_body: Request) -> None:
    header, *rest = lines(client.post("train", request_body))
    items = list(run(plan_of(request_body)))
    assert len(rest) == len(items)
    for line, item in zip(rest, items, strict=True):
        if isinstance(item, Frame):
            assert (line["type"], line["step"], line["epoch"]) == ("frame", item.step, item.epoch)
            assert (line["loss"], line["test_loss"]) == (item.loss, item.test_loss)
            assert (line["accuracy"], line["test_accuracy"]) == (item.accuracy, item.test_accuracy)
            if "weights" in line:
                for found, layer in zip(line["weights"], item.network.layers, strict=True):
                    assert np.array_equal(found, layer.weights)
            if "batch" in line:
                assert line["batch"] == item.batch.tolist()
            if "layers" in line:
                norms = [layer.gradient_norm for layer in item.layers]
                assert [layer["gradient_norm"] for layer in line["layers"]] == norms
        else:
            assert line["step"] == item.step
    assert header["steps"] >= items[-1].step


def test_the_header_says_what_the_classes_are_called_where_they_have_names(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert lines(client.post("train", quick()))[0]["class_names"] is None
    blobs = replace(DATASETS["blobs"], class_names=("red", "green", "blue"))
    monkeypatch.setitem(DATASETS, "blobs", blobs)
    assert lines(client.post("train", preset("three_blobs")))[0]["class_names"] == [
        "red",
        "green",
        "blue",
    ]


def test_the_lines_keep_their_schema(client: Client) -> None:
    check = validator(client, "TrainLine")
    for request in (every_part(), DIVERGING):
        for line in lines(client.post("train", request)):
            check.validate(line)


def test_the_same_request_gives_the_same_bytes(client: Client) -> None:
    for request in (every_part(), preset("two_spirals", epochs=3)):
        assert client.post("train", request).content == client.post("train", request).content
    changed = preset("two_spirals", epochs=3, seed=2)
    other = preset("two_spirals", epochs=3)
    assert client.post("train", changed).content != client.post("train", other).content


def test_events_come_back_as_they_were_asked_for_and_replay(client: Client) -> None:
    first = lines(client.post("train", every_part()))
    events = [line for line in first if line["type"] == "event"]
    told = [{name: value for name, value in event.items() if name != "type"} for event in events]
    assert told == every_part()["events"]
    assert lines(client.post("train", every_part(events=told))) == first
    assert lines(client.post("train", every_part(events=told[::-1]))) == first


def test_an_event_that_takes_the_bound_away_keeps_its_null(client: Client) -> None:
    event = {"step": 3, "set": {"clip_norm": None}}
    found = lines(client.post("train", quick(clip_norm=1, events=[event])))
    assert {"type": "event"} | event in found


def test_frames_are_thinned_to_what_was_asked_for(client: Client) -> None:
    for spacing in ("linear", "log"):
        frames = {"count": 7, "spacing": spacing}
        found = lines(client.post("train", preset("xor", epochs=50, frames=frames)))
        steps = [line["step"] for line in found if line["type"] == "frame"]
        assert len(steps) == 7
        assert (steps[0], steps[-1]) == (0, found[0]["steps"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_run_that_diverges_says_where_and_why(client: Client, language: str) -> None:
    response = client.post("train", DIVERGING, headers={"Accept-Language": language})
    end = lines(response)[-1]
    assert end["reason"] == "diverged"
    assert end["layer"] in (1, 2)
    assert end["quantity"]
    for part in (end["step"], end["epoch"], 50):
        assert str(part) in end["text"]
    assert end["quantity"] not in end["text"], "a reader of the page knows no names of the program"
    assert ("no bug" if language == "en" else "不是程序错误") in end["text"]


@pytest.mark.parametrize(
    ("loss", "quantity", "layer", "words"),
    [
        ("mean_squared_error", "sample_losses", 3, "the losses of the samples grew"),
        ("absolute_error", "pre_activations", 2, "the pre-activations z of layer 2 grew"),
    ],
)
def test_a_loss_is_said_to_be_of_no_layer(
    client: Client, loss: str, quantity: str, layer: int, words: str
) -> None:
    layers = [{"units": units, "activation": "linear"} for units in (4, 4, 1)]
    network = {"inputs": 1, "layers": layers, "loss": loss, "seed": 1}
    request = quick(network=network, data={"name": "cubic"}, epochs=300)
    end = lines(
        client.post("train", request | {"optimizer": {"name": "sgd", "learning_rate": 1e3}})
    )[-1]
    assert (end["quantity"], end["layer"]) == (quantity, layer)
    assert words in end["text"]


def test_inputs_that_are_too_large_are_not_blamed_on_the_rate(client: Client) -> None:
    network = {"inputs": 1, "layers": [{"units": 1, "activation": "linear"}], "loss": "huber"}
    network["layers"][0] |= {"weights": [[1e10]]}  # type: ignore[index]
    data = {"inputs": [[1e308]], "targets": [[0]]}
    end = lines(client.post("train", quick(network=network, data=data)))[-1]
    assert (end["reason"], end["step"]) == ("diverged", 0)
    assert "not the learning rate" in end["text"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", [0, 3])
def test_a_number_that_was_given_too_large_is_not_blamed_on_the_rate(
    client: Client, language: str, step: int
) -> None:
    """It may be met late, or only when the run is over."""
    layers = [{"units": 2, "activation": "tanh"}, {"units": 1, "activation": "linear"}]
    network = {"inputs": 1, "layers": layers, "loss": "half_squared_error"}
    data = {"inputs": [[0], [1]], "targets": [[0], [1e200 if step == 0 else 1]]}
    events = [{"step": step, "point": {"sample": 1, "targets": [1e200]}}]
    request = quick(network=network, data=data, events=events if step else [])
    response = client.post("train", request, headers={"Accept-Language": language})
    end = lines(response)[-1]
    assert (end["reason"], end["layer"], end["quantity"]) == ("diverged", 2, "sample_losses")
    assert ("not the learning rate" if language == "en" else "原因不是学习率") in end["text"]
    assert (f"before step {step}" if language == "en" else f"第 {step} 步之前") in end["text"]


def test_a_run_ends_when_its_work_is_done(runner: asyncio.Runner) -> None:
    client = Client(create_app(Settings(run_seconds=0.2)), runner)
    *_, frame, end = lines(client.post("train", endless()))
    assert end["reason"] == "budget"
    assert 0 < end["step"] < 400_000
    assert frame["step"] == end["step"]


@pytest.mark.usefixtures("prepared")
@pytest.mark.parametrize("batch_size", [1, 500])
def test_a_run_of_the_compiled_kernel_ends_when_its_work_is_done(
    runner: asyncio.Runner, batch_size: int
) -> None:
    """Also one whose epochs are one step each, so that it may end between two of them."""
    client = Client(create_app(Settings(run_seconds=0.1)), runner)
    data = {"name": "xor", "samples": 4 if batch_size == 1 else batch_size, "train_share": 1}
    request = endless(batch_size=batch_size, data=data, include=["batch", "layers"])
    *_, frame, end = lines(client.post("train", request))
    assert end["reason"] == "budget"
    assert frame["step"] == end["step"] > 0
    assert len(frame["batch"]) == batch_size


# --- connections ----------------------------------------------------------------------------------


class Connection:
    """A request that is on its way, as a server has it; it may be cut."""

    def __init__(self, app: Any, request: Request, address: str = "10.0.0.1") -> None:
        self.body = json.dumps(request).encode()
        self.cut = asyncio.Event()
        self.may_take = asyncio.Event()
        self.may_take.set()
        self.status = 0
        self.headers: dict[bytes, bytes] = {}
        self.content = b""
        self.is_whole = False
        self.asked = False
        self.begun = asyncio.Event()
        scope = {
            "type": "http",
            "method": "POST",
            "path": ADDRESS,
            "raw_path": ADDRESS.encode(),
            "query_string": b"",
            "http_version": "1.1",
            "scheme": "http",
            "root_path": "",
            "client": (address, 1234),
            "server": ("test", 80),
            "headers": [
                (b"host", b"test"),
                (b"content-type", b"application/json"),
                (b"content-length", b"%d" % len(self.body)),
            ],
        }
        self.task = asyncio.create_task(app(scope, self.receive, self.send))

    async def receive(self) -> Message:
        if not self.asked:
            self.asked = True
            return {"type": "http.request", "body": self.body, "more_body": False}
        await self.cut.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        await self.may_take.wait()
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = dict(message["headers"])
        else:
            self.content += message.get("body", b"")
            self.is_whole = not message.get("more_body", False)
            self.begun.set()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [read(line) for line in self.content.splitlines()]


def serve(settings: Settings, work: Callable[[Any, Lifecycle], Awaitable[None]]) -> None:
    """Runs an application, and what asks it."""

    async def once() -> None:
        lifecycle = Lifecycle()
        await work(create_app(settings, lifecycle), lifecycle)

    asyncio.run(asyncio.wait_for(once(), 60))


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many runs compute now, in its only entry."""
    count, lock, original = [0], threading.Lock(), ENDPOINT.lines

    def counted(*asked: Any) -> Any:
        with lock:
            count[0] += 1
        try:
            yield from original(*asked)
        finally:
            with lock:
                count[0] -= 1

    monkeypatch.setitem(ENDPOINT.__dict__, "lines", counted)
    return count


def test_a_hundred_runs_that_are_cut_leave_no_work_and_no_traceback(
    running: list[int], caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    async def work(app: Any, lifecycle: Lifecycle) -> None:
        wanted = [Connection(app, endless(), f"10.0.0.{index}") for index in range(100)]
        await asyncio.wait_for(wanted[0].begun.wait(), 30)
        assert running[0] > 0
        for connection in wanted:
            connection.cut.set()
        began = time.monotonic()
        await asyncio.gather(*(connection.task for connection in wanted))
        assert time.monotonic() - began < 5
        assert running == [0]
        assert not any(connection.is_whole for connection in wanted if connection.status == 200)
        # As many as there may be are taken again.
        later = [Connection(app, quick(), f"10.0.1.{index}") for index in range(4)]
        await asyncio.gather(*(connection.task for connection in later))
        assert [connection.lines[-1]["reason"] for connection in later] == ["done"] * 4

    serve(Settings(runs=2, run_seconds=60, address_share=1), work)
    assert not [record for record in caplog.records if record.exc_info]
    assert "Traceback" not in "".join(capfd.readouterr())


def test_the_evaluation_of_a_large_set_is_given_up_between_its_blocks(
    running: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of frame 0 of this run each takes some hundredths of a second, of hundreds."""
    monkeypatch.setattr(measures, "BLOCK", 20_000)
    forward, passes = backprop.forward, [0]

    def counted(network: Any, inputs: Any) -> Any:
        passes[0] += 1
        time.sleep(0.01)
        return forward(network, inputs)

    monkeypatch.setattr(measures, "forward", counted)

    async def work(app: Any, lifecycle: Lifecycle) -> None:
        data = {"name": "spiral", "samples": 5_000}
        held = Connection(app, preset("two_spirals", data=data))
        while passes[0] < 3:
            await asyncio.sleep(0.01)
        held.cut.set()
        await asyncio.wait_for(held.task, 10)
        assert running == [0]
        assert passes[0] < 100

    serve(Settings(), work)


def test_a_client_that_takes_nothing_stops_the_work_and_is_let_go(
    running: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines_module, "ROOM", 2_000)

    async def work(app: Any, lifecycle: Lifecycle) -> None:
        held = Connection(app, preset("two_spirals") | LONG_LINES)
        await held.begun.wait()
        held.may_take.clear()
        taken = len(held.content)
        await asyncio.wait_for(held.task, 30)
        assert running == [0]
        assert not held.is_whole
        assert len(held.content) == taken

    serve(Settings(reader_seconds=0.3), work)


def test_a_client_that_takes_nothing_holds_up_nobody(
    running: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines_module, "ROOM", 2_000)

    async def work(app: Any, lifecycle: Lifecycle) -> None:
        held = Connection(app, preset("two_spirals") | LONG_LINES)
        await held.begun.wait()
        held.may_take.clear()
        other = Connection(app, quick(), "10.0.0.2")
        await asyncio.wait_for(other.task, 15)
        assert other.lines[-1]["reason"] == "done"
        assert running == [1]
        held.may_take.set()
        await held.task
        assert held.lines[-1]["reason"] == "done"

    serve(Settings(runs=1), work)


def test_no_line_is_computed_ahead_of_a_client_that_takes_nothing(
    running: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second part of the lines only comes once the first is taken."""
    written: list[int] = []
    original = lines_module.line

    def counted(content: Any) -> bytes:
        written.append(1)
        return original(content)

    monkeypatch.setattr(lines_module, "line", counted)
    monkeypatch.setattr(lines_module, "ROOM", 2_000)

    async def work(app: Any, lifecycle: Lifecycle) -> None:
        held = Connection(app, preset("two_spirals", epochs=20) | LONG_LINES)
        held.may_take.clear()
        seen = -1
        while len(written) != seen:
            seen = len(written)
            await asyncio.sleep(0.3)
        assert 0 < seen < 20
        held.may_take.set()
        await held.task
        assert held.lines[-1]["reason"] == "done"
        assert len(written) == len(held.lines) > 100

    serve(Settings(), work)


def test_lines_that_come_quickly_wake_the_event_loop_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines_module, "PORTION_SECONDS", 0.2)
    monkeypatch.setattr(lines_module, "ROOM", 1_000)

    async def work() -> None:
        woken: list[int] = []
        loop = asyncio.get_running_loop()
        lines = lines_module.Lines(lambda: False, lambda: None)
        original = loop.call_soon_threadsafe

        def counted(*asked: Any) -> Any:
            woken.append(1)
            return original(*asked)

        monkeypatch.setattr(loop, "call_soon_threadsafe", counted)
        first = asyncio.create_task(lines.take())
        await asyncio.sleep(0)
        lines.put(b"header")
        assert await first == b"header"
        assert len(woken) == 1
        # Few bytes wait for their time, and many do not.
        for expected, waking in ((b"12", 0), (b"3" * 500, 1)):
            taking = asyncio.create_task(lines.take())
            await asyncio.sleep(0)
            woken.clear()
            for byte in expected:
                lines.put(bytes([byte]))
            assert len(woken) == waking
            assert await taking == expected
        lines.end()
        assert await lines.take() is None

    asyncio.run(work())


def test_a_server_that_is_asked_to_stop_finishes_a_run_within_the_grace() -> None:
    async def work(app: Any, lifecycle: Lifecycle) -> None:
        connection = Connection(app, preset("two_spirals", epochs=50) | LONG_LINES)
        await connection.begun.wait()
        lifecycle.stop(grace=60)
        await connection.task
        assert connection.is_whole
        assert connection.lines[-1]["reason"] == "done"

    serve(Settings(), work)


def test_a_server_that_is_stopped_ends_its_runs_before_the_grace_is_over(
    running: list[int],
) -> None:
    async def work(app: Any, lifecycle: Lifecycle) -> None:
        connection = Connection(app, endless())
        await connection.begun.wait()
        lifecycle.stop(grace=0.5)
        await asyncio.wait_for(connection.task, 10)
        assert connection.is_whole
        assert connection.lines[-1]["reason"] == "cancelled"
        assert running == [0]

    serve(Settings(), work)


def test_too_many_runs_are_told_when_to_come_again() -> None:
    async def work(app: Any, lifecycle: Lifecycle) -> None:
        mine = [Connection(app, endless(epochs=50_000), "10.0.0.1") for _ in range(6)]
        others = [Connection(app, endless(epochs=50_000), f"10.0.1.{k}") for k in range(6)]
        await asyncio.sleep(1)
        refused = [each for each in (*mine, *others) if each.status not in (0, 200)]
        assert {each.status for each in refused} == {429, 503}
        for each in refused:
            assert int(each.headers[b"retry-after"]) >= 1
            assert each.lines[0]["code"] in ("error.detail.share", "error.detail.busy")
        for each in (*mine, *others):
            each.cut.set()
        await asyncio.gather(*(each.task for each in (*mine, *others)))

    serve(Settings(runs=1, run_seconds=5, address_share=0.5), work)


@pytest.mark.usefixtures("prepared")
def test_runs_that_the_compiled_kernel_makes_short_are_not_sent_away() -> None:
    """A class behind one address: by the time that numpy would need there is room for two."""

    async def work(app: Any, lifecycle: Lifecycle) -> None:
        asked = quick(epochs=60_000, frames={"count": 2})
        readers = [Connection(app, asked) for _ in range(8)]
        await asyncio.gather(*(each.task for each in readers))
        assert [each.status for each in readers] == [200] * 8
        assert all(each.lines[-1]["reason"] == "done" for each in readers)

    serve(Settings(runs=1, run_seconds=60, address_share=0.5), work)


def test_small_requests_are_answered_while_runs_go_on() -> None:
    async def work(app: Any, lifecycle: Lifecycle) -> None:
        runs = [Connection(app, endless(), f"10.0.0.{index}") for index in range(2)]
        await asyncio.gather(*(each.begun.wait() for each in runs))
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as asking:
            for _ in range(30):
                answer = await asking.post(
                    "/api/v1/trace",
                    content=orjson.dumps(document()),
                    headers={"Content-Type": "application/json"},
                )
                assert answer.status_code == 200
        assert not any(each.is_whole for each in runs)
        for each in runs:
            each.cut.set()
        await asyncio.gather(*(each.task for each in runs))

    serve(Settings(runs=2, run_seconds=60, address_share=1), work)


def test_a_client_of_http_1_0_gets_all_lines_at_once(client: Client) -> None:
    expected = client.post("train", quick()).content

    async def work(app: Any, lifecycle: Lifecycle) -> None:
        async def older(scope: Any, receive: Any, send: Any) -> None:
            await app(scope | {"http_version": "1.0"}, receive, send)

        connection = Connection(older, quick())
        await connection.task
        assert int(connection.headers[b"content-length"]) == len(connection.content)
        assert connection.content == expected

    serve(Settings(), work)


def test_a_fault_in_the_work_is_no_silent_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*asked: Any) -> Any:
        yield {"type": "header"}
        raise ZeroDivisionError

    monkeypatch.setitem(ENDPOINT.__dict__, "lines", broken)

    async def work(app: Any, lifecycle: Lifecycle) -> None:
        connection = Connection(app, quick())
        await connection.task
        assert connection.lines == [{"type": "header"}]
        assert not connection.is_whole

    serve(Settings(), work)
