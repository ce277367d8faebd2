"""Questions and exercises, answered as a reader answers them: wrongly first, by the keyboard."""

import re
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # no py.typed
from playwright.sync_api import Locator, Page, expect

from app.localization import Translations
from app.settings import Settings
from tests.browser.conftest import Complaints, Open
from tests.browser.lesson.page import LessonPage, plain
from tests.browser.screen import Api

#: More waits than the page makes before it gives up.
MOST_WAITS = 40
WORDS = {name: Translations(Settings().static / "i18n").table(name) for name in ("en", "zh")}
AXE = (
    "axe.run({ include: [['.question'], ['.exercise']] },"
    " { resultTypes: ['violations'], iframes: false })"
)


def violations(page: Page) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate(AXE)["violations"]
    return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"][:3]]


def beginning(sentence: str) -> str:
    """A sentence up to its first blank."""
    return sentence.split("{")[0].strip()


class Reader:
    """One who answers with the keyboard what can be answered with it."""

    def __init__(self, page: Page, server: str, language: str, section: int) -> None:
        self.page, self.server, self.section = page, server, section
        self.words = WORDS[language]

    def choose(self, root: Locator, option: str) -> None:
        """Along the radio buttons by the arrow keys."""
        radios = root.locator("input[type=radio]:not([disabled])")
        names = [radio.get_attribute("value") for radio in radios.all()]
        radios.first.focus()
        self.page.keyboard.press("Space")
        for _ in range(names.index(option)):
            self.page.keyboard.press("ArrowDown")
        expect(root.locator(f'input[value="{option}"]')).to_be_checked()

    def pick(self, root: Locator, address: str) -> None:
        """A symbol in the picture is a button with a name."""
        symbol = root.locator(f"[data-picking] [role=button][aria-label]:is({at(address)})").first
        symbol.focus()
        self.page.keyboard.press("Enter")

    def hears(self, root: Locator, key: str, verdict: str, nth: int = 0) -> None:
        reply = root.locator('.reply[aria-live="polite"]').nth(nth)
        expect(reply).to_have_attribute("data-verdict", verdict)
        expect(reply).to_contain_text(beginning(self.words[key]))

    def press(self, root: Locator, key: str) -> Locator:
        button = root.get_by_role("button", name=self.words[key], exact=True)
        button.focus()
        self.page.keyboard.press("Enter")
        expect(button).to_be_focused()
        return button

    def exercise(self, number: int, seed: int = 1, **more: Any) -> dict[str, Any]:
        """The question as the server asks it."""
        body = {"section": self.section, "number": number, "seed": seed, **more}
        answer = httpx.post(f"{self.server}/api/v1/exercise", json=body).raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def place(self, number: int) -> Locator:
        """Its place in the page, with its figure at work."""
        root = self.page.locator(".exercise").nth(number - 1)
        root.scroll_into_view_if_needed()
        ready = root.locator('.exercise-place[data-ready="true"][data-pending="false"]')
        expect(ready).to_have_count(1)
        return root

    def give(self, root: Locator, kind: str, answer: Any) -> None:
        if kind == "number":
            root.locator("input.number").fill(str(answer))
            self.page.keyboard.press("Enter")
            return
        if kind == "pick":
            self.pick(root, answer)
            expect(root.locator(".picked [role=math]")).to_have_count(1)
        else:
            self.choose(root, answer)
        root.locator("button[type=submit]").focus()
        self.page.keyboard.press("Enter")

    def solve(self, number: int, *, leave_out: bool = False) -> Locator:
        """Empty, then wrong, then right; or shown."""
        root, asked = self.place(number), self.exercise(number)
        expected = self.exercise(number, reveal=True)["verdict"]["expected"]
        kind, name = asked["input"], asked["kind"]
        hidden = asked["tool"] == "network" and asked["after"] not in ("end", asked["at"])
        known = f'[data-address="{asked["after"]}"][data-value]'
        if hidden:
            expect(root.locator(known)).to_have_count(0)
        root.locator("button[type=submit]").click()
        expect(root.locator(".reply")).to_have_attribute("data-verdict", "note")
        if leave_out:
            self.press(root, "practice.show")
            expect(root.locator(".reply")).to_have_attribute("data-verdict", "told")
        else:
            wrong = wrong_answer(asked, expected)
            reason = self.exercise(number, answer=wrong)["verdict"]["reason"]
            self.give(root, kind, wrong)
            self.hears(root, f"exercise.{name}.{reason}", "wrong")
            expect(root.locator('[data-view="step_caption"]')).to_be_hidden()
            self.give(root, kind, str(expected).replace(".", ",") if kind == "number" else expected)
            self.hears(root, f"exercise.{name}.right", "right")
            expect(root.locator(".solved-mark")).to_be_visible()
        expect(root.locator(".reply")).to_contain_text(
            beginning(self.words[f"exercise.{name}.why"])
        )
        if asked["after"] != asked["at"]:
            expect(
                root.locator('[data-view="step_caption"] .step-caption-lines > *').first
            ).to_be_visible()
        if hidden and asked["after"].startswith(("error", "delta")):
            assert root.locator(known).count() > 0
        return root


