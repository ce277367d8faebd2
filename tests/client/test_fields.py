"""The client's fields are those of the API, of requests and of answers."""

from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any, get_args, get_origin, get_type_hints

import numpy as np
import pytest
from pydantic import BaseModel

import app
from app import client
from app.client import fields as keywords
from app.client.results.checking import Check, Mark, Sheets
from app.client.results.files import Imported
from app.client.results.laboratories import Descent, Graph
from app.client.results.network import Trace
from app.client.results.reading import Unreadable, read, read_fields
from app.client.results.training import LINES
from app.web.endpoints import OPERATIONS
from app.web.train.lines import RunEnd, RunEvent, RunFrame, RunHeader

OPERATION = {operation.name: operation for operation in OPERATIONS}
KEYWORDS = {
    "trace": keywords.TraceFields,
    "graph": keywords.GraphFields,
    "descent": keywords.DescentFields,
    "mark": keywords.MarkFields,
    "check": keywords.CheckFields,
    "train": keywords.TrainFields,
    "sheets": keywords.SheetsFields,
    "export": keywords.ExportFields,
}
#: Fields that are beside a network which does not say them itself.
BESIDE = set(keywords.NetworkFields.__annotations__) - {"network"}
RESULTS: dict[str, type[Any]] = {
    **{"trace": Trace, "graph": Graph, "descent": Descent},
    **{"mark": Mark, "check": Check, "sheets": Sheets, "import": Imported},
}
RUN: dict[str, type[BaseModel]] = {
    "header": RunHeader,
    "frame": RunFrame,
    "event": RunEvent,
    "end": RunEnd,
}
#: What a result has besides the answer's own.
OWN = {"request", "answer", "language"}


@pytest.mark.parametrize("name", KEYWORDS)
def test_every_field_of_a_request_is_a_keyword(name: str) -> None:
    model = OPERATION[name].request
    known = {field.alias or own for own, field in model.model_fields.items()}
    given = set(KEYWORDS[name].__annotations__)
    assert given - (BESIDE if "network" in known and name != "descent" else set()) == known


def test_every_endpoint_that_the_client_does_not_offer_is_named() -> None:
    assert set(OPERATION) - set(KEYWORDS) - {"import"} == {"exercise", "qr"}


def models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models that a field holds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from models(part)


def forms(annotation: Any) -> Iterator[Any]:
    """The dataclasses that a field holds."""
    if isinstance(annotation, type) and is_dataclass(annotation):
        yield annotation
    if get_origin(annotation) is not np.ndarray:
        for part in get_args(annotation):
            yield from forms(part)


def compare(model: type[BaseModel], form: Any) -> None:
    declared = {field.alias or own: field for own, field in model.model_fields.items()}
    held = {name: field for field, name in read_fields(form)}
    assert set(declared) - {"type"} == set(held) - (OWN - set(declared)), form
    hints = get_type_hints(form)
    for name, field in held.items():
        if name not in declared:
            continue
        inner, outer = list(models(declared[name].annotation)), list(forms(hints[field.name]))
        if outer:
            assert len(inner) == len(outer) == 1, (form, name)
            compare(inner[0], outer[0])


@pytest.mark.parametrize("name", RESULTS)
def test_every_field_of_an_answer_is_in_the_result(name: str) -> None:
    model = OPERATION[name].answered
    assert model is not None
    compare(model, RESULTS[name])


@pytest.mark.parametrize("kind", RUN)
def test_every_field_of_a_line_is_in_what_is_read_of_it(kind: str) -> None:
    compare(RUN[kind], LINES[kind])


def test_what_an_answer_lacks_or_has_otherwise_is_named() -> None:
    wrongs: list[object] = [{}, {"loss": "x"}, {"loss": None}, {"loss": True}, []]
    for wrong in wrongs:
        with pytest.raises(Unreadable, match="^Trace: "):
            read(Trace, wrong)


def test_everything_that_the_package_offers_is_there() -> None:
    offered = {name for name, module in app.OFFERED.items() if module == ".client"}
    assert offered == set(client.__all__)
    for name in client.__all__:
        assert getattr(app, name) is getattr(client, name)
        assert name in dir(app)
    assert app.engine.__name__ == "app.engine"
    with pytest.raises(AttributeError, match="has no attribute 'Klient'"):
        _ = app.Klient  # type: ignore[attr-defined]
