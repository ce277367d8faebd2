"""The HTML pages. To add one, write ``templates/<name>.html`` and a line in `PAGES`."""

from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from app.languages import LANGUAGES, Sentences, language_of
from app.web.api_page import api_page

#: address -> template
PAGES = {"/": "signal_flow.html", "/api": "api.html"}


def wants_html(request: Request) -> bool:
    """A browser that was pointed at a page."""
    accepted = request.headers.get("accept", "")
    return "text/html" in accepted and not request.url.path.startswith("/api/")


class Pages:
    def __init__(self, templates: Path, sentences: Sentences) -> None:
        self.sentences = sentences
        self.environment = Environment(
            loader=FileSystemLoader(templates),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def render(self, request: Request, template: str, status: int = 200, **more: Any) -> Response:
        language = language_of(request)
        content = self.environment.get_template(template).render(
            lang=language,
            languages=LANGUAGES,
            t=self.sentences.table(language),
            path=request.url.path if request.url.path in PAGES else "/",
            **more,
        )
        headers = {
            "Content-Language": language,
            "Vary": "Accept-Language",
            "Cache-Control": "no-cache",
        }
        return HTMLResponse(content, status, headers)


def router(pages: Pages) -> APIRouter:
    routes = APIRouter(include_in_schema=False)

    def signal_flow(request: Request) -> Response:
        return pages.render(request, PAGES["/"])

    def api(request: Request) -> Response:
        language = language_of(request)
        schema = request.app.openapi()
        return pages.render(
            request, PAGES["/api"], **api_page(schema, str(request.base_url), language)
        )

    routes.add_api_route("/", signal_flow, methods=["GET", "HEAD"])
    routes.add_api_route("/api", api, methods=["GET", "HEAD"])
    return routes
