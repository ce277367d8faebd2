"""What the page weighs. How soon it can be used is measured by ``make bench``."""

import gzip

from playwright.sync_api import Request

from tests.browser.conftest import Open

MOST_BYTES = 170_000
MOST_ANSWERS = 15


def test_the_page_is_170_kilobytes_in_15_answers_at_most(open_screen: Open, server: str) -> None:
    screen = open_screen("about:blank://", ready=False)
    finished: list[Request] = []
    screen.page.on("requestfinished", lambda request: finished.append(request))
    with screen.page.expect_event("requestfinished", lambda each: "/trace" in each.url):
        screen.page.goto(server)
    screen.settle()
    weights = {}
    for request in finished:
        response = request.response()
        assert response is not None
        if request.resource_type != "font":
            weights[request.url] = len(gzip.compress(response.body(), 6, mtime=0))
    total = sum(weights.values())
    print(f"\n{total} bytes in {len(weights)} answers, each compressed by gzip")
    assert 5 < len(weights) <= MOST_ANSWERS
    assert total <= MOST_BYTES
