"""What every page with a player shares: its frame, head, language, player, keys and address."""

from collections.abc import Callable
from itertools import zip_longest

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.pages import whole
from tests.browser.screen import Screen
from tests.browser.test_accessibility import CONTRAST, OVERFLOW, violations

PAGES = ["/", "/training", "/chain-rule", "/descent"]
LINKS = [*PAGES, "/check", "/lesson", "/api"]
EVERY_PAGE = pytest.mark.parametrize("address", PAGES)


@EVERY_PAGE
def test_a_change_of_language_changes_every_word_and_nothing_else(
    open_screen: Open, address: str
) -> None:
    screen = open_screen(address)
    page = screen.page
    whole(page)
    screen.press("ArrowRight")
    # A run comes as far as it is looked at.
    expect(page.locator(":root")).not_to_have_attribute("data-position", "0")
    here = screen.position()
    titles = {}
    for name in ("zh", "en"):
        screen.speak(name)
        expect(page.locator(f".site [data-language={name}]")).to_have_attribute(
            "aria-current", "true"
        )
        screen.settle()
        titles[name] = page.title()
        # A run is asked for again, for its sentences, and stands at its start until it has come.
        expect(page.locator(":root")).to_have_attribute("data-position", str(here))
    assert titles["zh"] != titles["en"]
    page.reload()
    screen.settle()
    assert page.title() == titles["en"]
    assert len({*titles.values()}) == 2


def place(screen: Screen) -> int:
    """The step on the screen: of a run the number of the step, not that of its frame."""
    shown = screen.page.locator(".run-place span").nth(1)
    return int(shown.inner_text().split()[0]) if shown.count() > 0 else screen.position()


@EVERY_PAGE
def test_a_reload_and_a_copied_link_stand_at_the_same_step(open_screen: Open, address: str) -> None:
    screen = open_screen(address)
    whole(screen.page)
    screen.press("ArrowRight", "ArrowRight")
    screen.settle()
    here = place(screen)
    screen.find("share").click()
    link = screen.page.evaluate("() => navigator.clipboard.readText()")
    assert f"{address}" in link
    other = open_screen(link)
    whole(other.page)
    other.settle()
    assert place(other) == here > 1
    screen.page.reload()
    whole(screen.page)
    screen.settle()
    assert place(screen) == here


# ---- the frame in a wide window ------------------------------------------------------------------

SIZES = [(1280, 800), (1000, 700)]
#: What is to be in sight together; of a part within a pane, what the pane shows of it.
IN_SIGHT = """(queries) => queries.filter((query) => {
  const part = document.querySelector(query);
  if (!part) return true;
  const { left, top, right, bottom, width, height } = part.getBoundingClientRect();
  const holder = part.closest(".pane")?.getBoundingClientRect();
  return !part.checkVisibility({ visibilityProperty: true }) || width === 0 || height === 0
    || top < Math.max(0, holder?.top ?? 0) - 1
    || left < Math.max(0, holder?.left ?? 0) - 1
    || bottom > Math.min(innerHeight, holder?.bottom ?? Infinity) + 1
    || right > Math.min(innerWidth, holder?.right ?? Infinity) + 1;
})"""
TOGETHER = [
    *(".stage", ".stage .drawing", ".playbar", ".playbar .play", ".track"),
    *('[data-section="result"]', '[data-section="rule"] .math-line'),
]
EDGES = """() => Object.fromEntries(
  Object.entries({ bar: ".site", stage: ".stage", player: ".playbar", panel: ".panel",
                   rail: ".rail", tabs: ".panel .tabs" })
    .map(([name, query]) => {
      const { left, top, right, bottom } = document.querySelector(query).getBoundingClientRect();
      return [name, { left, top, right, bottom, width: right - left, height: bottom - top }];
    }))"""
SCROLLS = """() => {
  const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.scrollingElement;
  scrollTo(0, 1000);
  return [scrollWidth - clientWidth, scrollHeight - clientHeight, scrollY];
}"""


