"""The page of gradient descent around its walk: the typed function, the start, links, undo, the
slice of one's own network, both languages, keyboard, accessibility, reduced motion."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Complaints, Open
from tests.browser.descent import screen as descents
from tests.browser.descent.screen import Told
from tests.browser.network.test_keyboard import FOCUS, tab_to
from tests.browser.screen import Screen
from tests.browser.test_accessibility import OVERFLOW, violations
from tests.browser.test_languages import foreign


@pytest.fixture
def page(open_screen: Open) -> Screen:
    """The page line by line: English, light, wide, without motion."""
    return open_screen(descents.link(p="document"))


# ---- the function --------------------------------------------------------------------------------


def test_a_typed_function_is_descended_and_its_gradient_shown(page: Screen) -> None:
    descents.types(page, "function", "(a - 3)**2 + 2*b**2")
    asked = descents.asked(page)
    assert asked["function"] == "(a - 3)**2 + 2*b**2"
    assert asked["start"] == {"a": 1, "b": 4}
    answer = descents.descent(page, asked)
    gradient = page.page.locator('[data-view="function"] .gradient')
    for name in ("a", "b"):
        expect(gradient).to_contain_text(answer["gradient"][name])
    page.press("Escape")
    page.find("function").blur()
    descents.goes_to(page, 9)
    descents.agrees_with(page, Told(page, asked))
    expect(page.page.locator(".listing")).to_contain_text("def f(a, b):")


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
    for key, typed in (("tolerance", "abc"), ("runs.0.optimizer.learning_rate", "1/")):
        descents.types(page, key, typed)
        expect(page.page.locator(".mistake:not(:empty)")).to_have_count(1)
        descents.types(page, "function", f"x @ {len(typed)}")
        expect(page.page.locator(".mistake:not(:empty)")).to_have_count(0)
        expect(page.page.locator(".refusal:not(:empty)")).to_have_count(1)
    descents.types(page, "function", "x**2 + log(y)")
    expect(page.page.locator(".refusal:not(:empty)")).to_have_count(0)
    descents.types(page, "start-y", "-1")
    expect(page.page.locator(".refusal:not(:empty)")).to_have_count(1)
    descents.types(page, "function", "x @ y")
    expect(page.page.locator(".refusal:not(:empty)")).to_have_count(1)


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
    page.press("ArrowRight", "ArrowRight", "ArrowUp")
    page.settle()
    moved = descents.start(page)
    assert moved["x"] > 1
    assert moved["y"] > 4
    descents.types(page, "start-x", "-2.5")
    assert descents.asked(page)["start"] == {"x": -2.5, "y": moved["y"]}
    page.press("Escape")
    page.find("start-x").blur()
    descents.goes_to(page, 1)
    descents.agrees_with(page, Told(page, descents.asked(page)))


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
    page.page.get_by_role("link", name="中文").click()
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
    screen.find("grouping-layer").click()
    screen.find("next").click()
    screen.stands_at(5)
    told = Told(screen, descents.presets(screen)["document"])
    shown = screen.in_view("landscape", '[data-address="x"][data-value]').first
    expect(shown).to_have_attribute("data-value", repr(told.values["x"][1]))
    descents.agrees_with(screen, told)
    screen.find("play").click()
    screen.page.get_by_role("button", name="Pause").wait_for()
    screen.stands_at(15)
    screen.find("play").click()
