"""The questions that learners ask: every place shows what its link promises; search."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.web.lesson.asked.numbers import written
from app.web.lesson.asked.places import PLACES
from app.web.lesson.asked.table import ASKED
from tests.browser.conftest import Open
from tests.browser.lesson.page import LessonPage

#: What is seen of a tool, without spaces: MathML puts them between its signs.
SEEN = "() => document.querySelector('main').innerText.replace(/[\\s\\u2061-\\u2064]+/g, '')"


def numbers(*names: str) -> tuple[str, ...]:
    """Numbers of the text, which the place has to show as well."""
    return tuple(written(name) for name in names)


#: What stands on the screen of a tool that a link opens.
PROMISED: dict[str, tuple[str, ...]] = {
    "mazur_back": numbers("delta_old", "branches", "branch_1", "branch_2", "column_1", "column_2"),
    "diamond": ("2.992+0.1592", "3.152"),
    "two_outputs": ("−0.1374", "0.4·(−0.1283)+(−0.6)·0.1434"),
    "document_back": ("0.0753", "0.7·0.2461·0.4372"),
    "published_key": ("−0.06843", "0.1·0.06161+(−0.5)·0.1492"),
    "first_update": ("(−0.001148)·1", "−0.001148"),
    "sign_flip": (*numbers("flip_figures", "flip_gradient"), "oppositesign"),
    "twice": numbers("z", "a", "slope_at_z", "slope_at_a"),
    "logistic": numbers("logistic_a", "logistic_error", "logistic_slope", "logistic_delta"),
    "xor_output": ("(0.4729−0)",),
    "softmax": numbers("softmax_1", "softmax_2", "softmax_3"),
    "deep": ("7.1e−6",),
    "kink": ("relu(z)hasakinkhere", "Itsderivativeistakentobe0."),
    "digits_back": ("[1×10]·[10×128]",),
    "document_figure": ("0.5336", "Neuron 4 multiplies each input"),
    "document_textbook": ("0.5336", "Neuron 1 of layer 2 multiplies"),
    "digits_gradient": ("[1×128]", "[1×256]", "128by256"),
    "plus": ("0.7287", "0.7+0.5·0.4372·0.2461·0.5336"),
    "minus": ("0.7287", "(−0.1076)·0.5336"),
    "with_half": numbers("half_gradient", "half_weight"),
    "without_half": numbers("whole_gradient", "half_weight"),
    "bias_update": numbers("bias_new", "bias_delta"),
    "batch_update": numbers("bias_of_batch", "gradients_averaged"),
    "not_cleared": ("100/100", "sgd3.5e−10", "momentum0.3954"),
    "optimizers": ("2000/2000", "sgd", "momentum", "Nesterov", "Adam"),
    "equal": numbers("equal_gradient"),
    "zeros": ("60/60", "0.6931", "50%"),
    "too_fast": ("Therundiverged", "beyondwhata64-bitnumbercanhold"),
    "too_high": ("Run3hasleftthepicture",),
    "worked_example": ("2.35", "0.1·5+0.15·10+0.35"),
    "key_marked": ("0.0146", "The weight gradients of the next layer were added"),
    "check": ("Fine(12)", "∝h²", "1e−5"),
    "check_kink": ("Kinknearby(3)", "−0.924"),
    "neuron": ("22/22", "−0.115"),
}


def shows_part(page: Page, name: str) -> None:
    """A part of the lesson is in sight, and its figures and tools work."""
    LessonPage(page).settle()
    part = page.locator(f"#{name}")
    expect(part).to_be_in_viewport()
    for figure in part.locator("xpath=descendant-or-self::*[@data-figure]").all()[:1]:
        LessonPage(page).reach(figure)
        expect(figure.locator("[data-address], svg").first).to_be_visible()
    if name == "exercises":
        expect(part.locator("form").first).to_be_visible()


def shows_symbol(page: Page, name: str) -> None:
    page.wait_for_selector('html[data-ready="true"]', state="attached")
    expect(page.locator(f"#{name}")).to_be_in_viewport()


def shows_numbers(page: Page, name: str) -> None:
    page.wait_for_selector('html[data-ready="true"][data-pending="false"]', state="attached")
    for _ in range(150):
        seen = page.evaluate(SEEN)
        missing = [text for text in PROMISED[name] if re.sub(r"\s", "", text) not in seen]
        if not missing:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{name} does not show {missing}: {seen[:1500]}")


def shown_at(name: str) -> tuple[Callable[[Page, str], None], str]:
    place = PLACES[name]
    if place.path == "/lesson/glossary":
        return shows_symbol, place.hash
    return (shows_part, place.hash) if place.path.startswith("/lesson") else (shows_numbers, name)


def test_every_tool_has_its_promise() -> None:
    assert set(PROMISED) == {
        name for name, place in PLACES.items() if not place.path.startswith("/lesson")
    }


@pytest.mark.parametrize("path", sorted({place.path for place in PLACES.values()}))
def test_the_links_to_a_page_show_what_they_promise(open_screen: Open, path: str) -> None:
    page = open_screen("/lesson/questions?lang=en", ready=False).page
    names = [name for name, place in PLACES.items() if place.path == path]
    links = [page.locator(f'[data-place="{name}"]').first for name in names]
    addresses = [link.evaluate("(link) => link.href") for link in links]
    links[0].focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(path)))
    for name, address in zip(names, addresses, strict=True):
        if name != names[0]:
            # Another page in between: of the same page a browser would change the hash alone.
            page.goto("about:blank")
            page.goto(address)
        shows, what = shown_at(name)
        shows(page, what)
        # No link is refused.
        refused = page.locator('[data-key="problem"], .problem').filter(has_text="link")
        expect(refused).to_have_count(0)


# axe on this page, and whether it overflows: test_pages.py.
@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("zh", 320)])
def test_the_search_is_used_by_keyboard(open_screen: Open, language: str, width: int) -> None:
    page = open_screen(
        f"/lesson/questions?lang={language}",
        ready=False,
        viewport={"width": width, "height": 800},
    ).page
    page.wait_for_selector('html[data-ready="true"]', state="attached")
    answers = page.locator("[data-asked]")
    expect(answers).to_have_count(len(ASKED))

    # The search leaves the questions in which its words are, in the index too.
    page.locator("#asked-search").focus()
    page.keyboard.type("softmax")
    expect(page.locator("#q-softmax")).to_be_visible()
    expect(page.locator("#q-old-or-new-weights")).to_be_hidden()
    left = page.locator("[data-asked]:visible").count()
    assert 1 <= left < len(ASKED)
    assert page.locator("[data-entry]:visible").count() == left
    expect(page.locator("[data-search-count]")).to_contain_text(str(left))
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("nothing has this")
    expect(page.locator("[data-asked]:visible")).to_have_count(0)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-asked]:visible")).to_have_count(len(ASKED))
    expect(page.locator("#asked-search")).to_be_focused()

    # A link to a question that the search has left out shows it.
    page.keyboard.type("softmax")
    page.evaluate("location.hash = '#q-transpose'")
    expect(page.locator("#q-transpose")).to_be_in_viewport()


def test_a_section_and_the_glossary_lead_to_a_question_and_back(open_screen: Open) -> None:
    page = open_screen("/lesson/5?lang=zh#when", ready=False).page
    LessonPage(page).settle()
    page.locator('[data-often="old_or_new_weights"]').click()
    page.wait_for_url(re.compile(r"/lesson/questions\?lang=zh#q-old-or-new-weights"))
    expect(page.locator("#q-old-or-new-weights")).to_be_in_viewport()
    page.locator('#q-old-or-new-weights [data-place="when"]').click()
    page.wait_for_url(re.compile(r"/lesson/5\?lang=zh#when"))
    page.goto(page.url.replace("/5?lang=zh#when", "/glossary?lang=zh#symbol-slope"))
    page.locator("#symbol-slope .asked-link").click()
    expect(page.locator("#q-why-slope")).to_be_in_viewport()
    page.goto(page.url.replace("/questions?lang=zh#q-why-slope", "?lang=zh"))
    page.locator("main a[href*='/lesson/questions']").click()
    expect(page.locator("h1")).to_have_text("常见问题")
