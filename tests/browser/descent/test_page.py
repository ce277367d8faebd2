"""The page of gradient descent around its walk: the typed function, the start, links, undo, the
slice of one's own network, both languages, keyboard, accessibility, reduced motion."""

import math
import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Complaints, Open
from tests.browser.descent import screen as descents
from tests.browser.descent.screen import Told
from tests.browser.network.test_keyboard import FOCUS, tab_to
from tests.browser.screen import Screen
from tests.browser.test_accessibility import OVERFLOW, violations
from tests.browser.test_languages import foreign
from tests.browser.truth import written


@pytest.fixture
def page(open_screen: Open) -> Screen:
    """The page line by line: English, light, wide, without motion."""
    return open_screen(descents.link(p="document"))


# ---- the function --------------------------------------------------------------------------------


def test_a_typed_function_is_descended_and_its_gradient_shown(page: Screen) -> None:
    descents.types(page, "function", "(a - 3)**2 + 2*b**2")
    asked = descents.asked(page)
    assert asked["function"] == "(a - 3)**2 + 2*b**2"
    expect(page.find("preset")).to_have_value("")
    assert asked["start"] == {"a": 1, "b": 4}
    answer = descents.descent(page, asked)
    gradient = page.page.locator('[data-view="function"] .gradient')
    for name in ("a", "b"):
        expect(gradient).to_contain_text(answer["gradient"][name])
    page.press("Escape")
    page.find("function").blur()
    descents.goes_to(page, 9)
    descents.agrees_with(page, Told(page, asked))
    expect(descents.program(page)).to_contain_text("def f(a, b):")


def test_letters_in_a_row_are_one_name_and_a_button_writes_the_product(
    page: Screen, complaints: Complaints
) -> None:
    complaints.allow("status of 422")
    hint, button = page.in_view("function", ".joined-name"), page.find("joined-name")
    expect(hint).to_be_hidden()
    descents.types(page, "function", "xy")
    assert descents.asked(page)["start"].keys() == {"xy"}
    expect(hint).to_contain_text("xy is one name here. Did you mean the product x*y?")
    descents.types(page, "function", "x**2 + y**2 + xy")
    refusal = page.in_view("function", '[role="alert"]')
    expect(refusal).to_contain_text("one or two variables, and here are 3: x, y, xy.")
    button.click()
    page.settle()
    expect(hint).to_be_hidden()
    expect(refusal).to_be_empty()
    asked = descents.asked(page)
    assert asked["function"] == "x**2 + y**2 + x*y"
    assert asked["start"].keys() == {"x", "y"}
    descents.types(page, "function", "x**2 + y**2 + z**2")
    expect(refusal).to_contain_text("one or two variables, and here are 3: x, y, z.")
    expect(hint).to_be_hidden()


def test_a_newer_refusal_takes_the_place_of_an_older_mistake(
    page: Screen, complaints: Complaints
) -> None:
    complaints.allow("status of 422")

    def only_in(view: str | None, said: str) -> None:
        """One tab after the other: what is said against what was typed stands in one view."""
        for each in ("function", "stops", "runs"):
            expect(page.in_view(each, f"{said}:not(:empty)")).to_have_count(int(each == view))

    for view, key, typed in (
        ("stops", "tolerance", "abc"),
        ("runs", "runs.0.optimizer.learning_rate", "1/"),
    ):
        descents.types(page, key, typed)
        only_in(view, ".mistake")
        descents.types(page, "function", f"x @ {len(typed)}")
        only_in(None, ".mistake")
        only_in("function", ".refusal")
    descents.types(page, "function", "x**2 + log(y)")
    only_in(None, ".refusal")
    descents.types(page, "start-y", "-1")
    only_in("stops", ".refusal")
    descents.types(page, "function", "x @ y")
    only_in("function", ".refusal")


def test_a_function_of_one_variable_is_a_curve(page: Screen) -> None:
    descents.types(page, "function", "x**4 - 3*x**2 + x")
    asked = descents.asked(page)
    assert asked["start"] == {"x": 1}
    expect(page.in_view("landscape", "svg").first).to_be_hidden()
    expect(page.in_view("fit", "svg").first).to_be_visible()
    expect(page.find("show-surface")).to_be_hidden()
    page.find("function").blur()
    descents.goes_to(page, 5)
    descents.agrees_with(page, Told(page, asked))


