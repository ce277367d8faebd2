"""The check of gradients as a person meets it: read the table and the curve, hand in one's own."""

import re
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # no py.typed
from playwright.sync_api import Page, expect

from app.web.trace.presets import PRESETS
from tests.browser.conftest import Complaints, Open
from tests.browser.links import link_follows, link_to

OVERFLOW = "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
#: The rows of the table: address, and the numbers as they are written.
ROWS = """() => [...document.querySelectorAll("[data-gradient]")].map((row) => [
  row.dataset.gradient, row.closest("[data-reading]").dataset.reading,
  ...[...row.querySelectorAll("td")].map((cell) => cell.textContent.replace("−", "-"))])"""
#: What an example of the page shows first.
READINGS = {
    "fine": "fine",
    "kink": "kink",
    "near": "difference",
    "saturated": "saturated",
    "cancellation": "cancellation",
    "double": "wrong",
}


def opened(open_screen: Open, language: str = "en", preset: str = "mazur", **more: Any) -> Page:
    page = open_screen(
        link_to(f"/check?lang={language}", p=preset, part="gradients"), ready=False, **more
    ).page
    page.wait_for_selector('html[data-ready="true"]', state="attached")
    expect(page.locator("[data-gradient]").first).to_be_attached()
    return page


def test_the_table_and_the_curve_are_those_of_the_api(
    open_screen: Open, complaints: Complaints
) -> None:
    page = opened(open_screen)
    asked = PRESETS["mazur"]
    answer = httpx.post(f"{complaints.origin}/api/v1/check", json=asked).json()
    rows = page.evaluate(ROWS)
    assert [row[0] for row in rows] == [each["address"] for each in answer["parameters"]]
    for row, each in zip(rows, answer["parameters"], strict=True):
        assert row[1] == "fine"
        for text, name in zip(row[2:5], ("analytic", "central", "complex_step"), strict=True):
            assert float(text) == pytest.approx(each[name], rel=1e-4)

    # The curve is read by keyboard: from the best h to the smallest and to the largest.
    curve = page.locator(".error-curve")
    curve.focus()
    here = page.locator(".curve-here")
    best = min(answer["curve"]["error64"])
    h = answer["curve"]["h"][answer["curve"]["error64"].index(best)]
    expect(here).to_contain_text(f"h = {h:.0e}".replace("e-0", "e−"))
    page.keyboard.press("Home")
    expect(here).to_contain_text("h = 1e−15")
    page.keyboard.press("ArrowRight")
    expect(here).to_contain_text("h = 1e−14")
    page.keyboard.press("End")
    expect(here).to_contain_text("h = 0.1")
    expect(curve).to_have_attribute("aria-valuetext", re.compile(r"h = 0\.1"))
    expect(page.locator(".curve-words")).to_contain_text("tiny h leaves only rounding errors")


def test_a_row_that_is_pointed_at_is_lit_on_the_diagram(open_screen: Open) -> None:
    page = opened(open_screen)
    lit = page.locator('[data-view="gradient_diagram"] .bright')
    expect(lit).to_have_count(0)
    page.locator('[data-gradient="dw2.0.1"] button').focus()
    expect(lit.first).to_be_attached()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-pointed]")).to_have_count(1)
    expect(page.locator('[data-gradient="dw2.0.1"]')).not_to_have_attribute(
        "data-pointed", re.compile(".*")
    )


@pytest.mark.parametrize("name", READINGS)
def test_an_example_shows_its_reading_and_its_link_restores_it(
    open_screen: Open, name: str
) -> None:
    page = opened(open_screen, preset="slides")
    page.locator(".gradient-examples summary").click()
    before = page.url
    with page.expect_response("**/api/v1/check"):
        page.locator(f'[data-example="{name}"]').click()
    expect(page.locator("[data-reading]").first).to_have_attribute("data-reading", READINGS[name])
    rows = page.evaluate(ROWS)
    link_follows(page, before)
    page.reload()
    expect(page.locator("[data-gradient]")).to_have_count(len(rows))
    assert page.evaluate(ROWS) == rows
    if name == "double":
        expect(page.locator('[data-slip="double"]')).to_contain_text("a lost ½ of the loss")
        why = page.locator('[data-slip="double"] .why')
        expect(why).to_have_attribute("href", re.compile(r"/lesson/questions\?lang=en#q-half$"))


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("en", "light", 1280), ("zh", "dark", 375), ("zh", "light", 320)],
)
def test_axe_finds_nothing(open_screen: Open, language: str, scheme: str, width: int) -> None:
    page = opened(
        open_screen, language, color_scheme=scheme, viewport={"width": width, "height": 800}
    )
    page.evaluate(Axe().axe_script)
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found] == []
    assert page.evaluate(OVERFLOW) <= 0


