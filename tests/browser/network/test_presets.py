"""Every example opens and runs to its end, a large network as matrices; rounds go on and back."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Complaints
from tests.browser.screen import Screen
from tests.browser.truth import Json, written

EXAMPLES = ["document", "figure2", "worked_example", "mazur", "xor"]


def test_every_example_is_offered(screen: Screen) -> None:
    offered = screen.find("preset").locator("option")
    values = [each.get_attribute("value") for each in offered.all()]
    assert values == [each["name"] for each in screen.api.catalog()["presets"]]
    assert set(EXAMPLES) < set(values)


#: The examples in their own letters and drawing, then one in every other; the document's network in
#: others, step by step: test_walkthrough.py.
RUNS = [*((name, "") for name in EXAMPLES), ("slides", "")]
RUNS += [("xor", keys) for keys in ("n", "c", "nc")]
DRAWINGS = {"figure": "flow", "textbook": "flow", "derivation": "circuit"}


@pytest.mark.parametrize(("name", "keys"), RUNS)
def test_an_example_runs_to_its_end(screen: Screen, name: str, keys: str) -> None:
    screen.choose("preset", name)
    screen.press("Escape", *keys)
    request = screen.api.preset(name)
    own = next(e["letters"] for e in screen.api.catalog()["presets"] if e["name"] == name)
    letters, drawing = own, DRAWINGS[own]
    if "n" in keys:
        letters = "textbook" if own == "figure" else "figure"
    if "c" in keys:
        drawing = "circuit" if drawing == "flow" else "flow"
    diagram = screen.in_view("diagram", "[data-presentation]")
    expect(diagram).to_have_attribute("data-presentation", drawing)
    screen.agrees_with(request, notation=letters)
    screen.find("grouping-layer").click()
    last = len(screen.api.trace(request)["steps"])
    while screen.position() < last:
        screen.find("next").click()
        screen.agrees_with(request, notation=letters)
    assert screen.asked() == request


def test_published_losses_stand_on_the_screen(screen: Screen) -> None:
    """Mazur: 0.298371109; after one step 0.280471447, or 0.291027774 with the biases frozen."""
    screen.choose("preset", "mazur")
    screen.find("last").click()

    def check(name: str, printed: str) -> None:
        shown = screen.in_view("losses", f'[data-name="{name}"]')
        value = float(shown.get_attribute("data-value") or "")
        assert f"{value:.9f}" == printed
        assert shown.inner_text() == written(value, 4)

    check("before", "0.298371109")
    check("after", "0.280471447")
    note = screen.find("preset-note")
    expect(note).to_contain_text("0.2910")
    expect(note).to_contain_text("0.2805")
    screen.choose("frozen-1", "biases")
    screen.choose("frozen-2", "biases")
    check("before", "0.298371109")
    check("after", "0.291027774")


def test_a_large_network_is_drawn_as_matrices(screen: Screen) -> None:
    screen.choose("preset", "digits")
    diagram = screen.in_view("diagram", "[data-presentation]")
    expect(diagram).to_have_attribute("data-presentation", "matrices")
    assert screen.read("document.querySelectorAll('[data-view=\"diagram\"] *').length") < 3_000
    last = int(screen.page.get_by_role("slider").first.get_attribute("aria-valuemax") or 0)
    assert last > 9
    for position in range(1, last + 1):
        screen.find("next").click()
        screen.stands_at(position)
    box = diagram.bounding_box()
    assert box is not None
    assert box["height"] > 150
    trace = screen.api.trace(screen.api.preset("digits"))
    after = screen.in_view("losses", '[data-name="after"]')
    assert float(after.get_attribute("data-value") or "") == trace["loss_after"]


# ---- rounds


@pytest.fixture
def document(screen: Screen) -> Json:
    return screen.api.preset("document")


def losses(screen: Screen) -> list[float]:
    """The losses that the chart reads out, from the first round on; it ends where it was."""
    chart = screen.in_view("losses", ".loss-chart")
    now = int(chart.get_attribute("aria-valuenow") or "")
    found = []
    chart.press("Home")
    for n in range(int(chart.get_attribute("aria-valuemax") or "")):
        expect(chart).to_have_attribute("aria-valuenow", str(n + 1))
        screen.settle()
        said = screen.in_view("losses", ".loss-readout").get_attribute("data-value")
        found.append(float(said or ""))
        chart.press("ArrowRight")
    assert now == len(found)
    screen.settle()
    return found


def test_again_goes_round_with_the_new_weights(screen: Screen, document: Json) -> None:
    screen.press("End")
    before = screen.agrees_with(document)
    screen.find("again").click()
    screen.settle()
    screen.stands_at(0)
    second = document | {"round": 2}
    after = screen.agrees_with(second)
    old = [layer["updated_weights"] for layer in before["layers"]]
    assert [layer["weights"] for layer in after["network"]["layers"]] == old
    assert losses(screen) == after["losses"] == [before["loss"], before["loss_after"]]
    for position in (7, 12, 18):
        screen.go(position)
        screen.agrees_with(second)


@pytest.mark.parametrize("rule", ["gradient", "as_drawn"])
def test_many_rounds_draw_a_curve_and_any_round_can_be_gone_back_to(
    screen: Screen, document: Json, rule: str
) -> None:
    screen.go(14)
    screen.find(f"rule-{rule}").click()
    screen.settle()
    request = document | ({} if rule == "gradient" else {"rule": rule})
    screen.agrees_with(request)
    screen.find("times").fill("12")
    screen.find("times").press("Enter")
    screen.find("again-many").click()
    screen.settle()
    trace = screen.agrees_with(request | {"round": 13})
    assert losses(screen) == trace["losses"]
    assert len(trace["losses"]) == 13
    assert trace["losses"][-1] < trace["losses"][0]
    chart = screen.in_view("losses", ".loss-chart")
    expect(chart).to_have_attribute("aria-valuenow", "13")

    chart.press("Home")
    for _ in range(4):
        chart.press("ArrowRight")
    screen.settle()
    screen.agrees_with(request | {"round": 5})
    screen.stands_at(14)
    screen.find("round-1").click()
    screen.settle()
    screen.agrees_with(request)
    screen.find("undo").click()
    screen.settle()
    screen.agrees_with(request | {"round": 5})


def test_a_run_of_rounds_goes_on_until_it_is_stopped_and_is_one_step_of_undo(
    screen: Screen, document: Json
) -> None:
    screen.choose("speed", "4")
    run = screen.find("run-rounds")
    run.click()
    expect(run).to_have_attribute("aria-pressed", "true")
    expect(screen.in_view("rounds", ".round")).to_have_text(re.compile(r"Round ([4-9]|\d\d)"))
    run.click()
    expect(run).to_have_attribute("aria-pressed", "false")
    screen.settle()
    stopped = screen.asked()
    assert stopped == document | {"round": stopped["round"]}
    # Every round's numbers are in sight: the walk stands at its end.
    screen.stands_at(len(screen.agrees_with(stopped)["steps"]))
    of_rounds = screen.api.trace(stopped)["losses"]
    expect(screen.in_view("losses", ".loss-chart")).to_have_attribute(
        "aria-valuemax", str(len(of_rounds))
    )
    readout = screen.in_view("losses", ".loss-readout")
    assert float(readout.get_attribute("data-value") or "") == of_rounds[-1]
    screen.page.wait_for_timeout(400)  # more than the time of a round at this speed
    assert screen.asked() == stopped
    screen.find("undo").click()
    screen.settle()
    assert screen.asked() == document


def test_a_round_too_many_is_refused_with_the_largest_one(
    screen: Screen, document: Json, complaints: Complaints
) -> None:
    complaints.allow("status of 422")
    screen.find("times").fill("10000")
    screen.find("times").press("Enter")
    screen.find("again-many").click()
    screen.settle()
    expect(screen.page.get_by_role("alert")).to_contain_text("10000")
    screen.agrees_with(document)


def test_a_weight_changed_in_a_later_round_is_a_new_start(screen: Screen, document: Json) -> None:
    screen.find("again").click()
    screen.settle()
    weights = screen.agrees_with(document | {"round": 2})["network"]["layers"]
    screen.enter("w1.0.0", "0.5")
    expect(screen.notice()).to_contain_text("round 1 again")
    asked = screen.asked()
    assert asked.get("round", 1) == 1
    assert asked["network"]["layers"][2]["weights"] == weights[2]["weights"]
    screen.agrees_with(asked)