def test_what_is_typed_is_read_while_one_types(page: Screen, complaints: Complaints) -> None:
    complaints.allow("status of 422")
    refusal = page.in_view("function", '[role="alert"]')
    plots = page.page.locator(".plots")
    page.find("function").focus()
    page.press("Control+a")
    page.page.keyboard.type("2*a**2 + abs(b")
    expect(refusal).not_to_be_empty()
    expect(plots).to_have_css("opacity", "0.4")
    page.page.keyboard.type(")")
    expect(refusal).to_be_empty()
    expect(plots).to_have_css("opacity", "1")
    # What was typed in between has not touched the start, and is one step of undo.
    assert descents.asked(page)["start"] == {"a": 1, "b": 4}
    page.find("undo").click()
    page.settle()
    expect(page.find("function")).to_have_value("x**2 + y**2 + 2*x + 2")


def test_what_cannot_be_read_is_pointed_at_and_the_last_picture_stays(
    page: Screen, complaints: Complaints
) -> None:
    complaints.allow("status of 422")
    page.press("ArrowRight")
    descents.types(page, "function", "x**2 + y @ 2")
    wrong = page.page.locator('[data-view="function"] [role="alert"]')
    expect(wrong).to_be_visible()
    where = page.page.locator('[data-view="function"] .where')
    expect(where).to_have_attribute("data-column", "9")
    assert where.inner_text().splitlines() == ["x**2 + y @ 2", " " * 9 + "▲"]
    expect(page.find("function")).to_have_attribute("aria-invalid", "true")
    descents.agrees_with(page, Told(page, descents.presets(page)["document"]))
    page.find("undo").click()
    page.settle()
    expect(wrong).to_be_empty()
    expect(page.find("function")).to_have_value("x**2 + y**2 + 2*x + 2")


# ---- the start -----------------------------------------------------------------------------------


def test_a_click_in_the_picture_chooses_the_start(page: Screen) -> None:
    plot = page.in_view("landscape", "svg").first
    box = plot.bounding_box()
    assert box is not None
    page.page.mouse.click(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.6)
    page.settle()
    chosen = descents.start(page)
    assert chosen != {"x": 1, "y": 4}
    assert -5 < chosen["x"] < 5
    assert -5 < chosen["y"] < 5
    assert descents.asked(page)["start"] == chosen
    page.find("undo").click()
    page.settle()
    assert descents.start(page) == {"x": 1, "y": 4}
    page.find("redo").click()
    page.settle()
    assert descents.start(page) == chosen


def test_the_start_is_moved_by_keys_and_by_numbers(page: Screen) -> None:
    tab_to(page, "[data-start]")
    # A hundredth of the view a key, also where the keys come faster than the answers.
    page.press("ArrowRight", "ArrowRight", "ArrowUp")
    page.settle()
    moved = descents.start(page)
    assert moved == {"x": 1.2, "y": 4.1}
    descents.types(page, "start-x", "-2.5")
    assert descents.asked(page)["start"] == {"x": -2.5, "y": moved["y"]}
    page.press("Escape")
    page.find("start-x").blur()
    descents.goes_to(page, 1)
    descents.agrees_with(page, Told(page, descents.asked(page)))
    descents.types(page, "function", "x**4 - 3*x**2 + x")
    places = [descents.start(page)["x"]]
    for keys in (["ArrowRight"], ["ArrowRight"] * 3):
        tab_to(page, ".plot-curve [data-start]")
        page.press(*keys)
        page.settle()
        places.append(descents.start(page)["x"])
    assert places[1] > places[0]
    assert places[2] - places[1] == pytest.approx(3 * (places[1] - places[0]))


