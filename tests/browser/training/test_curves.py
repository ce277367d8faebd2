"""The curves of a run as a person uses them, and how a run that ends early is told."""

import math

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.screen import Screen
from tests.browser.training import screen as trainings
from tests.browser.truth import Json

#: A network whose loss grows beyond any number: linear, on numbers, with a rate far too large.
DIVERGING: Json = {
    "network": {
        "inputs": 1,
        "layers": [{"units": 6, "activation": "relu"}, {"units": 1, "activation": "linear"}],
        "loss": "half_squared_error",
        "seed": 1,
    },
    "data": {"name": "cubic"},
    "optimizer": {"name": "sgd", "learning_rate": 50},
    "batch_size": 10,
    "epochs": 40,
    "seed": 1,
}


def at_epoch(page: Screen, name: str, share: float) -> tuple[float, float]:
    """A place of a chart in the window: a share of the way along its axis."""
    axis = trainings.chart(page, name).locator(".axis").bounding_box()
    assert axis
    return axis["x"] + 4 + (axis["width"] - 4) * share, axis["y"] + axis["height"] / 2


@pytest.fixture
def page(open_screen: Open) -> Screen:
    return open_screen(trainings.link(p="three_blobs"))


def test_a_click_on_a_curve_goes_to_that_epoch(page: Screen) -> None:
    trainings.waits_for_end(page)
    x, y = at_epoch(page, "accuracy", 0.5)
    page.page.mouse.click(x, y)
    page.settle()
    frames = page.page.locator('[data-view="curves"] [data-key="chart-accuracy"]')
    last = int(frames.get_attribute("aria-valuemax") or 0)
    page.stands_near(last / 2, 2)
    here = page.position()
    page.page.keyboard.press("ArrowRight")
    page.stands_at(here + 1)


def test_the_numbers_of_the_legend_are_those_of_the_api(page: Screen) -> None:
    trainings.waits_for_end(page)
    request = trainings.presets(page)["three_blobs"]
    frame = trainings.frames(trainings.trained(page, request))[-1]
    legend = page.page.locator('[data-chart="loss"] .run-legend b')
    for number, name in zip(legend.all(), ("loss", "test_loss"), strict=True):
        assert float(number.inner_text()) == pytest.approx(frame[name], rel=5e-3)


def test_the_logarithmic_scale_has_powers_of_ten_and_is_in_the_link(page: Screen) -> None:
    trainings.waits_for_end(page)
    ticks = trainings.chart(page, "loss").locator(".axes text")
    linear = ticks.all_text_contents()
    page.find("log").check()
    page.settle()
    log = ticks.all_text_contents()
    assert log != linear
    numbers = [float(text) for text in log if "." in text]
    assert numbers
    for number in numbers:
        assert round(number / 10 ** math.floor(math.log10(number)), 6) in (1, 2, 3, 5)
    trainings.link_holds(page, "l")
    page.page.reload()
    expect(page.find("log")).to_be_checked()


def test_a_run_that_diverges_is_told_and_a_tenth_of_its_rate_can_be_undone(
    open_screen: Open,
) -> None:
    page = open_screen(trainings.link(p="", r=DIVERGING))
    ending = page.in_view("now", ".run-end")
    end = trainings.trained(page, DIVERGING)[-1]
    assert end["reason"] == "diverged"
    expect(ending).to_contain_text(end["text"])
    page.find("last-good").click()
    page.settle()
    assert page.position() > 0
    for loss in page.page.locator('[data-view="now"] td').all():
        assert "∞" not in loss.inner_text()
    expect(page.page.locator(".confusion-summary")).not_to_contain_text("∞")
    beyond = page.page.locator('[data-view="curves"] .beyond')
    expect(beyond).to_have_text(["↑ beyond the scale", "↓ beyond the scale"])
    page.find("remedy-optimizer.learning_rate").click()
    page.settle()
    assert trainings.asked(page)["optimizer"]["learning_rate"] == 5
    page.find("undo").click()
    page.settle()
    expect(ending).to_contain_text(end["text"])


def test_a_run_whose_loss_has_grown_is_told_at_its_end_with_a_smaller_rate(
    open_screen: Open,
) -> None:
    layers = [{"units": 4, "activation": "tanh"}, {"units": 1, "activation": "sigmoid"}]
    network = {"inputs": 2, "layers": layers, "loss": "binary_cross_entropy", "seed": 1}
    rate = {"name": "adam", "learning_rate": 1000}
    request = DIVERGING | {"network": network, "data": {"name": "spiral"}, "optimizer": rate}
    page = open_screen(trainings.link(p="", r=request))
    trainings.waits_for_end(page)
    trainings.chart(page, "loss").press("End")
    page.settle()
    expect(page.in_view("now", ".run-end")).to_contain_text("The loss has grown")
    page.find("remedy-optimizer.learning_rate").click()
    page.settle()
    assert trainings.asked(page)["optimizer"]["learning_rate"] == 100


#: How many of a chart's words of changes are there, and how many of them lie over a line or a pole.
OVER = """chart => {
    const lines = [...chart.querySelectorAll('.run-line, .flag-pole')];
    const points = lines.flatMap(line => {
        const length = line.getTotalLength();
        return Array.from({length: 600}, (_, k) => line.getPointAtLength((length * k) / 599));
    });
    const words = [...chart.querySelectorAll('.flags text:not(.end-word)')].map(word => {
        const {x, y, width, height} = word.getBBox();
        return points.some(point => point.x > x && point.x < x + width &&
            point.y > y + 2 && point.y < y + height - 2);
    });
    return [words.length, words.filter(Boolean).length];
}"""


@pytest.mark.parametrize("width", [1280, 375])
def test_words_of_a_change_lie_over_no_line(open_screen: Open, width: int) -> None:
    events = [{"step": step, "set": {"learning_rate": 0.02}} for step in (40, 200)]
    request = trainings.presets(open_screen("/training"))["three_blobs"] | {"events": events}
    page = open_screen(trainings.link(r=request))
    page.page.set_viewport_size({"width": width, "height": 740})
    trainings.waits_for_end(page)
    for name in ("loss", "accuracy"):
        if width < 1000:
            page.page.locator(f'[data-view="curves"] .segmented [data-key$="{name}"]').click()
        chart = trainings.chart(page, name)
        expect(chart.locator(".flag")).to_have_count(2)
        count, over = chart.evaluate(OVER)
        assert over == 0
        if width > 1000:
            assert count > 0
