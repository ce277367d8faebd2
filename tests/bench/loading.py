"""How soon a page can be used: from its request to the first drawing of its answer.

Run by hand: ``python -m tests.bench.loading``; ``make bench`` runs it too. A fresh browser context
loads each page several times: the first load reads every file, the others revalidate them.
"""

import statistics

from playwright.sync_api import Browser, sync_playwright

from tests.chromium import FLAGS, find_chromium
from tests.served import served

PAGES = ("/", "/training", "/chain-rule", "/descent", "/lesson/5")
LOADS = 5

#: Sets ``readyAfter``, in ms since the navigation, when the first tool has drawn its answer.
READY = """() => {
  new MutationObserver((_, observer) => {
    if (document.querySelector("[data-ready=true]") === null) return;
    observer.disconnect();
    globalThis.readyAfter = performance.now();
  }).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-ready"] });
}"""


def loads(browser: Browser, address: str) -> list[float]:
    """ms of each load, the first one cold."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script(f"({READY})()")
    taken = []
    for _ in range(LOADS):
        page.goto(address)
        page.wait_for_selector("[data-ready=true]", state="attached")
        taken.append(float(page.evaluate("globalThis.readyAfter")))
    context.close()
    return taken


def main() -> None:
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        print(f"{'page':<12} {'cold':>8} {'again':>8}   ms until it can be used")
        for page in PAGES:
            cold, *warm = loads(browser, address + page)
            print(f"{page:<12} {cold:8.0f} {statistics.median(warm):8.0f}")
        browser.close()


if __name__ == "__main__":
    main()