def test_a_start_outside_the_domain_is_refused_at_its_place(
    page: Screen, complaints: Complaints
) -> None:
    complaints.allow("status of 422")
    descents.types(page, "function", "log(x) + y**2")
    descents.types(page, "start-x", "-1")
    refusal = page.page.locator('[data-view="stops"] .refusal')
    expect(refusal).to_contain_text("log")
    expect(page.find("start-x")).to_have_attribute("aria-invalid", "true")


# ---- the surface ---------------------------------------------------------------------------------


def test_the_surface_is_turned_by_keyboard_and_a_link_holds_the_turn(page: Screen) -> None:
    page.press("c")
    page.settle()
    canvas = page.in_view("surface", "canvas").first
    expect(canvas).to_be_visible()
    before = page.page.url
    tab_to(page, '[data-view="surface"] [tabindex="0"]')
    page.press("ArrowLeft", "ArrowLeft", "ArrowUp")
    page.find("share").click()
    expect(page.page).not_to_have_url(before)
    held = descents.linked(page)
    assert held["s"] == 1
    assert held["t"]
    page.page.reload()
    page.settle()
    expect(page.in_view("surface", "canvas").first).to_be_visible()
    assert descents.linked(page)["t"] == held["t"]


# ---- links, undo ---------------------------------------------------------------------------------


def test_a_link_opens_the_same_runs_at_the_same_line_elsewhere(
    open_screen: Open, page: Screen
) -> None:
    page.choose("preset", "ravine")
    descents.types(page, "start-y", "1.25")
    page.find("follow-2").click()
    page.settle()
    descents.goes_to(page, 12)
    page.press("ArrowRight")
    page.find("share").click()
    expect(page.notice()).to_contain_text("link is copied")
    link = page.read("navigator.clipboard.readText()")
    asked, prints, position = descents.asked(page), descents.prints(page), page.position()

    other = open_screen(link)
    other.stands_at(position)
    assert descents.asked(other) == asked
    assert descents.prints(other) == prints
    assert descents.active(other) == descents.active(page)
    expect(other.find("follow-2")).to_have_attribute("aria-pressed", "true")
    descents.agrees_with(other, Told(other, asked, 2))


@pytest.mark.parametrize("hash_", ["1.%%%", descents.link(p="no such").partition("#")[2]])
def test_a_damaged_link_is_said_and_the_first_example_shown(open_screen: Open, hash_: str) -> None:
    screen = open_screen(f"{descents.PAGE}#{hash_}")
    expect(screen.notice()).to_contain_text("damaged")
    assert descents.asked(screen) == descents.presets(screen)["document"]


def test_a_link_whose_function_is_refused_says_why(
    open_screen: Open, complaints: Complaints
) -> None:
    complaints.allow("status of 422")
    run = {"optimizer": {"name": "sgd", "learning_rate": 0.1}}
    request = {"function": "x + y + z", "start": {"x": 1, "y": 1, "z": 1}, "runs": [run]}
    screen = open_screen(descents.link(r=request))
    notice = screen.notice()
    expect(notice).to_contain_text("so the first example is shown. A descent moves one or two")
    expect(notice).not_to_contain_text("network")
    expect(screen.find("preset")).to_have_value("document")


def test_the_back_button_goes_through_the_edits(page: Screen) -> None:
    page.choose("preset", "saddle")
    descents.types(page, "start-x", "-1.5")
    page.page.go_back()
    page.settle()
    assert descents.start(page)["x"] == -2
    page.page.go_back()
    page.settle()
    assert descents.asked(page) == descents.presets(page)["document"]
    page.page.go_forward()
    page.settle()
    expect(page.find("preset")).to_have_value("saddle")


# ---- a slice through one's own network -----------------------------------------------------------


