"""Numbers are typed, marked, put right; the first wrong one comes first and the rest waits."""

import json
import re
import shlex

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.check.sheet import FORWARD, SLIP, Sheet, opened
from tests.browser.conftest import Open
from tests.browser.links import link_to
from tests.browser.screen import Screen, reveal
from tests.browser.test_accessibility import violations
from tests.browser.touching import PHONE

#: Two outputs, biases everywhere, one sample.
HOMEWORK = {
    "network": {
        "inputs": 2,
        "layers": [
            {
                "units": 3,
                "activation": "sigmoid",
                "bias": True,
                "weights": [[0.3, -0.2], [0.5, 0.4], [-0.6, 0.1]],
                "biases": [0.1, -0.2, 0.05],
            },
            {
                "units": 2,
                "activation": "sigmoid",
                "bias": True,
                "weights": [[0.7, -0.5, 0.2], [-0.3, 0.6, 0.4]],
                "biases": [-0.1, 0.15],
            },
        ],
        "loss": "half_squared_error",
    },
    "inputs": [[0.6, -0.4]],
    "targets": [[0.9, 0.2]],
    "optimizer": {"name": "sgd", "learning_rate": 0.5},
}


@pytest.fixture
def sheet(open_screen: Open) -> Sheet:
    return opened(open_screen)


def test_a_slip_is_named_lit_and_gone_once_it_is_put_right(sheet: Sheet) -> None:
    sheet.hand_in(FORWARD | SLIP | {"delta2.1": "-0.0381"})
    sheet.says("delta2.0", "wrong")
    sheet.says("z1.0", "right")
    # What comes after the first wrong number waits.
    sheet.is_not_judged("delta2.1")
    expect(sheet.first()).to_contain_text("The slope of the output neuron was forgotten")
    expect(sheet.first()).to_contain_text("You wrote 0.7414")
    expect(sheet.first().locator("math")).not_to_have_count(0)
    expect(sheet.screen.page.locator('[data-disc="2.0"].bright')).to_have_count(1)
    expect(sheet.screen.page.locator('.verdict-mark[data-verdict="wrong"]')).to_have_count(1)
    # The right number is shown when it is asked for.
    expect(sheet.first()).not_to_contain_text("0.1385")
    sheet.key("open-number").click()
    expect(sheet.first()).to_contain_text("0.1385")
    sheet.key("go-to-cell").click()
    expect(sheet.cell("delta2.0")).to_be_focused()
    sheet.write(**{"delta2.0": "0.1385"})
    sheet.says("delta2.0", "right_to_digits")
    sheet.says("delta2.1", "right_to_digits")
    expect(sheet.first()).to_have_count(0)
    expect(sheet.said()).to_have_text("10 numbers: 10 right. Nothing is wrong.")


def test_the_first_wrong_number_fits_its_card(open_screen: Open) -> None:
    sheet = opened(open_screen, link_to("/check?lang=en", r=HOMEWORK))
    # Without the slope of the hidden neuron; another mistake gives this number, too.
    sheet.hand_in({"delta2.0": "-0.09", "delta2.1": "0.0969", "delta1.0": "-0.092"})
    expect(sheet.first()).to_contain_text("The slope of the hidden neuron was forgotten")
    expect(sheet.first().locator(".other-mistakes")).to_be_visible()
    assert sheet.first().evaluate("(card) => card.scrollWidth <= card.clientWidth")


def test_all_is_shown_when_it_is_asked_for(sheet: Sheet) -> None:
    sheet.key("example-branch").click()
    sheet.says("error1.0", "wrong")
    sheet.is_not_judged("delta1.0")
    sheet.key("show-all").click()
    sheet.says("delta1.0", "follows")
    sheet.says("dw1.0.0", "follows")
    expect(sheet.screen.page.locator(".verdict-list li")).to_have_count(4)
    sheet.screen.page.locator(".verdict-list button").nth(1).click()
    expect(sheet.cell("delta1.0")).to_be_focused()


def test_what_followed_from_a_slip_is_to_be_worked_out_again(sheet: Sheet) -> None:
    """Whoever has mended the slip has made no second one."""
    sheet.key("example-branch").click()
    sheet.says("error1.0", "wrong")
    expect(sheet.first()).not_to_contain_text("Work it out again")
    sheet.key("open-number").click()
    sheet.write(**{"error1.0": sheet.first().locator("dd").last.inner_text()})
    sheet.says("delta1.0", "wrong")
    expect(sheet.first()).to_contain_text("Work it out again")
    expect(sheet.first().locator(".mistakes")).to_have_count(0)
    sheet.write(**{"delta1.0": "0.1"})
    expect(sheet.first()).not_to_contain_text("Work it out again")


