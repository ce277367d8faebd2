"""``create_app`` puts the parts together: ``uvicorn --factory app.main:create_app``."""

import asyncio
import gc
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from itertools import chain
from typing import Any

from fastapi import FastAPI, Request
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from . import __version__
from .engine.network.runs.kernels.compiled import prepare_in_background
from .errors import Params, Refusal, problem_response, wants_html
from .headers import HeadersMiddleware
from .lifecycle import Lifecycle
from .localization import Localizer, Translations, tables_of_pages
from .observation.observer import ObservationMiddleware, Observer
from .proxies import ForwardedMiddleware
from .root_path import RootPathMiddleware
from .security import SecurityMiddleware
from .settings import Settings
from .web import catalog, health
from .web.endpoint import EndpointApp, Shared
from .web.endpoints import ENDPOINTS, FILES, LINES
from .web.export.table import FORMATS_NAME, formats_json
from .web.lines import LinesApp
from .web.methods import METHODS, SERVER, HeadAsGet, allowed
from .web.pages import oembed, openapi, pages
from .web.pages.known_answers import KnownAnswers
from .web.static_files import StaticFiles

#: How long a thread that computes keeps the interpreter's lock while the event loop waits for it;
#: Python's own 5 ms would be added to a small request several times.
SWITCH_SECONDS = 0.0005
DESCRIPTION = "Forward and backward pass of a small network, every number of it."
#: The sentence of a problem for a status that a route raises without one.
STATUS_KEYS = {
    404: "error.detail.not_found",
    405: "error.detail.method",
    503: "error.detail.stopping",
}


def operation_id(route: APIRoute) -> str:
    return route.name


class Application(FastAPI):
    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            self.openapi_schema = openapi.openapi_of(self, self.state.translations)
        return self.openapi_schema


def create_app(
    settings: Settings | None = None,
    lifecycle: Lifecycle | None = None,
    observer: Observer | None = None,
) -> ASGIApp:
    settings = settings or Settings()
    lifecycle = lifecycle or Lifecycle()
    observer = observer or Observer(settings)
    translations = Translations(settings.static / "i18n")
    shared = Shared.of(settings, translations, lifecycle)
    known = KnownAnswers(translations, settings)
    files = StaticFiles(
        settings.static,
        known.files | tables_of_pages(settings.static / "i18n") | {FORMATS_NAME: formats_json},
        release=known.release,
        bundle=settings.bundle,
        look_after=settings.static_seconds,
    )
    rendered = pages.Pages(settings, translations, files, known)

    app = Application(
        title="Deltaflow",
        version=__version__,
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        generate_unique_id_function=operation_id,
        redirect_slashes=False,
        lifespan=lambda app: running(observer, shared, files.version),
    )
    app.state.settings = settings
    app.state.translations = translations
    direct: dict[tuple[str, str], ASGIApp] = {
        (endpoint.method, endpoint.path): EndpointApp(endpoint, shared)
        for endpoint in (*ENDPOINTS, *FILES)
    } | {(endpoint.method, endpoint.path): LinesApp(endpoint, shared) for endpoint in LINES}
    app.router.routes.append(Route("/static/{name:path}", files))
    routers = [
        *(health.router(lifecycle), catalog.router(settings), pages.router(rendered)),
        *(openapi.routes, oembed.router()),
    ]
    for router in routers:
        app.include_router(router)
    for (method, path), endpoint in direct.items():
        app.router.routes.append(Route(path, endpoint, methods=[method]))

    add_error_handlers(app, translations, rendered)
    bounded = SecurityMiddleware(HeadAsGet(app), settings, translations, direct, lifecycle)
    addresses = addresses_of(app.routes, *(router.routes for router in routers))
    outer: ASGIApp = HeadersMiddleware(bounded, settings, lambda: files.version)
    outer = ObservationMiddleware(outer, observer, addresses)
    if settings.root_path:
        outer = RootPathMiddleware(outer, settings.root_path)
    return ForwardedMiddleware(outer, settings) if settings.proxies else outer


@asynccontextmanager
async def running(observer: Observer, shared: Shared, version: str) -> AsyncIterator[None]:
    """From the start of the server to its end."""
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()  # What is loaded now stays; looking through it again takes 50 ms each time.
    prepare_in_background()
    sampling = asyncio.create_task(observer.sample(shared.held))
    observer.started(version)
    yield
    sampling.cancel()
    await observer.all_answered()


def add_error_handlers(app: FastAPI, translations: Translations, rendered: pages.Pages) -> None:
    """Problems instead of the framework's own errors; for a browser the page of a 404."""

    async def http_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if request.scope["path"] == SERVER and request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": ", ".join(METHODS)})
        if error.status_code == 405:
            error.headers = {"Allow": allowed(error)}
            if request.method == "OPTIONS":
                return Response(status_code=204, headers=error.headers)
        if error.status_code == 404 and wants_html(request.scope):
            return await rendered.not_found(request)
        key = STATUS_KEYS.get(error.status_code, "error.detail.request")
        headers = dict(error.headers or {})
        params: Params = {"methods": headers.get("Allow", "")}
        refusal = Refusal(error.status_code, key, params, headers=headers)
        return problem_response(refusal, Localizer(translations, request.scope))

    async def failed(request: Request, error: Exception) -> Response:
        refusal = Refusal(500, "error.detail.internal")
        return problem_response(refusal, Localizer(translations, request.scope))

    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(Exception, failed)


def addresses_of(*routes: Iterable[BaseRoute]) -> frozenset[str]:
    """The addresses of routes, by which requests are counted.

    One that ends with ``/`` stands for all below it; one that only leads to another is left out.
    """
    paths = [route.path for route in chain(*routes) if isinstance(route, Route)]
    return frozenset(
        path.partition("{")[0] for path in paths if path == "/" or not path.endswith("/")
    )