def at(address: str) -> str:
    return ", ".join(f'[data-{kind}="{address}"]' for kind in ("focus", "edit", "address"))


def wrong_answer(asked: dict[str, Any], expected: Any) -> Any:
    if asked["input"] == "number":
        return -expected
    if asked["input"] == "pick":
        layers = asked["request"]["network"]["layers"]
        weights = (
            f"w{layer}.{j}.{i}"
            for layer, each in enumerate(layers, 1)
            for j, row in enumerate(each["weights"])
            for i in range(len(row))
        )
        return next(weight for weight in weights if weight != expected)
    names = [each if isinstance(each, str) else each["name"] for each in asked["options"]]
    return next(name for name in names if name != expected)


def open_lesson(open_screen: Open, section: int, language: str, **options: Any) -> Page:
    page = open_screen(f"/lesson/{section}?lang={language}", ready=False, **options).page
    LessonPage(page).settle()
    return page


def test_the_symbols_of_figure_2_are_sorted_and_section_3_is_answered(
    open_screen: Open, server: str, complaints: Complaints
) -> None:
    complaints.allow("ERR_INTERNET_DISCONNECTED")
    page = open_lesson(open_screen, 3, "en")
    reader = Reader(page, server, "en", 3)
    sort = page.locator("#question-parameters")
    sort.scroll_into_view_if_needed()
    for address in ("z1.0", "a2.1", "x.0"):
        reader.pick(sort, address)
        reader.hears(sort, f"question.parameters.{address[0]}.weight", "wrong")
    left = sort.locator(".sort-left")
    expect(left).to_have_text("40 of 40 left")
    for address in ("b1.0", "w1.0.0", "w1.0.1", "w2.1.2"):
        reader.pick(sort, address)
        reader.hears(sort, f"question.parameters.{address[0]}.weight", "right")
    # The mark is a letter, drawn and said.
    assert sort.locator('[data-mark="W"][role=button]').count() == 4
    assert "W" in (
        sort.locator('[data-mark="W"][role=button]').first.get_attribute("aria-label") or ""
    )
    like = sort.locator(".exercise-buttons button").first
    expect(like).to_contain_text("12")
    like.click()
    expect(left).to_have_text("24 of 40 left")
    # A key chooses where to put things and leaves the focus where it is.
    page.keyboard.press("2")
    expect(sort.locator('input[value="activation"]')).to_be_checked()
    expect(like).to_be_focused()
    reader.pick(sort, "b2.0")
    reader.hears(sort, "question.parameters.b.activation", "wrong")
    for family in ("z", "a"):
        for address in ("1.0", "1.2", "2.1"):
            reader.pick(sort, f"{family}{address}")
            reader.hears(sort, f"question.parameters.{family}.activation", "right")
        like.click()
    reader.pick(sort, "x.0")
    reader.hears(sort, "question.parameters.x.activation", "right")
    sort.locator('[data-thing="function"]').click()
    reader.hears(sort, "question.parameters.function.activation", "wrong")
    page.keyboard.press("1")
    for bias in ("b1.1", "b2.0"):
        reader.pick(sort, bias)
    like.click()
    page.keyboard.press("3")
    sort.locator('[data-thing="one"]').click()
    reader.hears(sort, "question.parameters.one.hyperparameter", "wrong")
    for thing in ("layers", "units", "function", "rate", "batch", "rounds"):
        sort.locator(f'[data-thing="{thing}"]').click()
    page.keyboard.press("4")
    for address in ("x.1", "x.2"):
        reader.pick(sort, address)
        reader.hears(sort, "question.parameters.x.none", "right")
    expect(left).to_have_text("1 of 40 left")
    expect(sort.locator(".reasoning")).to_be_hidden()
    sort.locator('[data-thing="one"]').click()
    expect(left).to_have_text("0 of 40 left")
    expect(sort.locator(".reasoning")).to_contain_text("15 weights and 5 biases, 20 parameters")
    expect(sort.locator(".solved-mark")).to_be_visible()

    for name, wrong, right in (
        ("purpose", ("activations", "both", "inputs"), "weights"),
        ("both", ("weights", "two_sweeps", "everything"), "sweep"),
    ):
        root = page.locator(f"#question-{name}")
        root.get_by_role("button", name=reader.words["practice.check"], exact=True).click()
        expect(root.locator(".reply")).to_have_text(reader.words["practice.choose"])
        expect(root.locator("input[type=radio]").first).to_be_focused()
        for option in (*wrong, right):
            reader.choose(root, option)
            reader.press(root, "practice.check")
            verdict = "right" if option == right else "wrong"
            reader.hears(root, f"question.{name}.reply.{option}", verdict)
        live = root.locator('.question-figure[data-ready="true"]')
        expect(live.locator(".step-caption-symbols").first).to_be_visible()
        expect(root.locator(".reasons")).to_contain_text(
            "20" if name == "purpose" else "2 layers of weights"
        )

    reader.solve(1)
    reader.solve(2)
    # Another question: a link of its own, kept for the next visit, and the focus stays.
    root = reader.place(3)
    asked = root.locator(".seed").inner_text()
    reader.press(root, "practice.another")
    expect(root.locator(".seed")).not_to_have_text(asked)
    link = root.locator(".seed").get_attribute("href") or ""
    assert link == f"#{root.get_attribute('id')}" != "#exercise-3-3-1"
    seed = link.rsplit("-", 1)[1]
    assert page.evaluate("localStorage.getItem('lesson.3.exercise-3')") == seed
    page.evaluate("location.hash = '#exercise-3-3-1'")
    expect(root.locator(".seed")).to_have_text("Seed 1")
    # Without the server the reader is told so, and the answer is judged when it is back.
    asked_again = reader.exercise(3)
    page.context.set_offline(True)
    reader.choose(root, wrong_answer(asked_again, None))
    root.locator("button[type=submit]").click()
    notice = page.locator("[data-lesson-notice]")
    expect(notice).to_contain_text(beginning(reader.words["page.unreachable"]))
    page.context.set_offline(False)
    expect(root.locator(".reply")).to_have_attribute("data-verdict", re.compile("right|wrong"))
    # After many repeats it is for the reader to try again.
    page.clock.install()
    page.context.set_offline(True)
    root.get_by_role("button", name=reader.words["practice.another"]).click()
    failure = root.locator(".exercise-failure")
    for _ in range(MOST_WAITS):
        page.clock.run_for(30_000)
        if failure.inner_text():
            break
    expect(failure).to_contain_text(beginning(reader.words["practice.not_fetched"]))
    page.context.set_offline(False)
    failure.get_by_role("button").click()
    expect(failure).to_be_empty()
    assert violations(page) == []


