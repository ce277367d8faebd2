"""Each method of the clients as data: the request, and how its answer is read. It asks nobody."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

import orjson

from .errors import Unreachable
from .fields import Request
from .networks import network_of
from .results.checking import Check, Mark, Sheets
from .results.files import File, Imported
from .results.laboratories import Descent, Graph
from .results.network import Trace
from .results.reading import Result, Unreadable, read
from .values import batch, given, plain, written

T = TypeVar("T")

JSON = "application/json"
#: Of the network, beside a ``network`` that does not say them itself.
OF_NETWORKS = {"initializer": "initializer", "network_seed": "seed"}
#: A file that is larger is not read at all: no server takes it.
LARGEST_MODEL = 64 * 1024 * 1024


@dataclass(frozen=True)
class Answered:
    """An answer with its whole content. ``headers`` are in lower case.

    :param language: in which it was asked for.
    """

    status: int
    headers: Mapping[str, str]
    content: bytes
    language: str = "en"

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def json(self) -> Any:
        """:raises ValueError: it is not JSON."""
        if not self.media_type.endswith("json"):
            raise ValueError(f"{self.media_type or 'no type'} in the place of JSON")
        return orjson.loads(self.content)


@dataclass(frozen=True)
class Call(Generic[T]):
    """A request, and what makes a result of the answer to it.

    :param request: the body as JSON has it; None: ``body`` is no JSON.
    """

    name: str
    body: bytes
    request: Mapping[str, Any]
    result: Callable[["Call[T]", Answered], T]
    media_type: str = JSON
    accept: str = JSON
    params: Mapping[str, str] | None = None

    @property
    def path(self) -> str:
        return f"/api/v1/{self.name}"

    def read(self, answered: Answered) -> T:
        """:raises Unreachable: it is not what a Deltaflow server of this version answers."""
        try:
            return self.result(self, answered)
        except (Unreadable, ValueError) as error:
            raise Unreachable(
                f"The answer to {self.path} is not what this version of the client reads "
                f"({error}). Is there a Deltaflow server of the same version at that address?"
            ) from None


def dumped(request: Mapping[str, Any]) -> bytes:
    """:raises ValueError: there is a number or a text in it that JSON has not."""
    try:
        content = orjson.dumps(request)
    except TypeError as error:
        raise ValueError(f"The request cannot be written as JSON: {error}") from None
    # NaN and infinities, which JSON has not, are null here; by their names the server says of them
    # what they are.
    return json.dumps(request).encode() if b"null" in content else content


def call(name: str, request: Mapping[str, Any], kind: type[Result]) -> Call[Any]:
    def result(own: Call[Any], answered: Answered) -> Any:
        answer = answered.json()
        if not isinstance(answer, dict):
            raise ValueError("no object")
        own_parts = {"request": dict(own.request), "answer": answer}
        return read(kind, {"language": answered.language} | answer | own_parts)

    return Call(name, dumped(request), request, result)


def merged(request: Request | None, fields: Mapping[str, Any]) -> dict[str, Any]:
    """A body and keyword arguments, which go before its own fields."""
    if request is not None and not isinstance(request, Mapping):
        raise TypeError(
            "The request is a dict, as the API has it; or give its fields by their names."
        )
    return dict(request or {}) | dict(fields)


def with_network(request: dict[str, Any]) -> dict[str, Any]:
    """The network of a request as the API has it."""
    if "network" not in request:
        return request
    said = {name: request.pop(key) for key, name in OF_NETWORKS.items() if key in request}
    network = network_of(request["network"], request.pop("loss", None), said)
    return request | {"network": network}


def passed(request: Request | None, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The request of a pass: arrays and networks as the API has them."""
    found = with_network(merged(request, fields))
    if "inputs" in found and "targets" in found:
        found["inputs"], found["targets"] = batch(found["inputs"], found["targets"])
    for name, as_sent in (("answers", written), ("gradients", given)):
        if found.get(name) is not None:
            found[name] = as_sent(found[name])
    if isinstance(found.get("hand_ins"), list | tuple):
        found["hand_ins"] = [with_answers(each) for each in found["hand_ins"]]
    return dict(plain(found))


