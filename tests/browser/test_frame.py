"""What every page with a player shares: its head, language, player, keys and address."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open

PAGES = ["/", "/chain-rule", "/descent"]
LINKS = [*PAGES, "/lesson", "/api"]
EVERY_PAGE = pytest.mark.parametrize("address", PAGES)


@EVERY_PAGE
def test_the_head_leads_to_every_page_and_says_where_one_is(
    open_screen: Open, address: str
) -> None:
    page = open_screen(address).page
    links = page.locator(".site .pages a")
    found = [str(link.get_attribute("href")).split("?")[0] for link in links.all()]
    assert found == LINKS
    here = page.locator(".site .pages [aria-current=page]")
    assert str(here.get_attribute("href")).split("?")[0] == address


@EVERY_PAGE
@pytest.mark.parametrize("language", ["en-GB", "zh-CN"])
def test_the_page_fits_a_narrow_screen(open_screen: Open, address: str, language: str) -> None:
    screen = open_screen(address, viewport={"width": 320, "height": 640}, locale=language)
    assert screen.read("() => document.documentElement.scrollWidth") <= 320
    for part in screen.page.locator(".site a, .site button, .site select").all():
        box = part.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320


@EVERY_PAGE
def test_a_change_of_language_changes_every_word_and_nothing_else(
    open_screen: Open, address: str
) -> None:
    screen = open_screen(address)
    page = screen.page
    screen.press("ArrowRight")
    titles = {}
    for name, label in [("zh", "中文"), ("en", "English")]:
        page.get_by_role("link", name=label).click()
        expect(page.locator(f".site [data-language={name}]")).to_have_attribute(
            "aria-current", "true"
        )
        screen.settle()
        titles[name] = page.title()
        assert screen.position() == 1
    assert titles["zh"] != titles["en"]
    page.reload()
    screen.settle()
    assert page.title() == titles["en"]
    assert len({*titles.values()}) == 2


@EVERY_PAGE
def test_a_reload_and_a_copied_link_stand_at_the_same_step(open_screen: Open, address: str) -> None:
    screen = open_screen(address)
    screen.press("ArrowRight")
    screen.press("ArrowRight")
    screen.page.locator("[data-key=share]").click()
    link = screen.page.evaluate("() => navigator.clipboard.readText()")
    assert f"{address}" in link
    assert open_screen(link).position() == 2
    screen.page.reload()
    screen.settle()
    assert screen.position() == 2


@EVERY_PAGE
def test_the_timeline_goes_to_any_place(open_screen: Open, address: str) -> None:
    screen = open_screen(address)
    slider = screen.page.get_by_role("slider", name="Timeline")
    last = int(str(slider.get_attribute("aria-valuemax")))
    box = screen.page.locator(".track").bounding_box()
    assert box is not None
    screen.page.mouse.click(box["x"] + box["width"] * 0.5 + 1, box["y"] + box["height"] / 2)
    screen.settle()
    assert abs(screen.position() - last / 2) <= 1 + last * 2 / box["width"]
    slider.press("End")
    assert screen.position() == last
    slider.press("Home")
    assert screen.position() == 0
    # However many steps there are, the track is not made of more than a few hundred parts.
    assert screen.page.locator(".track > *").count() <= 400


@EVERY_PAGE
def test_the_keys_are_told_and_the_dialog_leaves_the_page_as_it_was(
    open_screen: Open, address: str
) -> None:
    screen = open_screen(address)
    screen.press("?")
    dialog = screen.page.locator("dialog[open]")
    expect(dialog).to_be_visible()
    told = dialog.locator("dt").count()
    assert told == dialog.locator("dd").count() >= 9
    screen.press("Escape")
    expect(dialog).to_have_count(0)
    assert screen.position() == 0