#: The gradients of Mazur's example as PyTorch 2 prints them, with the biases.
PRINTED = """tensor([[0.00043857, 0.00087714],
        [0.00049771, 0.00099543]])
tensor([0.00877135, 0.00995425])
tensor([[ 0.08216704,  0.08266763],
        [-0.02260254, -0.02274024]])
tensor([ 0.13849856, -0.03809824])"""


def test_own_gradients_are_read_checked_and_explained(open_screen: Open) -> None:
    page = opened(open_screen)
    field = page.locator('[data-key="own-gradients"]')
    field.fill(PRINTED)
    status = page.locator(".marking-said:visible")
    expect(status).to_contain_text("12 of your gradients checked: all are right")
    assert {row[1] for row in page.evaluate(ROWS)} == {"fine"}

    # One sign is wrong: its row comes first, and the reason is named.
    field.fill(PRINTED.replace("-0.02260254", " 0.02260254"))
    expect(status).to_contain_text("12 of your gradients checked; wrong: 1")
    expect(page.locator('[data-slip="sign"]')).to_be_visible()
    assert page.evaluate(ROWS)[0][:2] == ["dw2.1.0", "wrong"]

    # Two layers exchanged row and column.
    turned = PRINTED.replace(
        "[[ 0.08216704,  0.08266763],\n        [-0.02260254, -0.02274024]]",
        "[[ 0.08216704, -0.02260254],\n        [0.08266763, -0.02274024]]",
    )
    before = page.url
    field.fill(turned)
    expect(page.locator('[data-slip="transposed"]')).to_be_visible()

    # The link has them, undo takes them back.
    link_follows(page, before)
    page.reload()
    expect(page.locator('[data-slip="transposed"]')).to_be_visible()
    page.locator('[data-key="own-clear"]').click()
    expect(page.locator("[data-slip]")).to_have_count(0)
    expect(page.locator("[data-reading]").first).to_have_attribute("data-reading", "fine")
    page.locator('[data-key="undo"]').click()
    expect(page.locator('[data-slip="transposed"]')).to_be_visible()


def test_a_gradient_that_became_no_number_is_wrong_and_a_turned_matrix_is_named(
    open_screen: Open,
) -> None:
    page = opened(open_screen)
    field = page.locator('[data-key="own-gradients"]')
    field.fill(PRINTED.replace("0.00043857", "       nan").replace("-0.03809824", "       -inf"))
    expect(page.locator(".marking-said:visible")).to_contain_text(
        "12 of your gradients checked; wrong: 2"
    )
    expect(page.locator(".own-skipped li")).to_have_count(0)
    lost = page.locator('[data-slip="not_a_number"]')
    expect(lost).to_contain_text("Not a number")
    rows = page.evaluate(ROWS)
    assert {row[0]: row[5] for row in rows[:2]} == {"dw1.0.0": "nan", "db2.1": "-inf"}

    page = opened(open_screen, preset="document")
    network = PRESETS["document"]["network"]
    inputs, units = network["inputs"], network["layers"][0]["units"]
    assert inputs != units
    turned = [[0.5] * units] * inputs
    page.locator('[data-key="own-gradients"]').fill(f"fc1.weight.grad = tensor({turned})")
    expect(page.locator("[data-turned]")).to_contain_text("was read transposed")


@pytest.mark.parametrize("text", ["hello", "=1+1", "[" * 50_000, "dw1.0.0 = 1e999", "dw9.0.0 = 1"])
def test_what_cannot_be_read_is_said(open_screen: Open, text: str) -> None:
    page = opened(open_screen)
    page.locator('[data-key="own-gradients"]').fill(text)
    expect(page.locator(".own-gradients .hint[role=status]")).to_contain_text("Gradients read: 0")
    expect(page.locator(".own-skipped li").first).to_be_visible()
    expect(page.locator("[data-reading]").first).to_have_attribute("data-reading", "fine")
