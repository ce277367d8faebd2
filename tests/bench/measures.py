"""The drawing at every step of many networks: smallest text, share of the stage, overlaps.

Run by hand: ``python -m tests.bench.measures [size …]``; it takes some minutes a size. The tests
hold a part of it within bounds.
"""

import statistics
import sys
from dataclasses import dataclass, field

from playwright.sync_api import Page, sync_playwright

from tests.browser.network.measuring import BOXES, LOOKS, build_stage, faults, measured, networks
from tests.browser.truth import Json
from tests.chromium import FLAGS, find_chromium
from tests.served import served

EVERY_STEP = 10_000


@dataclass
class Measures:
    """Of one size, letters and drawing."""

    steps: int = 0
    smallest: list[tuple[float, str]] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)
    hidden: int = 0
    faulty: list[str] = field(default_factory=list)

    def add(self, where: str, step: Json) -> None:
        self.steps += 1
        if step["smallest"] is not None:
            self.smallest.append((step["smallest"], f"{where}: {step['which']}"))
        self.shares.append(step["share"])
        self.hidden += step["hidden"]
        if found := faults(step):
            self.faulty.append(f"{where}: {found}")


def measure(page: Page, size: str, look: Json, requests: dict[str, Json]) -> Measures:
    found = Measures()
    for name, request in requests.items():
        for step in measured(page, request, look, BOXES[size], EVERY_STEP):
            found.add(f"{name}, step {step['position']}", step)
    return found


def main() -> None:
    with served() as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(origin)
        page.wait_for_selector("[data-ready=true]", state="attached")
        build_stage(page)
        requests = networks(page.request.get(f"{origin}/api/v1/catalog").json())
        for size in sys.argv[1:] or BOXES:
            for look in LOOKS:
                found = measure(page, size, look, requests)
                least, where = min(found.smallest)
                print(
                    f"{size} {look['notation']} {look['drawing']}: {len(requests)} networks, "
                    f"{found.steps} steps; smallest text {least:.1f} px ({where}), "
                    f"median of the steps {statistics.median(s for s, _ in found.smallest):.1f}; "
                    f"share at least {min(found.shares):.2f}; "
                    f"labels that wait for hover {found.hidden}; faulty steps {len(found.faulty)}",
                    flush=True,
                )
                for fault in found.faulty:
                    print(f"    {fault}"[:300])
        browser.close()


if __name__ == "__main__":
    main()
