"""Files are served from memory: kept for a year at an address that changes when they do."""

import asyncio
import mimetypes
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.main import create_app
from app.settings import Settings
from app.web.bundles import script_of, sheets_of
from app.web.static_files import MEDIA_TYPES
from tests.conftest import Client
from tests.paths import STATIC

Serve = Callable[..., Client]
PLAIN = {"Accept-Encoding": "identity"}


@pytest.fixture(scope="module")
def serve(runner: asyncio.Runner) -> Serve:
    return lambda **settings: Client(
        create_app(Settings(**{"static_seconds": 0, **settings})), runner
    )


@pytest.fixture(scope="module")
def client(serve: Serve) -> Client:
    return serve(bundle=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of files that a test may edit."""
    (tmp_path / "js" / "pages").mkdir(parents=True)
    (tmp_path / "js" / "pages" / "a.js").write_text('import { b } from "../b.js";\nb();\n')
    (tmp_path / "js" / "b.js").write_text("// one\nexport const b = () => 1;\n")
    (tmp_path / "i18n").symlink_to(STATIC / "i18n")
    return tmp_path


def checked(script: str) -> tuple[str, str]:
    """The version that a page's script expects of its page, and the script itself."""
    check, _, text = script.partition("\n")
    found = re.search(r'dataset\.version !== "([0-9a-f]{16})"', check)
    assert found is not None
    return found[1], text


def addresses_of(client: Client, page: str) -> list[str]:
    return re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get(page).text)


@pytest.mark.parametrize(
    "page", ["/", "/training", "/chain-rule", "/descent", "/check", "/lesson", "/lesson/5", "/api"]
)
def test_the_files_that_a_page_names_may_be_kept_for_a_year(client: Client, page: str) -> None:
    addresses = addresses_of(client, page)
    assert 3 <= len(addresses) <= 9
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_a_file_is_served_as_it_is(serve: Serve) -> None:
    plain = serve(bundle=False, static_seconds=60)
    for path in filter(Path.is_file, STATIC.rglob("*")):
        answer = plain.get(f"/static/{path.relative_to(STATIC)}", headers=PLAIN)
        assert answer.content == path.read_bytes(), path
        assert "content-encoding" not in answer.headers


def test_a_page_gets_its_modules_as_one_script_and_its_sheets_as_one_sheet(client: Client) -> None:
    script = client.get("/static/js/pages/lesson.js")
    version, text = checked(script.text)
    assert text == script_of(STATIC / "js" / "pages" / "lesson.js")
    page = client.get("/lesson/1").text
    assert f'data-version="{version}"' in page
    assert f'data-static="/static/{version}/"' in page
    assert script.headers["content-type"] == "text/javascript; charset=utf-8"
    sheet = client.get("/static/css/pages/lesson.css")
    assert sheet.text == "".join(sheets_of(STATIC / "css" / "pages" / "lesson.css"))
    assert sheet.headers["content-type"] == "text/css; charset=utf-8"


def test_an_edit_changes_the_address_and_the_file(serve: Serve, folder: Path) -> None:
    client = serve(static=folder, bundle=True)
    before = addresses_of(client, "/")
    first = client.get("/static/js/pages/a.js")
    assert "()=>1" in checked(first.text)[1]
    assert first.headers["cache-control"] == "no-cache"
    etag = {"If-None-Match": first.headers["etag"]}
    again = client.get("/static/js/pages/a.js", headers=etag)
    assert (again.status_code, again.content) == (304, b"")
    (folder / "js" / "b.js").write_text("export const b = () => 22;\n")
    edited = client.get("/static/js/pages/a.js", headers=etag)
    assert edited.status_code == 200
    assert "22" in edited.text
    assert not set(addresses_of(client, "/")) & set(before)


def test_a_file_that_is_gone_while_the_folder_is_read_harms_no_other(
    serve: Serve, folder: Path
) -> None:
    client = serve(static=folder, bundle=True)
    (folder / "js" / "swap.js").symlink_to(folder / "nowhere.js")
    assert client.get("/static/js/b.js").status_code == 200
    assert client.get("/static/js/swap.js").status_code == 404


def test_the_address_of_another_release_is_answered_and_not_kept(client: Client) -> None:
    answer = client.get("/static/0123456789abcdef/js/pages/lesson.js")
    assert answer.content == client.get("/static/js/pages/lesson.js").content
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br", "br"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("GZIP", "gzip"),
        ("br; q=0.000", None),
        ("deflate", None),
        ("*", None),
        ("", None),
    ],
)
def test_text_is_compressed_as_the_browser_accepts_it(
    client: Client, accepted: str, encoding: str | None
) -> None:
    name = "/static/js/pages/signal_flow.js"
    whole = client.get(name, headers=PLAIN)
    answer = client.get(name, headers={"Accept-Encoding": accepted})
    assert answer.headers.get("content-encoding") == encoding
    assert answer.headers["vary"] == "Accept-Encoding"
    # The client has undone the compression.
    assert answer.content == whole.content
    sent = int(answer.headers["content-length"])
    if encoding:
        assert sent < 0.4 * len(whole.content)
        assert answer.headers["etag"] != whole.headers["etag"]
    else:
        assert sent == len(whole.content)


@pytest.mark.parametrize(
    "name",
    ["..%2f..%2fpyproject.toml", "%00", "js", "js/", "", "0123456789abcdef/", "js//core/at.js"],
)
def test_what_is_no_file_is_not_found(client: Client, name: str) -> None:
    assert client.get(f"/static/{name}").status_code == 404


def test_files_are_read_and_nothing_else(client: Client) -> None:
    answer = client.ask("POST", "/static/favicon.svg", content=b"{}")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    head = client.ask("HEAD", "/static/favicon.svg")
    whole = client.get("/static/favicon.svg")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == whole.headers["content-length"]


#: The types that browsers ask for: no script runs under another than the first.
EXPECTED_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
    ".ts": "text/plain; charset=utf-8",
}


@pytest.fixture
def foreign_types() -> Iterator[None]:
    """The types of a system whose registry another program has written."""
    before = mimetypes.MimeTypes()
    mimetypes.init()
    for suffix in EXPECTED_TYPES:
        mimetypes.add_type("application/x-foreign", suffix)
    yield
    for suffix in EXPECTED_TYPES:
        if kept := before.types_map[True].get(suffix):
            mimetypes.add_type(kept, suffix)


@pytest.mark.usefixtures("foreign_types")
def test_the_types_of_files_are_not_those_of_the_system(serve: Serve, folder: Path) -> None:
    for suffix in EXPECTED_TYPES:
        (folder / f"file{suffix}").write_text("{}")
    client = serve(static=folder, bundle=True)
    for suffix, expected in EXPECTED_TYPES.items():
        assert client.get(f"/static/file{suffix}").headers["content-type"] == expected
    assert client.get("/").headers["content-type"] == "text/html; charset=utf-8"
    assert client.get("/static/js/pages/a.js").headers["content-type"].startswith("text/javascript")


def test_every_file_has_a_type_of_its_own() -> None:
    suffixes = {path.suffix for path in STATIC.rglob("*") if path.is_file()}
    assert suffixes <= MEDIA_TYPES.keys()
