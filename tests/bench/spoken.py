"""What a screen reader finds on every page, from top to end, as a text to be read by people:

    python -m tests.bench.spoken [FOLDER] [--language en] [--page /check]

writes a file for each page and language: the accessibility tree that Chromium makes of it.
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from app.localization import LANGUAGES
from app.web.pages.pages import FRAMED, PAGES
from tests.chromium import FLAGS, find_chromium
from tests.served import served

#: Milliseconds.
PATIENCE = 60_000


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield browser
        browser.close()


def told(browser: Browser, address: str) -> str:
    """The tree of a page, once its numbers have come and its figures are built."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    try:
        page.goto(address, timeout=PATIENCE)
        page.wait_for_selector("html[data-ready]", state="attached", timeout=PATIENCE)
        page.wait_for_selector('html:not([data-pending="true"])', state="attached")
        for figure in page.locator("[data-figure]").all():
            figure.scroll_into_view_if_needed()
        page.wait_for_timeout(500)
        return page.locator("body").aria_snapshot(timeout=PATIENCE)
    finally:
        page.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("build/spoken"))
    parser.add_argument("--language", action="append", choices=[*LANGUAGES])
    parser.add_argument("--page", action="append", choices=[*PAGES, *FRAMED])
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with served() as origin, chromium() as browser:
        for address in options.page or [*PAGES, *FRAMED]:
            for language in options.language or LANGUAGES:
                text = told(browser, f"{origin}{address}?lang={language}")
                name = address.strip("/").replace("/", "-") or "network"
                path = options.folder / f"{name}.{language}.txt"
                path.write_text(f"{text}\n", encoding="utf-8")
                print(f"{path}: {len(text.splitlines())} lines", flush=True)


if __name__ == "__main__":
    main()
