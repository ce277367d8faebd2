"""What a first visit weighs. How soon a page can be used is measured by ``make bench``."""

import pytest

from tests.browser.conftest import Open
from tests.browser.test_loading import requests_of

#: Of a first visit, on the wire: bytes with heads, and requests. Other languages are loaded when
#: the reader comes to the bar that offers them.
MOST = {
    "/": (170_000, 12),
    "/chain-rule": (170_000, 12),
    # Two megabytes are the first run itself, about 900 moments of it.
    "/training": (2_600_000, 12),
    "/descent": (400_000, 12),
    "/check": (200_000, 12),
    "/lesson/5": (350_000, 20),
}


@pytest.mark.parametrize("address", MOST)
def test_a_first_visit_keeps_within_its_bounds(
    open_screen: Open, server: str, address: str
) -> None:
    page = open_screen("about:blank://", ready=False).page
    weights: list[float] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"]))
    with requests_of(page) as sent:
        page.goto(f"{server}{address}")
    most_bytes, most_requests = MOST[address]
    print(f"\n{address}: {sum(weights):,.0f} bytes in {len(sent)} requests")
    assert 5 < len(sent) <= most_requests
    assert 50_000 < sum(weights) <= most_bytes
