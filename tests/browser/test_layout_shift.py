"""Nothing that is in the window moves while a page loads."""

import pytest

from tests.browser.conftest import Open

#: Adds up the shifts as browsers do: https://web.dev/articles/cls names 0.1 good.
OBSERVE = """() => {
  globalThis.shifts = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) globalThis.shifts.push(entry.value);
  }).observe({ type: "layout-shift", buffered: true });
}"""
MOST = 0.1


@pytest.mark.parametrize("size", [(1280, 800), (375, 667)], ids=["wide", "narrow"])
@pytest.mark.parametrize(
    "address", ["/", "/training", "/chain-rule", "/descent", "/check", "/lesson/5"]
)
def test_a_page_keeps_its_frame(open_screen: Open, address: str, size: tuple[int, int]) -> None:
    viewport = {"width": size[0], "height": size[1]}
    script = f"({OBSERVE})()"
    page = open_screen(address, ready=False, script=script, viewport=viewport).page
    page.wait_for_selector('html[data-ready="true"]', state="attached")
    page.wait_for_load_state("networkidle")
    shifts = page.evaluate("new Promise((done) => setTimeout(() => done(globalThis.shifts), 200))")
    assert sum(shifts) < MOST