def test_the_first_number_is_seen_as_a_symbol_and_heard_in_words(open_screen: Open) -> None:
    for locale, words in (("en-GB", "delta 1 of layer 2"), ("zh-CN", "第 2 层的 德尔塔 1")):
        sheet = opened(open_screen, locale=locale)
        sheet.write(**SLIP)
        sheet.says("delta2.0", "wrong")
        expect(sheet.said().locator("[aria-hidden] math")).to_be_visible()
        expect(sheet.said().locator(".unseen")).to_have_text(words)


def test_the_published_key_and_the_tutorial_have_their_mistakes(sheet: Sheet) -> None:
    sheet.key("example-key").click()
    expect(sheet.first()).to_contain_text("weight gradients of the next layer were added")
    expect(sheet.said()).to_contain_text("4 numbers: 4 wrong.")
    sheet.key("undo").click()
    sheet.key("example-chapter").click()
    expect(sheet.first()).to_contain_text("The new weights carried the error back")


def test_the_keys_walk_through_the_cells(sheet: Sheet) -> None:
    cell = sheet.cell("z1.0")
    cell.focus()
    sheet.screen.page.keyboard.type("0.3775")
    for key, place in [
        ("Enter", "z1.1"),
        ("ArrowDown", "a1.1"),
        ("ArrowLeft", "a1.0"),
        ("ArrowUp", "z1.0"),
        ("ArrowRight", "z1.1"),
        ("Shift+Enter", "z1.0"),
        ("Tab", "z1.1"),
    ]:
        sheet.screen.press(key)
        expect(sheet.cell(place)).to_be_focused()
    sheet.says("z1.0", "right")


def test_what_was_written_comes_back_by_undo_link_and_reload(
    sheet: Sheet, open_screen: Open
) -> None:
    sheet.hand_in({"z1.0": "0,3775", "z1.1": "-0.50"})
    sheet.says("z1.1", "wrong")
    sheet.key("clear-answers").click()
    expect(sheet.cell("z1.0")).to_have_value("")
    sheet.key("undo").click()
    expect(sheet.cell("z1.0")).to_have_value("0,3775")
    sheet.says("z1.1", "wrong")
    again = Sheet(open_screen(sheet.screen.link()))
    expect(again.cell("z1.1")).to_have_value("-0.50")
    again.says("z1.1", "wrong")
    again.screen.page.reload()
    expect(again.cell("z1.0")).to_have_value("0,3775")


def test_what_cannot_be_read_is_not_called_wrong(sheet: Sheet) -> None:
    sheet.hand_in({"z1.0": "ten"})
    sheet.says("z1.0", "unreadable")
    expect(sheet.first()).to_contain_text("not readable")


def test_conventions_are_found_out_and_can_be_set(sheet: Sheet) -> None:
    sheet.hand_in({"delta2.0": "-0.1385", "delta2.1": "0.0381"})
    found = sheet.screen.page.locator(".conventions-found")
    expect(found).to_contain_text("Found out from your numbers: δ is: −∂C/∂z")
    sheet.screen.page.locator(".conventions summary").click()
    sheet.key("convention-delta").select_option("dC_dz")
    sheet.says("delta2.0", "wrong")
    expect(found).to_be_hidden()


def test_a_neuron_and_a_connection_of_the_picture_open_their_fields(sheet: Sheet) -> None:
    page = sheet.screen.page
    page.locator('[data-unit="1.0"]').click()
    card = page.locator(".picked-card")
    expect(card.locator("input")).to_have_count(6)
    expect(card.locator("input").first).to_be_focused()
    page.keyboard.type("0.3775")
    page.keyboard.press("Enter")
    expect(card.locator("input").nth(1)).to_be_focused()
    expect(sheet.cell("z1.0")).to_have_value("0.3775")
    sheet.says("z1.0", "right")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    page.locator('.number-label[data-focus="w2.0.1"]').click()
    expect(card.locator("input").first).to_have_attribute("data-address", "dw2.0.1")
    # By keyboard alone.
    sheet.key("picked-close").click()
    page.locator('.number-label[data-focus="w2.0.0"]').press("Enter")
    expect(card.locator("input").first).to_have_attribute("data-address", "dw2.0.0")
    expect(card.locator("input").first).to_be_focused()


