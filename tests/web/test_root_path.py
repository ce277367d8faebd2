"""Below a path, ``/deltaflow``, every address of a reply stays there and leads somewhere."""

import asyncio
import re
from collections.abc import Callable
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
from pydantic import ValidationError
from starlette.types import ASGIApp, Receive, Scope, Send

from app.localization import LANGUAGES
from app.main import create_app
from app.root_path import OWN_PARTS
from app.settings import Settings
from app.web.endpoints import OPERATIONS
from app.web.pages.pages import PAGES
from tests.conftest import Client
from tests.paths import STATIC

ROOT_PATH = "/deltaflow"
HOST = "http://test"
#: The attributes of HTML and SVG that hold an address, as the pages use them.
ADDRESSES = ("href", "src", "action", "formaction", "poster", "data")
#: What the scripts put before the addresses that they make.
ROOT = "data-root"
#: What begins as an address of the application, in any text.
ABSOLUTE = re.compile(
    r"""["'(=`\s](/(?:api|chain-rule|descent|healthz|lesson|openapi\.json|static)\b[^"')`\s]*)"""
)


class Links(HTMLParser):
    """The addresses in the attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if name in ADDRESSES and value is not None:
                self.found.add(value)
            if name == ROOT:
                assert value == ROOT_PATH
            if name == "srcset" and value is not None:
                self.found |= {part.split()[0] for part in value.split(",")}


def stripping(app: ASGIApp) -> ASGIApp:
    """A proxy that publishes the application below the path only, and removes the path."""

    async def proxy(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        inner = path.removeprefix(ROOT_PATH) if path.startswith(f"{ROOT_PATH}/") else "/outside"
        await app({**scope, "path": inner, "raw_path": inner.encode()}, receive, send)

    return proxy


def passing(app: ASGIApp) -> ASGIApp:
    """A proxy that publishes the application below the path only, and leaves the path as it is."""

    async def proxy(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"] if scope["path"].startswith(ROOT_PATH) else "/outside"
        await app({**scope, "path": path}, receive, send)

    return proxy


PROXIES: dict[str, Callable[[ASGIApp], ASGIApp]] = {"stripping": stripping, "passing": passing}


@pytest.fixture(params=PROXIES, scope="module")
def below(request: pytest.FixtureRequest, runner: asyncio.Runner) -> Client:
    """The application below the path, behind each kind of proxy."""
    proxy = PROXIES[request.param]
    return Client(proxy(create_app(Settings(root_path=ROOT_PATH))), runner)


@pytest.fixture(scope="module")
def replies(below: Client) -> dict[str, httpx.Response]:
    """The reply to every address that can be reached from the first page by links."""
    found: dict[str, httpx.Response] = {}
    waiting = [f"{ROOT_PATH}/"]
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        reply = found[address] = below.get(address, headers={"Accept": "text/html"})
        if reply.headers["content-type"].startswith("text/html"):
            waiting += [target_of(address, link) for link in Links(reply.text).found]
    return found


def target_of(page: str, link: str) -> str:
    """The path and query that a link on a page leads to."""
    target = urlsplit(urljoin(f"{HOST}{page}", link))
    assert f"{target.scheme}://{target.netloc}" == HOST, f"{page} links to {link}"
    assert f"{target.path}/".startswith(f"{ROOT_PATH}/"), f"{page} links to {link}"
    return f"{target.path}?{target.query}" if target.query else target.path


def test_every_link_stays_below_the_path_and_leads_somewhere(
    replies: dict[str, httpx.Response],
) -> None:
    failed = {address: reply.status_code for address, reply in replies.items() if reply.is_error}
    assert failed == {}
    reached = {urlsplit(address).path.removeprefix(ROOT_PATH) for address in replies}
    assert reached >= set(PAGES) | {"/openapi.json"}
    assert any(address.startswith("/static/") for address in reached)


def test_no_text_of_a_page_holds_an_address_outside_of_the_path(
    below: Client, replies: dict[str, httpx.Response]
) -> None:
    texts = {
        address: reply.text
        for address, reply in replies.items()
        if reply.headers["content-type"].startswith("text/html")
    }
    for language in LANGUAGES:
        headers = {"Accept": "text/html", "Accept-Language": language}
        missing = below.get(f"{ROOT_PATH}/nothing", headers=headers)
        assert f"{ROOT_PATH}/api" in missing.text
        texts[f"missing page in {language}"] = missing.text
    for address, text in texts.items():
        # The page of the API names each operation as openapi.json does, relative to its server.
        text = re.sub(r"<code>[A-Z]+ /[^<]+</code>|>/openapi.json<", "", text)
        # What the scripts put behind `data-root`.
        text = re.sub(r' data-(?:static|catalog)="[^"]*"', "", text)
        text = re.sub(r'<script type="application/json" id="known-answers">.*', "", text)
        # Descriptions of the schemas name endpoints alike.
        text = re.sub(r'<td lang="en">[^<]*</td>|<(?:p|span) lang="en">[^<]*<', "", text)
        assert ABSOLUTE.findall(text) == [], address


def test_the_commands_of_the_api_page_hold_the_path(below: Client) -> None:
    text = below.get(f"{ROOT_PATH}/api").text
    for endpoint in OPERATIONS:
        assert f"{HOST}{ROOT_PATH}{endpoint.path}" in text
        assert f"{HOST}{endpoint.path}" not in text
    assert f"curl -s {HOST}{ROOT_PATH}/api/v1/catalog" in text


def test_a_refusal_names_the_path(below: Client) -> None:
    problem = below.get(f"{ROOT_PATH}/api/v1/nothing").json()
    assert f"{ROOT_PATH}/api" in problem["detail"]


def test_the_description_names_the_path_as_its_server(below: Client) -> None:
    document = below.get(f"{ROOT_PATH}/openapi.json").json()
    assert [server["url"] for server in document["servers"]] == [ROOT_PATH]
    for path in document["paths"]:
        assert below.get(f"{ROOT_PATH}{path}").status_code in (200, 405), path


def test_the_path_alone_is_the_first_page(runner: asyncio.Runner) -> None:
    client = Client(create_app(Settings(root_path=ROOT_PATH)), runner)
    for address in (ROOT_PATH, f"{ROOT_PATH}/"):
        assert 'aria-current="page">Signal flow' in client.get(address).text
    assert client.get(f"{ROOT_PATH}x").status_code == 404


@pytest.mark.parametrize("address", ["/", "/lesson", "/lesson/", "/api", "/healthz", "/static/x"])
def test_below_the_path_twice_there_is_nothing(runner: asyncio.Runner, address: str) -> None:
    client = Client(create_app(Settings(root_path=ROOT_PATH)), runner)
    assert client.get(ROOT_PATH + ROOT_PATH + address).status_code == 404


def test_a_path_that_begins_as_an_own_address_stops_the_start(below: Client) -> None:
    described = below.get(f"{ROOT_PATH}/openapi.json").json()["paths"]
    addresses = [*PAGES, *described, "/static/x", "/openapi.json"]
    firsts = {address.split("/")[1] for address in addresses} - {""}
    assert firsts <= set(OWN_PARTS)
    for first in firsts:
        for path in (f"/{first}", f"/{first}/x"):
            with pytest.raises(ValidationError):
                Settings(root_path=path)
        assert Settings(root_path=f"/{first}s").root_path == f"/{first}s"


#: A text that begins as an address of the application, and what stands before it.
WRITTEN = re.compile(
    r"""(.{0,40})(["'`]/(?:(?:api|chain-rule|check|descent|lesson|openapi\.json|static)\b[^"'`]*|(?=["'`])))["'`]?"""
)
#: Where an address is only named, and what puts the path before it.
NAMED = re.compile(
    r"(?:\b(?:path: |page: |const PATH = |url\(|api\.get\(|isAnswer\(|ask\(|shownLast\())$"
)


def test_the_scripts_write_no_address_without_the_path() -> None:
    found = [
        (path.relative_to(STATIC).as_posix(), line.strip())
        for path in sorted(STATIC.rglob("*.js"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.lstrip().startswith(("//", "*", "/*"))
        for before, text in WRITTEN.findall(line)
        if not NAMED.search(before)
        and not is_arithmetic(text)
        and not line.strip().startswith(f'{text}": ')
    ]
    assert found == []


def is_arithmetic(text: str) -> bool:
    """A stroke alone, as a fraction has it."""
    return text[1:] == "/"


def test_styles_and_modules_import_by_relative_addresses_only() -> None:
    absolute = re.compile(r"""(?:@import |import\(|import |from )["']/""")
    for path in [*STATIC.rglob("*.css"), *STATIC.rglob("*.js")]:
        text = path.read_text(encoding="utf-8")
        assert not absolute.search(text), path
        assert path.suffix == ".js" or not re.search(r"""url\(["']?/""", text), path
