"""A page whose files come late, cut, or from somebody else: it asks again, or says so."""

import re
from collections import Counter
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Complaints, Open
from tests.browser.pages import KINDS

#: What the browser itself says of a response.
OF_THE_BROWSER = r"console (error|warning): (Failed to load|.*MIME type|.*preload|GET )"
#: The page of a network that asks for a login first.
PORTAL = "<!doctype html><title>Wi-Fi</title><p>Please sign in."

Answer = Callable[[Route], None]


def busy(route: Route) -> None:
    route.fulfill(status=503, body="busy", content_type="text/plain")


def lost(route: Route) -> None:
    route.abort()


def portal(route: Route) -> None:
    route.fulfill(status=200, body=PORTAL, content_type="text/html")


def cut(route: Route) -> None:
    response = route.fetch()
    text = response.text()
    headers = {"content-type": response.headers["content-type"]}
    route.fulfill(status=200, body=text[: len(text) // 2], headers=headers)


def wrong(body: str) -> Answer:
    return lambda route: route.fulfill(status=200, body=body, content_type="application/json")


SCRIPT = re.compile(r"/js/pages/(?!head)\w+\.js$")
SHEET = re.compile(r"/css/pages/\w+\.css$")
CATALOG = re.compile(r"/catalog[\w.]*\.json(\?|$)")
SENTENCES = re.compile(r"/i18n/.*\.json$")
QUESTIONS = re.compile(r"/answers/|/api/v1/(trace|graph|descent|train|exercise)$")
HEAD = re.compile(r"/js/pages/head\.js$")
EVERYTHING = re.compile(r"/static/|/api/")


def fail(page: Page, files: re.Pattern[str], answer: Answer, *, times: int | None) -> None:
    """Answers the first requests for each file so, or all of them."""
    asked: Counter[str] = Counter()

    def handle(route: Route) -> None:
        name = re.sub(r"^.*/static/[0-9a-f]{16}|\?.*$", "", route.request.url)
        asked[name] += 1
        if times is not None and asked[name] > times:
            route.continue_()
        else:
            answer(route)

    page.route(files, handle)


def opened(open_screen: Open, complaints: Complaints) -> Page:
    complaints.allow(OF_THE_BROWSER)
    return open_screen("about:blank://", ready=False).page


def is_styled(page: Page) -> None:
    """The style sheet is there: the skip link is out of sight."""
    expect(page.locator(".skip").first).to_have_css("position", "absolute")


ONCE: dict[str, tuple[re.Pattern[str], Answer]] = {
    "the script, busy": (SCRIPT, busy),
    "the script, lost": (SCRIPT, lost),
    "the script, another's": (SCRIPT, portal),
    "the script, cut": (SCRIPT, cut),
    "the style sheet, busy": (SHEET, busy),
    "the style sheet, lost": (SHEET, lost),
    "the first script, busy": (HEAD, busy),
    "all data, busy": (re.compile(r"\.json$|/api/"), busy),
    "all data, another's": (re.compile(r"\.json$|/api/"), portal),
    "all data, cut": (re.compile(r"\.json$|/api/"), cut),
}


@pytest.mark.parametrize(("what", "address"), list(zip(ONCE, ["/", "/lesson/5"] * 5, strict=True)))
def test_a_file_that_fails_once_is_asked_for_again(
    open_screen: Open, complaints: Complaints, address: str, what: str
) -> None:
    page = opened(open_screen, complaints)
    files, answer = ONCE[what]
    fail(page, files, answer, times=1)
    page.goto(f"{complaints.origin}{address}")
    KINDS[address](page)
    is_styled(page)
    expect(page.locator("[data-not-loaded]")).to_be_hidden()


@pytest.mark.parametrize("address", KINDS)
def test_a_page_comes_although_each_of_its_files_fails_once(
    open_screen: Open, complaints: Complaints, address: str
) -> None:
    page = opened(open_screen, complaints)
    fail(page, re.compile(r"/static/(?!.*head\.js)|/api/v1/"), busy, times=1)
    page.goto(f"{complaints.origin}{address}")
    KINDS[address](page)
    is_styled(page)
    page.wait_for_selector('html[data-ready="true"]', state="attached")
    expect(page.locator("[data-not-loaded]")).to_be_hidden()


NEVER: dict[str, tuple[re.Pattern[str], Answer]] = {
    "the script, busy": (SCRIPT, busy),
    "the script, another's": (SCRIPT, portal),
    "the script, cut": (SCRIPT, cut),
    "the catalog, busy": (CATALOG, busy),
    "the catalog, another's": (CATALOG, portal),
    "the catalog, cut": (CATALOG, cut),
    "the catalog, empty": (CATALOG, wrong("{}")),
    "the catalog, nothing": (CATALOG, wrong("null")),
    "the sentences, busy": (SENTENCES, busy),
    "the sentences, another's": (SENTENCES, portal),
    "the sentences, of another kind": (SENTENCES, wrong('{"page.name": 5}')),
    "everything but the page": (EVERYTHING, lost),
}
#: Every fault on one page, and of the other pages every kind of file that they have: the contents
#: have no catalog, the glossary nothing but its script.
BEGINNINGS = [
    *(("/", what) for what in NEVER),
    ("/lesson", "the script, cut"),
    ("/lesson", "the sentences, busy"),
    ("/lesson/5", "the script, another's"),
    ("/lesson/5", "the catalog, empty"),
    ("/lesson/5", "the sentences, of another kind"),
    ("/lesson/glossary", "the script, busy"),
    ("/lesson/glossary", "everything but the page"),
]


@pytest.mark.parametrize(("address", "what"), BEGINNINGS)
def test_a_page_that_cannot_begin_says_so(
    open_screen: Open, complaints: Complaints, address: str, what: str
) -> None:
    page = opened(open_screen, complaints)
    page.clock.install()
    files, answer = NEVER[what]
    fail(page, files, answer, times=None)
    page.goto(f"{complaints.origin}{address}?lang=en")
    place = page.locator("[data-not-loaded]")
    for _ in range(40):  # more waits than the page makes before it gives up
        page.clock.run_for(30_000)
        page.wait_for_timeout(50)  # of the test's own time, for the requests under way
        if place.is_visible() and not place.locator("[data-asks-again]").is_visible():
            break
    expect(place).to_be_visible()
    expect(place).to_contain_text("This page has not come completely.")
    # Later the server is there again, and the button is enough.
    page.unroute_all()
    place.get_by_role("link", name="Load it again").click()
    KINDS[address](page)
    expect(place).to_be_hidden()


FOREIGN: dict[str, Answer] = {
    "another's": portal,
    "cut": cut,
    "empty": wrong("{}"),
    "nothing": wrong("null"),
    "a list": wrong("[]"),
    "a text": wrong('"hello"'),
}


#: Every answer on a page of its own, and those that the pages' readers tell apart on one. What has
#: come of a cut run is shown: tests/browser/training/test_run.py.
ASKING = ["/", "/chain-rule", "/descent", "/check", "/lesson/5", "/training"]
ANSWERS = [*zip(ASKING, FOREIGN, strict=True), *(("/", what) for what in list(FOREIGN)[1:])]


@pytest.mark.parametrize(("address", "what"), ANSWERS)
def test_an_answer_of_the_wrong_shape_is_told_with_a_button(
    open_screen: Open, complaints: Complaints, address: str, what: str
) -> None:
    page = opened(open_screen, complaints)
    page.clock.install()
    fail(page, QUESTIONS, FOREIGN[what], times=None)
    page.goto(f"{complaints.origin}{address}?lang=en")
    failure = page.locator(".failure:visible").filter(has_text="not an answer of this server")
    for _ in range(40):
        page.clock.run_for(30_000)
        page.wait_for_timeout(50)  # of the test's own time, for the requests under way
        if failure.count() > 0:
            break
    expect(failure.first).to_be_visible()
    page.unroute_all()
    failure.first.get_by_role("button", name="Try again").click()
    page.clock.run_for(5_000)
    if address == "/training":
        KINDS[address](page)
    else:
        expect(page.locator("[data-address][data-value]").first).to_be_attached()
