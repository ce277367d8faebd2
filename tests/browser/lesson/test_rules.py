"""Section 5's own tools: one rule for all figures, its numbers beside the true ones, and many
rounds with either; every number is the engine's.
"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import Complaints, Open
from tests.browser.lesson.page import LessonPage
from tests.browser.screen import Screen

#: What the caption under a figure says, its formulas and its numbers.
STRIPS = """() => Object.fromEntries([...document.querySelectorAll("[data-figure]")].map((figure) =>
  [figure.dataset.figure, figure.querySelector(".step-caption-lines").textContent]))"""
#: The table of both rules: address to (drawn, true, ratio, sign).
TABLE = """() => Object.fromEntries([...document.querySelectorAll(".ratio-table [data-row]")].map(
  (row) => [row.dataset.row, [...row.querySelectorAll("td.amount")]
    .map((cell) => Number(cell.dataset.value)).concat(row.dataset.signs)]))"""
SETTLED = '.rounds[data-pending="false"]'

Lesson = Callable[..., tuple[LessonPage, Screen]]


@pytest.fixture
def open_section(open_screen: Open) -> Lesson:
    def opened(language: str = "en", **options: Any) -> tuple[LessonPage, Screen]:
        screen = open_screen(f"/lesson/5?lang={language}", ready=False, **options)
        lesson = LessonPage(screen.page)
        lesson.settle()
        screen.page.locator('[data-tool="ratios"]').scroll_into_view_if_needed()
        screen.page.locator(".ratio-table table").wait_for()
        return lesson, screen

    return opened


def pressed(place: Page | Locator) -> list[str | None]:
    """The keys of the switches that are on."""
    chosen = place.locator('[data-key^="rule-"][aria-pressed="true"]')
    return [each.get_attribute("data-key") for each in chosen.all()]


def rules(page: Page) -> list[str]:
    """The formulas of both rules, as LaTeX, from the output back."""
    lines = page.locator(".rule-side [data-latex]")
    return [each.get_attribute("data-latex") or "" for each in lines.all()]


def test_one_switch_turns_every_figure(open_section: Lesson) -> None:
    lesson, screen = open_section()
    lesson.settle_all()
    page = screen.page
    assert rules(page) == [
        r"\delta=z-y",
        r"\delta=z-y",
        r"\delta_4=w_{46}f'_6(e_6)\delta",
        r"\delta_4=w_{46}\delta",
        r"\delta_1=w_{14}f'_4(e_4)\delta_4+w_{15}f'_5(e_5)\delta_5",
        r"\delta_1=w_{14}\delta_4+w_{15}\delta_5",
    ]
    true = screen.read(STRIPS)
    assert boards(page) == ["gradient", "gradient"]
    # One in the text, one in each of the nine figures; figure 9's is used, by keyboard.
    assert pressed(page) == ["rule-gradient"] * 10
    page.locator('[data-figure="9"] [data-key="rule-gradient"]').focus()
    screen.press("Tab")
    expect(page.locator('[data-figure="9"] [data-key="rule-drawn"]')).to_be_focused()
    screen.press("Enter")
    lesson.settle()
    assert pressed(page) == ["rule-drawn"] * 10
    assert boards(page) == ["drawn", "drawn"]
    expect(page.locator('[data-figure="7"] .step-caption-symbols')).to_have_attribute(
        "data-latex", r"\delta_1=w_{14}\,\delta_4+w_{15}\,\delta_5"
    )
    drawn = screen.read(STRIPS)
    # At the output nothing can be left out; everywhere else something changes.
    assert {name for name in true if true[name] == drawn[name]} == {"5", "13"}
    # The key of the player turns the section as well.
    page.locator('[data-figure="6"] [data-key="next"]').focus()
    screen.press("d")
    lesson.settle()
    assert pressed(page) == ["rule-gradient"] * 10
    assert screen.read(STRIPS) == true


def boards(page: Page) -> list[str]:
    """The rule of the formulas above figures 6 and 7."""
    return [
        str(board.get_attribute("data-board"))
        for board in page.locator("[data-board]:visible").all()
    ]


def compare(screen: Screen, request: dict[str, Any]) -> dict[str, list[Any]]:
    """What the table has to say, from the engine's answer."""
    trace = screen.api.trace(request, "as_drawn")
    rate = request["optimizer"]["learning_rate"]
    found: dict[str, list[Any]] = {}
    for number, (true, drawn) in enumerate(
        zip(trace["layers"], trace["as_drawn"]["layers"], strict=True), start=1
    ):
        for j, ours in enumerate(drawn["errors"][0]):
            truth = -true["activation_gradients"][0][j]
            found[f"error{number}.{j}"] = [ours, truth, ours / truth]
            for i, update in enumerate(drawn["weight_updates"][j]):
                truth = -true["weight_gradients"][j][i]
                found[f"w{number}.{j}.{i}"] = [update / rate, truth, drawn["ratios"][j][i]]
    for row in found.values():
        row.append("same" if row[0] * row[1] > 0 else "opposite")
    return found


