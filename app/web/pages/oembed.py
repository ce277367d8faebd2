"""``GET /oembed``: how the player of a link is shown in a page of another site (oembed.com).

An editor or a forum that is given a link of this server asks here for the HTML to put in its page.
"""

import html
import re
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from ...errors import Refusal, problem_response
from ...localization import LANGUAGES, Localizer, language_of
from ..lesson.hiding import HIDEABLE_IN_FRAMES, hidden_in

PATH = "/oembed"
#: The player of a page, and the sentence of its title.
PLAYERS = {
    "/": ("/embed", "page.title"),
    "/chain-rule": ("/embed/chain-rule", "page.title.chain_rule"),
    "/descent": ("/embed/descent", "page.title.descent"),
}
#: A link to a player is taken as well.
PLAYERS |= {player: (player, title) for player, title in PLAYERS.values()}
THEMES = ("light", "dark")
#: What the fragment of a link may hold: static/js/core/url_hash.js.
STATE = re.compile(r"\d+\.[A-Za-z0-9_-]+")
#: In CSS pixels. A player that is narrower than `NARROW` has the step below its picture
#: (static/css/tool/embed.css), and is higher.
WIDTH, NARROW, HEIGHT, HEIGHT_NARROW = 900, 768, 560, 860
#: A size has so many digits at most.
SIZE = re.compile(r"[1-9][0-9]{0,4}")


def address_of(base: str, link: str) -> tuple[str, str] | None:
    """The player's address and the key of its title; None for a link to anything else.

    :param base: of this server, without a slash at its end.
    """
    try:
        parts = urlsplit(link)
        asked = parse_qs(parts.query, max_num_fields=20)
    except ValueError:
        return None
    own = urlsplit(base)
    path = parts.path.removeprefix(own.path) or "/"
    is_ours = (parts.scheme, parts.netloc) == (own.scheme, own.netloc)
    if not is_ours or not f"{parts.path}/".startswith(f"{own.path}/") or path not in PLAYERS:
        return None
    player, title = PLAYERS[path]
    query = {}
    for name, known in (("lang", tuple(LANGUAGES)), ("theme", THEMES)):
        if asked.get(name, [""])[-1] in known:
            query[name] = asked[name][-1]
    if hidden := hidden_in(asked.get("hide", [""])[-1], HIDEABLE_IN_FRAMES):
        query["hide"] = ",".join(hidden)
    state = f"#{parts.fragment}" if STATE.fullmatch(parts.fragment) else ""
    return f"{base}{player}{'?' if query else ''}{urlencode(query, safe=',')}{state}", title


def size_in(request: Request, name: str) -> int | None:
    """``maxwidth`` or ``maxheight``; raises a `Refusal` of what is no size."""
    text = request.query_params.get(name)
    if text is None:
        return None
    if SIZE.fullmatch(text) is None:
        raise Refusal(400, "error.detail.oembed_size", {"name": name})
    return int(text)


def answer(request: Request, localizer: Localizer) -> dict[str, Any]:
    """Raises a `Refusal` with the status that the specification names."""
    if request.query_params.get("format", "json") != "json":
        raise Refusal(501, "error.detail.oembed_format")
    base = str(request.base_url).rstrip("/")
    found = address_of(base, request.query_params.get("url", ""))
    if found is None:
        raise Refusal(404, "error.detail.oembed_url")
    if not request.app.state.settings.frame_origins:
        raise Refusal(404, "error.detail.oembed_frames")
    most_width, most_height = size_in(request, "maxwidth"), size_in(request, "maxheight")
    address, title_key = found
    title = localizer.say(title_key)
    width = min(WIDTH, most_width or WIDTH)
    height = HEIGHT if width >= NARROW else HEIGHT_NARROW
    height = min(height, most_height or height)
    frame = (
        f'<iframe src="{html.escape(address)}" title="{html.escape(title)}" width="{width}" '
        f'height="{height}" loading="lazy" allow="clipboard-write; fullscreen" '
        'style="border: 0; max-width: 100%"></iframe>'
    )
    return {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": "Deltaflow",
        "provider_url": f"{base}/",
        "cache_age": 86_400,
        "html": frame,
        "width": width,
        "height": height,
    }


def discovery_of(request: Request) -> str | None:
    """The address at which the page of a request is described; None where nobody may frame it."""
    if not request.app.state.settings.frame_origins:
        return None
    base = str(request.base_url).rstrip("/")
    page = f"{base}{request.scope['path']}"
    return f"{base}{PATH}?{urlencode({'url': page, 'format': 'json'})}"


async def oembed(request: Request) -> Response:
    localizer = Localizer(request.app.state.translations, request.scope)
    try:
        content = answer(request, localizer)
    except Refusal as refusal:
        return problem_response(refusal, localizer)
    language = {"Content-Language": language_of(request), "Vary": "Accept-Language, Host"}
    return JSONResponse(content, headers=language)


def router() -> APIRouter:
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route(PATH, oembed)
    return routes
