"""The HTML pages.

To add one, write ``templates/<name>.html``, a line in `PAGES` and a link in ``base.html``.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from fastapi import APIRouter, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import RedirectResponse, Response

from ...checking.sheets.plan import BY_HAND, KINDS, READY
from ...engine.network.losses import LOSSES
from ...localization import DEFAULT, LANGUAGES, Translations, language_of
from ...settings import Settings
from ..lesson.asked.numbers import written
from ..lesson.asked.places import PLACES
from ..lesson.asked.table import BY_NAME, anchors_of_mistakes, beside_symbols, by_theme
from ..lesson.figures.figure import Tool
from ..lesson.glossary import GLOSSARY
from ..lesson.hiding import HIDEABLE, HIDEABLE_IN_FRAMES, hidden_in
from ..lesson.mathematics import KeptMarks, RawStrings, mathml
from ..lesson.sections import SECTIONS, label, page_of, questions_in_sections
from ..limits import LIMITS
from ..sheets.schema import FORMATS
from ..static_files import StaticFile, StaticFiles, WatchedFolder, response_of, static_file
from .api_page import api_page
from .known_answers import OF_CHECK, KnownAnswers, Question, of_the_page, of_the_section
from .oembed import discovery_of

#: What a page shows besides the translations.
Shown: TypeAlias = Callable[[Request], dict[str, Any]]


def of_a_tool(tool: Tool) -> Shown:
    def shown(request: Request) -> dict[str, Any]:
        return {"asked": of_the_page(tool), "oembed": discovery_of(request)}

    return shown


def of_a_frame(tool: Tool) -> Shown:
    """The player of a tool alone, in a frame of another page."""

    def shown(request: Request) -> dict[str, Any]:
        return of_a_tool(tool)(request) | {"frame": "embed.html", "hidden": hidden_of(request)}

    return shown


def of_training(request: Request) -> dict[str, Any]:
    """A run comes line by line, so no file holds its answer."""
    return {"asked": ()}


def of_check(request: Request) -> dict[str, Any]:
    return {"asked": OF_CHECK, "why": anchors_of_mistakes()}


def of_sheets(request: Request) -> dict[str, Any]:
    """The menus of a plan."""
    return {
        "kinds": (*KINDS, *READY),
        "activations": BY_HAND,
        "losses": tuple(LOSSES),
        "formats": FORMATS,
        "limits": LIMITS,
        "tabs": ("work", "key", "class"),
    }


def of_the_api(request: Request) -> dict[str, Any]:
    base = str(request.base_url).rstrip("/")
    return api_page(request.app.openapi(), base, request.app.state.settings)


def of_the_contents(request: Request) -> dict[str, Any]:
    return {"sections": SECTIONS, "questions": questions_in_sections()}


def of_the_glossary(request: Request) -> dict[str, Any]:
    return {"sections": SECTIONS, "glossary": GLOSSARY}


def of_the_questions(request: Request) -> dict[str, Any]:
    return {
        "sections": SECTIONS,
        "themes": by_theme(),
        "places": PLACES,
        "number_written": written,
    }


def of_section(section: int) -> Shown:
    def shown(request: Request) -> dict[str, Any]:
        hiding = {"hidden": hidden_of(request), "hideable": HIDEABLE}
        return page_of(section) | hiding | {"asked_by": of_the_section}

    return shown


def hidden_of(request: Request) -> tuple[str, ...]:
    asked = request.query_params.get("hide", "")
    if request.scope["path"] in FRAMED:
        return hidden_in(asked, HIDEABLE_IN_FRAMES)
    return hidden_in(asked)


#: address -> template, and what it shows besides the translations
PAGES: dict[str, tuple[str, Shown]] = {
    "/": ("signal_flow.html", of_a_tool("network")),
    "/training": ("training.html", of_training),
    "/chain-rule": ("chain_rule.html", of_a_tool("graph")),
    "/descent": ("descent.html", of_a_tool("descent")),
    "/check": ("check.html", of_check),
    "/check/sheet": ("check_sheet.html", of_sheets),
    "/lesson": ("lesson_contents.html", of_the_contents),
    **{f"/lesson/{section}": ("lesson.html", of_section(section)) for section in SECTIONS},
    "/lesson/glossary": ("lesson_glossary.html", of_the_glossary),
    "/lesson/questions": ("lesson_questions.html", of_the_questions),
    "/api": ("api.html", of_the_api),
}
#: The same of what other pages may show in a frame (`app.headers`), which no page links to.
FRAMED: dict[str, tuple[str, Shown]] = {
    "/embed": ("signal_flow.html", of_a_frame("network")),
    "/embed/network": ("signal_flow.html", of_a_frame("network")),
    "/embed/chain-rule": ("chain_rule.html", of_a_frame("graph")),
    "/embed/descent": ("descent.html", of_a_frame("descent")),
}
#: How many pages are kept as they were sent: all of them in each language, with some parts hidden.
MOST_KEPT = 100

#: The service worker in ``static``.
WORKER = "offline.js"
ROBOTS = "User-agent: *\nDisallow: /api/v1/\n"


class Pages:
    """The pages, rendered once in each language and kept until a file of theirs is edited."""

    def __init__(
        self,
        settings: Settings,
        translations: Translations,
        files: StaticFiles,
        known: KnownAnswers,
    ) -> None:
        self.translations = translations
        self.files = files
        self.known = known
        self.root_path = settings.root_path
        self.body_limit = settings.body_limit
        self.folder = WatchedFolder(settings.templates, settings.static_seconds)
        self.kept: OrderedDict[tuple[object, ...], StaticFile] = OrderedDict()
        self.environment = Environment(
            loader=FileSystemLoader(settings.templates),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=[RawStrings, KeptMarks],
        )
        # The order of the fields of a question is that of the variables in its answer.
        self.environment.policies["json.dumps_kwargs"] = {"sort_keys": False}
        self.environment.globals |= {
            "mathml": mathml,
            "label": label,
            "asked_by_name": BY_NAME,
            "asked_beside": lambda symbol: beside_symbols().get(symbol, ()),
            "prose_language": self.prose_language,
            "url": self.url,
            "static": lambda name: self.url(self.static_path(name)),
            "static_path": self.static_path,
            "version": lambda: files.version,
            "known": self.listed,
        }

    def url(self, path: str) -> str:
        """An address of the pages, below the path at which a proxy shows them."""
        return f"{self.root_path}{path}"

    def static_path(self, name: str) -> str:
        """The address of a file below the root path. What an installation sets is in the catalogs
        and not in the version, and browsers keep them by their address.
        """
        setting = f"?body={self.body_limit}" if name.startswith("catalog.") else ""
        return f"/static/{self.files.address(name)}{setting}"

    def listed(self, questions: Iterable[Question], language: str) -> list[dict[str, Any]]:
        return list(self.known.listed(questions, language, self.static_path))

    def prose_language(self, section: int | str, language: str) -> str:
        """The language that a section, or the questions, are written in for a reader of another."""
        names = [f"lesson/{section}.{each}.html" for each in (language, DEFAULT)]
        found = self.environment.select_template(names).name
        return language if found == names[0] else DEFAULT

    def rendered(self, request: Request, template: str, **more: Any) -> StaticFile:
        language = language_of(request)
        content = self.environment.get_template(template).render(
            lang=language,
            languages=LANGUAGES,
            t=self.translations.table(language),
            path=request.scope["path"] if request.scope["path"] in PAGES | FRAMED else "/",
            **more,
        )
        return static_file(template, content.encode())

    async def page(self, request: Request) -> Response:
        """One of `PAGES` or `FRAMED`: its key, under which it is kept, has all it depends on."""
        if self.folder.changed():
            self.kept.clear()
        address = request.scope["path"]
        template, shown = (PAGES | FRAMED)[address]
        release = self.files.address("")
        key = (release, str(request.base_url), address, language_of(request), hidden_of(request))
        if key not in self.kept:
            self.kept[key] = await asyncio.to_thread(
                lambda: self.rendered(request, template, **shown(request))
            )
        self.kept.move_to_end(key)
        page = self.kept[key]
        while len(self.kept) > MOST_KEPT:
            self.kept.popitem(last=False)
        return await response_of(page, request.headers, headers_of(request))

    async def worker(self, request: Request) -> Response:
        """The service worker, where its scope is all pages; a changed one is found at once."""
        return await self.files.unversioned(WORKER, request.headers)

    async def not_found(self, request: Request) -> Response:
        page = self.rendered(request, "not_found.html")
        return Response(page.body, 404, headers_of(request), page.media_type)


def headers_of(request: Request) -> dict[str, str]:
    return {
        "Content-Language": language_of(request),
        "Vary": "Accept-Language, Accept-Encoding",
        "Cache-Control": "no-cache",
    }


async def robots() -> Response:
    """Programs that read pages for a search have no use for the API."""
    return Response(ROBOTS, media_type="text/plain")


def moved(request: Request) -> Response:
    """The address of a page with a slash at its end leads to the page, with what it asks for.

    Only addresses of pages come here, so that none leads to another server.
    """
    address = request.scope.get("root_path", "") + request.scope["path"].rstrip("/")
    query = request.scope["query_string"].decode("latin-1")
    return RedirectResponse(f"{address}?{query}" if query else address, 308)


def router(pages: Pages) -> APIRouter:
    routes = APIRouter(include_in_schema=False)
    for address in PAGES | FRAMED:
        routes.add_api_route(address, pages.page)
        if address != "/":
            routes.add_api_route(f"{address}/", moved)
    routes.add_api_route("/robots.txt", robots)
    routes.add_api_route("/sw.js", pages.worker)
    return routes
