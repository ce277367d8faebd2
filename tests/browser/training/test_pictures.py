"""The pictures of a run as a person uses them: the map, the network and the confusion matrix."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Open
from tests.browser.links import linked
from tests.browser.network.test_keyboard import tab_to
from tests.browser.screen import Screen
from tests.browser.test_accessibility import OVERFLOW
from tests.browser.training import screen as trainings
from tests.browser.truth import Json, written

#: How many colours a canvas has.
COLOURS = """(canvas) => {
  const brush = canvas.getContext("2d");
  const { data } = brush.getImageData(0, 0, canvas.width, canvas.height);
  const found = new Set();
  for (let n = 0; n < data.length; n += 4)
    found.add(data[n] << 16 | data[n + 1] << 8 | data[n + 2]);
  return found.size;
}"""

#: Where the swatches of the legend have lines or a mark: a digit for each pixel.
PIXELS = """(swatches) => swatches.map((canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const lines = [];
  for (let n = 0; n < data.length; n += 4)
    lines.push(Math.abs(data[n] - data[0]) + Math.abs(data[n + 1] - data[1]) > 40 ? 1 : 0);
  return lines.join("");
})"""


@pytest.fixture
def page(open_screen: Open) -> Screen:
    screen = open_screen(trainings.link(p="three_blobs"))
    trainings.waits_for_end(screen)
    return screen


def title(screen: Screen) -> Locator:
    return screen.in_view("map", ".map:not([hidden]) .map-title")


def neuron(screen: Screen, address: str) -> Locator:
    return screen.find(f"unit-{address}")


def link_shows(screen: Screen, look: Json) -> None:
    """The address bar, which follows a little later, says what is shown of the run."""
    for _ in range(50):
        if linked(screen).get("v") == look:
            return
        screen.page.wait_for_timeout(100)
    raise AssertionError(linked(screen).get("v"))


def last_frame(screen: Screen) -> Json:
    lines = trainings.trained(
        screen,
        trainings.asked(screen),
        frames={"count": 2, "spacing": "linear"},
        include=["weights", "layers", "data"],
    )
    return trainings.frames(lines)[-1] | {"data": lines[0]["data"]}


def test_a_neuron_that_is_pointed_at_shows_its_answer_on_the_map_until_it_is_left(
    page: Screen,
) -> None:
    expect(title(page)).to_have_text("What the network answers")
    neuron(page, "a1.2").hover()
    expect(title(page)).to_have_text("What neuron 3 of layer 1 answers")
    page.page.mouse.move(5, 5)
    expect(title(page)).to_have_text("What the network answers")
    neuron(page, "a1.0").click()
    page.page.mouse.move(5, 5)
    expect(title(page)).to_have_text("What neuron 1 of layer 1 answers")
    link_shows(page, {"n": "a1.0"})
    page.in_view("map", '[data-key="unpin"]').click()
    expect(title(page)).to_have_text("What the network answers")


def test_the_card_of_a_neuron_has_the_weights_of_the_run(page: Screen) -> None:
    frame = last_frame(page)
    neuron(page, "a1.1").hover()
    card = page.in_view("diagram", ".neuron-card")
    for name, weight in zip(("x₁", "x₂"), frame["weights"][0][1], strict=True):
        expect(card).to_contain_text(f"{name} {written(weight, 3)}")
    expect(card).to_contain_text(f"b {written(frame['biases'][0][1], 3)}")
    first = frame["data"]["inputs"][0]
    z = sum(w * x for w, x in zip(frame["weights"][0][1], first, strict=True))
    expect(card).to_contain_text(f"= {written(z + frame['biases'][0][1], 3)};")


def test_the_network_is_walked_with_the_arrow_keys(page: Screen) -> None:
    tab_to(page, '[data-unit="a1.0"]')
    page.press("ArrowDown")
    expect(neuron(page, "a1.1")).to_be_focused()
    expect(title(page)).to_have_text("What neuron 2 of layer 1 answers")
    name = neuron(page, "a1.1").get_attribute("aria-label") or ""
    assert re.fullmatch(
        r"neuron 2 of layer 1, bias [−\d.e]+, strongest input x[₁₂] [−\d.e]+", name
    ), name
    position = page.position()
    page.press("ArrowRight")
    assert page.position() == position, "an arrow key in the network is no step of the run"
    page.press("Enter")
    expect(neuron(page, "a1.1")).to_have_attribute("aria-pressed", "true")
    page.press("Escape")
    expect(neuron(page, "a1.1")).to_have_attribute("aria-pressed", "false")


def test_the_map_says_what_is_answered_where_one_points(page: Screen) -> None:
    plot = page.in_view("map", ".map-plot")
    box = plot.bounding_box()
    assert box
    readout = page.in_view("map", ".map:not(.tiles) .map-readout")
    page.page.mouse.move(box["x"] + 4, box["y"] + 4)
    expect(readout).to_have_text(re.compile(r"^at \(−?[\d.]+, [\d.]+\): class \d \(0?\.?\d+\)$"))
    tab_to(page, '[data-view="map"] .map-plot')
    before = readout.text_content()
    page.press("ArrowUp", "ArrowUp", "ArrowLeft")
    expect(readout).not_to_have_text(before or "")
    page.press("Enter")
    trainings.link_holds(page, "v")
    assert len(linked(page)["v"]["x"]) == 2


def test_a_row_of_no_samples_has_no_shares_and_a_run_of_no_test_no_choice(
    open_screen: Open,
) -> None:
    layers = [{"units": 3, "activation": "softmax"}]
    request = {
        "network": {"inputs": 2, "layers": layers, "loss": "cross_entropy", "seed": 1},
        "data": {"inputs": [[0, 1], [1, 0]], "targets": [[1, 0, 0], [0, 1, 0]]},
        "optimizer": {"name": "sgd", "learning_rate": 0.1},
        "batch_size": 2,
        "epochs": 2,
        "seed": 1,
    }
    page = open_screen(trainings.link(r=request))
    rows = page.page.locator("table.confusion tbody tr")
    expect(rows.nth(0)).to_contain_text("%")
    expect(rows.nth(2)).not_to_contain_text("%")
    expect(page.page.locator('[data-key="counted-test"]')).to_be_hidden()


def test_every_sample_is_counted_once_in_the_confusion_matrix(page: Screen) -> None:
    frame = last_frame(page)
    for part, targets, score in (
        ("train", "targets", "accuracy"),
        ("test", "test_targets", "test_accuracy"),
    ):
        page.find(f"counted-{part}").click()
        cells = page.in_view("confusion", "td").all_inner_texts()
        counts = [int(cell.split()[0]) for cell in cells]
        classes = [row.index(max(row)) for row in frame["data"][targets]]
        for k in range(3):
            assert sum(counts[3 * k : 3 * k + 3]) == classes.count(k)
        right = sum(counts[4 * k] for k in range(3))
        assert right == round(frame[score] * len(classes))


@pytest.mark.parametrize("options", [{}, {"forced_colors": "active"}, {"color_scheme": "dark"}])
def test_every_class_has_a_hatching_and_a_mark_of_its_own(
    open_screen: Open, options: dict[str, Any]
) -> None:
    screen = open_screen(trainings.link(p="three_blobs"), **options)
    trainings.waits_for_end(screen)
    swatches = screen.in_view("map", ".map-legend .map-swatch")
    expect(swatches.first).to_be_visible()
    seen = swatches.evaluate_all(PIXELS)[:3]
    assert len(set(seen)) == 3
    assert all(0.03 < one.count("1") / len(one) < 0.97 for one in seen)
    assert screen.in_view("map", ".map-canvas").evaluate(COLOURS) > 50


def test_of_more_than_two_inputs_two_are_chosen_and_the_rest_held(open_screen: Open) -> None:
    points = [
        [k % 3 + 0.1 * i, (k * 7) % 5 / 5, k % 2, 1.0 * k / 30] for k in range(30) for i in (0,)
    ]
    targets = [[1.0 if k % 3 == j else 0.0 for j in range(3)] for k in range(30)]
    request: Json = {
        "network": {
            "inputs": 4,
            "layers": [{"units": 20, "activation": "relu"}, {"units": 3, "activation": "softmax"}],
            "loss": "cross_entropy",
            "seed": 1,
        },
        "data": {"inputs": points, "targets": targets},
        "optimizer": {"name": "adam", "learning_rate": 0.01},
        "schedule": {"name": "constant"},
        "batch_size": 10,
        "epochs": 5,
        "seed": 1,
    }
    screen = open_screen(trainings.link(r=request))
    trainings.waits_for_end(screen)
    expect(screen.in_view("map", ".map-plane")).to_contain_text("other inputs at their mean")
    screen.in_view("map", '[data-key="axis-0"]').select_option("3")
    link_shows(screen, {"a": [3, 1]})
    expect(screen.in_view("diagram", ".diagram-units")).to_contain_text("5 more of 20")


def test_samples_that_are_images_stand_in_a_grid(open_screen: Open) -> None:
    points = [[1.0 if (n + k) % 4 == 0 else 0.0 for n in range(16)] for k in range(24)]
    targets = [[1.0 if k % 4 == j else 0.0 for j in range(4)] for k in range(24)]
    request: Json = {
        "network": {
            "inputs": 16,
            "layers": [{"units": 6, "activation": "tanh"}, {"units": 4, "activation": "softmax"}],
            "loss": "cross_entropy",
            "seed": 1,
        },
        "data": {
            "inputs": points[:16],
            "targets": targets[:16],
            "test_inputs": points[16:],
            "test_targets": targets[16:],
        },
        "optimizer": {"name": "adam", "learning_rate": 0.05},
        "schedule": {"name": "constant"},
        "batch_size": 8,
        "epochs": 30,
        "seed": 1,
    }
    screen = open_screen(trainings.link(r=request))
    trainings.waits_for_end(screen)
    expect(title(screen)).to_have_text(
        re.compile(r"^\d+ of 24 samples answered wrongly; these come first$")
    )
    screen.in_view("map", ".tiles-canvas").hover(position={"x": 10, "y": 10})
    expect(screen.in_view("map", ".tiles .map-readout")).to_contain_text("(test): target class")


def test_what_is_shown_of_a_run_leaves_the_run_alone(page: Screen) -> None:
    request, position = trainings.asked(page), page.position()
    for field in ("showTest", "markWrong"):
        box = page.in_view("map", f'[data-key="{field}"]')
        box.click()
        expect(box).not_to_be_checked()
    page.find("edges-change").click()
    neuron(page, "a1.0").click()
    page.find("counted-test").click()
    link_shows(page, {"t": 0, "w": 0, "e": 1, "n": "a1.0", "c": 1})
    assert trainings.asked(page) == request
    assert page.position() == position
    assert (
        page.find("undo").get_attribute("aria-disabled") == "true"
        or not page.find("undo").is_enabled()
    )


@pytest.mark.parametrize("size", [(1280, 800), (375, 812)])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_pictures_fit_and_complain_of_nothing(
    open_screen: Open, size: tuple[int, int], language: str
) -> None:
    width, height = size
    screen = open_screen(
        trainings.link(p="sine", v={"n": "a1.1"}),
        viewport={"width": width, "height": height},
        locale="zh-CN" if language == "zh" else "en-GB",
    )
    trainings.waits_for_end(screen)
    expect(screen.in_view("map", ".map-canvas")).to_be_visible()
    assert screen.read(OVERFLOW) <= 0