@pytest.mark.parametrize("address", ["/", "/chain-rule"])
def test_picture_player_result_and_rule_are_in_sight_at_every_step(
    open_screen: Open, address: str
) -> None:
    screen = open_screen(address)
    last = int(screen.page.get_by_role("slider").first.get_attribute("aria-valuemax") or 0)
    for position in range(1, last + 1):
        screen.press("ArrowRight")
        screen.stands_at(position)
        for width, height in SIZES:
            screen.page.set_viewport_size({"width": width, "height": height})
            assert screen.read(IN_SIGHT, TOGETHER) == [], f"{width} px, step {position}"
    assert last >= 5


def test_an_edit_of_a_weight_is_seen_in_the_picture_beside_it(open_screen: Open) -> None:
    screen = open_screen(viewport={"width": 1280, "height": 800})
    screen.go(9)
    field = screen.field("w1.0.0")
    field.focus()
    screen.press("ArrowUp", "ArrowUp")
    screen.settle()
    query = '.editor [data-field="w1.0.0"]'
    label = '[data-view="diagram"] [data-edit="w1.0.0"]'
    assert screen.read(IN_SIGHT, [*TOGETHER, query, label]) == []
    expect(field).to_be_focused()
    expect(screen.page.locator(label)).to_contain_text("0.4")


#: Parts of the bar, the tabs and the player that show less than they hold, or reach out of the part
#: that they are in. Menus and fields of numbers scroll what they hold.
CUT = """() => ['.site', '.tabs', '.playbar', '.fold']
  .flatMap((name) => [...document.querySelectorAll(`:is(${name}, ${name} *)`)])
  .filter((part) => part.checkVisibility({ visibilityProperty: true })
    && !part.closest("svg, .menu, .unseen, .slider, select, input")
    && getComputedStyle(part).display !== "inline" && getComputedStyle(part).clipPath === "none")
  .filter((part) => {
    const { left, right } = part.getBoundingClientRect();
    const around = part.parentElement.getBoundingClientRect();
    const isOut = around.width > 0 && (left < around.left - 1 || right > around.right + 1);
    return isOut || part.scrollWidth > part.clientWidth + 1 || right > innerWidth;
  })
  .map((part) => `${part.localName} ${part.className} ${part.textContent}`)"""
WIDTHS = (320, 375, 399, 400, 480, 600, 800, 999, 1000, 1100, 1152, 1200, 1279, 1280, 1366, 1440)


def test_a_control_keeps_its_place_whatever_it_says(open_screen: Open) -> None:
    screen = open_screen(reduced_motion="no-preference")

    def places() -> list[list[float]]:
        found = screen.read(
            """() => [...document.querySelectorAll(".site button, .site select, .playbar button")]
              .filter((one) => !one.closest(".menu") && one.checkVisibility())
              .map((one) => {
                const { left, top, width } = one.getBoundingClientRect();
                return [left, top, width];
              })"""
        )
        assert isinstance(found, list)
        return found

    acts: list[Callable[[], object]] = [
        lambda: screen.find("play").click(),
        lambda: screen.find("play").click(),
        lambda: screen.find("run-rounds").click(),
        lambda: screen.find("run-rounds").click(),
        lambda: screen.find("again").click(),
        lambda: screen.press("ArrowRight"),
    ]
    for width in (375, 1000, 1280, 1920):
        screen.page.set_viewport_size({"width": width, "height": 800})
        before = places()
        for act in acts:
            act()
            screen.settle()
            assert places() == before


def leads_to_every_page_and_says_where_one_is(screen: Screen, address: str) -> None:
    links = screen.page.locator(".site > .pages a")
    found = [str(link.get_attribute("href")).split("?")[0] for link in links.all()]
    assert found == LINKS
    here = screen.page.locator(".site > .pages [aria-current=page]")
    assert str(here.get_attribute("href")).split("?")[0] == address


