"""The answers that the pages ask for first, and the catalog, as files of a release.

A page asks the API by POST, whose answers no browser keeps. What the presets ask is known before:
the page lists these questions, each with the address of its answer, which may be kept for a year
(`app.web.static_files`). So the first answer is on its way while the script is still read, a second
visit asks for nothing, and a class computes each of them once.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from ...engine.cancellation import always
from ...engine.network.activations import ACTIVATIONS
from ...engine.network.as_drawn import is_defined
from ...folders import HERE
from ...localization import LANGUAGES, Translations
from ...settings import Settings
from ..catalog import catalog_json, without_settings
from ..descent.presets import DESCENT_PRESETS, GRAPH_PRESETS
from ..endpoint import Endpoint
from ..endpoints import ENDPOINTS
from ..json_pieces import pieces
from ..lesson.figures.figure import Tool
from ..lesson.sections import FIGURES, SECTIONS, exercises_in
from ..static_files import digest
from ..trace.build import build
from ..trace.presets import PRESETS
from ..trace.schema import TraceRequest
from .pictures import pictures_json

CATALOG_NAME = "catalog.json"
#: The catalog with empty parts where a page uses none, by its name; the templates say which page
#: loads it.
SMALLER_CATALOGS = {
    "catalog.network.json": ("graph", "descent", "training", "datasets", "schedules"),
    "catalog.training.json": ("graph", "descent", "presets"),
}
#: What a page's catalog has besides.
MORE_OF_CATALOGS = {
    "catalog.training.json": lambda: {"curves": curves_json(), "pictures": pictures_json()}
}
#: Where the curves of the activations are sampled, from -reach to reach, and their decimals: for
#: pictures of what a network answers, exact to a thousandth between the samples.
CURVE_REACH = 12
CURVE_SAMPLES = 513
CURVE_DECIMALS = 5
#: Compared as JSON with what the page asks; the fields are in the browser's order.
Body = dict[str, Any]

ENDPOINT_OF: dict[Tool, str] = {"network": "trace", "graph": "graph", "descent": "descent"}
PRESETS_OF: dict[Tool, Mapping[str, Body]] = {
    "network": PRESETS,
    "graph": GRAPH_PRESETS,
    "descent": DESCENT_PRESETS,
}
#: The iterations that the tool of gradient descent explains before it has an answer
#: (``windowOf`` in static/js/descent/state.js).
FIRST_WINDOW = {"run": 0, "from": 0, "count": 200}
#: Of an exercise on everyone's first visit (static/js/lesson/practice/seeds.js).
FIRST_SEED = 1


@dataclass(frozen=True)
class Question:
    """What a page asks: the name of an endpoint, and the body."""

    endpoint: str
    body: Body


def of_the_tool(tool: Tool, request: Body) -> Question:
    """What the page of a tool asks (``body`` in static/js/*/tool.js)."""
    if tool == "network":
        return Question("trace", request | {"include": ["steps", "check"]})
    return of_the_lesson(tool, request)


def of_the_lesson(tool: Tool, request: Body) -> Question:
    """What the figures of a lesson and the numbers in its text ask (``BODIES`` in
    static/js/lesson/figure.js).
    """
    match tool:
        case "network":
            drawn = ["as_drawn"] if drawable(request) else []
            body = request | {"include": ["steps", *drawn]}
        case "graph":
            body = complete_graph(request) | {"undefined": "mark"}
        case "descent":
            body = request | {"explain": FIRST_WINDOW, "include": ["surface"]}
    return Question(ENDPOINT_OF[tool], body)


def complete_graph(request: Body) -> Body:
    return {
        "expression": request["expression"],
        "values": request.get("values", {}),
        "collapse": request.get("collapse", []),
    }


def drawable(request: Body) -> bool:
    job = build(TraceRequest.model_validate(request))
    return is_defined(job.network, job.optimization.optimizer.name)


def of_the_page(tool: Tool) -> tuple[Question, ...]:
    """What the page of a tool asks without a link: its first preset."""
    return (of_the_tool(tool, next(iter(PRESETS_OF[tool].values()))),)


#: What the page `/check` asks without a link: the first pass of an example (``startState`` in
#: static/js/check/state.js).
OF_CHECK = (Question("trace", PRESETS["mazur"]),)


def of_the_section(section: int, experiments: Iterable[tuple[Tool, str]]) -> tuple[Question, ...]:
    """What a section of the lesson asks on a first visit.

    :param experiments: the tool and the preset of each.
    """
    figures = (of_the_lesson(tool, PRESETS_OF[tool][preset]) for tool, preset in experiments)
    exercises = (
        Question("exercise", {"section": section, "number": number + 1, "seed": FIRST_SEED})
        for number in range(exercises_in(section))
    )
    return (*figures, *exercises)


def of_all_pages() -> Iterator[Question]:
    experiments = {(figure.tool, figure.experiment) for figure in FIGURES.values()}
    for tool in PRESETS_OF:
        yield from of_the_page(tool)
    yield from OF_CHECK
    for section in SECTIONS:
        yield from of_the_section(section, experiments)


class KnownAnswers:
    """The files with the answers to the questions of all pages, and with the catalog."""

    def __init__(self, translations: Translations, settings: Settings) -> None:
        parts = catalog_json(settings)
        catalog = orjson.dumps(parts)
        #: Another where an answer or a page, or the catalog apart from what an installation sets,
        #: may be another.
        self.release = digest(orjson.dumps(without_settings(parts)) + code(settings.templates))
        self.translations = translations
        self.endpoints: dict[str, Endpoint[Any]] = {each.name: each for each in ENDPOINTS}
        self.files: dict[str, Callable[[], bytes]] = {CATALOG_NAME: lambda: catalog}
        for name in SMALLER_CATALOGS:
            self.files[name] = partial(catalog_of_page, name, parts)
        for question in of_all_pages():
            for language in LANGUAGES:
                self.files[name_of(question, language)] = self._answer_to(question, language)

    def _answer_to(self, question: Question, language: str) -> Callable[[], bytes]:
        def answer() -> bytes:
            endpoint = self.endpoints[question.endpoint]
            request = endpoint.read(orjson.dumps(question.body))
            content = endpoint.answer(
                request, always, lambda key, params: self.translations.say(language, key, params)
            )
            return b"".join(pieces(content))

        return answer

    def listed(
        self, questions: Iterable[Question], language: str, address: Callable[[str], str]
    ) -> Iterator[dict[str, Any]]:
        """Questions as a page lists them.

        :param address: the address of a file of the release.
        """
        for question in questions:
            name = name_of(question, language)
            if name in self.files:
                path = self.endpoints[question.endpoint].path
                yield {"path": path, "body": question.body, "address": address(name)}


def catalog_of_page(name: str, parts: dict[str, Any]) -> bytes:
    """A catalog of `SMALLER_CATALOGS`, made of the ``parts`` of the whole one."""
    empty = {part: type(parts[part])() for part in SMALLER_CATALOGS[name]}
    more = MORE_OF_CATALOGS.get(name, dict)()
    return orjson.dumps(parts | empty | more)


def curves_json() -> dict[str, Any]:
    """f of every activation that is elementwise, at equal distances."""
    z = np.linspace(-CURVE_REACH, CURVE_REACH, CURVE_SAMPLES)[:, np.newaxis]
    return {
        "reach": CURVE_REACH,
        "values": {
            name: each.function(z)[:, 0].round(CURVE_DECIMALS).tolist()
            for name, each in ACTIVATIONS.items()
            if each.elementwise
        },
    }


def code(templates: Path) -> bytes:
    """The Python code, which computes the answers, and what pages and files are made from."""
    files = (path for path in templates.rglob("*") if path.is_file())
    return b"".join(path.read_bytes() for path in (*sorted(HERE.rglob("*.py")), *sorted(files)))


def name_of(question: Question, language: str) -> str:
    """The name of the file with the answer in a language."""
    key = digest(orjson.dumps(question.body))
    return f"answers/{question.endpoint}/{key}.{language}.json"
