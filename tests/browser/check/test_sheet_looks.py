"""The page of sheets for everybody: axe, phone, keyboard, both languages, print."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.check.worksheet import link, open_sheet
from tests.browser.conftest import Open
from tests.browser.test_accessibility import CONTRAST, OVERFLOW, violations

KINDS = ("compute", "faded", "find_the_slip", "signs")
#: What a page of A4 and of letter is high, less the margins, in CSS pixels.
PAPERS = {"A4": (695, 1032), "Letter": (718, 965)}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("width", "scheme", "locale", "rules"),
    [(1280, "light", "en-GB", ()), (320, "dark", "zh-CN", (CONTRAST,))],
)
def test_axe_finds_nothing(
    open_screen: Open, kind: str, width: int, scheme: str, locale: str, rules: tuple[str, ...]
) -> None:
    sheet = open_sheet(
        open_screen,
        link(plan={"kind": kind}),
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
        locale=locale,
    )
    for tab in ("work", "key", "class"):
        sheet.tab(tab)
        assert violations(sheet.screen, *rules) == [], tab
        assert sheet.screen.read(OVERFLOW) <= 0, tab


@pytest.mark.parametrize("size", [(1000, 700), (1280, 800), (1920, 1080)])
def test_a_wide_page_does_not_scroll(open_screen: Open, size: tuple[int, int]) -> None:
    sheet = open_sheet(open_screen, viewport={"width": size[0], "height": size[1]})
    rest = "document.scrollingElement.scrollHeight - document.documentElement.clientHeight"
    assert sheet.screen.read(rest) <= 0
    assert sheet.screen.read(OVERFLOW) <= 0


def test_a_phone_has_room_for_every_control(open_screen: Open) -> None:
    sheet = open_sheet(open_screen, viewport={"width": 375, "height": 760}, has_touch=True)
    for control in sheet.page.locator("main :is(button, input, select):visible").all():
        if control.get_attribute("type") == "radio":
            control = control.locator("xpath=..")
        box = control.bounding_box()
        assert box is not None
        assert box["height"] >= 24
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 375


def test_the_keyboard_reaches_everything(open_screen: Open) -> None:
    sheet = open_sheet(open_screen)
    sheet.page.locator('[data-tab="work"]').focus()
    sheet.screen.press("ArrowRight")
    expect(sheet.page.locator("#pane-key")).to_be_visible()
    expect(sheet.page.locator('[data-tab="key"]')).to_be_focused()
    sheet.screen.press("ArrowLeft")
    sheet.page.locator('[data-number="z1.0"] input').focus()
    sheet.page.keyboard.type("0.5")
    sheet.screen.press("Tab")
    expect(sheet.page.locator('[data-number="z1.1"] input')).to_be_focused()
    expect(sheet.mark("z1.0")).not_to_have_text("")
    expect(sheet.page.locator('[data-number="z1.1"] input')).to_be_focused()


@pytest.mark.parametrize(("kind", "language"), list(zip(KINDS, ["en", "zh"] * 2, strict=True)))
def test_each_variant_is_printed_on_a_page_of_its_own(
    open_screen: Open, kind: str, language: str
) -> None:
    address = link(plan={"kind": kind}).replace("/check/sheet", f"/check/sheet?lang={language}")
    sheet = open_sheet(open_screen, address, script="window.print = () => {};")
    for what in ("printSheets", "printKeys"):
        for paper, (width, height) in PAPERS.items():
            sheet.page.locator(f'[data-do="{what}"]').click()
            printed = sheet.page.pdf(format=paper)
            assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) == 3, (what, paper)
            sheet.page.locator(f'[data-do="{what}"]').click()
            sheet.page.emulate_media(media="print")
            sheet.page.set_viewport_size({"width": width, "height": height})
            for page in sheet.page.locator(".paper-page").all():
                box = page.bounding_box()
                assert box is not None
                assert box["height"] <= height
            assert sheet.screen.read(OVERFLOW) <= 0
            sheet.page.emulate_media(media="null")
            sheet.page.set_viewport_size({"width": 1280, "height": 900})


def test_who_prints_with_the_browser_gets_what_is_shown(open_screen: Open) -> None:
    sheet = open_sheet(open_screen, link(variant=2))
    printed = sheet.page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) == 1