def test_the_picture_shows_only_what_was_handed_in(sheet: Sheet) -> None:
    page = sheet.screen.page
    expect(page.locator('[data-unit="1.0"] .value').first).to_have_text("")
    sheet.hand_in({"z1.0": "0.123"})
    expect(page.locator('[data-unit="1.0"]')).to_contain_text("0.123")
    shown = page.locator('[data-view="diagram"]').inner_text()
    assert "0.593" not in shown
    assert "0.751" not in shown


def test_the_network_of_signal_flow_is_checked_and_opened_again(open_screen: Open) -> None:
    screen = open_screen("/")
    screen.choose("preset", "slides")
    screen.page.wait_for_timeout(400)
    screen.page.locator('[data-tab="numbers"]').click()
    screen.page.get_by_role("link", name="Check my own numbers for this network").click()
    sheet = Sheet(screen)
    expect(sheet.cell("z3.0")).to_be_visible()
    sheet.hand_in({"z1.0": "1"})
    sheet.key("open-walkthrough").click()
    screen.page.wait_for_url("**/?*")
    screen.settle()
    expect(screen.page.locator('[data-key="preset"]')).to_have_value("slides")


@pytest.mark.parametrize(
    ("wrong", "writes"),
    [({"delta2.0": "0.7414"}, "delta2.0"), ({"slope2.1": "0.5"}, "delta2.1"), ({}, None)],
)
def test_the_walkthrough_begins_where_the_first_wrong_number_is_computed(
    sheet: Sheet, wrong: dict[str, str], writes: str | None
) -> None:
    sheet.hand_in({"z1.0": "0.3775"} | wrong)
    sheet.says("z1.0", "right")
    sheet.key("open-walkthrough").click()
    sheet.screen.page.wait_for_url(re.compile(r"/(\?.*)?#"))
    sheet.screen.settle()
    trace = sheet.screen.api.trace(sheet.screen.api.preset("mazur"))
    computing = [k for k, step in enumerate(trace["steps"], 1) if writes in step["writes"]]
    assert sheet.screen.position() == (computing[0] if writes else 0)


#: The signs that cover letters, as far as 3 pixels: the letters take the middle of their line.
COVERED = """() => [...document.querySelectorAll(".verdict-mark")].flatMap((mark) => {
  const sign = mark.querySelector("circle").getBoundingClientRect();
  const [x, y] = [(sign.left + sign.right) / 2, (sign.top + sign.bottom) / 2];
  return [...document.querySelectorAll("svg.network text")]
    .filter((text) => text.textContent && !text.closest(".verdict-mark") && sign.width > 0)
    .filter((text) => {
      const { left, right, top, height } = text.getBoundingClientRect();
      const across = Math.max(left - x, 0, x - right);
      const down = Math.max(top + 0.2 * height - y, 0, y - top - 0.8 * height);
      return Math.hypot(across, down) < sign.width / 2 - 3;
    })
    .map((text) => text.textContent);
})"""


@pytest.mark.parametrize("width", [375, 1280, 1920])
@pytest.mark.parametrize("example", ["branch", "homework"])
def test_no_sign_covers_a_letter(open_screen: Open, example: str, width: int) -> None:
    address = link_to("/check?lang=en", r=HOMEWORK)
    sheet = opened(open_screen, address, viewport={"width": width, "height": 812})
    if example == "branch":
        sheet.key("example-branch").click()
        sheet.says("error1.0", "wrong")
    wrong = {"delta2.0": "0.5", "delta2.1": "0.5", "delta1.0": "0.5", "dw1.0.0": "9"}
    sheet.hand_in(wrong)
    sheet.key("show-all").click()
    for address in wrong:
        sheet.says(address, "wrong")
    assert sheet.screen.read(COVERED) == []


@pytest.mark.parametrize("size", [(1000, 700), (1280, 800), (1280, 560), (1920, 1080)])
def test_the_buttons_of_the_picture_lie_over_no_name(
    open_screen: Open, size: tuple[int, int]
) -> None:
    sheet = opened(open_screen, viewport={"width": size[0], "height": size[1]})
    tools = sheet.screen.page.locator('[data-view="diagram"] .zoom-tools').bounding_box()
    assert tools is not None
    beside = sheet.screen.page.locator(".stage .caption, .check-head > *:not([hidden])")
    for box in [one.bounding_box() for one in beside.all()]:
        assert box is None or (
            box["x"] + box["width"] <= tools["x"]
            or box["y"] + box["height"] <= tools["y"]
            or tools["y"] + tools["height"] <= box["y"]
        )