def with_answers(hand_in: Any) -> Any:
    if not isinstance(hand_in, Mapping) or "answers" not in hand_in:
        return hand_in
    return dict(hand_in) | {"answers": written(hand_in["answers"])}


def trace(request: Request | None, fields: Mapping[str, Any]) -> Call[Trace]:
    return call("trace", passed(request, fields), Trace)


def mark(request: Request | None, fields: Mapping[str, Any]) -> Call[Mark]:
    return call("mark", passed(request, fields), Mark)


def check(request: Request | None, fields: Mapping[str, Any]) -> Call[Check]:
    return call("check", passed(request, fields), Check)


def graph(request: Request | str | None, fields: Mapping[str, Any]) -> Call[Graph]:
    """A text is the expression."""
    body = {"expression": request} if isinstance(request, str) else request
    return call("graph", dict(plain(merged(body, fields))), Graph)


def descent(request: Request | None, fields: Mapping[str, Any]) -> Call[Descent]:
    return call("descent", dict(plain(merged(request, fields))), Descent)


def sheets(request: Request | None, fields: Mapping[str, Any]) -> Call[Sheets]:
    return call("sheets", dict(plain(merged(request, fields))), Sheets)


def train(request: Request | None, fields: Mapping[str, Any]) -> Call[None]:
    found = dict(plain(with_network(merged(request, fields))))
    return Call("train", dumped(found), found, lambda call, answered: None, accept=LINES)


def as_written(name: str, content: bytes, request: Mapping[str, Any]) -> Call[Any]:
    """A call with a body as somebody wrote it, so that the server sees what stands there.

    :param request: what the body says.
    """
    if name in RESULTS:
        return replace(call(name, {}, RESULTS[name]), body=content, request=request)
    return replace(train(None, {}), body=content, request=request)


RESULTS: dict[str, type[Result]] = {
    **{"trace": Trace, "graph": Graph, "descent": Descent},
    **{"mark": Mark, "check": Check, "sheets": Sheets},
}
LINES = "application/x-ndjson"
#: The results that can be written as files.
TOOLS: dict[type[Result], str] = {Trace: "trace", Graph: "graph", Descent: "descent"}


def export(request: Request | Result | None, fields: Mapping[str, Any]) -> Call[File]:
    """Of a request of the endpoint, or of a result."""
    if isinstance(request, Result):
        if type(request) not in TOOLS:
            raise TypeError(f"There are no files of a {type(request).__name__}.")
        request = {"tool": TOOLS[type(request)], "request": request.request}
    found = dict(plain(merged(request, fields)))
    return Call("export", dumped(found), found, file_of, accept="*/*")


def file_of(own: Call[Any], answered: Answered) -> File:
    name = named(answered.headers.get("content-disposition", ""))
    return File(name or "deltaflow", answered.media_type, answered.content)


def named(disposition: str) -> str:
    """The name of a file in a ``Content-Disposition``, without any folder."""
    for part in disposition.split(";"):
        key, _, value = part.strip().partition("=")
        if key.lower() == "filename":
            return Path(value.strip('"').replace("\\", "/")).name
    return ""


def import_model(model: Any, name: str | None) -> Call[Imported]:
    """:param model: a path, or the bytes of a file, whose ``name`` says what they are.

    :raises OSError: the file cannot be read.
    """
    if isinstance(model, bytes | bytearray | memoryview):
        if name is None:
            raise TypeError('Name the file beside its bytes: name="model.safetensors"')
        content = bytes(model)
    else:
        path = Path(model)
        with path.open("rb") as file:
            content = file.read(LARGEST_MODEL + 1)
        name = name or path.name
    if len(content) > LARGEST_MODEL:
        raise ValueError(f"The model has more than {LARGEST_MODEL // 1024**2} MiB.")

    def result(own: Call[Imported], answered: Answered) -> Imported:
        answer = answered.json()
        if not isinstance(answer, dict):
            raise ValueError("no object")
        own_parts = {"request": dict(own.request), "answer": answer}
        return read(Imported, {"language": answered.language} | answer | own_parts)

    return Call(
        "import",
        content,
        {"name": name},
        result,
        media_type="application/octet-stream",
        params={"name": name},
    )
