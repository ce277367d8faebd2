"""The page of gradient descent: the walk through every example, its program and prints, the race,
the stop condition, and a rate that is too high."""

import json
import math
import subprocess
import sys
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.descent import screen as descents
from tests.browser.descent.screen import Told
from tests.browser.screen import Screen
from tests.browser.truth import written


@pytest.fixture
def page(open_screen: Open) -> Screen:
    """The page line by line: English, light, wide, without motion."""
    return open_screen(descents.link(p="document"))


# ---- the walk ------------------------------------------------------------------------------------


# The other examples' numbers are held without a browser, in tests/web/descent/test_line_numbers.py.
@pytest.mark.parametrize("name", ["line_fit", "himmelblau"])
def test_an_example_shows_the_apis_numbers_line_by_line_and_far_on(
    open_screen: Open, name: str
) -> None:
    screen = open_screen(descents.link(p=name))
    request = descents.presets(screen)[name]
    told = Told(screen, request)
    for position in range(1, 8):
        screen.press("ArrowRight")
        screen.stands_at(position)
        assert descents.agrees_with(screen, told) > 0
    screen.press("2", "ArrowRight")
    descents.agrees_with(screen, told)
    descents.goes_to(screen, told.steps // 2)
    descents.agrees_with(screen, told)
    screen.press("1", "ArrowLeft")
    screen.settle()
    descents.agrees_with(screen, told)
    screen.press("End")
    screen.settle()
    assert descents.agrees_with(screen, told) > len(request["runs"])
    assert len(descents.prints(screen)) >= min(5, told.steps)
    last = len(request["runs"]) - 1
    if last:
        screen.find(f"follow-{last}").click()
        screen.settle()
        descents.goes_to(screen, 3)
        followed = Told(screen, request, last)
        assert descents.agrees_with(screen, followed) > 0


def test_the_documents_run_is_printed_by_its_own_program(page: Screen) -> None:
    request = descents.presets(page)["document"]
    answer = descents.descent(page, request)
    (run,) = answer["runs"]
    for step in (1, 10, 100, 1000, 4000):
        descents.goes_to(page, step)
        value, x, y = descents.prints(page)[step]
        assert [value, x, y] == [run["value"][step], run["x"][step], run["y"][step]]
        assert x == pytest.approx(-1 + 2 * 0.98**step, rel=1e-12)
        assert y == pytest.approx(4 * 0.98**step, rel=1e-12)
        assert value == pytest.approx(1 + 20 * 0.98 ** (2 * step), rel=1e-12)
    assert sorted(descents.prints(page)) == [1, 10, 100, 1000, 3996, 3997, 3998, 3999, 4000]


#: Its variables are called as the program's own names, or as what objects of Python have.
CLASHING = {
    "function": "f = 2*learning_rate + range; loss = (f - 3)**2 + learning_rate**2",
    "start": {"learning_rate": 1, "range": -2},
    "runs": [{"optimizer": {"name": "adam", "learning_rate": 0.1}}],
    "steps": 10,
    "stop": {"gradient_norm": 1e-9},
}
INHERITED = CLASHING | {
    "function": "(self - 1)**2 + 2*constructor**2",
    "start": {"self": 3, "constructor": 2},
}


@pytest.mark.parametrize(
    "compact",
    [
        {"p": "document", "f": 0}, {"p": "rosenbrock", "f": 3}, {"p": "saddle", "f": 2},
        {"r": CLASHING}, {"r": INHERITED},
    ],
)  # fmt: skip
def test_run_by_python_the_program_prints_what_the_screen_prints(
    open_screen: Open, compact: dict[str, Any]
) -> None:
    screen = open_screen(descents.link(**compact))
    descents.goes_to(screen, 10)
    program = f"from math import *\n{descents.code(screen)}\n"
    printed = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    for step, numbers in descents.prints(screen).items():
        count, *values = printed[step - 1].split()
        assert int(count) == step
        assert [float(value) for value in values] == pytest.approx(numbers, rel=1e-9)


def test_the_line_being_run_is_lit_and_only_its_number_is_new(page: Screen) -> None:
    walk = ["g_x = df_dx(x, y)", "g_y = df_dy(x, y)", "x = x - learning_rate * g_x"]
    walk += ["y = y - learning_rate * g_y", "print(step, f(x, y), x, y)"]
    for position, line in enumerate(walk, start=1):
        page.press("ArrowRight")
        page.stands_at(position)
        assert descents.active(page) == line
        new_x = descents.program(page, '[data-address^="n.x"]')
        expect(new_x).to_have_count(int(position >= 3))
        assert len(descents.prints(page)) == int(position == 5)
    page.press("ArrowLeft")
    page.stands_at(4)
    assert descents.prints(page) == {}


def test_the_numbers_beside_the_picture_wait_for_the_step_to_be_taken(page: Screen) -> None:
    run = descents.descent(page, descents.presets(page)["document"])["runs"][0]
    readout = page.in_view("landscape", '.plot-readout [data-address="value"]')
    card = descents.runs(page).first.locator('.run-now [data-address^="run0.value"]')
    for taken in (0, 0, 0, 1, 1, 1, 1, 1, 2):
        page.press("ArrowRight")
        page.settle()
        for number in (readout, card):
            # The browser writes 21 and not 21.0.
            shown = json.dumps(run["value"][taken]).removesuffix(".0")
            expect(number).to_have_attribute("data-value", shown)


def test_one_step_is_a_line_an_iteration_or_the_whole_run(page: Screen) -> None:
    for key, position in (("1", 1), ("2", 5), ("3", 20_000)):
        page.press("Home", key, "ArrowRight")
        page.stands_at(position)


def test_the_gradient_stands_at_a_right_angle_and_that_is_said_with_numbers(page: Screen) -> None:
    page.press("ArrowRight", "ArrowRight")
    words = page.in_view("formula_panel", ".formula-panel-narration")
    expect(words).to_contain_text("∇f = (4, 8)")
    expect(words).to_contain_text("right angle to the contour")
    expect(words).to_contain_text("points uphill")
    expect(words).to_contain_text("−∇f is the steepest way down")
    expect(words).to_contain_text("4·(−8) + 8·4 = 0")


def test_figure_1s_loop_draws_a_batch_and_takes_its_average_gradient(open_screen: Open) -> None:
    screen = open_screen(descents.link(p="mini_batch"))
    request = descents.presets(screen)["mini_batch"]
    told = Told(screen, request)
    screen.press("ArrowRight")
    assert descents.active(screen) == f"batch = draw(rows, {request['batch']})"
    rows = told.values["batches"][0]
    drawn = ", ".join(str(row + 1) for row in rows)
    expect(descents.program(screen, '[data-address="batch@1"]')).to_have_text(f"{{{drawn}}}")
    expect(screen.in_view("formula_panel", ".formula-panel-narration")).to_contain_text(drawn)
    screen.press("ArrowRight")
    (variable, *_) = told.answer["variables"]
    slope = descents.program(screen, f'[data-address="g.{variable}@1"]')
    w, b = (request["start"][name] for name in ("w", "b"))
    data = request["data"]
    average = sum(
        2 * (w * data["x"][row] + b - data["t"][row]) * data["x"][row] for row in rows
    ) / len(rows)
    assert float(slope.get_attribute("data-value") or "") == pytest.approx(average, rel=1e-12)
    expect(descents.program(screen)).to_contain_text("average gradient of the batch")


# ---- the formula of a step -----------------------------------------------------------------------


def test_adams_step_is_told_in_full(open_screen: Open) -> None:
    screen = open_screen(descents.link(p="himmelblau", f=3))
    told = Told(screen, descents.presets(screen)["himmelblau"], 3)
    optimizer = told.request["runs"][3]["optimizer"]
    beta1, beta2 = optimizer.get("beta1", 0.9), optimizer.get("beta2", 0.999)
    descents.goes_to(screen, 4)
    screen.press("ArrowRight")
    lines = ["g_x", "g_y", "m_x", "v_x", "m_hat_x", "v_hat_x", "x"]
    for name in lines:
        assert descents.active(screen).startswith(f"{name} =")
        descents.agrees_with(screen, told)
        screen.press("ArrowRight")
    window = told.window(5)
    assert window["s.m.x"] == pytest.approx(
        beta1 * window["o.m.x"] + (1 - beta1) * window["g.x"], rel=1e-12
    )
    assert window["s.m_hat.x"] == pytest.approx(window["s.m.x"] / (1 - beta1**5), rel=1e-12)
    assert window["s.v_hat.x"] == pytest.approx(window["s.v.x"] / (1 - beta2**5), rel=1e-12)
    screen.press("ArrowLeft")
    label = screen.in_view(
        "formula_panel", '[data-section=numbers] [data-address="s.m_hat.x@5"]'
    ).first
    assert float(label.get_attribute("data-value") or "") == window["s.m_hat.x"]
    expect(screen.in_view("formula_panel", "math").first).to_be_visible()


# ---- the race ------------------------------------------------------------------------------------


def test_optimizers_race_from_one_start_and_one_of_them_is_followed(page: Screen) -> None:
    request = descents.presets(page)["document"] | {"steps": 50}
    descents.types(page, "steps", "50")
    for count in (2, 3):
        page.find("run-add").click()
        page.settle()
        expect(descents.runs(page)).to_have_count(count)
    page.find("optimizer-1").select_option("adam")
    page.settle()
    descents.types(page, "runs.1.optimizer.learning_rate", "0.3")
    asked = descents.asked(page)
    assert asked["runs"][0] == request["runs"][0]
    assert asked["runs"][1]["optimizer"]["name"] == "adam"
    assert asked["runs"][1]["optimizer"]["learning_rate"] == 0.3
    assert asked["runs"][1]["optimizer"]["beta2"] == 0.999
    page.find("follow-1").click()
    page.settle()
    descents.goes_to(page, 7)
    assert descents.agrees_with(page, Told(page, asked, 1)) > 0
    expect(descents.program(page)).to_contain_text("m_hat_x = m_x / (1 - beta1**step)")
    page.find("run-remove-0").click()
    page.settle()
    expect(page.find("follow-0")).to_have_attribute("aria-pressed", "true")
    page.press("Control+z")
    page.settle()
    expect(descents.runs(page)).to_have_count(3)
    assert descents.asked(page) == asked
    expect(page.find("follow-1")).to_have_attribute("aria-pressed", "true")


# ---- how runs end --------------------------------------------------------------------------------


def written_point(told: Told, k: int) -> tuple[str, str]:
    """The point after step k and the value there, as they are written."""
    x, y, value = (written(told.values[name][k], 4) for name in ("x", "y", "value"))
    return f"({x}, {y})", value


def test_every_run_ends_as_its_stop_condition_says(page: Screen) -> None:
    descents.types(page, "tolerance", "0.5")
    told = Told(page, descents.asked(page))
    assert told.values["ended"] == "gradient"
    assert told.steps == math.ceil(math.log(0.5 / math.hypot(4, 8)) / math.log(0.98))
    ended = descents.runs(page).locator(".run-ended")
    expect(ended).to_contain_text(f"stops after {told.steps} iterations")
    expect(ended).to_contain_text("below ε = 0.5")
    page.find("tolerance").blur()
    page.press("End")
    page.settle()
    assert descents.active(page) == "if hypot(g_x, g_y) < epsilon_stop: break"
    expect(page.in_view("formula_panel", ".formula-panel-narration")).to_contain_text("ends here")
    descents.agrees_with(page, told)
    # The caption and the numbers under the picture are of the same point.
    point, value = written_point(told, told.steps)
    caption = page.in_view("landscape", ".plot-slope")
    expect(caption).to_contain_text(f"At {point} the gradient")
    expect(caption).to_contain_text(f"f = {value} ")
    expect(page.in_view("landscape", '.plot-readout [data-address="value"]')).to_have_text(value)
    page.press("ArrowLeft", "2", "ArrowLeft")
    page.press("1", "ArrowRight")
    descents.agrees_with(page, told)
    descents.types(page, "tolerance", "0")
    expect(descents.runs(page).locator(".run-ended")).to_contain_text("after 4000 iterations")


def test_the_legend_says_which_runs_have_ended_before(open_screen: Open) -> None:
    """Run 1 halves the slope 8 until it is below 0.6; run 2 takes a tenth of its rate."""
    request = {
        "function": "x**2",
        "start": {"x": 4.0},
        "runs": [{"optimizer": {"name": "sgd", "learning_rate": rate}} for rate in (0.25, 0.025)],
        "steps": 60,
        "stop": {"gradient_norm": 0.6},
    }
    screen = open_screen(descents.link(r=request))
    numbers = screen.page.locator(".chart-number:visible")
    expect(numbers).to_have_count(2)
    screen.press("End")
    last = math.ceil(math.log(0.6 / 8) / math.log(0.95))
    expect(screen.page.locator(".chart-iteration:visible")).to_have_text(f"Iteration {last}:")
    expect(numbers.nth(0)).to_contain_text("ended at iteration 4")
    expect(numbers.nth(1)).not_to_contain_text("ended")
    screen.press("Home")
    expect(numbers.nth(0)).not_to_contain_text("ended")


def test_a_rate_that_is_too_high_is_said_with_the_curvature(open_screen: Open) -> None:
    screen = open_screen(descents.link(p="too_high"))
    answer = descents.descent(screen, descents.presets(screen)["too_high"])
    high = [
        index
        for index, run in enumerate(answer["runs"])
        if min(run["curvature"]["end"]["factors"]) < -1
    ]
    assert high
    assert len(high) < len(answer["runs"])
    for index, run in enumerate(answer["runs"]):
        warning = descents.runs(screen).nth(index).locator(".run-warning")
        if index not in high:
            expect(warning).to_be_hidden()
            continue
        expect(warning).to_contain_text("The learning rate is too high.")
        expect(warning).to_contain_text("1 − η·λ")
        number = warning.locator('[data-address^="factor."]')
        worst = min(run["curvature"]["end"]["factors"])
        assert float(number.get_attribute("data-value") or "") == worst
        rate = screen.api.catalog()["descent"]["presets"][-1]["request"]["runs"][index]
        curvature = max(run["curvature"]["end"]["eigenvalues"])
        assert worst == pytest.approx(1 - rate["optimizer"]["learning_rate"] * curvature)
    last = descents.runs(screen).last
    expect(last.locator(".run-ended")).to_contain_text("diverges")
    descents.types(screen, f"runs.{len(answer['runs']) - 1}.optimizer.learning_rate", "0.1")
    expect(last.locator(".run-warning")).to_be_hidden()


def test_a_run_that_diverged_says_why_at_its_last_line(open_screen: Open) -> None:
    runs = [{"optimizer": {"name": "sgd", "learning_rate": 3.0}}]
    request = {"function": "x**4 + y**2", "start": {"x": 2, "y": 1}, "runs": runs, "steps": 50}
    screen = open_screen(descents.link(r=request))
    told = Told(screen, request)
    assert told.values["ended"] == "diverged"
    assert told.values["reason"]
    screen.press("End")
    screen.settle()
    expect(screen.in_view("formula_panel", ".formula-panel-narration")).to_contain_text(
        told.values["reason"]
    )
    expect(descents.runs(screen).locator(".run-ended")).to_contain_text(told.values["reason"])
    descents.agrees_with(screen, told)