def test_on_a_phone_what_is_to_be_put_right_has_room(open_screen: Open) -> None:
    sheet = opened(open_screen, **PHONE)
    sheet.key("example-branch").click()
    expect(sheet.first()).to_be_visible()
    # The drawing makes room for it, and its signs stay.
    expect(sheet.screen.page.locator('.verdict-mark[data-verdict="wrong"]')).to_be_visible()
    heights = {
        name: box["height"]
        for name, query in {
            "picture": '[data-view="diagram"]',
            "result": '[data-pane="step"]',
            "sheet": ".sheet-bar",
        }.items()
        if (box := sheet.screen.page.locator(query).bounding_box()) is not None
    }
    assert heights["result"] >= 270
    assert heights["picture"] >= 200
    assert heights["sheet"] >= 150


def test_a_change_of_language_changes_every_word_and_keeps_the_numbers(sheet: Sheet) -> None:
    sheet.hand_in(FORWARD | SLIP)
    sheet.says("delta2.0", "wrong")
    sheet.screen.speak("zh")
    expect(sheet.first()).to_contain_text("你写的是 0.7414")
    expect(sheet.first()).not_to_contain_text("slope")
    expect(sheet.cell("delta2.0")).to_have_value("0.7414")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 375), ("light", 320)])
def test_axe_finds_nothing(open_screen: Open, scheme: str, width: int) -> None:
    sheet = opened(open_screen, color_scheme=scheme, viewport={"width": width, "height": 812})
    assert violations(sheet.screen) == []
    sheet.key("example-branch").click()
    sheet.says("error1.0", "wrong")
    sheet.key("show-all").click()
    sheet.says("delta1.0", "follows")
    assert violations(sheet.screen) == []
    for name in ("paste", "class"):
        sheet.tab(name)
        assert violations(sheet.screen) == [], name
    assert sheet.screen.read("() => document.documentElement.scrollWidth") <= width


def test_the_frame_fills_the_window_and_nothing_else_scrolls(open_screen: Open) -> None:
    for width, height in [(1000, 700), (1280, 800), (1920, 1080)]:
        screen: Screen = opened(open_screen, viewport={"width": width, "height": height}).screen
        size = screen.read("[document.documentElement.scrollWidth, document.body.scrollHeight]")
        assert size == [width, height]


def test_a_marked_sheet_is_printed_with_its_signs(sheet: Sheet) -> None:
    sheet.key("example-branch").click()
    sheet.says("error1.0", "wrong")
    sheet.screen.page.emulate_media(media="print")
    expect(sheet.cell("error1.0")).to_be_visible()
    expect(sheet.first()).to_be_visible()
    expect(sheet.key("show-all")).to_be_hidden()


@pytest.mark.parametrize(
    ("numbers", "part", "endpoint"),
    [
        ({}, "Numbers", "trace"),
        (SLIP, "Numbers", "mark"),
        ({}, "Gradients", "check"),
    ],
)
def test_the_command_that_is_copied_asks_what_the_page_asks(
    sheet: Sheet, numbers: dict[str, str], part: str, endpoint: str
) -> None:
    sheet.hand_in(numbers)
    page = sheet.screen.page
    page.locator('[data-view="parts"]').get_by_text(part, exact=True).click()
    reveal(page, '[data-key="copy-curl"]').click()
    command = shlex.split(page.evaluate("navigator.clipboard.readText()"))
    assert httpx.post(command[2], json=json.loads(command[-1])).status_code == 200
    assert command[2].endswith(f"/api/v1/{endpoint}")


def test_a_link_to_numbers_shows_their_result_whatever_was_open_before(sheet: Sheet) -> None:
    sheet.hand_in(SLIP)
    expect(sheet.first()).to_be_visible()
    page = sheet.screen.page
    link = sheet.screen.link()
    sheet.tab("class")
    expect(sheet.first()).to_be_hidden()
    page.goto("about:blank")
    page.goto(link)
    expect(sheet.first()).to_be_visible()