def test_the_loss_over_two_weights_of_the_network_on_the_main_page(open_screen: Open) -> None:
    screen = open_screen("/")
    screen.choose("preset", "figure2")
    screen.enter("w2.0.1", "0.75")
    screen.press("Escape")
    trace = screen.asked()
    screen.find("slice-x").select_option("w2.0.1")
    screen.find("slice-y").select_option("b1.2")
    screen.find("slice").click()
    screen.page.wait_for_url("**/descent**")
    screen.settle()
    # The tab that is open says what this is, and how to get back.
    expect(screen.page.locator('[data-view="slice"] h2')).to_be_visible()
    expect(screen.page.locator('[data-key="slice-back"]')).to_be_visible()
    # It goes by the name of no example.
    expect(screen.find("preset")).to_have_value("")
    expect(screen.find("preset-back")).to_be_hidden()
    asked = descents.asked(screen)
    assert (asked["network"]["x"], asked["network"]["y"]) == ("w2.0.1", "b1.2")
    assert asked["network"]["request"]["network"] == trace["network"]
    start = descents.start(screen)
    assert start["x"] == 0.75
    told = Told(screen, asked)
    # The point where one stands is the loss that the main page shows.
    assert told.values["value"][0] == pytest.approx(screen.api.trace(trace)["loss"], rel=1e-14)
    descents.goes_to(screen, 2)
    descents.agrees_with(screen, told)
    expect(screen.in_view("landscape", "svg").first).to_be_visible()
    screen.find("learn-all").click()
    screen.settle()
    assert descents.asked(screen)["network"]["learn"] == "all"
    rounds = screen.api.trace(trace | {"round": 3})["losses"]
    trained = Told(screen, descents.asked(screen))
    assert trained.values["value"][:3] == pytest.approx(rounds, rel=1e-12)
    screen.find("slice-x").select_option("w1.0.0")
    screen.settle()
    weights = trace["network"]["layers"][0]["weights"]
    assert descents.start(screen)["x"] == weights[0][0]
    screen.find("slice-back").click()
    screen.page.wait_for_url(re.compile(r"/(\?.*)?#"))
    screen.settle()
    assert screen.asked()["network"] == trace["network"]
    expect(screen.find("preset")).to_have_value("")


# ---- languages, keyboard, accessibility, motion --------------------------------------------------


@pytest.mark.parametrize("name", ["document", "mini_batch", "himmelblau", "too_high"])
def test_a_chinese_page_has_no_english_beyond_code_and_names(open_screen: Open, name: str) -> None:
    screen = open_screen(descents.link(p=name), locale="zh-CN")
    names = {"himmelblau", "rosenbrock", "beale", "enter", "float"}
    operations = {each["name"] for each in screen.api.catalog()["graph"]["operations"]}
    code = "code, .function-name, .gradient, .output, textarea, .allowed"
    screen.read(
        f"document.querySelectorAll('{code}').forEach((one) => one.setAttribute('lang', 'en'))"
    )
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "2", "ArrowRight", "End"):
        screen.press(key)
        screen.settle()
        screen.read(
            f"document.querySelectorAll('{code}').forEach((one) => one.setAttribute('lang', 'en'))"
        )
        left = {
            each for each in foreign(screen) if each.split(":")[0].lower() not in names | operations
        }
        assert left == set()


def test_the_switch_of_language_keeps_everything(page: Screen) -> None:
    page.choose("preset", "beale")
    descents.goes_to(page, 5)
    asked, prints = descents.asked(page), descents.prints(page)
    page.speak("zh")
    page.page.get_by_role("button", name="播放", exact=True).wait_for()
    page.settle()
    assert descents.asked(page) == asked
    assert descents.prints(page) == prints
    assert "梯度下降" in page.page.title()


def test_everything_is_reached_by_keyboard_and_the_focus_is_seen(page: Screen) -> None:
    page.press("ArrowRight")
    hidden: list[str] = []
    places: list[str] = []
    for _ in range(120):
        page.press("Tab")
        focus = page.read(FOCUS)
        if focus is None or focus["place"] == "a #main" and places:
            break
        places.append(focus["place"])
        if not focus["seen"]:
            hidden.append(focus["place"])
    assert hidden == []
    for key in ("preset", "function", "follow-0", "run-add", "start-x", "tolerance", "view-fit"):
        page.find(key)  # opens its tab
        tab_to(page, f'[data-key="{key}"]')


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_axe_finds_nothing(open_screen: Open, scheme: str, width: int) -> None:
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    screen = open_screen(descents.link(p="too_high"), **options)
    for keys in (["ArrowRight", "ArrowRight"], ["2", "ArrowRight"], ["End"], ["c"]):
        screen.press(*keys)
        screen.settle()
        assert violations(screen) == [], f"after {keys}"
        assert screen.read(OVERFLOW) <= 0
    screen.choose("preset", "line_fit")
    screen.press("1", "Home", "ArrowRight")
    assert violations(screen) == []
    assert screen.read(OVERFLOW) <= 0


