"""The focus stays with the reader: after every button it is on something that can be seen."""

import pytest

from tests.browser.conftest import Open
from tests.browser.screen import Screen

#: What leaves the page or opens a window of the system.
ELSEWHERE = (
    "a, [data-key=save], [data-key=open-file], [data-key=slice-go], [data-key=open-walkthrough]"
)
BUTTONS = f"""() => [...document.querySelectorAll('button, [role=switch]')]
  .filter((one) => one.checkVisibility() && !one.disabled && !one.closest('dialog, [popover]')
    && !one.matches({ELSEWHERE!r}))
  .map((one) => one.dataset.key ?? '').filter((key, n, all) => key && all.indexOf(key) === n)"""
PLACE = """() => { const at = document.activeElement;
  const isShown = at !== document.body && at.getClientRects().length > 0;
  return isShown ? at.dataset.key ?? at.id : 'nowhere'; }"""


@pytest.mark.parametrize("address", ["/", "/training", "/chain-rule", "/descent"])
def test_the_focus_is_never_lost_by_a_button(open_screen: Open, address: str) -> None:
    screen = open_screen(address)
    keys = screen.read(f"({BUTTONS})()")
    assert len(keys) > 8
    lost = [key for key in keys if _place_after(screen, key) == "nowhere"]
    assert lost == []


def _place_after(screen: Screen, key: str) -> str:
    button = screen.page.locator(f'[data-key="{key}"]').first
    if not button.is_visible() or button.is_disabled():
        return ""
    button.focus()
    screen.press("Enter")
    screen.page.wait_for_timeout(700)
    place = str(screen.read(f"({PLACE})()"))
    screen.press("Escape")
    screen.page.wait_for_timeout(400)
    return "nowhere" if screen.read(f"({PLACE})()") == "nowhere" else place


def test_skip_links_lead_to_the_parts_of_a_tool(open_screen: Open) -> None:
    screen = open_screen("/")
    before = screen.page.url
    for name in ("picture", "player", "step"):
        link = screen.page.locator(f'a.skip[href="#{name}"]')
        link.focus()
        assert link.bounding_box()["y"] >= 0  # type: ignore[index]
        screen.press("Enter")
        assert screen.read("document.activeElement.id") == name
        assert screen.read("document.activeElement.getAttribute('aria-label')")
    assert screen.page.url == before


def test_a_field_that_the_reader_has_left_does_not_take_the_focus_back(screen: Screen) -> None:
    """The letters make the fields anew; keys must not be typed into a number."""
    screen.enter("w1.0.0", "0.25")
    screen.field("w1.0.0").blur()
    for key in ("n", "c", "n"):
        screen.press(key)
        screen.page.wait_for_timeout(500)
        assert screen.read("document.activeElement === document.body"), key
    assert screen.asked()["network"]["layers"][0]["weights"][0][0] == 0.25
