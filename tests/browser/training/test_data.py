"""What a run learns, chosen and drawn by a reader: sets, points on the map, the table, CSV."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints, Open
from tests.browser.screen import Screen
from tests.browser.test_accessibility import violations
from tests.browser.touching import PHONE
from tests.browser.training import screen as trainings
from tests.browser.truth import Json

#: A run of own points that is over at once.
FEW: Json = {
    "network": {
        "inputs": 2,
        "layers": [{"units": 3, "activation": "tanh"}, {"units": 1, "activation": "sigmoid"}],
        "loss": "binary_cross_entropy",
        "seed": 1,
    },
    "data": {"inputs": [[0.5, 0.5]], "targets": [[1]]},
    "optimizer": {"name": "sgd", "learning_rate": 0.5},
    "batch_size": 2,
    "epochs": 20,
    "seed": 1,
}
#: Two rows of which cannot be read: no number, and a value too few.
TABLE = "x;y;kind\n0,5;1;cat\n-1;oops;dog\n1;2\n-0,5;-1,25;dog\n0,1;0,2;cat\n"


@pytest.fixture
def own(open_screen: Open) -> Screen:
    return open_screen(trainings.link(r=FEW))


def count(screen: Screen, train: int, test: int = 0) -> None:
    expect(screen.page.locator('[data-key="own-count"]')).to_have_text(
        f"Points: {train} to learn from, {test} to test."
    )


def choose(page: Page, name: str) -> None:
    page.locator(f'label:has([data-key="set-{name}"])').click()


def click_map(page: Page, u: float, v: float) -> None:
    """A click on the layer over the map, at these shares from its upper left corner."""
    box = page.locator(".pointer-area").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + u * box["width"], box["y"] + v * box["height"])


def data_of(screen: Screen, least: int) -> Json:
    """The points behind the screen, once the link holds so many."""
    for _ in range(100):
        data: Json = trainings.asked(screen)["data"]
        if len(data.get("inputs", ())) >= least:
            return data
        screen.page.wait_for_timeout(50)
    raise AssertionError(trainings.asked(screen)["data"])


def test_every_set_can_be_chosen_after_every_other(open_screen: Open) -> None:
    screen = open_screen("/training")
    page = screen.page
    sets = [each["name"] for each in screen.api.catalog()["datasets"]]
    for name in [*sets, *reversed(sets[::3])]:
        choose(page, name)
        screen.settle()
        expect(page.locator('[data-view="data"] .refusal')).to_have_count(0)
        expect(page.locator(f'[data-key="set-{name}"]')).to_be_checked()
        expect(page.locator(".pending")).to_have_count(0)
    expect(screen.page.locator(".problem")).to_be_hidden()


def test_three_blobs_after_two_spirals_are_three_classes(open_screen: Open) -> None:
    screen = open_screen(trainings.link(p="two_spirals"))
    choose(screen.page, "blobs")
    expect(screen.notice()).to_contain_text("outputs 3, output activation softmax")
    screen.settle()
    trainings.tab(screen, "network")
    given = screen.page.locator('[data-key="units-3-given"]')
    expect(given).to_have_text("Neurons: 3, as the data need")
    expect(screen.page.locator('[data-key="units-3"]')).to_have_count(0)
    expect(screen.page.locator('[data-key="activation-3"]')).to_have_value("softmax")
    expect(screen.page.locator('[data-key="loss"]')).to_have_value("cross_entropy")
    network = trainings.asked(screen)["network"]
    lines = trainings.trained(screen, trainings.asked(screen), include=["data"])
    assert network["layers"][-1]["units"] == len(lines[0]["data"]["targets"][0]) == 3


def test_points_of_two_classes_are_drawn_and_undone_one_by_one(own: Screen) -> None:
    page = own.page
    count(own, 1)
    page.locator('[data-key="tool-point"]').click()
    for n, (label, u, v) in enumerate(((0, 0.25, 0.25), (1, 0.75, 0.3), (0, 0.5, 0.75))):
        page.locator(f'[data-key="tool-class-{label}"]').click()
        click_map(page, u, v)
        count(own, n + 2)
    data = data_of(own, 4)
    assert data["targets"] == [[1], [0], [1], [0]]
    # The map goes from −1.2 to 1.2.
    for row, (u, v) in zip(
        data["inputs"][1:], ((0.25, 0.25), (0.75, 0.3), (0.5, 0.75)), strict=True
    ):
        assert row == pytest.approx([2.4 * u - 1.2, 1.2 - 2.4 * v], abs=0.02)
    for left in (3, 2, 1):
        page.keyboard.press("Control+z")
        count(own, left)


#: Seven classes, whose buttons are more than one row.
SEVEN: Json = FEW | {
    "network": {
        "inputs": 2,
        "layers": [{"units": 7, "activation": "softmax"}],
        "loss": "cross_entropy",
        "seed": 1,
    },
    "data": {
        "inputs": [[0.2 * k - 0.6, 0.1 * k] for k in range(7)],
        "targets": [[int(k == label) for label in range(7)] for k in range(7)],
    },
}


@pytest.mark.parametrize("size", [(1280, 800), (375, 740), (320, 640)])
@pytest.mark.parametrize("asked", [FEW, SEVEN], ids=["two classes", "seven classes"])
def test_the_tools_on_the_map_cover_nothing_and_none_is_cut_off(
    open_screen: Open, size: tuple[int, int], asked: Json
) -> None:
    screen = open_screen(trainings.link(r=asked))
    page = screen.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.evaluate("document.querySelector('[data-key=\"tool-point\"]').click()")
    plot, title = page.locator(".map-plot").first, page.locator(".map-title").first
    buttons = page.locator(".pointer-layer .drawing-tools button:visible")
    expect(buttons).to_have_count(8 if asked is FEW else 13)
    expect(title).to_be_in_viewport(ratio=1)
    expect(plot).to_be_in_viewport(ratio=1)
    screen.settle()
    heading, drawn = title.bounding_box(), plot.bounding_box()
    assert heading is not None
    assert drawn is not None
    assert drawn["width"] > 100
    for button in buttons.all():
        expect(button).to_be_in_viewport(ratio=1)
        box = button.bounding_box()
        assert box is not None
        assert box["y"] >= heading["y"] + heading["height"]
        assert box["y"] + box["height"] <= drawn["y"] + 1


def test_points_drawn_in_one_go_are_one_run_on_the_shelf(own: Screen) -> None:
    page = own.page
    for go in (2, 3):
        page.locator('[data-key="tool-point"]').click()
        for k in range(3):
            click_map(page, 0.2 + 0.2 * k, 0.25 * go)
            own.settle()
        page.locator('[data-key="map-tool-done"]').click()
        trainings.tab(own, "runs")
        expect(page.locator(".shelf li")).to_have_count(go)
        trainings.tab(own, "step")
    count(own, 7)


def test_the_share_of_test_points_grows_to_the_right(own: Screen) -> None:
    page = own.page
    page.locator('[data-key="tool-point"]').click()
    for k in range(9):
        click_map(page, 0.1 + 0.09 * k, 0.3)
        count(own, 2 + k)
    slider = page.locator('[data-key="own-every"]')
    slider.press("Home")
    count(own, 10)
    for _ in range(9):
        slider.press("ArrowRight")
    count(own, 5, 5)
    expect(slider).to_have_attribute(
        "aria-valuetext", "One point in 2 is for testing; the others are learned from."
    )
    slider.press("Home")
    expect(slider).to_have_attribute(
        "aria-valuetext", "No point is for testing: all are learned from."
    )
    count(own, 10)


def test_where_there_are_no_points_no_answer_is_waited_for(own: Screen) -> None:
    page = own.page
    page.locator('[data-key="own-clear"]').click()
    expect(page.locator('[data-key="own-count"]')).to_have_text("There are no points yet.")
    # An answer that is waited for is told of after half a second.
    page.wait_for_timeout(1000)
    expect(page.locator(".stage .stale")).to_be_hidden()


def test_where_there_are_no_points_no_number_of_the_run_before_is_shown(own: Screen) -> None:
    page = own.page
    own.settle()
    numbers = page.locator(".scores, .confusion, .run-legend, .run-place, .run-track, .layer-table")
    expect(page.locator(".scores").first).to_be_visible()
    page.locator('[data-key="own-clear"]').click()
    for pane in ("step", "layers"):
        trainings.tab(own, pane)
        says = page.locator(".no-points:visible")
        expect(says).to_have_count(1)
        expect(says).to_contain_text("There are no points")
        expect(numbers.locator("visible=true")).to_have_count(0)
    expect(page.locator('[data-key="play"]')).to_have_attribute("aria-disabled", "true")
    trainings.tab(own, "step")
    page.locator('[data-key="undo"]').click()
    expect(page.locator(".no-points:visible")).to_have_count(0)
    expect(page.locator(".scores").first).to_be_visible()


def test_a_stroke_of_the_brush_is_one_step_of_undo_and_few_questions(own: Screen) -> None:
    page = own.page
    asked: list[float] = []
    page.on(
        "request",
        lambda request: asked.append(1) if request.url.endswith("/train") else None,
    )
    page.locator('[data-key="tool-brush"]').click()
    box = page.locator(".pointer-area").bounding_box()
    assert box is not None
    begun = page.evaluate("performance.now()")
    page.mouse.move(box["x"] + 40, box["y"] + 100)
    page.mouse.down()
    for step in range(30):
        page.mouse.move(box["x"] + 40 + 5 * step, box["y"] + 100)
        page.wait_for_timeout(20)
    page.mouse.up()
    seconds = (page.evaluate("performance.now()") - begun) / 1000
    own.settle()
    data_of(own, 9)
    assert len(asked) <= 6 * seconds + 2
    page.keyboard.press("Control+z")
    count(own, 1)


def test_a_point_is_moved_and_erased(own: Screen) -> None:
    page = own.page
    page.locator('[data-key="tool-move"]').click()
    box = page.locator(".pointer-area").bounding_box()
    assert box is not None
    at = {"x": box["x"] + box["width"] * 1.7 / 2.4, "y": box["y"] + box["height"] * 0.7 / 2.4}
    page.mouse.move(at["x"], at["y"])
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 4, box["y"] + box["height"] / 4, steps=8)
    page.mouse.up()
    own.settle()
    for _ in range(50):
        [moved] = data_of(own, 1)["inputs"]
        if moved == pytest.approx([-0.6, 0.6], abs=0.03):
            break
        page.wait_for_timeout(100)
    assert moved == pytest.approx([-0.6, 0.6], abs=0.03)
    page.locator('[data-key="tool-erase"]').click()
    click_map(page, 0.25, 0.25)
    expect(page.locator('[data-key="own-count"]')).to_have_text("There are no points yet.")
    expect(page.locator(".pointer-empty")).to_be_visible()
    # Nothing is sent, so nothing is refused.
    page.wait_for_timeout(500)
    expect(page.locator(".problem")).to_be_hidden()
    page.keyboard.press("Control+z")
    count(own, 1)


def test_a_table_with_two_bad_rows_says_so_and_gives_the_others(own: Screen) -> None:
    page = own.page
    page.locator('[data-key="own-csv"]').click()
    page.locator('[data-key="csv-text"]').fill(TABLE)
    told = page.locator('[data-key="csv-mistakes"] li')
    expect(told).to_have_count(2)
    expect(told.nth(0)).to_contain_text("Row 3, column y: “oops” is not a number.")
    expect(told.nth(1)).to_contain_text("Row 4 has 2 values, the others have 3.")
    use = page.locator('[data-key="csv-use"]')
    expect(use).to_be_disabled()
    page.locator('[data-key="csv-good"]').check()
    use.click()
    count(own, 3)
    data = data_of(own, 3)
    assert data == {"inputs": [[0.5, 1], [-0.5, -1.25], [0.1, 0.2]], "targets": [[0], [1], [0]]}


def test_a_huge_file_is_refused_with_a_sentence(own: Screen) -> None:
    page = own.page
    page.locator('[data-key="own-csv"]').click()
    page.locator('[data-key="csv-file"]').set_input_files(
        {"name": "huge.csv", "mimeType": "text/csv", "buffer": b"1,2,0\n" * 900_000}
    )
    expect(page.locator('[data-key="csv-says"]')).to_contain_text("The file is 5.4 MB large")
    expect(page.locator('[data-key="csv-use"]')).to_be_disabled()


def test_points_that_are_saved_come_back_from_the_file(own: Screen) -> None:
    page = own.page
    with page.expect_download() as saved:
        page.locator('[data-key="own-save"]').click()
    text = saved.value.path().read_text(encoding="utf-8")
    assert text.splitlines() == ["x1,x2,target,part", "0.5,0.5,1,training"]


def test_points_are_drawn_by_keyboard_alone(own: Screen) -> None:
    page = own.page
    page.locator('[data-key="tool-point"]').focus()
    page.keyboard.press("Enter")
    area = page.locator(".pointer-area")
    expect(area).to_be_visible()
    area.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("0")
    page.keyboard.press("Enter")
    count(own, 2)
    data = data_of(own, 2)
    assert data["inputs"][1] == pytest.approx([-0.048, 0.24], abs=1e-3)
    assert data["targets"][1] == [0]
    page.keyboard.press("Escape")
    expect(page.locator('[data-key="tool-point"]')).to_be_focused()
    expect(area).to_be_hidden()
    # And in the table.
    page.locator('[data-key="points-summary"]').focus()
    page.keyboard.press("Enter")
    field = page.locator('[data-key="point-1-x0"]')
    field.focus()
    page.keyboard.type("1/4")
    page.keyboard.press("Enter")
    for _ in range(50):
        if data_of(own, 2)["inputs"][1][0] == 0.25:
            break
        page.wait_for_timeout(100)
    assert data_of(own, 2)["inputs"][1][0] == 0.25
    page.locator('[data-key="point-0-remove"]').focus()
    page.keyboard.press("Enter")
    count(own, 1)


def test_a_finger_draws_on_a_phone(open_screen: Open) -> None:
    screen = open_screen(trainings.link(r=FEW), **PHONE)
    page = screen.page
    page.evaluate("document.querySelector('[data-key=\"tool-point\"]').click()")
    area = page.locator(".pointer-area")
    expect(area).to_be_visible()
    box = area.bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert data_of(screen, 2)["inputs"][1] == pytest.approx([0, 0], abs=0.05)


def test_a_refused_number_is_told_at_its_field_and_kept(
    open_screen: Open, complaints: Complaints
) -> None:
    complaints.allow("422")
    screen = open_screen(trainings.link(p="three_blobs"))
    trainings.tab(screen, "settings")
    epochs = screen.page.locator('[data-key="epochs"]')
    epochs.fill("100000")
    epochs.press("Enter")
    refusal = screen.page.locator('[data-view="settings"] .refusal')
    expect(refusal).to_contain_text("lower it to at most 95238")
    expect(epochs).to_have_value("100000")
    epochs.fill("12,5")
    epochs.press("Enter")
    expect(screen.page.locator('[data-view="settings"] .mistake')).to_contain_text("whole number")


def test_every_question_mark_opens_its_sentence_and_escape_closes_it(open_screen: Open) -> None:
    screen = open_screen(trainings.link(p="three_blobs"))
    for name in ("data", "network", "settings"):
        trainings.tab(screen, name)
        marks = screen.page.locator(f'[data-view="{name}"] .about-button:visible')
        assert marks.count() >= 3
        for mark in marks.all():
            mark.focus()
            screen.page.keyboard.press("Enter")
            opened = screen.page.locator(".about:popover-open")
            expect(opened).to_have_count(1)
            assert len(opened.inner_text()) > 20
            screen.page.keyboard.press("Escape")
            expect(opened).to_have_count(0)
            expect(mark).to_be_focused()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 375)])
def test_axe_finds_nothing_while_points_are_drawn(
    open_screen: Open, scheme: str, width: int
) -> None:
    screen = open_screen(
        trainings.link(r=FEW), color_scheme=scheme, viewport={"width": width, "height": 800}
    )
    page = screen.page
    if width < 1000:
        page.locator('[data-key="fold-rail"]').click()
    page.locator('[data-key="tool-point"]').click()
    page.locator('[data-key="points-summary"]').click()
    assert violations(screen) == []
    for name in ("network", "settings"):
        trainings.tab(screen, name)
        assert violations(screen) == []
    trainings.tab(screen, "data")
    page.locator('[data-key="own-csv"]').click()
    page.locator('[data-key="csv-text"]').fill(TABLE)
    assert violations(screen) == []
