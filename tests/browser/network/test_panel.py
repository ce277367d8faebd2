"""What the tabs beside the picture show of a walkthrough: tables of numbers, losses, steps."""

import csv
from typing import Any

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.browser.conftest import Complaints, Open
from tests.browser.screen import Screen


def cut_off(panel: Locator, query: str) -> list[Any]:
    """What ends beyond the edge of the panel."""
    edge = panel.evaluate("(panel) => panel.getBoundingClientRect().right")
    parts: list[Any] = panel.locator(query).evaluate_all(
        "(parts, edge) => parts.filter((one) => one.getBoundingClientRect().right > edge)"
        ".map((one) => one.textContent)",
        edge,
    )
    return parts


@pytest.mark.parametrize("width", [1000, 1280])
def test_the_tables_of_a_layer_stand_one_under_another(open_screen: Open, width: int) -> None:
    screen = open_screen(viewport={"width": width, "height": 800})
    screen.find("bias-1").check()
    screen.settle()
    screen.press("Escape", "End")
    screen.in_view("tables", "").wait_for()
    assert cut_off(screen.page.locator(".panel"), ".promise") == []
    lefts = screen.page.locator('[data-layer="1"] table').evaluate_all(
        "(tables) => tables.map((table) => table.getBoundingClientRect().left)"
    )
    assert len(set(lefts)) == 1
    if width == 1280:
        assert cut_off(screen.page.locator(".panel"), '[data-view="tables"] td') == []


def test_deltas_of_all_layers_are_copied_as_one_table_before_they_are_shown(
    screen: Screen,
) -> None:
    trace = screen.api.trace(screen.asked())
    screen.find("quantity").select_option("delta")
    screen.find("samples-csv").click()
    expect(screen.notice()).not_to_be_empty()
    text = screen.page.evaluate("navigator.clipboard.readText()")
    [heads, row] = list(csv.reader(text.splitlines()))
    deltas = [value for layer in trace["layers"] for value in layer["deltas"][0]]
    assert len(heads) == 1 + len(deltas)
    assert [abs(float(cell)) for cell in row[1:]] == [abs(delta) for delta in deltas]
    last = max(
        n
        for n, step in enumerate(trace["steps"])
        if any(address.startswith("delta") for address in step["writes"])
    )
    screen.find("samples-go").click()
    screen.stands_at(last + 1)
    expect(screen.page.locator('[data-key="samples-go"]')).to_have_count(0)


@pytest.mark.parametrize("notation", ["figure", "textbook"])
def test_the_names_of_quantities_begin_with_their_letters(screen: Screen, notation: str) -> None:
    screen.find(f"letters-{notation}").click()
    names = screen.find("quantity").locator("option").all_text_contents()
    assert all(" · " in name for name in names)
    assert len(set(names)) == len(names)
    letters = {"figure": "−∂C/∂e, all layers", "textbook": "δ, all layers"}
    assert any(name.startswith(letters[notation]) for name in names)


def test_a_chart_of_losses_that_does_not_come_is_asked_for_once_a_round(
    screen: Screen, complaints: Complaints
) -> None:
    complaints.allow("net::ERR_FAILED")
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    screen.page.route("**/js/pages/later/loss_chart.js*", refuse)
    expect(screen.in_view("losses", ".hint").first).to_be_visible()
    screen.find("again").click()
    expect(screen.notice()).not_to_be_empty()
    for _ in range(6):
        screen.press("ArrowRight")
        screen.press("ArrowLeft")
    screen.settle()
    assert len(asked) == 1
    screen.page.unroute("**/js/pages/later/loss_chart.js*")
    screen.find("again").click()
    expect(screen.in_view("losses", ".loss-chart")).to_have_attribute("aria-valuemax", "3")


def test_losses_can_be_read_and_copied_and_an_edit_undone_keeps_them(screen: Screen) -> None:
    expect(screen.in_view("losses", "dd").nth(1)).to_have_text("not yet")
    request = screen.asked()
    screen.find("times").fill("10")
    screen.find("times").press("Enter")
    screen.find("again-many").click()
    screen.settle()
    losses = screen.api.trace(request | {"round": 11})["losses"]
    chart = screen.in_view("losses", ".loss-chart")
    # The chart is loaded with the second round.
    for tick in ("1", "11"):
        expect(chart.locator(".axes text").get_by_text(tick, exact=True).first).to_be_attached()
    screen.in_view("losses", "summary").first.click()
    screen.find("losses-csv").click()
    expect(screen.notice()).not_to_be_empty()
    text = screen.page.evaluate("navigator.clipboard.readText()")
    rows = list(csv.reader(text.splitlines()))[1:]
    assert [float(loss) for _, loss in rows] == losses
    # With the pointer on the chart the keys still lead what is said.
    chart.hover()
    chart.press("Home")
    chart.press("ArrowRight")
    screen.settle()
    expect(screen.in_view("losses", ".loss-readout")).to_contain_text("Round 2")
    screen.enter("w1.0.0", "0.7")
    screen.press("Escape")
    screen.find("undo").click()
    screen.settle()
    expect(screen.in_view("losses", ".loss-chart")).to_have_attribute("aria-valuemax", "11")
    screen.find("undo").click()
    screen.settle()
    assert screen.asked() == request


def test_a_new_step_begins_at_its_top(open_screen: Open) -> None:
    screen = open_screen(viewport={"width": 1280, "height": 560})
    screen.press("End")
    pane = screen.page.locator('[data-pane="step"]')
    pane.evaluate("(pane) => pane.scrollTo(0, 1000)")
    assert pane.evaluate("(pane) => pane.scrollTop") > 0
    screen.press("ArrowLeft")
    expect(screen.page.locator(".formula-panel-heading")).to_be_in_viewport()
    assert pane.evaluate("(pane) => pane.scrollTop") == 0


def test_an_update_is_one_table_of_old_and_new_numbers(screen: Screen) -> None:
    trace = screen.api.trace(screen.asked())
    at = next(n for n, step in enumerate(trace["steps"]) if step["rule"] == "update")
    screen.press("Escape")
    screen.go(at + 1)
    rows = screen.in_view("formula_panel", ".update-table tbody tr")
    weights = trace["layers"][0]["updated_weights"][0]
    expect(rows).to_have_count(len(weights))
    for n, weight in enumerate(weights):
        shown = rows.nth(n).locator("strong [data-value]")
        assert float(shown.get_attribute("data-value") or "") == weight
    screen.press("End", "ArrowLeft")
    rule = screen.in_view("formula_panel", '[data-section="rule"]')
    expect(rule.locator(".math-line").first).to_be_visible()
    expect(rule.locator(".math-line").nth(1)).to_be_hidden()
    rule.locator("summary").click()
    expect(rule.locator(".math-line").nth(1)).to_be_visible()
