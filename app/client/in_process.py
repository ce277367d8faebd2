"""The server inside this process, reached without a port: transports for httpx.

httpx has one of its own, which gathers an answer before it hands it on; a training run is to be
watched while it goes on, and ended.
"""

import asyncio
import gc
import os
import threading
import weakref
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator, MutableMapping
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, TypeVar

import httpx

T = TypeVar("T")
Message = MutableMapping[str, Any]
App = Callable[[Any, Any, Any], Awaitable[None]]

#: Parts of an answer that wait for their reader.
AHEAD = 4
#: How long the application may take to end once its reader has gone, in seconds.
LEAVING_SECONDS = 5.0
#: The address of the server inside the process; nothing is looked up.
ADDRESS = "http://deltaflow.internal"


def prepare_kernel() -> None:
    """Has the compiled kernel of training made or loaded in the background, as a server does."""
    from ..engine.network.runs.kernels.compiled import prepare_in_background

    prepare_in_background()


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector of garbage: while much is imported it looks through all of it again
    and again and finds nothing, which takes an eighth of the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@uncollected()
def make_app() -> App:
    """The application, with the settings that the environment has of its work.

    :raises ValueError: a setting cannot be used; the text says which and what to write.
    """
    from pydantic import ValidationError

    from ..main import create_app
    from ..settings import Settings, wrong

    # One process asks, and there is no address: what is about connections and logs does not count.
    fixed: dict[str, Any] = {
        **{"host": "127.0.0.1", "port": 0, "root_path": "", "proxies": (), "address_share": 1.0},
        **{"log": "off", "metrics": None, "workers": 1},
    }
    try:
        settings = Settings(**fixed)
    except ValidationError as error:
        raise ValueError("\n".join(wrong(error, {}, os.environ))) from None
    return create_app(settings)


class InProcess(httpx.AsyncBaseTransport):
    """Answers from an application that is made when a loop asks first: its queues are the loop's.

    :param make: the application.
    """

    def __init__(self, make: Callable[[], App] = make_app) -> None:
        self.make = make
        self.loop: asyncio.AbstractEventLoop | None = None
        self.making: asyncio.Task[App] | None = None
        self.is_prepared = False

    async def app(self) -> App:
        """That of the running loop."""
        loop = asyncio.get_running_loop()
        if self.making is None or self.loop is not loop:
            self.loop = loop
            self.making = asyncio.create_task(asyncio.to_thread(self.make))
        making = self.making
        try:
            return await asyncio.shield(making)
        finally:
            if making.done() and (making.cancelled() or making.exception() is not None):
                self.making = None  # the next one tries again

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        app = await self.app()
        if request.url.path.endswith("/train") and not self.is_prepared:
            self.is_prepared = True
            await asyncio.to_thread(prepare_kernel)
        exchange = Exchange(request, await request.aread())
        exchange.task = asyncio.create_task(exchange.run(app))
        try:
            start = await exchange.next()
        except BaseException:
            await exchange.aclose()
            raise
        assert start is not None
        return httpx.Response(start["status"], headers=start["headers"], stream=exchange)


