"""What a request prefers: its language, and whether a person or a program reads the answer."""

from starlette.requests import Request

from app.languages import LANGUAGES, preferred


def language_of(request: Request) -> str:
    """``?lang=`` where it names a language we have, else ``Accept-Language``."""
    asked = request.query_params.get("lang")
    return asked if asked in LANGUAGES else preferred(request.headers.get("accept-language"))


def wants_html(request: Request) -> bool:
    """A browser that was pointed at a page."""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith(
        "/api/"
    )