def tells_the_keys_and_is_left_as_it_was(screen: Screen) -> None:
    screen.press("?")
    dialog = screen.page.locator("dialog[open]")
    expect(dialog).to_be_visible()
    assert dialog.evaluate("(open) => open.scrollTop") == 0
    heights = dialog.locator("kbd").evaluate_all("(all) => all.map((one) => one.offsetHeight)")
    assert set(heights) == {24}
    told = dialog.locator("dt").count()
    assert told == dialog.locator("dd").count() >= 9
    keys = dialog.locator("kbd").all_inner_texts()
    # Of the keys of a picture only a page with one tells.
    assert ("F" in keys) == (screen.page.locator(".stage .zoom-pane").count() > 0)
    screen.press("Escape")
    expect(dialog).to_have_count(0)
    assert screen.position() == 0


def goes_to_any_place_of_the_timeline(screen: Screen) -> None:
    whole(screen.page)
    slider = screen.page.get_by_role("slider", name="Timeline")
    last = int(str(slider.get_attribute("aria-valuemax")))
    box = screen.page.locator(".track").bounding_box()
    assert box is not None
    screen.page.mouse.click(box["x"] + box["width"] * 0.5 + 1, box["y"] + box["height"] / 2)
    # A drag along a run is told a frame later.
    screen.stands_near(last / 2, 1 + last * 2 / box["width"])
    slider.press("End")
    screen.stands_at(last)
    slider.press("Home")
    screen.stands_at(0)
    # However many steps there are, the track is not made of more than a few hundred parts.
    assert screen.page.locator(".track > *").count() <= 400


def fills_a_wide_window_and_does_not_scroll(screen: Screen) -> None:
    for width, height in SIZES:
        screen.page.set_viewport_size({"width": width, "height": height})
        assert screen.read(SCROLLS) == [0, 0, 0]
        edges = screen.read(EDGES)
        assert edges["bar"]["height"] <= 48
        assert edges["rail"]["left"] == 0
        assert edges["rail"]["right"] == pytest.approx(edges["stage"]["left"], abs=1)
        assert edges["stage"]["right"] == pytest.approx(edges["panel"]["left"], abs=1)
        assert edges["panel"]["right"] == width
        assert edges["stage"]["bottom"] == pytest.approx(edges["player"]["top"], abs=1)
        for part in ("rail", "panel", "player"):
            assert edges[part]["bottom"] == height
        assert edges["stage"]["width"] >= 0.45 * width
        for control in screen.page.locator(".site > :visible").all():
            box = control.bounding_box()
            assert box is not None
            assert box["x"] + box["width"] <= width


def leaves_room_for_the_picture_in_text_of_twice_the_size(screen: Screen) -> None:
    screen.page.set_viewport_size({"width": 1280, "height": 800})
    screen.read("document.documentElement.style.fontSize = '200%'")
    edges = screen.read(EDGES)
    assert edges["stage"]["width"] >= 0.4 * 1280
    assert edges["stage"]["height"] >= 200
    parts = [".stage", ".playbar .play", ".track", "[data-key=share]", "[data-key=settings]"]
    assert screen.read(IN_SIGHT, parts) == []
    screen.read("document.documentElement.style.fontSize = ''")


def overflows_in_no_text_of_twice_the_size(screen: Screen) -> None:
    screen.page.set_viewport_size({"width": 1280, "height": 800})
    screen.read("document.documentElement.style.fontSize = '200%'")
    assert screen.read(OVERFLOW) <= 0
    screen.read("document.documentElement.style.fontSize = ''")


def cuts_nothing_of_the_bar_the_tabs_and_the_player_at_any_width(
    screen: Screen, address: str
) -> None:
    screen.page.set_viewport_size({"width": 1280, "height": 800})
    if address == "/":
        screen.choose("preset", "xor")
        screen.find("more-1").click()
        screen.find("again-many").click()
        screen.settle()
    for width in (*WIDTHS, 1600, 1759, 1760, 1920):
        screen.page.set_viewport_size({"width": width, "height": 800})
        assert screen.read(CUT) == [], f"{width} px"
        menu = screen.page.locator(".example select").bounding_box()
        assert menu is not None
        assert menu["width"] >= 120


