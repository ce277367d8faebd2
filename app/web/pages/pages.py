"""The HTML pages.

To add one, write ``templates/<name>.html``, a line in `PAGES` and a link in ``base.html``.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse, Response

from ...localization import DEFAULT, LANGUAGES, Translations, language_of
from ..lesson.glossary import GLOSSARY
from ..lesson.hiding import HIDEABLE, hidden_in
from ..lesson.mathematics import RawStrings, mathml
from ..lesson.sections import SECTIONS, label, page_of, questions_in_sections
from ..static_files import StaticFiles
from .api_page import api_page


def nothing_more(request: Request) -> dict[str, Any]:
    return {}


def of_the_api(request: Request) -> dict[str, Any]:
    base = str(request.base_url).rstrip("/")
    return api_page(request.app.openapi(), base, request.app.state.settings)


def of_the_contents(request: Request) -> dict[str, Any]:
    return {"sections": SECTIONS, "questions": questions_in_sections()}


def of_the_glossary(request: Request) -> dict[str, Any]:
    return {"sections": SECTIONS, "glossary": GLOSSARY}


def of_section(section: int) -> Callable[[Request], dict[str, Any]]:
    def shown(request: Request) -> dict[str, Any]:
        hidden = hidden_in(request.query_params.get("hide", ""))
        return page_of(section) | {"hidden": hidden, "hideable": HIDEABLE}

    return shown


#: address -> template, and what it shows besides the translations
PAGES: dict[str, tuple[str, Callable[[Request], dict[str, Any]]]] = {
    "/": ("signal_flow.html", nothing_more),
    "/chain-rule": ("chain_rule.html", nothing_more),
    "/descent": ("descent.html", nothing_more),
    "/lesson": ("lesson_contents.html", of_the_contents),
    **{f"/lesson/{section}": ("lesson.html", of_section(section)) for section in SECTIONS},
    "/lesson/glossary": ("lesson_glossary.html", of_the_glossary),
    "/api": ("api.html", of_the_api),
}


def wants_html(request: Request) -> bool:
    """A browser that was pointed at a page."""
    accepted = request.headers.get("accept", "")
    return "text/html" in accepted and not request.url.path.startswith("/api/")


class Pages:
    """:param root_path: the path below which a proxy shows the pages, such as ``/deltaflow``."""

    def __init__(
        self,
        templates: Path,
        translations: Translations,
        files: StaticFiles,
        root_path: str,
    ) -> None:
        self.translations = translations
        self.environment = Environment(
            loader=FileSystemLoader(templates),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=[RawStrings],
        )

        def url(path: str) -> str:
            return f"{root_path}{path}"

        def static_path(name: str) -> str:
            return f"/static/{files.address(name)}"

        self.environment.globals |= {
            "mathml": mathml,
            "label": label,
            "prose_language": self.prose_language,
            "static": lambda name: url(static_path(name)),
            "static_path": static_path,
            "url": url,
            "version": lambda: files.version,
        }

    def prose_language(self, section: int, language: str) -> str:
        """The language that a section is written in for a reader of another."""
        names = [f"lesson/{section}.{each}.html" for each in (language, DEFAULT)]
        found = self.environment.select_template(names).name
        return language if found == names[0] else DEFAULT

    def render(self, request: Request, template: str, status: int = 200, **more: Any) -> Response:
        language = language_of(request)
        content = self.environment.get_template(template).render(
            lang=language,
            languages=LANGUAGES,
            t=self.translations.table(language),
            path=request.url.path if request.url.path in PAGES else "/",
            **more,
        )
        headers = {
            "Content-Language": language,
            "Vary": "Accept-Language",
            "Cache-Control": "no-cache",
        }
        return HTMLResponse(content, status, headers)


def moved(request: Request) -> Response:
    """The address of a page with a slash at its end leads to the page, with what it asks for.

    Only addresses of `PAGES` come here, so that none leads to another server.
    """
    address = request.scope.get("root_path", "") + request.scope["path"].rstrip("/")
    query = request.scope["query_string"].decode("latin-1")
    return RedirectResponse(f"{address}?{query}" if query else address, 308)


def router(pages: Pages) -> APIRouter:
    routes = APIRouter(include_in_schema=False)

    def page(template: str, shown: Callable[[Request], dict[str, Any]]) -> Callable[..., Response]:
        def answer(request: Request) -> Response:
            return pages.render(request, template, **shown(request))

        return answer

    for address, (template, shown) in PAGES.items():
        routes.add_api_route(address, page(template, shown))
        if address != "/":
            routes.add_api_route(f"{address}/", moved)
    return routes
