"""English and Chinese, whole: chosen by the browser's language, switched with nothing lost."""

import re
from collections.abc import Set

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Complaints, Open
from tests.browser.screen import Screen

WORDS = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement: parent, data } = walker.currentNode;
    if (parent.closest("math, script, style, noscript, [lang=en], kbd, svg .symbol")) continue;
    if (parent.closest("[data-presentation]") && parent.localName === "tspan") continue;
    if (data.trim()) found.push(data.trim());
  }
  for (const name of ["aria-label", "title", "placeholder", "aria-valuetext"]) {
    for (const node of document.querySelectorAll(`[${name}]`)) {
      if (!node.closest("[lang=en]")) found.push(node.getAttribute(name));
    }
  }
  return [...found, document.title];
}"""
#: Names and signs that no language translates; the catalog's own names are added.
NAMES = {
    *("API", "JSON", "curl", "LaTeX", "flow", "XOR", "Mazur", "MiB", "Ctrl", "Alt", "Shift"),
    *("CSV", "TSV", "NumPy", "PyTorch", "Python"),
    *("Home", "End", "Esc", "Space", "sgd", "relu", "softmax", "Xavier", "He", "exp", "ln", "max"),
    # The API's own name for what overflowed stands beside its Chinese one.
    *("pre", "activations"),
}

#: What stands in code and tables that can be pasted on the page of checking.
PASTED = {"Ada", "id", "delta", "dW", "fc", "weight", "grad", "tensor", "float"}


def foreign(screen: Screen, pasted: Set[str] = frozenset()) -> set[str]:
    """Latin words on a Chinese page that are no names."""
    catalog = screen.api.catalog()
    tables = ("activations", "losses", "optimizers", "initializers")
    names = {word.lower() for word in NAMES | pasted}
    for table in tables:
        names |= {word for entry in catalog[table] for word in entry["name"].split("_")}
    found = set()
    for text in screen.read(WORDS):
        for word in re.findall(r"[A-Za-z]{2,}", text):
            if word.lower() not in names:
                found.add(f"{word}: {text}")
    return found


def test_the_browsers_language_chooses_the_words(open_screen: Open) -> None:
    for locale, language, play in (("zh-CN", "zh-Hans", "播放"), ("de-DE", "en", "Play")):
        screen = open_screen(locale=locale)
        assert screen.page.locator("html").get_attribute("lang") == language
        screen.page.get_by_role("button", name=play, exact=True).wait_for()


@pytest.mark.parametrize("keys", ["", "n", "nc", "c"])
def test_a_chinese_page_has_no_english_words(open_screen: Open, keys: str) -> None:
    screen = open_screen(locale="zh-CN")
    screen.in_view("legend", "summary").click()
    screen.in_view("legend", "dd").first.wait_for()
    screen.press(*keys)
    assert foreign(screen) == set()
    for position in range(1, 19):
        screen.press("ArrowRight")
        screen.stands_at(position)
        assert foreign(screen) == set()
    screen.press("Home", "3", "ArrowRight")
    assert foreign(screen) == set()
    if keys == "":
        screen.press("1", "d")
        screen.settle()
        for position in (7, 10, 18):
            screen.go(position)
            assert foreign(screen) == set()
    screen.press("a")
    screen.settle()
    assert foreign(screen) == set()


@pytest.mark.parametrize("name", ["figure2", "worked_example", "xor", "digits"])
def test_the_examples_speak_chinese_too(open_screen: Open, name: str) -> None:
    screen = open_screen(locale="zh-CN")
    screen.choose("preset", name)
    assert foreign(screen) == set()
    screen.find("grouping-phase").click()
    for _ in range(4):
        screen.find("next").click()
        assert foreign(screen) == set()


@pytest.mark.parametrize("example", ["branch", "key", "chapter"])
def test_the_marking_speaks_chinese_too(open_screen: Open, example: str) -> None:
    screen = open_screen("/check", locale="zh-CN")
    assert foreign(screen, PASTED) == set()
    screen.find(f"example-{example}").click()
    expect(screen.page.locator(".first-wrong")).to_be_visible()
    screen.find("show-all").click()
    expect(screen.page.locator(".verdict-list")).to_be_visible()
    assert foreign(screen, PASTED) == set()
    screen.find("part-gradients").click()
    screen.settle()
    assert foreign(screen, PASTED) == set()


def test_the_switch_keeps_everything(screen: Screen) -> None:
    screen.enter("w1.0.0", "0.7")
    screen.go(9)
    asked = screen.asked()
    before = screen.everything()
    screen.speak("zh")
    screen.page.get_by_role("button", name="播放", exact=True).wait_for()
    assert screen.page.locator("html").get_attribute("lang") == "zh-Hans"
    screen.stands_at(9)
    numbers = [(each[0], each[1], each[4]) for each in before[0]]
    assert [(each[0], each[1], each[4]) for each in screen.everything()[0]] == numbers
    assert screen.everything()[1] == before[1]
    assert screen.asked() == asked
    assert foreign(screen) == set()
    screen.page.reload()
    screen.settle()
    assert screen.page.locator("html").get_attribute("lang") == "zh-Hans"
    screen.stands_at(9)
    assert screen.asked() == asked
    screen.speak("en")
    screen.page.get_by_role("button", name="Play", exact=True).wait_for()
    screen.stands_at(9)
    assert screen.page.locator("html").get_attribute("lang") == "en"
    assert re.search(r"[一-鿿]", screen.page.locator("main").inner_text()) is None


def test_errors_speak_the_language_of_the_page(open_screen: Open, complaints: Complaints) -> None:
    complaints.allow("status of 422")
    screen = open_screen(locale="zh-CN")
    screen.enter("x.0@0", "1e10")
    screen.enter("w1.0.0", "1e300")
    screen.field("w1.0.1").focus()  # beside the field that is refused it would be said twice
    alert = screen.page.get_by_role("alert")
    expect(alert).to_contain_text("第 1 层")
    assert foreign(screen) == set()
    screen.speak("en")
    expect(alert).to_contain_text("layer 1")
    damaged = open_screen("/#1.garbage", locale="zh-CN")
    expect(damaged.notice()).to_contain_text("链接")
    assert foreign(damaged) == set()