def test_with_reduced_motion_a_step_arrives_at_once(page: Screen) -> None:
    page.press("2", "ArrowRight")
    page.stands_at(5)
    told = Told(page, descents.presets(page)["document"])
    shown = page.in_view("landscape", '[data-address="x"][data-value]').first
    assert float(shown.get_attribute("data-value") or "") == told.values["x"][1]


def test_with_motion_the_point_travels_and_arrives(open_screen: Open) -> None:
    screen = open_screen(descents.PAGE, reduced_motion="no-preference")
    screen.find("next").click()
    screen.stands_at(5)
    told = Told(screen, descents.presets(screen)["document"])
    shown = screen.in_view("landscape", '[data-address="x"][data-value]').first
    expect(shown).to_have_attribute("data-value", repr(told.values["x"][1]))
    screen.find("pace").select_option("1000")
    screen.find("play").click()
    # 4,000 iterations at a thousand a second; the last one is reached whatever the machine does.
    screen.page.get_by_role("button", name="Pause").wait_for()
    screen.page.get_by_role("button", name="Play", exact=True).wait_for(timeout=60_000)
    screen.stands_at(20_000)
    descents.agrees_with(screen, told)


# ---- play, the chart and the map -----------------------------------------------------------------


def iteration(screen: Screen) -> int:
    return int(screen.find("iteration").input_value())


def test_the_page_plays_by_iteration_to_the_end_of_the_longest_run(open_screen: Open) -> None:
    page = open_screen(descents.PAGE)
    expect(page.find("grouping-layer")).to_have_attribute("aria-pressed", "true")
    # Momentum is below the tolerance last.
    page = open_screen(descents.link(r=RACE, g="layer", i=1000))
    told = [Told(page, RACE, run) for run in range(2)]
    assert told[0].steps < told[1].steps < RACE["steps"]
    page.find("play").click()
    page.page.get_by_role("button", name="Play", exact=True).wait_for(timeout=60_000)
    assert iteration(page) in (told[1].steps, told[1].steps + 1)
    for run, row in enumerate(descents.runs(page).all()):
        expect(row.locator('.run-now [data-address^="run"]').first).to_have_attribute(
            "data-address", f"run{run}.value@{told[run].steps}"
        )
        expect(row.locator(".run-reached")).to_contain_text("Reaches x = ")


RACE: dict[str, Any] = {
    "function": "x**2 + 3*y**2",
    "start": {"x": 3, "y": 1},
    "runs": [
        {"optimizer": {"name": "sgd", "learning_rate": 0.2}},
        {"optimizer": {"name": "momentum", "learning_rate": 0.05}},
    ],
    "steps": 1000,
    "stop": {"gradient_norm": 1e-6},
    "view": {"x": [-4, 4], "y": [-4, 4]},
}

#: Names that cover each other, a ball, or leave the plot; and how many there are.
NAMES = """() => {
  const box = (node) => node.getBoundingClientRect();
  const hit = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  const seen = (node) => node.closest("[visibility=hidden]") === null;
  const names = [...document.querySelectorAll(".plot-contours .run-names text")].filter(seen);
  const balls = [...document.querySelectorAll(".plot-contours .ball .body")].filter(seen);
  const faults = names.flatMap((name, k) => [
    ...names.slice(k + 1).filter((other) => hit(box(name), box(other))),
    ...balls.filter((ball) => hit(box(name), box(ball)))].map(() => name.textContent));
  return [names.length, faults];
}"""


