"""The page `/check` as somebody who hands in numbers uses it."""

from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Open
from tests.browser.screen import Screen

#: The numbers of the first example, worked out to four decimals, up to the outputs' deltas.
FORWARD = {
    "z1.0": "0.3775",
    "z1.1": "0.3925",
    "a1.0": "0.5933",
    "a1.1": "0.5969",
    "z2.0": "1.1059",
    "z2.1": "1.2249",
    "a2.0": "0.7514",
    "a2.1": "0.7729",
}
#: ∂C/∂a in the place of δ: the slope is forgotten.
SLIP = {"delta2.0": "0.7414"}


@dataclass(frozen=True)
class Sheet:
    screen: Screen

    def cell(self, address: str) -> Locator:
        return self.screen.page.locator(f'[data-view="sheet"] input[data-address="{address}"]')

    def write(self, **numbers: str) -> None:
        for address, text in numbers.items():
            cell = self.cell(address)
            cell.fill(text)
            cell.press("Enter")

    def hand_in(self, numbers: dict[str, str]) -> None:
        self.write(**numbers)

    def says(self, address: str, verdict: str) -> None:
        expect(self.cell(address)).to_have_attribute("data-verdict", verdict)

    def is_not_judged(self, address: str) -> None:
        expect(self.cell(address)).not_to_have_attribute("data-verdict", "wrong")
        assert self.cell(address).get_attribute("data-verdict") is None

    def key(self, name: str) -> Locator:
        return self.screen.page.locator(f'[data-key="{name}"]')

    def said(self) -> Locator:
        return self.screen.page.locator('[data-view="verdict"] .marking-said')

    def first(self) -> Locator:
        return self.screen.page.locator(".first-wrong")

    def tab(self, name: str) -> None:
        self.screen.page.locator(f'[data-tab="{name}"]').click()


def opened(open_screen: Open, address: str = "/check", **options: object) -> Sheet:
    return Sheet(open_screen(address, **options))
