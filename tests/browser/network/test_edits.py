"""Everything can be changed in place: the whole screen follows, the position stays, and nothing
good is lost."""

import copy
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Complaints, Open
from tests.browser.screen import Screen
from tests.browser.touching import PHONE
from tests.browser.truth import Json

Change = Callable[[Json], None]
Act = Callable[[Screen], None]


@pytest.fixture
def document(screen: Screen) -> Json:
    return screen.api.preset("document")


def set_weight(request: Json) -> None:
    request["network"]["layers"][1]["weights"][0][2] = -0.75


def set_input(request: Json) -> None:
    request["inputs"][0][1] = -2.5


def set_target(request: Json) -> None:
    request["targets"][0][0] = 0.25


def set_activation(request: Json) -> None:
    request["network"]["layers"][1]["activation"] = "tanh"


def set_loss(request: Json) -> None:
    request["network"]["loss"] = "absolute_error"


def set_rate(request: Json) -> None:
    request["optimizer"]["learning_rate"] = 2.5


EDITS: dict[str, tuple[Act, Change]] = {
    "weight": (lambda screen: screen.enter("w2.0.2", "-0.75"), set_weight),
    "input": (lambda screen: screen.enter("x.1@0", "-2.5"), set_input),
    "target": (lambda screen: screen.enter("t.0@0", "0.25"), set_target),
    "activation": (lambda screen: screen.choose("activation-2", "tanh"), set_activation),
    "loss": (lambda screen: screen.choose("loss", "absolute_error"), set_loss),
    "learning rate": (lambda screen: screen.enter("eta", "2.5"), set_rate),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_changes_the_whole_screen_and_keeps_the_position(
    screen: Screen, document: Json, name: str
) -> None:
    act, change = EDITS[name]
    for position in (14, 7):
        screen.go(position)
        act(screen)
        wanted = copy.deepcopy(document)
        change(wanted)
        screen.stands_at(position)
        screen.agrees_with(wanted)
        assert screen.asked() == wanted
        screen.find("undo").click()
        screen.settle()
        screen.agrees_with(document)


def test_a_weight_can_be_changed_in_the_diagram(screen: Screen, document: Json) -> None:
    screen.go(14)
    screen.in_view("diagram", '[data-edit="w2.0.2"]').click()
    typing = screen.in_view("diagram", "input")
    expect(typing).to_have_value("0.5")
    typing.fill("−0,75")
    typing.press("Enter")
    screen.settle()
    set_weight(document)
    screen.stands_at(14)
    screen.agrees_with(document)
    screen.in_view("diagram", '[data-edit="x.1"]').click()
    typing.fill("7")
    typing.press("Escape")
    expect(typing).to_have_count(0)
    screen.agrees_with(document)


def test_a_number_can_be_stepped_and_dragged(screen: Screen, document: Json) -> None:
    screen.go(7)
    field = screen.field("w1.0.0")
    field.focus()
    screen.press("ArrowUp", "ArrowUp", "Alt+ArrowUp", "Shift+ArrowDown")
    screen.settle()
    assert screen.asked()["network"]["layers"][0]["weights"][0][0] == pytest.approx(-0.59)
    field.blur()
    screen.find("undo").click()
    screen.settle()
    screen.agrees_with(document)
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    screen.page.mouse.move(x, y)
    screen.page.mouse.down()
    screen.page.mouse.move(x + 20, y, steps=4)
    screen.page.mouse.move(x + 40, y, steps=4)
    screen.page.mouse.up()
    screen.settle()
    document["network"]["layers"][0]["weights"][0][0] = 0.4
    screen.agrees_with(document)
    assert screen.asked() == document


def test_a_bias_can_be_given_and_changed(screen: Screen, document: Json) -> None:
    screen.go(14)
    screen.find("bias-2").check()
    screen.settle()
    screen.enter("b2.1", "0.3")
    screen.stands_at(14)
    asked = screen.asked()
    assert asked["network"]["layers"][1]["biases"] == [0, 0.3]
    assert "bias" not in asked["network"]["layers"][1]
    screen.agrees_with(asked)
    screen.find("bias-2").uncheck()
    screen.settle()
    screen.agrees_with(document)


def test_layers_and_units_can_be_added_and_taken_away(screen: Screen, document: Json) -> None:
    screen.go(8)
    old = document["network"]["layers"]
    # An example of another shape is one's own network, in the textbook's letters.
    screen.enter("network.layers.0.units", "4")
    grown = screen.asked()["network"]["layers"]
    assert [layer["units"] for layer in grown] == [4, 2, 1]
    assert grown[0]["weights"][:3] == old[0]["weights"]
    assert [row[:3] for row in grown[1]["weights"]] == old[1]["weights"]
    assert grown[2]["weights"] == old[2]["weights"]
    screen.agrees_with(screen.asked(), notation="textbook")

    screen.find("layer-add").click()
    screen.settle()
    deeper = screen.asked()["network"]["layers"]
    assert len(deeper) == 4
    assert deeper[:2] == grown[:2]
    screen.agrees_with(screen.asked(), notation="textbook")

    screen.find("remove-3").click()
    screen.settle()
    screen.find("remove-2").click()
    screen.settle()
    assert [layer["units"] for layer in screen.asked()["network"]["layers"]] == [4, 1]
    screen.agrees_with(screen.asked(), notation="textbook")

    screen.enter("network.inputs", "3")
    asked = screen.asked()
    assert asked["inputs"] == [[1, 0.5, 0]]
    assert [row[:2] for row in asked["network"]["layers"][0]["weights"]] == [
        row[:2] for row in grown[0]["weights"]
    ]
    screen.agrees_with(asked, notation="textbook")


def test_optimizers_bring_their_parameters(screen: Screen, document: Json) -> None:
    screen.go(16)
    for optimizer in screen.api.catalog()["optimizers"]:
        screen.choose("optimizer", optimizer["name"])
        names = [each["name"] for each in optimizer["parameters"]]
        defaults = {each["name"]: each["default"] for each in optimizer["parameters"]}
        asked = screen.asked()["optimizer"]
        assert asked == {"name": optimizer["name"]} | defaults | {"learning_rate": 0.5}
        screen.agrees_with(document | {"optimizer": asked})
        for name in names[1:2]:
            half = defaults[name] / 2
            screen.enter(f"optimizer.{name}", repr(half))
            assert screen.asked()["optimizer"][name] == half
            screen.agrees_with(screen.asked())
            screen.find("undo").click()
            screen.settle()


def test_a_seed_draws_the_same_weights_every_time(screen: Screen, document: Json) -> None:
    screen.go(7)
    screen.enter("network.seed", "42")
    for layer in document["network"]["layers"]:
        del layer["weights"]
    document["network"]["seed"] = 42
    screen.agrees_with(document)
    screen.find("redraw").click()
    screen.settle()
    document["network"]["seed"] = 43
    screen.agrees_with(document)
    screen.choose("initializer", "uniform")
    screen.enter("network.initializer.limit", "0.25")
    document["network"]["initializer"] = {"name": "uniform", "limit": 0.25}
    screen.agrees_with(document)


def test_samples_are_added_picked_and_removed(screen: Screen, document: Json) -> None:
    screen.go(14)
    screen.find("sample-add").click()
    screen.settle()
    screen.enter("x.0@1", "-1.5")
    screen.enter("t.0@1", "0")
    document["inputs"].append([-1.5, 0.5])
    document["targets"].append([0])
    assert screen.asked() == document
    screen.agrees_with(document, sample=1)
    screen.choose("sample", "0")
    screen.agrees_with(document, sample=0)
    screen.choose("reduction", "sum")
    screen.agrees_with(document | {"reduction": "sum"}, sample=0)
    screen.find("sample-remove").click()
    screen.settle()
    assert screen.asked()["inputs"] == [[-1.5, 0.5]]


#: The time after which the numbers before an edit go is held until `window.forget()`.
HOLD_TIME = """() => {
  const set = window.setTimeout;
  window.setTimeout = (run, time, ...rest) =>
    time === 2000 ? ((window.forget = run), 0) : set(run, time, ...rest);
}"""
WIDTHS = "tables => tables.map((table) => table.getBoundingClientRect().width)"


def test_the_previous_number_stays_as_a_ghost_for_a_moment(screen: Screen) -> None:
    screen.go(6)
    screen.page.evaluate(HOLD_TIME)
    assert screen.page.locator(".ghost").filter(has_text="0").count() == 0
    screen.enter("w1.0.0", "0.9")
    ghosts = screen.in_view("tables", 'td:has([data-address="w1.0.0"]) > .ghost')
    expect(ghosts).to_have_text("0.2")
    expect(screen.in_view("tables", 'td:has([data-address="a1.0"]) > .ghost')).to_have_text("0.512")
    expect(screen.in_view("tables", 'td:has([data-address="a1.1"]) > .ghost')).to_have_text("")
    label = screen.in_view("diagram", '[data-edit="w1.0.0"] .ghost')
    expect(label).to_have_text("← 0.2")

    tables = screen.in_view("tables", "table")
    widths = tables.evaluate_all(WIDTHS)
    screen.page.evaluate("() => window.forget()")
    expect(ghosts).to_have_text("")
    expect(label).to_have_count(0)
    assert tables.evaluate_all(WIDTHS) == widths


PASTE = """(input, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  const given = { clipboardData, bubbles: true, cancelable: true };
  input.dispatchEvent(new ClipboardEvent("paste", given));
}"""


def test_a_range_of_a_spreadsheet_fills_the_cells_from_there_on(
    screen: Screen, document: Json
) -> None:
    field = screen.field("w1.0.1")
    field.evaluate(PASTE, "0,5\r\n−1/4\t7\r\n")
    screen.settle()
    document["network"]["layers"][0]["weights"][0][1] = 0.5
    document["network"]["layers"][0]["weights"][1][1] = -0.25
    screen.agrees_with(document)
    expect(screen.page.get_by_text("2 numbers were filled in; 1 did not fit")).to_be_visible()

    field.evaluate(PASTE, "1\ttotal")
    expect(screen.page.get_by_text("Row 1, column 2 of what was pasted: “t”")).to_be_visible()
    screen.agrees_with(document)

    screen.field("x.0@0").evaluate(PASTE, "2\t3\t1")
    screen.settle()
    document["inputs"], document["targets"] = [[2, 3]], [[1]]
    screen.agrees_with(document)
    screen.find("undo").click()
    screen.settle()
    document["inputs"], document["targets"] = [[1, 0.5]], [[1]]
    screen.agrees_with(document)


def test_beside_a_new_weight_stands_its_own_old_one(screen: Screen) -> None:
    screen.page.evaluate(HOLD_TIME)
    screen.go(13)
    screen.enter("w1.0.0", "0.9")
    label = screen.in_view("diagram", '[data-edit="w1.0.0"]')
    expect(label.locator(".before")).to_have_text("← 0.9")
    expect(label.locator(".ghost")).to_have_count(0)
    new = screen.in_view("tables", 'td:has([data-address="new_w1.0.0"]) > .ghost')
    expect(new).to_have_text("")


#: What stands at the weights and biases of a step's update, without what they were before.
NEW_NUMBERS = """() => [...document.querySelectorAll(
  "svg.network .number-label[data-state=update]:not([data-room])")]
  .map((label) => [label.dataset.edit, label.textContent.split("←")[0].split("=").at(-1).trim()])"""


def test_on_a_phone_a_new_weight_looks_unlike_the_old_one(open_screen: Open) -> None:
    screen = open_screen(**PHONE)
    screen.choose("preset", "mazur")
    screen.settle()
    layers = screen.api.preset("mazur")["network"]["layers"]
    for unit in (0, 1):
        screen.go(9 + unit)
        old = {f"w1.{unit}.{i}": w for i, w in enumerate(layers[0]["weights"][unit])}
        old[f"b1.{unit}"] = layers[0]["biases"][unit]
        shown = dict(screen.read(NEW_NUMBERS))
        assert shown.keys() == old.keys()
        assert [address for address in old if float(shown[address]) == old[address]] == []


def test_an_overflowing_edit_keeps_the_last_good_picture_and_marks_the_field(
    screen: Screen, document: Json, complaints: Complaints
) -> None:
    complaints.allow("status of 422")
    screen.go(14)
    screen.enter("x.0@0", "1e10")
    document["inputs"][0][0] = 1e10
    screen.agrees_with(document)
    good = [each for each in screen.everything()[0] if not each[0].startswith("editor")]

    screen.enter("w1.0.0", "1e300")
    field = screen.field("w1.0.0")
    expect(field).to_have_attribute("aria-invalid", "true")
    message = field.get_attribute("aria-errormessage")
    beside = screen.page.locator(f"#{message}")
    expect(beside).to_contain_text(re.compile(r"layer 1 grew beyond what a 64-bit number"))
    assert float(field.input_value()) == 1e300
    assert [each for each in screen.everything()[0] if not each[0].startswith("editor")] == good
    # It is not said twice while one is in the field.
    expect(screen.page.locator(".toasts .problem")).to_be_hidden()

    screen.enter("w1.0.0", "0.3")
    expect(field).not_to_have_attribute("aria-invalid", "true")
    expect(screen.page.get_by_role("alert")).to_be_hidden()
    document["network"]["layers"][0]["weights"][0][0] = 0.3
    screen.agrees_with(document)


def test_no_older_error_is_left_beside_a_newer_one(screen: Screen, complaints: Complaints) -> None:
    complaints.allow("status of 422")
    older = screen.field("w1.0.0")
    older.fill("abc")
    older.press("Tab")
    expect(older).to_have_attribute("aria-invalid", "true")
    screen.enter("w1.0.1", "1e300")
    screen.enter("x.1@0", "1e300")
    expect(screen.field("x.1@0")).to_have_attribute("aria-invalid", "true")
    older = screen.field("w1.0.0")
    expect(older).not_to_have_attribute("aria-invalid", "true")
    expect(older).to_have_value("0.2")
    expect(screen.in_view("editor_data", ".refusal")).to_have_count(1)


def test_one_softmax_output_is_warned_of(screen: Screen) -> None:
    warning = screen.in_view("editor_network", "#softmax-alone-3")
    expect(warning).to_be_hidden()
    screen.choose("activation-3", "softmax")
    expect(warning).to_contain_text("always 1")
    screen.choose("activation-3", "sigmoid")
    expect(warning).to_be_hidden()


def test_text_that_is_no_number_is_marked_and_changes_nothing(
    screen: Screen, document: Json
) -> None:
    screen.go(14)
    field = screen.field("w1.0.0")
    for nonsense in ("abc", "", "1e999", "NaN"):
        field.fill(nonsense)
        field.press("Enter")
        expect(field).to_have_attribute("aria-invalid", "true")
        assert screen.asked() == document
        field.focus()
        field.press("Escape")
    field.blur()
    expect(field).to_have_value("0.2")
    screen.agrees_with(document)


def test_undo_and_redo_go_through_every_edit(screen: Screen, document: Json) -> None:
    screen.go(9)
    expect(screen.find("undo")).to_be_disabled()
    states = [document]
    for act, change in EDITS.values():
        act(screen)
        states.append(copy.deepcopy(states[-1]))
        change(states[-1])
        assert screen.asked() == states[-1]
    screen.page.locator("#main").focus()
    for wanted in reversed(states[:-1]):
        screen.press("Control+z")
        screen.settle()
        assert screen.asked() == wanted
    screen.agrees_with(document)
    expect(screen.find("undo")).to_be_disabled()
    for wanted in states[1:]:
        screen.find("redo").click()
        screen.settle()
        assert screen.asked() == wanted
    screen.stands_at(9)
    screen.agrees_with(states[-1])


def test_the_way_back_to_the_example_is_one_press(screen: Screen, document: Json) -> None:
    back = screen.find("preset-back")
    menu = screen.find("preset")
    expect(back).to_be_hidden()
    place = menu.bounding_box()
    screen.go(5)
    for act, _ in EDITS.values():
        act(screen)
    expect(back).to_have_text("⟲Restore")
    # Its room was kept for it.
    assert menu.bounding_box() == place
    back.click()
    screen.settle()
    screen.stands_at(5)
    screen.agrees_with(document)
    expect(back).to_be_hidden()
    screen.find("undo").click()
    screen.settle()
    assert screen.asked() != document


def test_the_request_is_copied_as_a_curl_command_that_runs(screen: Screen, document: Json) -> None:
    screen.find("copy-curl").click()
    expect(screen.notice()).to_contain_text("curl")
    copied = screen.read("navigator.clipboard.readText()")
    command, body = copied.split(" -d ")
    assert command.startswith(f"curl -s {screen.api.address}/api/v1/trace")
    assert '"weights":[[0.2,-0.3]' in body
