"""The tools in the hand: the frame of a phone on its side, sheets, scrolling against dragging."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open
from tests.browser.pages import ALL, shows_all
from tests.browser.screen import Screen, reveal
from tests.browser.test_frame import EDGES, EVERY_PAGE, PAGES, SCROLLS
from tests.browser.touching import PHONE, drag, middle, move

# ---- a phone on its side -------------------------------------------------------------------------


SIDEWAYS = [(568, 320), (812, 375), (932, 430)]


@EVERY_PAGE
def test_a_phone_on_its_side_shows_the_picture_beside_the_card(
    open_screen: Open, address: str
) -> None:
    width, height = SIDEWAYS[0]
    screen = open_screen(address, **PHONE | {"viewport": {"width": width, "height": height}})
    screen.press("ArrowRight", "ArrowRight")
    for width, height in SIDEWAYS:
        screen.page.set_viewport_size({"width": width, "height": height})
        stands_beside_the_card(screen, width, height)


def stands_beside_the_card(screen: Screen, width: int, height: int) -> None:
    page = screen.page
    edges = screen.read(EDGES)
    assert edges["bar"]["height"] <= 40
    assert edges["stage"]["width"] >= 0.55 * width
    assert edges["stage"]["top"] <= edges["bar"]["bottom"] + 1
    assert edges["stage"]["bottom"] == height
    assert edges["player"]["bottom"] == height
    assert edges["player"]["left"] >= edges["stage"]["right"] - 1
    assert edges["player"]["height"] <= 48
    for part in ("tabs", "player"):
        assert edges[part]["right"] <= width
        assert edges[part]["top"] >= edges["bar"]["bottom"] - 1
    assert screen.read(SCROLLS) == [0, 0, 0]
    # Nothing of the player lies on anything else, and every sheet leaves the picture alone.
    parts = page.locator(
        ":is(.playbar button, .playbar p, .playbar select, .playbar input):visible"
    )
    boxes = sorted(
        (box["x"], box["x"] + box["width"]) for one in parts.all() if (box := one.bounding_box())
    )
    assert all(one[1] <= other[0] + 1 for one, other in zip(boxes, boxes[1:], strict=False))
    assert boxes[-1][1] <= width
    for button in page.locator(".panel [data-tab], [data-fold]").all():
        button.tap()
        sheet = page.locator(".panel .pane[data-open]:visible, .rail:visible").last
        box = sheet.bounding_box()
        assert box is not None
        assert box["x"] >= edges["stage"]["right"] - 1
        assert box["height"] >= 0.5 * height
    page.locator(".panel [data-tab=step]").tap()


# ---- sheets --------------------------------------------------------------------------------------

SHEETS = ".panel .pane:not([data-pane=step]):visible, .rail:visible"
#: The colours of what can be chosen at the foot, without those that are as any other.
CHOSEN = """(all) => {
  const looks = all.map((one) => getComputedStyle(one).color);
  return all.filter((_, k) => looks.filter((look) => look === looks[k]).length === 1)
    .map((one) => one.dataset.tab ?? one.dataset.fold);
}"""


def closes_by_a_tap_on_any_tab_and_shows_what_it_names(page: Page) -> None:
    sheets = page.locator(SHEETS)
    foot = page.locator(".panel [data-tab], [data-fold]")
    step, second, third = page.locator(".panel [data-tab]").all()
    edit = page.locator("[data-fold]")
    for one in (second, third, edit):
        name = one.get_attribute("data-tab") or "rail"
        one.tap()
        expect(sheets).to_have_count(1)
        assert foot.evaluate_all(CHOSEN) == [name]
        step.tap()
        expect(sheets).to_have_count(0)
        assert foot.evaluate_all(CHOSEN) == ["step"]
    edit.tap()
    second.tap()
    expect(sheets).to_have_count(1)
    assert foot.evaluate_all(CHOSEN) == [second.get_attribute("data-tab")]
    step.tap()
    expect(sheets).to_have_count(0)


def is_pulled_down_by_its_handle_and_scrolled_elsewhere(page: Page) -> None:
    sheets = page.locator(SHEETS)
    for one in [*page.locator(".panel [data-tab]").all()[1:], page.locator("[data-fold]")]:
        one.tap()
        box = sheets.bounding_box()
        assert box is not None
        move(page, box["x"] + box["width"] / 2, box["y"] + 0.6 * box["height"], down=3)
        expect(sheets).to_have_count(1)
        move(page, box["x"] + box["width"] / 2, box["y"] + 8, down=6)
        expect(sheets).to_have_count(0)


def offers_the_way_back_from_a_picture_that_was_moved(page: Page) -> None:
    fit = page.locator('.stage [data-key="zoom-fit"]:visible')
    expect(fit).to_have_count(0)
    pane = page.locator(".stage .zoom-pane:visible").first
    x, y = middle(pane)
    pane.dispatch_event("wheel", {"deltaY": -200, "ctrlKey": True, "clientX": x, "clientY": y})
    expect(fit).to_have_count(1)
    fit.tap()
    expect(fit).to_have_count(0)


def test_one_tap_closes_the_card_of_a_number_and_opens_a_tab(open_screen: Open) -> None:
    screen = open_screen(**PHONE)
    page = screen.page
    screen.press("ArrowRight", "ArrowRight")
    page.locator("[data-unit]").nth(2).tap()
    expect(page.locator(".number-card")).to_be_visible()
    page.locator('[data-tab="loss"]').tap()
    expect(page.locator(".number-card")).to_be_hidden()
    expect(page.locator('[data-pane="loss"]')).to_be_visible()


def test_rounds_are_trained_and_told_beside_their_losses(open_screen: Open) -> None:
    screen = open_screen(**PHONE)
    page = screen.page
    told = page.locator(".rounds .round")
    page.locator('[data-key="again"]').tap()
    screen.settle()
    expect(told).to_be_visible()
    expect(told).to_contain_text("Round 2")
    expect(told).to_contain_text("0.0")
    page.locator('[data-tab="loss"]').tap()
    for key, count in [("again", 3), ("again-many", 13), ("round-1", 1)]:
        page.locator(f'[data-key="{key}"]').tap()
        screen.settle()
        expect(told).to_contain_text(f"Round {count}")
    box = told.bounding_box()
    assert box is not None
    assert box["x"] >= 0


# ---- scrolling against dragging ------------------------------------------------------------------

#: What a vertical movement leaves as it is: the address holds the numbers and the place.
STATE = """(target) => {
  const all = (query, read) =>
    [...(target.closest("figure") ?? document).querySelectorAll(query)].map(read);
  return JSON.stringify([
    document.documentElement.dataset.position, location.href,
    all("[role=slider]", (one) => one.ariaValueNow),
    all("input, select", (one) => one.value),
    all("[data-turn]", (one) => one.dataset.turn),
    all(".plot-sheet text", (one) => one.textContent),
  ]);
}"""


def is_left_alone_by(page: Page, target: Locator, *, down: float = -5, across: float = 2) -> None:
    """A finger that goes down over it, a little aslant, changes nothing."""
    before = target.evaluate(STATE)
    drag(page, target, down=down, across=across)
    page.wait_for_timeout(400)
    assert target.evaluate(STATE) == before


SCROLLED = {
    "the losses": ("/", '[data-view="losses"] .loss-chart'),
    "the values of a run": ("/descent", '.pane [data-view="chart"] svg'),
    "a weight": ("/", '.editor [data-field="w1.0.0"]'),
    "a start": ("/descent", '[data-field^="start"]'),
}


@pytest.mark.parametrize("name", SCROLLED)
def test_a_finger_that_goes_down_over_a_chart_or_a_field_changes_nothing(
    open_screen: Open, name: str
) -> None:
    address, query = SCROLLED[name]
    screen = open_screen(address, **PHONE)
    page = screen.page
    if address == "/":
        screen.find("check")
        page.locator('[data-key="again-many"]').tap()
        screen.settle()
    target = reveal(page, query).first
    target.evaluate("(node) => (node.closest('.pane').style.paddingBlock = '10vh 100vh')")
    is_left_alone_by(page, target)


def test_a_finger_that_goes_sideways_over_the_losses_goes_to_a_round(open_screen: Open) -> None:
    screen = open_screen(**PHONE)
    page = screen.page
    chart = screen.in_view("losses", ".loss-chart")
    page.locator('[data-key="again-many"]').tap()
    screen.settle()
    drag(page, chart, across=-6)
    screen.settle()
    expect(page.locator(".rounds .round")).to_contain_text("Round 1")
    chart.tap()
    screen.settle()
    expect(page.locator(".rounds .round")).to_contain_text("Round 6")


@pytest.mark.parametrize(
    ("address", "query"),
    [
        ("/lesson/2", ".plot-contours .zoom-pane"),
        ("/lesson/5", "figure.live .zoom-pane"),
        ("/lesson/6", "figure.live .zoom-pane"),
    ],
)
def test_a_finger_that_goes_down_over_a_figure_scrolls_the_page(
    open_screen: Open, address: str, query: str
) -> None:
    page = open_screen(address, ready=False, **PHONE).page
    shows_all(page, address)
    target = page.locator(query).first
    target.evaluate("(node) => node.scrollIntoView({ block: 'center' })")
    top = page.evaluate("scrollY")
    is_left_alone_by(page, target)
    assert page.evaluate("scrollY") > top + 40


# ---- the view of a picture -----------------------------------------------------------------------


def test_two_taps_on_the_map_change_no_number(open_screen: Open) -> None:
    screen = open_screen("/descent", **PHONE)
    page = screen.page
    box = page.locator(".plot-contours .plot-sheet").bounding_box()
    assert box is not None
    x, y = box["x"] + 0.6 * box["width"], box["y"] + 0.7 * box["height"]

    def start() -> str:
        value = reveal(page, '[data-field^="start"]').first.input_value()
        page.locator("[data-fold]").tap()
        return value

    before = start()
    for _ in range(2):
        page.touchscreen.tap(x, y)
    page.wait_for_timeout(600)
    assert start() == before
    page.touchscreen.tap(x, y)
    page.wait_for_timeout(600)
    assert start() != before


def test_all_of_a_descent_can_be_chosen_on_a_phone(open_screen: Open) -> None:
    for width in (320, 375, 812):
        viewport = {"width": width, "height": 375 if width > 400 else 700}
        page = open_screen("/descent", **PHONE | {"viewport": viewport}).page
        for key in ("pace", "iteration", "show-surface", "grouping-neuron"):
            box = page.locator(f'[data-key="{key}"]').bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width


# ---- targets -------------------------------------------------------------------------------------

#: What is too small for a finger: less than 24 px wide or high, and so near to another target that
#: a circle of 24 px around its middle touches it (WCAG 2.5.8). Links in a sentence are left out,
#: and the drawings: their numbers have a reach of their own.
SMALL = """() => {
  const query = "a[href], button, input, select, summary, [role=slider], [role=tab]";
  const around = (node) => (node.matches("[type=checkbox], [type=radio]") && node.closest("label"))
    || node;
  const reach = (node) => {
    const { left, top, width, height } = node.getBoundingClientRect();
    const more = getComputedStyle(node, "::after");
    const up = more.position === "absolute" ? -parseFloat(more.top) || 0 : 0;
    return { x: left, y: top - up, w: width, h: height + up };
  };
  const targets = [...document.querySelectorAll(query)]
    .filter((node) => node.checkVisibility({ visibilityProperty: true }) && !node.disabled
      && getComputedStyle(node).display !== "inline" && !node.closest("svg"))
    .map((node) => ({ node, ...reach(around(node)) }))
    .filter(({ w, h }) => w > 1 && h > 1);
  const isNear = (x, y, other) => {
    const dx = Math.max(other.x - x, 0, x - other.x - other.w);
    const dy = Math.max(other.y - y, 0, y - other.y - other.h);
    return Math.hypot(dx, dy) < 12;
  };
  return targets
    .filter((one) => (one.w < 23.5 || one.h < 23.5) && targets.some((other) =>
      other.node !== one.node && !other.node.contains(one.node) && !one.node.contains(other.node)
        && isNear(one.x + one.w / 2, one.y + one.h / 2, other)))
    .map(({ node, w, h }) => `${node.outerHTML.slice(0, 80)} ${w}x${h}`);
}"""


@pytest.mark.parametrize("address", ALL)
def test_a_finger_has_room_for_what_it_taps_and_moves_the_sheets(
    open_screen: Open, address: str
) -> None:
    is_tool = address in PAGES
    page = open_screen(address, ready=is_tool, **PHONE).page
    if not is_tool:
        shows_all(page, address)
    assert page.evaluate(SMALL) == []
    if is_tool:
        closes_by_a_tap_on_any_tab_and_shows_what_it_names(page)
        is_pulled_down_by_its_handle_and_scrolled_elsewhere(page)
        if address != "/training":
            offers_the_way_back_from_a_picture_that_was_moved(page)
    for tab in page.locator("[data-tab]:visible, [data-fold]:visible").all():
        tab.tap()
        assert page.evaluate(SMALL) == []


def test_a_number_of_the_picture_is_tapped_beside_its_plate(open_screen: Open) -> None:
    page = open_screen(**PHONE).page
    box = page.locator('[data-view="diagram"] [data-edit="x.0"] .plate').bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] + 4)
    expect(page.locator(".in-place")).to_be_visible()


def test_the_body_of_a_card_of_the_contents_opens_its_section(open_screen: Open) -> None:
    page = open_screen("/lesson", ready=False, **PHONE).page
    card = page.locator(".section-cards .card").first
    box = card.bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] - 12)
    page.wait_for_url("**/lesson/1*")