def test_a_chinese_reader_finds_the_factors_of_a_gradient_in_section_5(
    open_screen: Open, server: str, api: Api
) -> None:
    options = {"color_scheme": "dark", "locale": "zh-CN"}
    page = open_lesson(open_screen, 5, "zh", **options)
    reader = Reader(page, server, "zh", 5)
    when = page.locator("#question-when")
    for option in ("forward", "all", "after", "delta"):
        reader.choose(when, option)
        reader.press(when, "practice.check")
        verdict = "right" if option == "delta" else "wrong"
        reader.hears(when, f"question.when.reply.{option}", verdict)
    for address, reply in (
        ("error1.0", "other_delta"),
        ("a1.1", "other_signal"),
        ("a2.0", "own_output"),
        ("x.0", "elsewhere"),
        ("a1.2", "signal"),
    ):
        reader.pick(when, address)
        spoken = when.locator(".reply").nth(1)
        expect(spoken).to_contain_text(reader.words[f"question.when.found.{reply}"].split("}")[-1])
    reader.pick(when, "error2.0")
    expect(when.locator(".solved-mark")).to_be_visible()
    # The product is the engine's: −∂C/∂w34 of the document's network.
    trace = api.trace(api.preset("document"))
    gradient = trace["layers"][1]["weight_gradients"][0][2]
    latex = when.locator(".reasons [data-latex*=w_]").first.get_attribute("data-latex") or ""
    start = r"-\frac{\partial C}{\partial w_{34}}=\delta_4\cdot f'_4(e_4)\cdot y_3="
    assert plain(latex).startswith(plain(start))
    assert float(latex.rsplit("=", 1)[1]) == pytest.approx(-gradient, rel=1e-3)
    formula = when.locator(".step-caption-symbols").first.get_attribute("data-latex") or ""
    assert plain(formula).startswith("w'_{14}=w_{14}")
    reader.solve(1)
    reader.solve(2)
    reader.solve(3, leave_out=True)
    assert page.locator(".solved-mark:visible").count() == 3
    assert violations(page) == []


def test_the_weight_with_the_largest_gradient_is_chosen_in_the_picture(
    open_screen: Open, server: str
) -> None:
    page = open_lesson(open_screen, 7, "en", viewport={"width": 320, "height": 800})
    root = Reader(page, server, "en", 7).solve(3)
    assert root.evaluate("(root) => root.scrollWidth <= root.clientWidth")