def test_names_stand_at_the_runs_and_cover_neither_each_other_nor_the_balls(
    open_screen: Open,
) -> None:
    screen = open_screen(descents.link(p="himmelblau", g="layer"))
    for at in (0, 1, 3, 8, 20, 60, 300):
        descents.goes_to(screen, at)
        named, faults = screen.read(NAMES)
        assert faults == [], at
        # At the start all runs are at one place: the chosen one is named.
        assert named == 1 if at == 0 else 1 <= named <= 4


def test_the_chart_is_read_by_pointing_and_scrubbed_by_click_drag_and_keys(
    open_screen: Open,
) -> None:
    screen = open_screen(descents.link(p="himmelblau", g="layer"))
    request = descents.presets(screen)["himmelblau"]
    told = [Told(screen, request, run) for run in range(4)]
    chart = screen.in_view("chart", "svg.plot-drawing").first
    numbers = screen.in_view("chart", ".chart-number [data-value]")

    def reads(quantity: str, at: int) -> None:
        for run in range(4):
            shown = numbers.nth(run).get_attribute("data-value") or ""
            assert float(shown) == told[run].values[quantity][at]

    chart.focus()
    screen.press("PageUp", "PageUp", "ArrowLeft")
    screen.settle()
    assert iteration(screen) == 59
    reads("value", 59)
    assert "59" in (chart.get_attribute("aria-valuetext") or "")
    box = chart.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    screen.page.mouse.move(box["x"] + box["width"] * 0.5, middle)
    pointed = screen.in_view("chart", ".chart-iteration").first.inner_text()
    found = re.search(r"\d+", pointed)
    assert found is not None
    assert int(found[0]) != iteration(screen) == 59
    reads("value", int(found[0]))
    screen.page.mouse.down()
    screen.settle()
    assert iteration(screen) == int(found[0])
    screen.page.mouse.move(box["x"] + box["width"] + 50, middle)
    screen.page.mouse.up()
    screen.settle()
    assert iteration(screen) == 300
    screen.in_view("chart", '[data-key="chart-gradient_norm"]').first.click()
    screen.in_view("chart", '[data-key="chart-log"]').first.check()
    screen.settle()
    reads("gradient_norm", 300)
    screen.find("share").click()
    screen.page.reload()
    screen.settle()
    expect(screen.in_view("chart", '[data-key="chart-log"]').first).to_be_checked()


def test_the_map_is_zoomed_and_moved_and_its_contours_asked_anew(open_screen: Open) -> None:
    screen = open_screen(descents.link(p="himmelblau", g="layer"))
    plot = screen.in_view("landscape", "svg.plot-drawing").first
    levels = "[...document.querySelectorAll('.contours path')].map((each) => each.dataset.level)"
    whole = screen.read(levels)
    box = plot.bounding_box()
    assert box is not None
    with screen.page.expect_response("**/api/v1/descent") as asked:
        screen.page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.35)
        screen.page.mouse.wheel(0, -500)
    sent = asked.value.request.post_data_json
    assert sent is not None
    assert (sent["steps"], len(sent["runs"])) == (1, 1)
    held = descents.linked_part(screen)
    assert sent["view"] == held
    width = held["x"][1] - held["x"][0]
    assert width == pytest.approx(held["y"][1] - held["y"][0])
    assert 2 < width < 12 / 2
    screen.page.wait_for_function(f"(before) => String({levels}) !== String(before)", arg=whole)
    # The start is where it was, in numbers; the runs are not asked for again.
    assert descents.start(screen) == {"x": 0.25, "y": -0.75}
    drag = (box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.3)
    screen.page.mouse.move(*drag)
    screen.page.mouse.down()
    screen.page.mouse.move(drag[0] - 60, drag[1], steps=3)
    screen.page.mouse.up()
    moved = descents.linked_part(screen)
    assert moved["x"][0] > held["x"][0]
    assert moved["x"][1] - moved["x"][0] == pytest.approx(width)
    assert descents.start(screen) == {"x": 0.25, "y": -0.75}
    screen.press("0")
    screen.settle()
    assert screen.read(levels) == whole