def opens_each_menu_at_its_button(screen: Screen) -> None:
    page = screen.page
    for width, height in ((375, 812), (812, 375), (1280, 800)):
        page.set_viewport_size({"width": width, "height": height})
        for button in page.locator("[popovertarget]:visible").all():
            button.click()
            menu = page.locator(".menu:popover-open")
            at, box = button.bounding_box(), menu.bounding_box()
            assert at is not None
            assert box is not None
            gaps = (box["y"] - at["y"] - at["height"], at["y"] - box["y"] - box["height"])
            assert 0 <= max(gaps) <= 8
            assert box["x"] <= at["x"] + at["width"]
            assert at["x"] <= box["x"] + box["width"]
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            page.keyboard.press("Escape")
            expect(menu).to_have_count(0)


def fits_a_narrow_screen(screen: Screen) -> None:
    screen.page.set_viewport_size({"width": 320, "height": 640})
    assert screen.read("() => document.documentElement.scrollWidth") <= 320
    screen.find("theme")
    for part in screen.page.locator(":is(.site a, .site button, .site select):visible").all():
        box = part.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
    screen.press("Escape")


def shows_the_picture_and_the_open_tab_on_paper(screen: Screen) -> None:
    page = screen.page
    page.emulate_media(media="print")
    for query in (".site", ".playbar", ".rail", ".side-head", "[data-splitter]"):
        expect(page.locator(f"{query}:visible")).to_have_count(0)
    expect(page.locator(".stage .drawing")).to_be_visible()
    expect(page.locator('[data-pane="step"]')).to_be_visible()
    # Nothing is cut off: what is longer than a window goes on to the next sheet.
    longer = screen.read(
        """[...document.querySelectorAll("body, main, .stage, .panel, .panel .pane")]
          .filter((node) => getComputedStyle(node).overflowY !== "visible").length"""
    )
    assert longer == 0
    page.emulate_media(media="null")


@EVERY_PAGE
def test_a_tool_keeps_its_frame_and_its_head_in_every_window(
    open_screen: Open, address: str
) -> None:
    screen = open_screen(address)
    leads_to_every_page_and_says_where_one_is(screen, address)
    tells_the_keys_and_is_left_as_it_was(screen)
    goes_to_any_place_of_the_timeline(screen)
    screen.press("ArrowRight")
    shows_the_picture_and_the_open_tab_on_paper(screen)
    fills_a_wide_window_and_does_not_scroll(screen)
    leaves_room_for_the_picture_in_text_of_twice_the_size(screen)
    opens_each_menu_at_its_button(screen)
    fits_a_narrow_screen(screen)
    cuts_nothing_of_the_bar_the_tabs_and_the_player_at_any_width(screen, address)


@EVERY_PAGE
def test_a_tool_keeps_its_frame_in_chinese(open_screen: Open, address: str) -> None:
    screen = open_screen(address, locale="zh-CN")
    screen.press("ArrowRight")
    fills_a_wide_window_and_does_not_scroll(screen)
    overflows_in_no_text_of_twice_the_size(screen)
    fits_a_narrow_screen(screen)
    cuts_nothing_of_the_bar_the_tabs_and_the_player_at_any_width(screen, address)


# ---- tabs, folding, handles ----------------------------------------------------------------------