class Exchange(httpx.AsyncByteStream):
    """A request on its way through the application, and the answer as it comes."""

    def __init__(self, request: httpx.Request, body: bytes) -> None:
        self.request = request
        self.body: bytes | None = body
        self.timeout: float | None = request.extensions.get("timeout", {}).get("read")
        self.parts: asyncio.Queue[Message | None] = asyncio.Queue(AHEAD)
        self.gone = asyncio.Event()
        self.task: asyncio.Task[None] | None = None
        self.error: BaseException | None = None

    @property
    def scope(self) -> dict[str, Any]:
        url = self.request.url
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": self.request.method,
            "scheme": url.scheme,
            "path": url.path,
            "raw_path": url.raw_path.partition(b"?")[0],
            "query_string": url.query,
            "root_path": "",
            "headers": [(name.lower(), value) for name, value in self.request.headers.raw],
            "server": (url.host, 80),
            "client": ("127.0.0.1", 0),
        }

    async def run(self, app: App) -> None:
        try:
            await app(self.scope, self.receive, self.send)
        except Exception as error:  # it has answered with a 500, or nobody hears of it
            self.error = error
        finally:
            if not self.gone.is_set():
                await self.parts.put(None)

    async def receive(self) -> Message:
        if self.body is not None:
            body, self.body = self.body, None
            return {"type": "http.request", "body": body, "more_body": False}
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        """Returns once there is room for it, or nobody reads any more."""
        if self.gone.is_set():
            return
        await self.parts.put(message)

    async def next(self) -> Message | None:
        """What the application sends next; None after the last."""
        try:
            async with asyncio.timeout(self.timeout):
                message = await self.parts.get()
        except TimeoutError:
            raise httpx.ReadTimeout("no answer in time", request=self.request) from None
        if message is None and self.error is not None:
            raise httpx.RemoteProtocolError(f"{self.error!r}", request=self.request)
        return message

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while (message := await self.next()) is not None:
            if message.get("body"):
                yield message["body"]
            if not message.get("more_body", False):
                return

    async def aclose(self) -> None:
        """Tells the application that its client has gone, and waits for its end."""
        self.gone.set()
        task = self.task
        if task is None or task.done():
            return
        with suppress(asyncio.QueueEmpty):  # make room for who waits in `send`
            while True:
                self.parts.get_nowait()
        await asyncio.wait((task,), timeout=LEAVING_SECONDS)
        task.cancel()


class Bridged(httpx.BaseTransport):
    """`InProcess` for a program without a loop: it runs in a thread, which ends with the program.

    So it works as well where a loop is running already, as in a notebook.
    """

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.inner = InProcess()
        self.thread = threading.Thread(target=self.loop.run_forever, name="deltaflow", daemon=True)
        self.thread.start()
        # Also where nobody closes it: once it is no longer used, or when the program ends.
        self.ending = weakref.finalize(self, end, self.loop, self.thread)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        response = self.wait(self.inner.handle_async_request(request))
        assert isinstance(response.stream, Exchange)
        stream = BridgedStream(self, response.stream)
        return httpx.Response(response.status_code, headers=response.headers.raw, stream=stream)

    def wait(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """What it returns or raises, in the thread of the caller, who may be interrupted."""
        if not self.thread.is_alive() or self.loop.is_closed():
            coroutine.close()
            raise RuntimeError("The client is closed.")
        future = asyncio.run_coroutine_threadsafe(coroutine, self.loop)
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    def close(self) -> None:
        self.ending()


def end(loop: asyncio.AbstractEventLoop, thread: threading.Thread) -> None:
    """Ends what the loop still does, and its thread."""
    left = asyncio.run_coroutine_threadsafe(cancel_all(), loop)
    with suppress(TimeoutError):
        left.result(2 * LEAVING_SECONDS)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(LEAVING_SECONDS)
    if not thread.is_alive():
        loop.close()


async def cancel_all() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    if others:
        await asyncio.wait(others, timeout=LEAVING_SECONDS)
    await asyncio.get_running_loop().shutdown_asyncgens()


class BridgedStream(httpx.SyncByteStream):
    def __init__(self, bridge: Bridged, exchange: Exchange) -> None:
        self.bridge = bridge
        self.exchange = exchange

    def __iter__(self) -> Iterator[bytes]:
        parts = aiter(self.exchange)
        following = partial(anext, parts, None)
        while (part := self.bridge.wait(as_coroutine(following))) is not None:
            yield part

    def close(self) -> None:
        if self.bridge.thread.is_alive():
            self.bridge.wait(self.exchange.aclose())


async def as_coroutine(following: Callable[[], Any]) -> Any:
    return await following()