def test_a_whole_run_is_summed_up(open_screen: Open) -> None:
    screen = open_screen(descents.link(p="document", g="phase"))
    told = Told(screen, descents.presets(screen)["document"])
    screen.press("ArrowRight")
    screen.stands_at(20_000)
    summary = screen.in_view("formula_panel", ".formula-panel-summary")
    expect(summary).to_contain_text("(x, y) = (1, 4), f = 21")
    expect(summary).to_contain_text(f"f = {written(told.values['value'][-1], 4)}")
    expect(summary).to_contain_text("The run ends after 4000 iterations.")
    # The first step is the longest: 0.01 of the gradient (4, 8).
    expect(summary).to_contain_text(f"length {written(0.01 * math.hypot(4, 8), 4)}, in iteration 1")
    expect(screen.in_view("formula_panel", ".formula-panel-group")).to_have_count(0)


#: The iteration that each part of the page counts, read in one task.
COUNTED = r"""() => {
  const number = (text) => Number(/\d+/.exec(text)[0]);
  const text = (query) => document.querySelector(query).textContent;
  return [
    number(text('[data-view="controls"] .place')),
    Number(document.querySelector('[data-key="iteration"]').value),
    number(text('.chart-iteration')),
    number(text('[data-view="runs"] .run-now')),
  ];
}"""


def test_while_it_plays_every_counter_says_the_same(open_screen: Open) -> None:
    screen = open_screen(descents.PAGE, reduced_motion="no-preference")
    descents.runs(screen)
    screen.find("play").click()
    seen = set()
    for _ in range(12):
        screen.page.wait_for_timeout(150)
        counted = screen.page.evaluate(COUNTED)
        assert len(set(counted)) == 1, counted
        seen.add(counted[0])
    assert len(seen) > 3
    screen.find("play").click()
    # The panel of the step says which iteration it tells.
    screen.find("grouping-layer").click()
    heading = screen.in_view("formula_panel", ".formula-panel-heading").inner_text()
    assert str(screen.page.evaluate(COUNTED)[0]) in heading


@pytest.mark.parametrize("name", ["document", "adam"])
def test_positions_are_said_in_iterations(open_screen: Open, name: str) -> None:
    screen = open_screen(descents.PAGE)
    steps = descents.presets(screen)["document"]["steps"]
    if name == "adam":
        descents.runs(screen).first.locator("select").first.select_option("adam")
        screen.settle()
    timeline = screen.find("timeline")
    expect(timeline).to_have_attribute("aria-valuetext", f"Before the first of {steps} iterations")
    expect(screen.in_view("formula_panel", ".formula-panel-go")).to_have_text(
        f"Iterations 1–{steps}"
    )
    descents.goes_to(screen, 50)
    expect(timeline).to_have_attribute("aria-valuetext", f"Iteration 50 of {steps}")
    expect(screen.page.locator("[data-spoken]")).to_contain_text(f"Iteration 50 of {steps}.")
    expect(screen.in_view("controls", ".place")).to_have_text(f"50 / {steps}")
    assert "steps" not in screen.in_view("formula_panel", "").inner_text()
    # Line by line the line is named besides.
    screen.find("grouping-neuron").click()
    expect(timeline).to_have_attribute("aria-valuetext", re.compile(f"^Iteration 50 of {steps}: ."))


def test_what_is_typed_is_refused_beside_its_field_alone_and_no_words_are_cut(
    page: Screen, complaints: Complaints
) -> None:
    complaints.allow("status of 422")
    cut = "(node) => node.scrollHeight > node.clientHeight + 1"
    for words in page.page.locator(".plot-slope:visible, .plot-notes:visible").all():
        assert not words.evaluate(cut)
    page.page.locator('.panel [data-tab="runs"]').click()
    # "gradient descent" and the arrow of a menu.
    assert (
        page.page.locator('[data-key="optimizer-0"]').evaluate(
            "(node) => node.offsetWidth / parseFloat(getComputedStyle(node).fontSize)"
        )
        > 9
    )
    page.page.locator('[data-key="function"]').fill("x**2 + ")
    refusal = page.in_view("function", '[role="alert"]')
    expect(refusal).to_contain_text("This is no expression")
    expect(page.page.locator(".toasts .problem")).to_be_hidden()