def test_tabs_are_chosen_by_keyboard_and_kept_for_the_next_visit(screen: Screen) -> None:
    page = screen.page
    for side, names in {
        "rail": ["network", "data", "training"],
        "panel": ["step", "numbers", "loss"],
    }.items():
        tabs = page.locator(f'[data-side="{side}"] [data-tab]')
        assert tabs.evaluate_all("(all) => all.map((one) => one.dataset.tab)") == names
        tabs.first.focus()
        first, second, third = names
        for key, name in [
            *(("ArrowRight", second), ("ArrowRight", third), ("ArrowRight", first)),
            *(("ArrowLeft", third), ("Home", first), ("End", third), ("ArrowLeft", second)),
        ]:
            screen.press(key)
            tab = page.locator(f'[data-tab="{name}"]')
            expect(tab).to_be_focused()
            expect(tab).to_have_attribute("aria-selected", "true")
            panes = page.locator(f'[data-side="{side}"] [role="tabpanel"]:visible')
            expect(panes).to_have_count(1)
            expect(panes).to_have_attribute("id", str(tab.get_attribute("aria-controls")))
        # Of a row of tabs one is reached by Tab.
        assert tabs.evaluate_all("(all) => all.filter((one) => one.tabIndex === 0).length") == 1
    assert screen.position() == 0
    page.reload()
    screen.settle()
    for name in ("data", "numbers"):
        expect(page.locator(f'[data-pane="{name}"]')).to_be_visible()


def test_the_rail_folds_away_and_stays_so(screen: Screen) -> None:
    page = screen.page
    before = screen.read(EDGES)
    fold = page.locator('[data-key="fold-rail"]')
    fold.press("Enter")
    for again in (False, True):
        if again:
            page.reload()
            screen.settle()
        folded = screen.read(EDGES)
        expect(fold).to_have_attribute("aria-expanded", "false")
        expect(page.locator(".rail .pane:visible")).to_have_count(0)
        assert folded["stage"]["width"] > before["stage"]["width"] + 150
    fold.click()
    expect(fold).to_have_attribute("aria-expanded", "true")
    assert screen.read(EDGES) == before


@pytest.mark.parametrize(("side", "wider"), [("rail", 1), ("panel", -1)])
def test_a_side_is_made_wider_by_keyboard_and_by_dragging(
    screen: Screen, side: str, wider: int
) -> None:
    page = screen.page
    width: Callable[[], float] = lambda: float(screen.read(EDGES)[side]["width"])  # noqa: E731
    first = width()
    handle = page.locator(f'[data-splitter="{side}"]')
    handle.focus()
    told = int(handle.get_attribute("aria-valuenow") or 0)
    screen.press("ArrowRight" if wider > 0 else "ArrowLeft")
    by_key = width()
    assert first < by_key <= first + 40
    assert int(handle.get_attribute("aria-valuenow") or 0) > told
    assert screen.position() == 0
    box = handle.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + 300
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + wider * 15, y, steps=3)
    page.mouse.move(x + wider * 40, y, steps=3)
    page.mouse.up()
    assert width() == pytest.approx(by_key + 40, abs=1)
    page.reload()
    screen.settle()
    assert width() == pytest.approx(by_key + 40, abs=1)
    # However far it is dragged, the picture keeps its place.
    for _ in range(40):
        handle.press("ArrowRight" if wider > 0 else "ArrowLeft")
    edges = screen.read(EDGES)
    assert edges["stage"]["width"] > 0.3 * edges["bar"]["width"]
    assert screen.read(SCROLLS) == [0, 0, 0]
    handle.dblclick()
    assert width() == first


# ---- a phone -------------------------------------------------------------------------------------

PHONE = {"width": 375, "height": 812}


