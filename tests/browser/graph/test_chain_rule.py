"""The chain-rule page: the walk through every example, typing a program, its values, its paths and
its boxes, and what has no value."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Complaints, Open
from tests.browser.graph import screen as graphs
from tests.browser.screen import Screen

DIAMOND = "x = s**2\ny = sin(s)\nz = x*y"


@pytest.fixture
def page(open_screen: Open) -> Screen:
    """The page as it opens: English, light, wide, without motion."""
    return open_screen(graphs.PAGE)


# ---- the walk ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["chain", "diamond", "composition", "neuron", "softmax_cross_entropy", "micrograd", "network"],
)
def test_every_example_shows_the_apis_numbers_forward_back_and_scrubbing(
    open_screen: Open, name: str
) -> None:
    screen = open_screen(graphs.link(p=name))
    answer = graphs.graph(screen, graphs.presets(screen)[name])
    count = len(answer["steps"])
    stride = max(1, count // 8)
    places = [*range(0, count, stride), count]
    for position in (*places, places[-2], places[len(places) // 2], places[1]):
        graphs.walk_to(screen, position)
        graphs.agrees_with(screen, answer)
    for position in (count, count // 3, 0):
        screen.go(position)
        graphs.agrees_with(screen, answer)


def test_the_first_example_is_figure_3s_chain(page: Screen) -> None:
    expect(page.find("preset")).to_have_value("chain")
    expect(graphs.text_field(page)).to_have_value(graphs.presets(page)["chain"]["expression"])


def test_forward_mode_comes_before_the_way_back(page: Screen) -> None:
    page.choose("preset", "diamond")
    request = graphs.presets(page)["diamond"]
    expect(page.page.locator("[data-address^='m.']")).to_have_count(0)
    page.find("tangents").click()
    page.settle()
    answer = graphs.graph(page, request, include=["tangents"])
    assert [step["phase"] for step in answer["steps"]].count("tangent") > 0
    for position in range(1, len(answer["steps"]) + 1):
        page.press("ArrowRight")
        page.stands_at(position)
        graphs.agrees_with(page, answer)
    forward = page.in_view("modes", f'[data-address="m.{answer["result"]}.0"]')
    assert float(forward.get_attribute("data-value") or "") == pytest.approx(
        answer["gradients"]["s"], rel=1e-14
    )


@pytest.mark.parametrize("name", ["chain", "network"])
def test_the_operations_of_both_modes_are_counted(open_screen: Open, name: str) -> None:
    screen = open_screen(graphs.link(p=name))
    answer = graphs.graph(screen, graphs.presets(screen)[name])
    for mode in ("forward", "reverse"):
        count = screen.in_view("modes", f'[data-count="{mode}"]')
        expect(count).to_have_text(f"{answer[f'{mode}_operations']} operations")
    text = "single input" if len(answer["gradients"]) == 1 else "sweep"
    graphs.says(screen, "modes", text)


# ---- the program ---------------------------------------------------------------------------------


def test_what_is_typed_becomes_the_graph_while_one_types(
    page: Screen, complaints: Complaints
) -> None:
    complaints.allow("status of 422")
    graphs.text_field(page).focus()
    page.press("Control+a")
    page.page.keyboard.type("y = w**2\nloss = y*exp(w)")
    expect(page.find("value-w")).to_be_visible()
    page.settle()
    request = {"expression": "y = w**2\nloss = y*exp(w)", "values": {"w": 1}}
    answer = graphs.graph(page, request)
    expect(page.page.locator("[data-node]")).to_have_count(len(answer["nodes"]))
    graphs.leave(page)
    page.press("End")
    graphs.agrees_with(page, answer)


#: What is refused, at which character, and what the sentence holds.
MISTAKES = [
    ("x = sin(w", 7, ""),
    ("x = w^2", 5, "**"),
    ("x = 2*w\ny = x.real", 13, ""),
    ("a = w\na = w*2", 6, ""),
    ("y = \u0430 + 1", 4, ""),
]


def test_a_mistake_is_marked_at_its_character_and_the_last_graph_stays(
    page: Screen, complaints: Complaints
) -> None:
    complaints.allow("status of 422")
    nodes = page.page.locator("[data-node]").count()
    assert nodes > 0
    mark = page.page.locator("mark[data-mark='mistake']")
    refusal = page.in_view("program", "[role=alert]")
    field = graphs.text_field(page)
    for text, position, said in MISTAKES:
        graphs.write(page, text)
        expect(page.page.locator(".graph-sheet")).to_have_css("opacity", "0.4")
        expect(mark).to_have_attribute("data-start", str(position))
        line = text[:position].count("\n") + 1
        column = position - text[:position].rfind("\n")
        expect(refusal).to_contain_text(f"Line {line}, character {column}: ")
        expect(refusal).to_contain_text(said)
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_value(text)
        expect(page.page.locator("[data-node]")).to_have_count(nodes)
    graphs.write(page, "x = 2*w")
    expect(mark).to_have_count(0)
    expect(refusal).to_be_hidden()
    expect(page.page.locator(".graph-sheet")).to_have_css("opacity", "1")
    expect(field).not_to_have_attribute("aria-invalid", "true")


def test_letters_in_a_row_are_one_name_and_a_button_writes_the_product(page: Screen) -> None:
    hint = page.in_view("program", ".joined-name")
    expect(hint).to_be_hidden()
    graphs.write(page, "s = xy**2 + 1/xy")
    expect(hint).to_contain_text("xy is one name here. Did you mean the product x*y?")
    assert page.page.locator("[data-node]").count() > 0
    page.find("joined-name").click()
    page.settle()
    expect(graphs.text_field(page)).to_have_value("s = x*y**2 + 1/(x*y)")
    expect(hint).to_be_hidden()


def test_a_newer_refusal_takes_the_place_of_an_older_mistake(
    page: Screen, complaints: Complaints
) -> None:
    complaints.allow("status of 422")
    graphs.write(page, "y = s**2")
    graphs.set_value(page, "s", "abc")
    mistakes = page.page.locator(".mistake:not(:empty)")
    expect(mistakes).to_have_count(1)
    graphs.write(page, "y = s @ 2")
    expect(mistakes).to_have_count(0)
    shown = page.page.locator(".refusal:not(:empty):visible")
    expect(shown).to_have_count(1)
    # A value changed beside a refused text is not at fault.
    graphs.set_value(page, "s", "3")
    expect(shown).to_have_count(1)
    expect(page.in_view("program", "[role=alert]")).to_be_visible()


def test_the_mark_lies_under_its_character(page: Screen, complaints: Complaints) -> None:
    """The text of the marks breaks its lines and stands where the typed text does."""
    complaints.allow("status of 422")
    graphs.write(page, "alpha = 2*w\n" + "y = alpha + " * 9 + "3*w^2")
    expect(page.page.locator("mark[data-mark='mistake']")).to_have_text("^")
    looks = page.read(
        """() => [...document.querySelectorAll(".program-paper > *")].map((node) => {
          const { left, top, width, height } = node.getBoundingClientRect();
          const names = ["font", "letterSpacing", "lineHeight", "padding", "borderWidth",
            "whiteSpace", "overflowWrap", "tabSize", "textAlign"];
          return [left, top, width, height, ...names.map((name) => getComputedStyle(node)[name])];
        })"""
    )
    assert looks[0] == looks[1]


def test_an_empty_text_says_what_to_type_and_offers_examples(
    page: Screen, complaints: Complaints
) -> None:
    complaints.allow("status of 422")
    graphs.write(page, "")
    graphs.says(page, "program", "Nothing is written yet")
    for view, part in (("controls", ".place"), ("values", "table")):
        expect(page.page.locator(f'[data-view="{view}"] {part}')).to_be_hidden()
    page.find("offer-neuron").click()
    page.settle()
    expect(page.find("preset")).to_have_value("neuron")
    graphs.agrees_with(page, graphs.graph(page, graphs.presets(page)["neuron"]))


@pytest.mark.parametrize("text", ["y = w @ 2", ""], ids=["a mistake", "no text"])
def test_what_a_folded_program_cannot_say_is_said_beside_the_last_graph(
    open_screen: Open, complaints: Complaints, text: str
) -> None:
    complaints.allow("status of 422")
    screen = open_screen(graphs.PAGE, viewport={"width": 375, "height": 812})
    node = screen.page.locator("[data-node]").first
    card = screen.page.locator('[data-view="formula_panel"] h2')
    said = screen.page.locator(".problem:not(:empty)")
    fold = screen.page.locator('[data-fold="rail"]')
    first = screen.find("expression").input_value()
    graphs.write(screen, text)
    expect(said).to_be_hidden()
    fold.click()
    expect(screen.page.locator(".rail")).to_be_hidden()
    for part in (said, node, card):
        expect(part).to_be_visible()
    screen.find("undo").click()
    screen.settle()
    expect(said).to_be_hidden()
    for part in (node, card):
        expect(part).to_be_visible()
    fold.click()
    expect(graphs.text_field(screen)).to_have_value(first)
    expect(screen.page.locator(".program-empty")).to_be_hidden()


def test_one_pause_of_typing_is_one_step_of_undo(page: Screen, complaints: Complaints) -> None:
    complaints.allow("status of 422")
    first = graphs.text_field(page).input_value()
    graphs.text_field(page).focus()
    page.press("Control+a")
    page.page.keyboard.type("u*u", delay=30)
    page.press("Control+Enter")
    page.settle()
    page.page.wait_for_timeout(1300)
    page.page.keyboard.type("*u", delay=30)
    page.press("Control+Enter")
    page.settle()
    for text, key in (("u*u", "z"), (first, "z"), ("u*u", "y"), ("u*u*u", "y")):
        page.press(f"Control+{key}")
        page.settle()
        expect(graphs.text_field(page)).to_have_value(text)
    graphs.leave(page)
    page.press("End")
    graphs.agrees_with(page, graphs.graph(page, {"expression": "u*u*u", "values": {"u": 1}}))


def test_functions_and_signs_can_be_inserted(page: Screen, complaints: Complaints) -> None:
    # What is half typed may be asked about.
    complaints.allow("status of 422")
    graphs.write(page, "w")
    page.in_view("program", "details.program-insert summary").click()
    graphs.text_field(page).focus()
    page.press("Control+a")
    page.page.locator('[data-insert="tanh"]').click()
    expect(graphs.text_field(page)).to_have_value("tanh(w)")
    page.press("End")
    page.page.locator('[data-insert="**"]').click()
    page.page.keyboard.type("2")
    expect(graphs.text_field(page)).to_have_value("tanh(w) ** 2")
    page.press("Control+Enter")
    page.settle()
    offered = page.page.locator("[data-insert]").all_inner_texts()
    for each in page.api.catalog()["graph"]["operations"]:
        assert not each["arity"] or each["sign"] == "" or (each["sign"] or each["name"]) in offered


def test_looking_at_a_value_marks_its_place_in_the_text(page: Screen) -> None:
    page.choose("preset", "diamond")
    answer = graphs.graph(page, graphs.presets(page)["diamond"])
    y = graphs.named(answer, "y")
    page.in_view("modes", f'[data-address="v.{y}"]').hover()
    mark = page.page.locator("mark[data-mark='here']")
    start, end = answer["nodes"][y]["place"]
    expect(mark).to_have_attribute("data-start", str(start))
    expect(mark).to_have_attribute("data-end", str(end))
    page.page.mouse.move(1, 1)
    expect(mark).to_have_count(0)


# ---- values --------------------------------------------------------------------------------------


def test_values_are_typed_stepped_and_dragged(page: Screen) -> None:
    page.choose("preset", "neuron")
    request = graphs.presets(page)["neuron"]
    page.press("End")
    graphs.set_value(page, "w1", "-2,5")
    request["values"]["w1"] = -2.5
    graphs.leave(page)
    graphs.agrees_with(page, graphs.graph(page, request))
    page.find("value-w1").focus()
    page.press("ArrowUp", "ArrowUp", "Shift+ArrowUp")
    page.settle()
    request["values"]["w1"] = -1.3
    graphs.leave(page)
    graphs.agrees_with(page, graphs.graph(page, request))
    box = page.find("value-b").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.page.mouse.move(x, y)
    page.page.mouse.down()
    page.page.mouse.move(x + 20, y, steps=3)
    page.page.mouse.up()
    page.settle()
    request["values"]["b"] = 0.2
    graphs.agrees_with(page, graphs.graph(page, request))
    for value in (0.1, None):
        page.press("Control+z")
        page.settle()
        if value is not None:
            request["values"]["b"] = value
            graphs.agrees_with(page, graphs.graph(page, request))


def test_new_names_get_one_and_names_that_vanished_are_dropped(page: Screen) -> None:
    graphs.write(page, DIAMOND)
    graphs.set_value(page, "s", "0.25")
    graphs.write(page, "y = s*t1")
    expect(page.find("value-t1")).to_have_value("1")
    expect(page.find("value-s")).to_have_value("0.25")
    graphs.write(page, "y = t1")
    expect(page.find("value-s")).to_have_count(0)
    graphs.write(page, DIAMOND)
    expect(page.find("value-s")).to_have_value("0.25")


# ---- paths ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "start"), [("diamond", "s"), ("micrograd", "a")])
def test_all_paths_from_a_value_are_listed_and_their_sum_is_the_gradient(
    open_screen: Open, name: str, start: str
) -> None:
    screen = open_screen(graphs.link(p=name))
    request = graphs.presets(screen)[name]
    node = graphs.named(graphs.graph(screen, request), start)
    screen.find("path-from").select_option(str(node))
    screen.settle()
    answer = graphs.graph(screen, request, paths=node)
    paths = answer["paths"]
    rows = screen.in_view("paths", "[data-path]")
    expect(rows).to_have_count(len(paths["shown"]))
    for row, path in zip(rows.all(), paths["shown"], strict=True):
        assert row.get_attribute("data-path") == "-".join(map(str, path["nodes"]))
        product = row.locator("[data-product]").get_attribute("data-product")
        assert float(product or "nan") == path["product"]
    total = screen.in_view("paths", f'[data-address="g.{node}"]')
    assert float(total.get_attribute("data-value") or "nan") == paths["sum"]
    assert paths["sum"] == pytest.approx(answer["nodes"][node]["gradient"], rel=1e-12)
    lit = screen.page.locator("[data-graph-edge][data-on-path]")
    assert lit.count() >= len(paths["shown"][0]["operands"])
    screen.press("Escape")
    graphs.leave(screen)
    screen.press("Escape")
    expect(rows).to_have_count(0)
    expect(lit).to_have_count(0)


def test_a_click_on_a_value_in_the_picture_lights_its_paths(page: Screen) -> None:
    page.choose("preset", "diamond")
    answer = graphs.graph(page, graphs.presets(page)["diamond"])
    s = graphs.named(answer, "s")
    page.page.locator(f'[data-node="{s}"]').click()
    page.settle()
    expect(page.find("path-from")).to_have_value(str(s))
    expect(page.in_view("paths", "[data-path]")).to_have_count(2)
    expect(page.page.locator("[data-graph-edge][data-on-path]")).to_have_count(4)


# ---- boxes ---------------------------------------------------------------------------------------


def test_a_value_is_folded_into_its_function_and_opened_again(page: Screen) -> None:
    page.choose("preset", "neuron")
    request = graphs.presets(page)["neuron"]
    whole = graphs.graph(page, request)
    a = graphs.named(whole, "a")
    graphs.fold(page, a)
    boxed = graphs.graph(page, request, collapse=[a])
    hidden = [each["id"] for each in boxed["nodes"] if each["hidden_in"] == a]
    assert hidden
    for node in hidden:
        expect(page.page.locator(f'[data-node="{node}"]')).to_have_count(0)
    graphs.leave(page)
    for _ in boxed["steps"]:
        page.press("ArrowRight")
        graphs.agrees_with(page, boxed)
    page.press("Control+z")
    page.settle()
    graphs.agrees_with(page, whole)
    page.press("Control+y")
    page.settle()
    graphs.agrees_with(page, boxed)
    graphs.fold(page, a)
    graphs.leave(page)
    page.press("End")
    graphs.agrees_with(page, whole)


def test_a_box_keeps_while_the_text_changes_around_it(page: Screen) -> None:
    page.choose("preset", "neuron")
    request = graphs.presets(page)["neuron"]
    graphs.fold(page, graphs.named(graphs.graph(page, request), "a"))
    graphs.write(page, request["expression"].replace("/ 2", "/ 4"))
    changed = request | {"expression": request["expression"].replace("/ 2", "/ 4")}
    a = graphs.named(graphs.graph(page, changed), "a")
    graphs.leave(page)
    page.press("End")
    graphs.agrees_with(page, graphs.graph(page, changed, collapse=[a]))


# ---- outside the domain --------------------------------------------------------------------------


OUTSIDE = [
    ("y = log(x)\nz = y*2", {"x": -1}),
    ("z = 1/x + x", {"x": 0}),
    ("z = sqrt(x)", {"x": 0}),
]


def test_what_has_no_value_is_named_and_drawn(page: Screen) -> None:
    for text, values in OUTSIDE:
        graphs.write(page, text)
        graphs.set_value(page, "x", str(values["x"]))
        answer = graphs.graph(page, {"expression": text, "values": values})
        assert answer["problems"]
        graphs.leave(page)
        page.press("End")
        for problem in answer["problems"]:
            sentence = page.in_view("program", f'[data-problem-of="{problem["node"]}"]').first
            expect(sentence).to_have_text(problem["msg"])
            drawn = page.page.locator(f'[data-node="{problem["node"]}"][data-problem]').first
            expect(drawn).to_be_visible()
        expect(page.page.locator("mark[data-mark='problem']").first).to_be_attached()
        graphs.agrees_with(page, answer)
        graphs.set_value(page, "x", "2")
        expect(page.page.locator("[data-problem]")).to_have_count(0)
        expect(page.in_view("program", "[data-problem-of]")).to_have_count(0)


# ---- links ---------------------------------------------------------------------------------------


def test_a_link_holds_everything(page: Screen, open_screen: Open) -> None:
    graphs.write(page, DIAMOND)
    graphs.set_value(page, "s", "-0.75")
    request = {"expression": DIAMOND, "values": {"s": -0.75}}
    answer = graphs.graph(page, request)
    page.find("path-from").select_option(str(graphs.named(answer, "s")))
    page.find("tangents").click()
    page.find("speed").select_option("2")
    page.settle()
    page.go(5)
    page.find("share").click()
    expect(page.notice()).to_contain_text("link is copied")
    shared = page.read("navigator.clipboard.readText()")
    assert graphs.linked(page)["v"] == {"s": -0.75}

    other = open_screen(shared)
    other.stands_at(5)
    expect(graphs.text_field(other)).to_have_value(DIAMOND)
    expect(other.find("path-from")).to_have_value(str(graphs.named(answer, "s")))
    expect(other.find("tangents")).to_have_attribute("aria-checked", "true")
    expect(other.find("speed")).to_have_value("2")
    chosen = graphs.named(answer, "s")
    full = graphs.graph(page, request, include=["tangents"], paths=chosen)
    graphs.agrees_with(other, full)
    expect(other.in_view("paths", "[data-path]")).to_have_count(2)


def test_a_reload_brings_boxes_and_grouping_back(page: Screen) -> None:
    page.choose("preset", "neuron")
    request = graphs.presets(page)["neuron"]
    a = graphs.named(graphs.graph(page, request), "a")
    graphs.fold(page, a)
    page.find("grouping-phase").click()
    page.find("next").click()
    position = page.position()
    page.find("share").click()
    page.page.reload()
    page.settle()
    page.stands_at(position)
    expect(page.find("grouping-phase")).to_have_attribute("aria-pressed", "true")
    graphs.agrees_with(page, graphs.graph(page, request, collapse=[a]))


@pytest.mark.parametrize("garbage", ["1.%%%", "1.bnVsbA"])
def test_a_damaged_link_is_said_and_the_first_example_shown(
    open_screen: Open, garbage: str
) -> None:
    screen = open_screen(f"{graphs.PAGE}#{garbage}")
    expect(screen.notice()).to_contain_text("damaged")
    screen.stands_at(0)
    graphs.agrees_with(screen, graphs.graph(screen, graphs.presets(screen)["chain"]))


def test_a_link_whose_program_is_refused_says_why(
    open_screen: Open, complaints: Complaints
) -> None:
    complaints.allow("status of 422")
    screen = open_screen(graphs.link(p="chain", e="x = (", v={}))
    expect(screen.notice()).to_contain_text("so the first example is shown. This opening bracket")
    expect(screen.notice()).not_to_contain_text("network")
    expect(screen.find("preset")).to_have_value("chain")
    graphs.agrees_with(screen, graphs.graph(screen, graphs.presets(screen)["chain"]))


def test_back_and_forward_go_through_the_edits(page: Screen) -> None:
    page.choose("preset", "diamond")
    graphs.write(page, "y = s**3")
    graphs.leave(page)
    expect(page.page).to_have_url(re.compile("#1"))
    page.page.go_back()
    page.settle()
    expect(graphs.text_field(page)).to_have_value(graphs.presets(page)["diamond"]["expression"])
    page.page.go_forward()
    page.settle()
    expect(graphs.text_field(page)).to_have_value("y = s**3")


# ---- motion --------------------------------------------------------------------------------------


def test_play_walks_to_the_end_by_itself(open_screen: Open) -> None:
    screen = open_screen(graphs.link(p="chain", s=4), reduced_motion="no-preference")
    answer = graphs.graph(screen, graphs.presets(screen)["chain"])
    screen.press("Space")
    screen.stands_at(len(answer["steps"]))
    screen.page.get_by_role("button", name="Play", exact=True).wait_for()
    screen.page.wait_for_timeout(300)
    graphs.agrees_with(screen, answer)
