"""What a formula leaves out opens: every term of a sum over a batch, and an optimizer's rule."""

import re
from math import sqrt

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Open
from tests.browser.links import link_to
from tests.browser.network.measuring import network
from tests.browser.screen import Screen
from tests.browser.truth import Json, written

SAMPLES = 20
ADAM = {"name": "adam", "learning_rate": 0.01, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}


def batch() -> Json:
    """One neuron, twenty samples, the third round of Adam."""
    request = network(2, 1, samples=SAMPLES)
    request["inputs"] = [[k * 0.1 + 0.03, 1 - k * 0.07] for k in range(SAMPLES)]
    return request | {"optimizer": ADAM, "round": 3}


def open_update(open_screen: Open) -> tuple[Screen, Json]:
    screen = open_screen(link_to("/", r=batch(), n="derivation"))
    trace = screen.api.trace(batch() | {"include": ["steps"]})
    screen.press("End")
    return screen, trace


def opened(fold: Locator) -> Locator:
    fold.locator("summary").first.click()
    whole = fold.locator(".whole")
    expect(whole).to_be_visible()
    return whole


def test_every_term_of_a_sum_over_a_batch_can_be_seen(open_screen: Open) -> None:
    screen, trace = open_update(open_screen)
    fold = screen.page.locator('[data-section="numbers"] [data-whole]').first
    expect(fold.locator("summary")).to_have_text(f"Show all {SAMPLES} terms")
    symbols, numbers = opened(fold).locator(".math-line").all()[:2]
    for k in range(SAMPLES):
        (address,) = {
            str(each.get_attribute("data-address"))
            for each in symbols.locator(f'[data-address$="@{k}"][data-address^="delta"]').all()
        }
        assert address == f"delta1.0@{k}"
        shown = numbers.locator(f'[data-address="{address}"]')
        delta = trace["layers"][0]["deltas"][k][0]
        assert written(abs(delta), 4) in (shown.text_content() or "").replace("·10", "e")
    gradient = trace["layers"][0]["weight_gradients"][0][0]
    expect(numbers).to_contain_text(re.compile(re.escape(written(gradient, 4)) + r"\W*$"))


def test_the_rule_of_adam_is_written_out_with_its_numbers(open_screen: Open) -> None:
    screen, trace = open_update(open_screen)
    numbers = screen.page.locator('[data-section="numbers"]')
    fold = numbers.locator("[data-whole]", has_text="Adam").first
    lines = opened(fold).locator(".math-line")
    m = v = 0.0
    for count in (1, 2, 3):
        g = screen.api.trace(batch() | {"round": count})["layers"][0]["weight_gradients"][0][0]
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
    m_hat, v_hat = m / (1 - 0.9**3), v / (1 - 0.999**3)
    new = trace["network"]["layers"][0]["weights"][0][0] - 0.01 * m_hat / (sqrt(v_hat) + 1e-8)
    values = [m, v, m_hat, v_hat, new]
    expect(lines).to_have_count(2 * len(values))
    for row, value in enumerate(values):
        text = lines.nth(2 * row + 1).inner_text().replace("\n", "").replace("·10", "e")
        assert text.endswith(written(value, 4)), (row, text, written(value, 4))


@pytest.mark.parametrize("section", ["rule", "numbers"])
def test_a_gradient_and_a_new_weight_are_of_two_forms_and_each_has_an_open_line(
    open_screen: Open, section: str
) -> None:
    screen, _ = open_update(open_screen)
    body = screen.page.locator(f'[data-section="{section}"]')
    lines = body.locator(".math-line:visible")
    expect(lines).to_have_count(2)
    firsts = [line.locator("[data-address]").first for line in lines.all()]
    made = [token.get_attribute("data-address") for token in firsts]
    assert made == ["dw1.0.0", "new_w1.0.0"]