@EVERY_PAGE
def test_picture_card_and_player_share_the_window_of_a_phone(
    open_screen: Open, address: str
) -> None:
    screen = open_screen(address, viewport=PHONE)
    card = '[data-pane="step"] .formula-panel-heading'
    parts = [".stage .drawing", ".playbar .play", ".track", card]
    if address == "/training":
        parts[-1] = ".run-place"
    elif address != "/descent":
        # A step of a descent is a whole iteration, with one result of many.
        parts.append('[data-section="result"]')
    for _ in range(18):
        screen.press("ArrowRight")
        assert screen.read(IN_SIGHT, parts) == [], f"at step {screen.position()}"
    edges = screen.read(EDGES)
    assert edges["bar"]["height"] == 48
    assert edges["stage"]["top"] == 48
    assert edges["stage"]["bottom"] <= 0.45 * PHONE["height"] + 1
    assert edges["player"]["height"] == 56
    assert edges["tabs"]["top"] >= edges["player"]["bottom"] - 1
    assert edges["tabs"]["bottom"] <= PHONE["height"]
    assert screen.read(SCROLLS) == [0, 0, 0]


def test_sheets_come_from_below_and_go_again(open_screen: Open) -> None:
    screen = open_screen(viewport=PHONE, has_touch=True, is_mobile=True)
    page = screen.page
    numbers, loss = (page.locator(f'[data-tab="{name}"]') for name in ("numbers", "loss"))
    edit = page.locator('[data-key="fold-rail"]')
    sheets = page.locator(".panel .pane:not([data-pane=step]):visible, .rail:visible")
    expect(sheets).to_have_count(0)
    for button in (numbers, loss, edit):
        button.tap()
        expect(sheets).to_have_count(1)
        assert violations(screen) == []
        # A part of the picture stays in sight above the sheet, the player's place is taken.
        box = sheets.bounding_box()
        assert box is not None
        assert 48 + 100 < box["y"] < 0.45 * PHONE["height"]
        button.tap()
        expect(sheets).to_have_count(0)
        button.tap()
        expect(sheets).to_have_count(1)
        screen.press("Escape")
        expect(sheets).to_have_count(0)
        expect(page.locator('[data-pane="step"]')).to_be_visible()
    # One sheet at a time.
    numbers.tap()
    edit.tap()
    expect(sheets).to_have_count(1)
    expect(page.locator(".rail")).to_be_visible()
    loss.tap()
    expect(sheets).to_have_count(1)
    expect(page.locator('[data-pane="loss"]')).to_be_visible()
    assert screen.position() == 0


# ---- surroundings --------------------------------------------------------------------------------


@EVERY_PAGE
@pytest.mark.parametrize(("scheme", "rules"), [("light", ()), ("dark", (CONTRAST,))])
def test_axe_finds_nothing_on_any_tab_and_in_the_menus(
    open_screen: Open, address: str, scheme: str, rules: tuple[str, ...]
) -> None:
    screen = open_screen(address, color_scheme=scheme)
    screen.press("ArrowRight", "ArrowRight")
    sides = [
        screen.page.locator(f'[data-side="{side}"] [data-tab]').all() for side in ("rail", "panel")
    ]
    # A tab of each side at once.
    for open_together in zip_longest(*sides):
        for tab in filter(None, open_together):
            tab.click()
        assert violations(screen, *rules) == [], open_together
    if address != "/training":
        screen.find("formula-menu").click()
        assert violations(screen, *rules) == []
    screen.find("theme")
    assert violations(screen, *rules) == []


def test_the_card_of_the_step_is_swiped(open_screen: Open) -> None:
    screen = open_screen(viewport={"width": 375, "height": 812}, has_touch=True, is_mobile=True)
    heading = screen.in_view("formula_panel", ".formula-panel-heading")
    session = screen.page.context.new_cdp_session(screen.page)

    def swipe(start: float, end: float) -> None:
        box = heading.bounding_box()
        assert box is not None
        middle = box["y"] + box["height"] / 2
        for kind, x in [("touchStart", start), ("touchMove", end), ("touchEnd", None)]:
            points = [] if x is None else [{"x": x, "y": middle}]
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    swipe(300, 100)
    screen.stands_at(1)
    swipe(300, 100)
    screen.stands_at(2)
    swipe(100, 300)
    screen.stands_at(1)
    swipe(200, 180)
    screen.page.wait_for_timeout(200)
    assert screen.position() == 1
