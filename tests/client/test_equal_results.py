"""A client gives the same in this process, in a program with a loop, and from a server."""

import asyncio
import gc
import threading
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save

from app.client import AsyncClient, Client, Refused
from app.client.results.training import LINES
from tests.client.requests import REQUESTS, TRACE, TRAIN
from tests.conftest import Client as Asked
from tests.served import served


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as address:
        yield address


@pytest.fixture(scope="module")
def here() -> Iterator[Client]:
    with Client() as client:
        yield client


def asynchronously(server: str | None, ask: Callable[[AsyncClient], Any]) -> Any:
    async def asked() -> Any:
        async with AsyncClient(server) as client:
            return await ask(client)

    return asyncio.run(asked())


def same(one: Any, other: Any) -> bool:
    """Whether two results hold the same, down to the last array."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(
            one, other, equal_nan=one.dtype.kind == "f"
        )
    if is_dataclass(one):
        return all(same(getattr(one, f.name), getattr(other, f.name)) for f in fields(one))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, tuple | list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


@pytest.mark.parametrize("method", REQUESTS)
def test_every_method_gives_the_same_wherever_it_is_computed(
    here: Client, address: str, method: str, client: Asked
) -> None:
    request = REQUESTS[method]
    expected = getattr(here, method)(request)
    with Client(address) as there:
        assert same(getattr(there, method)(request), expected)
    for server in (None, address):
        assert same(asynchronously(server, lambda c: getattr(c, method)(request)), expected)
    if method != "export":
        assert expected.answer == client.post(method, request).json()
        assert getattr(here, method)(**request) == expected


def test_a_model_is_read_the_same_from_a_path_and_from_bytes(
    here: Client, address: str, tmp_path: Path
) -> None:
    content = save({"a.weight": np.ones((3, 2)), "b.weight": np.ones((1, 3))})
    path = tmp_path / "model.safetensors"
    path.write_bytes(content)
    expected = here.import_model(path)
    assert [layer.shape for layer in expected.layers] == [(3, 2), (1, 3)]
    assert same(here.import_model(content, name="model.safetensors"), expected)
    with Client(address) as there:
        assert same(there.import_model(str(path)), expected)
    for server in (None, address):
        assert same(asynchronously(server, lambda c: c.import_model(path)), expected)
    traced = here.trace(network=expected.network, inputs=[1, 2], targets=[3])
    assert traced.network.sizes == (2, 3, 1)
    with pytest.raises(TypeError, match="Name the file"):
        here.import_model(content)
    with pytest.raises(FileNotFoundError):
        here.import_model(tmp_path / "nothing")
    with pytest.raises(Refused):
        here.import_model(b"\x80\x02}q\x00.", name="model.pt")


async def frames_of(client: AsyncClient) -> list[Any]:
    training = client.train(TRAIN)
    frames = [frame async for frame in training]
    return [training.header, *frames, *training.events, training.end]


def test_a_run_gives_the_same_lines_wherever_it_is_computed(
    here: Client, address: str, client: Asked
) -> None:
    lines = client.post("train", TRAIN).text.splitlines()
    for server in (None, address):
        with Client(server) as asked:
            training = asked.train(TRAIN)
            assert training.header is None
            frames = list(training)
            own = [training.header, *frames, *training.events, training.end]
        assert same(own, asynchronously(server, frames_of))
        assert len(own) == len(lines)
        assert training.end is not None
        assert (training.end.reason, len(frames), len(training.events)) == ("done", 4, 1)
        assert frames[-1].weights is not None
        assert frames[-1].weights[0].shape == (3, 2)
    assert set(LINES) == {"header", "frame", "event", "end"}


def test_a_run_that_is_left_ends_and_the_client_goes_on(here: Client, address: str) -> None:
    long = TRAIN | {"epochs": 50_000, "frames": {"count": 5_000}}
    for server in (None, address):
        with Client(server) as asked:
            with asked.train(long) as training:
                assert next(training).step == 0
            assert list(training) == []
            assert training.end is None
            assert asked.trace(TRACE).network.sizes == (2, 2, 2)

        async def leave(client: AsyncClient) -> float:
            async with client.train(long) as training:
                async for _ in training:
                    break
            return (await client.trace(TRACE)).loss

        assert asynchronously(server, leave) == here.trace(TRACE).loss


def test_a_refusal_is_the_same_and_names_every_field(here: Client, address: str) -> None:
    wrong = TRACE | {"learning": 1, "reduction": "max", "inputs": [[1, "x"]]}
    said = []
    for server in (None, address):
        with Client(server) as asked, pytest.raises(Refused) as refused:
            asked.trace(wrong)
        said.append(str(refused.value))
        assert refused.value.status == 422
        assert refused.value.code == "error.detail.fields"
        assert {problem.field for problem in refused.value.problems} == {
            "learning",
            "reduction",
            "inputs[0][1]",
        }
        for problem in refused.value.problems:
            assert f"  {problem.field}: {problem.msg}" in str(refused.value).splitlines()
        with pytest.raises(Refused, match="learning"):
            asynchronously(server, lambda c: c.trace(wrong))
        with Client(server) as asked, pytest.raises(Refused):
            next(asked.train(TRAIN | {"epochs": 0}))
    assert said[0] == said[1]


def test_a_client_speaks_the_language_that_it_is_given(address: str) -> None:
    for server in (None, address):
        with Client(server, language="zh") as asked:
            result = asked.check(TRACE)
            assert not result.text.isascii()
            with pytest.raises(Refused) as refused:
                asked.graph("x = ")
            assert not str(refused.value).isascii()


def test_a_client_in_this_process_works_inside_a_running_loop() -> None:
    """As a notebook has one."""

    async def asked() -> float:
        with Client() as client:
            return client.trace(TRACE).loss

    with Client() as client:
        assert asyncio.run(asked()) == client.trace(TRACE).loss


def test_an_asynchronous_client_may_be_used_by_one_loop_after_the_other() -> None:
    client = AsyncClient()

    async def asked() -> list[float]:
        large = TRACE | {"round": 2_000, "inputs": [[0.5, 0.3]] * 50, "targets": [[0.2, 0]] * 50}
        found = await asyncio.gather(*(client.trace(large, round=2_000 + k) for k in range(3)))
        return [result.loss for result in found]

    assert asyncio.run(asked()) == asyncio.run(asked())


def test_a_client_that_nobody_closes_leaves_no_thread() -> None:
    def threads() -> int:
        return sum(thread.name == "deltaflow" for thread in threading.enumerate())

    before = threads()
    client = Client()
    training = client.train(TRAIN | {"epochs": 50_000, "frames": {"count": 5_000}})
    next(training)
    assert threads() == before + 1
    del client, training
    gc.collect()
    assert threads() == before


def test_a_closed_client_says_so() -> None:
    client = Client()
    client.close()
    client.close()
    with pytest.raises(RuntimeError, match="closed"):
        client.trace(TRACE)