def agrees(screen: Screen, request: dict[str, Any]) -> None:
    shown, expected = screen.read(TABLE), compare(screen, request)
    assert shown.keys() == expected.keys()
    for address, row in expected.items():
        assert shown[address][:3] == pytest.approx(row[:3], rel=1e-12), address
        assert shown[address][3] == row[3], address


def curves_agree(screen: Screen, request: dict[str, Any], rounds: int) -> None:
    screen.page.locator(SETTLED).wait_for()
    for line, rule in (("gradient", "gradient"), ("drawn", "as_drawn")):
        loss = screen.api.trace({**request, "round": rounds, "rule": rule})["loss_after"]
        drawn = screen.page.locator(f'[data-curve="{line}"]').get_attribute("data-last")
        final = screen.page.locator(f'[data-final="{line}"]').get_attribute("data-value")
        assert float(drawn or "nan") == float(final or "nan") == loss


def test_the_tables_and_the_curves_are_the_engines(
    open_section: Lesson, complaints: Complaints
) -> None:
    lesson, screen = open_section()
    page = screen.page
    ratios, rounds = page.locator('[data-tool="ratios"]'), page.locator('[data-tool="rounds"]')
    document, flip = screen.api.preset("document"), screen.api.preset("sign_flip")
    agrees(screen, document)
    angle = ratios.locator(".ratio-angle")
    assert round(float(angle.get_attribute("data-value") or 0), 4) == 0.7786
    expect(ratios.locator(".conditions [data-verdict=between]")).to_have_count(0)
    rounds.scroll_into_view_if_needed()
    curves_agree(screen, document, 100)

    # Example B, by keyboard: the figures, the table and the curves follow.
    ratios.locator('[data-key="example-b"]').focus()
    screen.press("Enter")
    page.locator('.conditions [data-unit="0"][data-verdict="between"]').wait_for()
    agrees(screen, flip)
    expect(page.locator('[data-tool="rounds"] [data-key="example-b"]')).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(ratios.locator('tr[data-signs="opposite"]')).to_have_count(3)
    lesson.settle()
    expect(page.locator('[data-figure="5"] [data-address="x.1"]').first).to_have_attribute(
        "data-value", "1"
    )
    ratios.locator(".ratio-alone").scroll_into_view_if_needed()
    alone = ratios.locator(".alone-results tbody tr")
    expect(alone.first).to_have_attribute("data-way", "up")
    expect(alone.last).to_have_attribute("data-way", "down")
    changes = [
        float(each.get_attribute("data-value") or 0)
        for each in ratios.locator(".alone-results td:last-child").all()
    ]
    assert changes == pytest.approx([2.02e-6, -2.2e-7], rel=0.01)

    # Its own number of rounds, another rate, the other scale.
    rounds.locator('[data-key="rounds-own"]').fill("37")
    screen.press("Enter")
    page.locator('.rounds[data-pending="true"]').wait_for()
    curves_agree(screen, flip, 37)
    rounds.locator('[data-key="rounds-rate"]').fill("2")
    screen.press("Enter")
    page.locator('.rounds[data-pending="true"]').wait_for()
    flip["optimizer"]["learning_rate"] = 2.0
    curves_agree(screen, flip, 37)
    expect(rounds.locator('[data-key="example-b"]')).to_have_attribute("aria-pressed", "true")
    rounds.locator('[data-key="scale-linear"]').click()
    expect(rounds.locator("svg[data-scale=linear]")).to_have_count(1)
    rounds.locator('[data-key="rounds-at"]').focus()
    screen.press("Home", "ArrowRight")
    losses = screen.api.trace({**flip, "round": 2})["losses"]
    expect(rounds.locator(".rounds-readout")).to_contain_text(f"{losses[1]:.4g}")
    rounds.locator("summary").click()
    cells = rounds.locator('tr[data-round="1"] td.amount')
    assert float(cells.first.get_attribute("data-value") or 0) == losses[1]

    # What the server refuses for one rule is said; the other one's line stays.
    def refuse(route: Route) -> None:
        if (route.request.post_data_json or {}).get("rule") == "as_drawn":
            route.fulfill(status=422, json={"status": 422, "detail": "It grew beyond."})
        else:
            route.fallback()

    complaints.allow("status of 422")
    page.route("**/api/v1/trace", refuse)
    rounds.locator('[data-key="rounds-10"]').click()
    expect(rounds.get_by_role("alert")).to_contain_text("It grew beyond.")
    expect(rounds.locator("[data-curve]")).to_have_count(1)
