"""The shelf of runs and the comparison of two, as a person uses them."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.screen import Screen
from tests.browser.training import screen as trainings


@pytest.fixture
def page(open_screen: Open) -> Screen:
    screen = open_screen(trainings.link(p="three_blobs"))
    trainings.waits_for_end(screen)
    trainings.tab(screen, "runs")
    return screen


def test_a_run_is_compared_with_the_same_run_at_a_tenth_of_the_rate(page: Screen) -> None:
    page.find("same-with").select_option("rate 0.1")
    table = page.page.locator(".numbers-compared")
    expect(table).to_be_visible()
    request = trainings.presets(page)["three_blobs"]
    optimizer = request["optimizer"] | {"learning_rate": request["optimizer"]["learning_rate"] / 10}
    other = trainings.frames(trainings.trained(page, request | {"optimizer": optimizer}))[-1]
    mine = trainings.frames(trainings.trained(page, request))[-1]
    for row, name in enumerate(("loss", "test_loss")):
        cells = table.locator("tbody tr").nth(row).locator("td").all_inner_texts()
        assert [float(cell) for cell in cells] == pytest.approx([mine[name], other[name]], rel=1e-3)
    expect(page.page.locator(".settings-compared tbody")).to_contain_text("η")
    expect(page.page.locator('[data-chart="loss"] path.run-line.other')).to_have_count(4)
    trainings.link_holds(page, "o")
    page.page.reload()
    trainings.tab(page, "runs")
    expect(table).to_be_visible()
    page.find("stop-comparing").click()
    expect(table).to_be_hidden()


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_menu_of_changes_to_compare_with_shows_its_words(
    open_screen: Open, width: int, language: str
) -> None:
    page = open_screen(f"/training?lang={language}").page
    page.set_viewport_size({"width": width, "height": 740})
    page.locator('[data-tab="runs"]:visible').click()
    menu = page.locator('[data-key="same-with"]')
    expect(menu).to_be_visible()
    trainings.shows_its_words(menu)


def test_a_request_that_leaves_out_what_it_may_opens_as_the_run_of_the_api(
    open_screen: Open,
) -> None:
    layers = [{"units": 3, "activation": "tanh"}, {"units": 1, "activation": "sigmoid"}]
    network = {"inputs": 2, "layers": layers, "loss": "binary_cross_entropy"}
    least = {"network": network, "data": "xor"}
    screen = open_screen(trainings.link(r=least))
    trainings.waits_for_end(screen)
    frame = trainings.frames(trainings.trained(screen, least))[-1]
    assert frame["epoch"] == 100
    cells = screen.page.locator('[data-view="now"] tbody tr').first.locator("td")
    shown = [float(text) for text in cells.all_inner_texts()]
    assert shown == pytest.approx([frame["loss"], frame["test_loss"]], rel=1e-3)
    # The page changes the rate that the API takes.
    trainings.tab(screen, "runs")
    screen.find("same-with").select_option("rate 10")
    rates = screen.page.locator(".settings-compared tbody tr").filter(has_text="η").locator("td")
    usual = next(
        parameter["default"]
        for optimizer in screen.api.catalog()["optimizers"]
        if optimizer["name"] == "sgd"
        for parameter in optimizer["parameters"]
        if parameter["name"] == "learning_rate"
    )
    expect(rates).to_have_count(2)
    assert [float(text) for text in rates.all_inner_texts()] == [usual, 10 * usual]


def test_a_run_on_the_shelf_is_opened_again_and_that_is_undone(page: Screen) -> None:
    page.press("n")
    shelf = page.page.locator(".shelf li")
    expect(shelf).to_have_count(2)
    expect(shelf.first.locator(".run-name")).to_have_value(re.compile(r"\bseed 1 → 2"))
    blobs = trainings.presets(page)["three_blobs"]
    reseeded = blobs | {"seed": 2, "network": blobs["network"] | {"seed": 2}}
    trainings.asks(page, reseeded)
    shelf.nth(1).locator('[data-key="reopen"]').click()
    trainings.asks(page, blobs)
    page.find("undo").click()
    trainings.asks(page, reseeded)
    shelf.first.locator('[data-key="remove"]').click()
    page.page.reload()
    trainings.tab(page, "runs")
    expect(shelf.last.locator(".run-name")).not_to_have_value("")
    page.find("clear-shelf").click()
    expect(shelf).to_have_count(0)


def test_the_report_on_paper_has_the_settings_the_result_and_the_weights(page: Screen) -> None:
    page.page.emulate_media(media="print")
    page.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    report = page.page.locator(".run-report")
    expect(report).to_be_visible()
    expect(page.page.locator(".playbar")).to_be_hidden()
    text = report.inner_text()
    request = trainings.presets(page)["three_blobs"]
    lines = trainings.trained(page, request, include=["weights"])
    for word in (
        lines[-1]["text"],
        page.page.url,
        str(request["optimizer"]["learning_rate"]),
        "Clouds in a circle",
    ):
        assert word.lower() in text.lower()
    weight = trainings.frames(lines)[-1]["weights"][0][0][0]
    assert f"{abs(weight):.3f}"[:4] in text
    assert len(page.page.pdf()) > 10_000
    page.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(report).to_have_count(0)


#: The colour of the map near its corners, and how much of each chart has a line.
REPORT = """() => {
  const canvas = document.querySelector(".report-map .map-plot canvas");
  const { data } = canvas.getContext("2d").getImageData(4, 4, 40, 40);
  return {
    light: data.reduce((sum, value) => sum + value, 0) / data.length,
    canvases: document.querySelectorAll(".report-map .map-plot canvas").length,
    lines: [...document.querySelectorAll(".report-pictures figure")].map(
      (figure) => figure.querySelectorAll(".run-line[d^=M]").length),
    theme: document.documentElement.dataset.theme ?? null,
  };
}"""


def test_the_report_has_all_its_pictures_in_the_colours_of_paper_on_any_screen(
    open_screen: Open,
) -> None:
    page = open_screen(
        trainings.PAGE, viewport={"width": 375, "height": 812}, color_scheme="dark"
    ).page
    theme = page.evaluate("document.documentElement.dataset.theme ?? null")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    report = page.evaluate(REPORT)
    assert report["light"] > 180
    assert report["canvases"] == 1
    # Two lines of the legend beside those of the chart.
    assert report["lines"] == [4, 4]
    assert report["theme"] == theme


def test_a_saved_record_is_replayed_when_it_is_opened(page: Screen, tmp_path: Path) -> None:
    with page.page.expect_download() as download:
        page.find("record").click()
    path = tmp_path / "run.json"
    download.value.save_as(path)
    record = json.loads(path.read_text())
    request = trainings.presets(page)["three_blobs"]
    assert record["request"] == request
    last = trainings.frames(trainings.trained(page, request, include=["weights"]))[-1]
    assert record["result"]["loss"] == last["loss"]
    assert [layer["weights"] for layer in record["network"]] == last["weights"]
    page.press("n")
    page.page.set_input_files('[data-key="file"]', path)
    trainings.asks(page, request)
    path.write_text("[]")
    page.page.set_input_files('[data-key="file"]', path)
    expect(page.notice()).to_contain_text("run.json")
    trainings.asks(page, request)


def test_what_is_predicted_is_covered_until_the_run_is_watched(open_screen: Open) -> None:
    page = open_screen(trainings.link(p="three_blobs"))
    trainings.waits_for_end(page)
    page.find("asks").check()
    page.press("n")
    expect(page.page.locator("html[data-covered]")).to_be_attached()
    page.settle()
    assert page.position() == 0
    page.find("predict-diverges-yes").check()
    page.find("predict-accuracy-top").check()
    trainings.chart(page, "loss").press("End")
    expect(page.page.locator("html[data-covered]")).not_to_be_attached()
    told = page.page.locator(".prediction")
    expect(told).to_have_count(2)
    colours = told.evaluate_all("(all) => all.map((one) => getComputedStyle(one).borderLeftColor)")
    assert len(set(colours)) == 2, "right and wrong look different"
    expect(page.page.locator('.prediction[data-question="diverges"]')).to_contain_text(
        "You said “yes”; it was “no”."
    )


def test_the_loss_over_two_weights_is_asked_for_when_it_is_opened(page: Screen) -> None:
    asked: list[str] = []
    page.page.on("request", lambda request: asked.append(request.post_data or ""))
    trainings.tab(page, "layers")
    page.settle()
    assert not asked
    with page.page.expect_request("**/api/v1/descent"):
        page.page.locator('[data-key="landscape"] summary').click()
    picture = page.page.locator(".landscape-canvas")
    expect(picture).to_be_visible(timeout=30_000)
    body = json.loads(asked[0])["network"]
    request = trainings.presets(page)["three_blobs"]
    lines = trainings.trained(page, request, include=["weights", "data"])
    last = trainings.frames(lines)[-1]
    layers = body["request"]["network"]["layers"]
    assert [layer["weights"] for layer in layers] == last["weights"]
    assert body["request"]["inputs"] == lines[0]["data"]["inputs"]
    assert body["x"] != body["y"]
    for axis in ("x", "y"):
        trainings.shows_its_words(page.find(f"landscape-{axis}"))
    key = page.page.locator(".landscape-key")
    losses = [float(loss) for loss in re.findall(r"loss ([\d.]+)", key.inner_text())]
    assert 0 < losses[0] < last["loss"] < losses[1]
    expect(key).to_contain_text(f"its end, epoch {last['epoch']}")
    page.find("landscape-x").select_option(body["y"])
    expect(picture).to_be_visible(timeout=30_000)
    assert json.loads(asked[-1])["network"]["x"] == body["y"]
