"""The document's figures, one by one: each has its live counterpart, with its formulas and in its
state, in both languages.

The formulas are typed here from the account of the document's figures; the page gets its own from
the engine's formula trees or from the figure's table.
"""

import base64
import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from math import cos, exp, sin
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.web.lesson.questions import QUESTIONS
from app.web.lesson.sections import FIGURES
from tests.browser.conftest import Complaints, Open
from tests.browser.lesson.page import (
    SECTIONS,
    LessonPage,
    LiveFigure,
    plain,
)
from tests.browser.screen import Api
from tests.browser.truth import Json, drawn_number, number

Picture = dict[str, Any]


def flow_picture(shown: dict[str, dict[str, str]]) -> Picture:
    """What figures 5 to 13 tell apart, by layer.unit and layer.unit.input."""
    balls, edges = shown["ball"], shown["edge"]
    return {
        "amber": {name for name, state in balls.items() if state == "active"},
        "green": {name for name, state in balls.items() if state == "known"},
        "brown": {name for name, state in edges.items() if state in ("weight", "update")},
        "loop": set(shown["loop"]),
        "compared": {name for name, state in shown["compare"].items() if state == "active"},
    }


def flow(
    *,
    amber: str = "",
    green: str = "",
    brown: str = "",
    loop: str = "",
    compared: str = "",
) -> Picture:
    return {
        "amber": set(amber.split()),
        "green": set(green.split()),
        "brown": set(brown.split()),
        "loop": set(loop.split()),
        "compared": set(compared.split()),
    }


@dataclass(frozen=True)
class Expected:
    """``formulas`` verbatim; ``states`` the pictures of its steps; ``shows`` what else is there."""

    section: int
    formulas: tuple[str, ...] = ()
    states: tuple[Picture, ...] = ()
    #: Of a derivation: what stands on the left of each line, as the API calls it; and the network.
    lines: tuple[str, ...] = ()
    experiment: str = ""
    #: The δ that are known when the last line is reached, by layer.unit.
    known: str = ""
    shows: Callable[[LiveFigure], None] | None = None


def derived(formulas: tuple[str, ...], lines: str, known: str = "", section: int = 6) -> Expected:
    return Expected(section, formulas, lines=tuple(lines.split()), experiment="slides", known=known)


def chain(of: str, through: str, start: str = "C") -> str:
    """∂C/∂z = ∂a/∂z ∂C/∂a"""
    return rf"{d(start, of)}={d(through, of)}{d(start, through)}"


def d(over: str, under: str) -> str:
    return rf"\frac{{\partial {over}}}{{\partial {under}}}"


def recursion(z: str, *branches: tuple[str, str]) -> str:
    inside = "+".join(rf"{weight}{d('C', after)}" for weight, after in branches)
    return rf"{d('C', z)}=\sigma'({z})\left[{inside}\right]"


BRACKET = recursion("z", ("w_3", "z'"), ("w_4", "z''"))


def update(neuron: int, delta: str, sources: dict[str, str]) -> tuple[str, ...]:
    return tuple(
        rf"w'_{{{name}{neuron}}}=w_{{{name}{neuron}}}"
        rf"+\eta{delta}\frac{{df_{neuron}(e)}}{{de}}{signal}"
        for name, signal in sources.items()
    )


def side_by_side(*balls: str) -> Callable[[LiveFigure], None]:
    """A panel for each step, each with its own active ball, as the document compares them; without
    room for all, the one of the present step.
    """

    def shows(figure: LiveFigure) -> None:
        page, panels = figure.root.page, figure.root.locator(".panel")
        size = page.viewport_size
        page.set_viewport_size({"width": 1920, "height": 1080})
        expect(panels.and_(page.locator(":visible"))).to_have_count(len(balls))
        for panel, ball in zip(panels.all(), balls, strict=True):
            active = panel.locator('[data-ball][data-state="active"]')
            expect(active).to_have_attribute("data-ball", ball)
            panel.locator(".panel-head").click()
            expect(panel).to_have_attribute("data-present", "")
            expect(panel.locator(".panel-head")).to_have_attribute("aria-current", "step")
        page.set_viewport_size({"width": 375, "height": 812})
        expect(panels.and_(page.locator(":visible"))).to_have_count(1)
        if size is not None:
            page.set_viewport_size(size)

    return shows


def alone_and_large(*units: str) -> Callable[[LiveFigure], None]:
    """What the figure speaks of stands alone, the whole circuit small beside its lines."""

    def shows(figure: LiveFigure) -> None:
        fragment = figure.root.locator('[data-view="fragment"]')
        whole = figure.root.locator('[data-view="diagram"]')
        drawn = fragment.locator("[data-unit]")
        assert [unit.get_attribute("data-unit") for unit in drawn.all()] == list(units)
        expect(whole.locator("[data-unit]")).to_have_count(6)
        heights = []
        for drawing in (fragment, whole):
            box = drawing.locator("[data-unit='1.0']").bounding_box()
            assert box is not None
            heights.append(box["height"])
        assert heights[0] > 2 * heights[1]
        expect(fragment.locator(".terminal.out:visible")).to_have_count(0)

    return shows


INPUTS = {"(x1)": "x_1", "(x2)": "x_2"}
FIRST = {"1": "y_1", "2": "y_2", "3": "y_3"}
SECOND = {"4": "y_4", "5": "y_5"}
ALL = "1.0 1.1 1.2 2.0 2.1 3.0"
ALL_OF_THE_SLIDES = "1.0 1.1 2.0 2.1 3.0 3.1"
z1, z2 = "z'", "z''"

TABLE: dict[str, Expected] = {
    "5": Expected(5, (r"\delta=z-y",), (flow(amber="3.0", compared="0"),)),
    "6": Expected(
        5,
        (r"\delta_4=w_{46}\delta", r"\delta_5=w_{56}\delta"),
        (
            flow(amber="2.0", green="3.0", brown="3.0.0"),
            flow(amber="2.1", green="2.0 3.0", brown="3.0.1"),
        ),
        shows=side_by_side("2.0", "2.1"),
    ),
    "7": Expected(
        5,
        (
            r"\delta_1=w_{14}\delta_4+w_{15}\delta_5",
            r"\delta_2=w_{24}\delta_4+w_{25}\delta_5",
            r"\delta_3=w_{34}\delta_4+w_{35}\delta_5",
        ),
        (
            flow(amber="1.0", green="2.0 2.1 3.0", brown="2.0.0 2.1.0"),
            flow(amber="1.1", green="1.0 2.0 2.1 3.0", brown="2.0.1 2.1.1"),
            flow(amber="1.2", green="1.0 1.1 2.0 2.1 3.0", brown="2.0.2 2.1.2"),
        ),
        shows=side_by_side("1.0", "1.1", "1.2"),
    ),
    "8": Expected(
        5,
        update(1, r"\delta_1", INPUTS),
        (flow(green=ALL, brown="1.0.0 1.0.1", loop="1.0"),),
    ),
    "9": Expected(
        5,
        update(2, r"\delta_2", INPUTS),
        (flow(green="1.1 1.2 2.0 2.1 3.0", brown="1.1.0 1.1.1", loop="1.1"),),
    ),
    "10": Expected(
        5,
        update(3, r"\delta_3", INPUTS),
        (flow(green="1.2 2.0 2.1 3.0", brown="1.2.0 1.2.1", loop="1.2"),),
    ),
    "11": Expected(
        5,
        update(4, r"\delta_4", FIRST),
        (flow(green="2.0 2.1 3.0", brown="2.0.0 2.0.1 2.0.2", loop="2.0"),),
    ),
    "12": Expected(
        5,
        update(5, r"\delta_5", FIRST),
        (flow(green="2.1 3.0", brown="2.1.0 2.1.1 2.1.2", loop="2.1"),),
    ),
    "13": Expected(
        5, update(6, r"\delta", SECOND), (flow(green="3.0", brown="3.0.0 3.0.1", loop="3.0"),)
    ),
    "14": derived(
        ("z=x_1w_1+x_2w_2+b", rf"{d('C', 'w')}={d('z', 'w')}{d('C', 'z')}"), "z1.0 dw1.0.0"
    ),
    "15": derived((r"\partial z/\partial w_1=x_1", r"\partial z/\partial w_2=x_2"), "x.0 x.1 one"),
    "16": derived((r"a=\sigma(z)", chain("z", "a")), "a1.0 delta1.0 slope1.0"),
    "17": derived(
        (r"z'=aw_3+\cdots", rf"{d('C', 'a')}={d(z1, 'a')}{d('C', z1)}+{d(z2, 'a')}{d('C', z2)}"),
        "z2.0 error1.0 w2.0.0 w2.1.0",
    ),
    "18": derived((BRACKET,), "error1.0 delta1.0"),
    "19": derived((BRACKET,), "slope1.0 delta1.0", "1.0 2.0 2.1 3.0 3.1"),
    "20": replace(
        derived(
            (chain(z1, "y_1"), chain(z2, "y_2")),
            "slope2.0 error2.0 delta2.0 delta2.1 delta1.0",
            "1.0 2.0 2.1",
        ),
        experiment="slides_output",
    ),
    "21": derived(
        (BRACKET, recursion(z1, ("w_5", "z_a"), ("w_6", "z_b"))),
        "delta2.0 delta2.1 delta1.0",
        "1.0 2.0 2.1 3.0 3.1",
    ),
    "22": derived(
        (), "delta3.0 delta3.1 delta2.0 delta2.1 delta1.0 delta1.1", ALL_OF_THE_SLIDES, section=7
    ),
}


# --- sections 2 to 4, and figure 23 ---

#: What the first animation's title says at its steps 1 to 12, read off its frames.
COSTS = (10.919, 4.385, 1.929, 1.007, 0.660, 0.529, 0.480, 0.462, 0.455, 0.453, 0.452, 0.451)


def gradient_at_a_point(figure: LiveFigure) -> None:
    """grad (x² + y² + 2x + 2) = (2x + 2, 2y), at the start and at a point that is moved."""
    lines = figure.root.locator(".gradient-lines")
    expect(lines).to_contain_text("(4,8)")
    point = figure.root.locator('[data-key="start-x"]')
    point.fill("2")
    point.press("Enter")
    expect(lines).to_contain_text("(6,8)")
    expect(figure.root.locator('[data-arrow="gradient"]')).to_be_visible()
    figure.press("reset")
    expect(lines).to_contain_text("(4,8)")


def program_of_figure_1(figure: LiveFigure) -> None:
    """Its lines light up in their order: a batch is drawn, the gradient averaged, θ moved."""
    lines = figure.root.locator(".pseudo li")
    lit = lines.and_(figure.root.page.locator('[data-state="active"]'))
    expect(lit).to_have_attribute("data-kinds", "start")
    run = []
    for _ in range(7):
        figure.press("next")
        run.append(str(lit.first.get_attribute("data-kinds")))
    once = [kind for n, kind in enumerate(run) if kind not in run[:n]]
    assert once == ["batch", "gradient", "loop stop", "update", "value"]
    expect(figure.root.locator('[data-key="batch"]')).to_have_value("6")


def costs_of_the_line(figure: LiveFigure) -> None:
    """The parabola at the left, data and line at the right, the cost in the title."""
    title = figure.root.locator(".cost-title")
    for step, cost in enumerate(COSTS):
        if step > 0:
            figure.press("next")
        expect(title).to_have_attribute("data-step", str(step))
        assert float(title.get_attribute("data-value") or 0) == pytest.approx(cost, rel=3e-3)
    assert figure.root.locator("svg").count() >= 2


def neuron_on_four_points(figure: LiveFigure) -> None:
    """The second animation ends at weight −0.47 and bias 1.03, read off to two digits."""
    page = figure.root.page
    ends = {name: page.locator(f'[data-quantity="{name}@last"]').first for name in ("w", "b")}
    shown = {name: float(end.get_attribute("value") or 0) for name, end in ends.items()}
    assert shown == pytest.approx({"w": -0.47, "b": 1.03}, abs=0.02)
    expect(figure.root.locator("canvas:visible").first).to_be_visible()
    expect(figure.root.locator("svg:visible").first).to_be_visible()


def network_of_figure_2(figure: LiveFigure) -> None:
    """Three columns of circles split into z and a; fifteen weights and five biases by name."""
    for _ in range(5):
        figure.press("next")
    named = {
        str(node.get_attribute("data-edit")): str(node.get_attribute("aria-label")).split(" =")[0]
        for node in figure.root.locator(".number-label[data-edit]").all()
    }
    for layer, units, inputs in ((1, 3, 3), (2, 2, 3)):
        for j in range(units):
            assert named[f"b{layer}.{j}"] == f"b{j + 1}({layer + 1})"
            for i in range(inputs):
                assert named[f"w{layer}.{j}.{i}"] == f"w{j + 1}{i + 1}({layer + 1})"
    assert sum(name[0] in "wb" for name in named) == 20
    halves = figure.root.locator(".unit[data-split]")
    expect(halves).to_have_count(5)
    assert [half.locator("text.symbol").all_text_contents() for half in halves.all()] == [
        [f"{letter}({layer}){j}" for letter in "za"]
        for layer, units in ((2, 3), (3, 2))
        for j in range(1, units + 1)
    ]
    expect(figure.root.locator(".diagram")).to_have_attribute("data-presentation", "flow")
    expect(figure.root.locator(".caption")).to_have_count(3)


def increments(*links: str, ratio: float) -> Callable[[LiveFigure], None]:
    """Δ runs along the arrows; the last over the first tends to the derivative."""

    def shows(figure: LiveFigure) -> None:
        drawn = figure.root.locator(".increments-link")
        assert [one.get_attribute("data-link") for one in drawn.all()] == list(links)
        for _ in range(20):
            figure.root.locator('[data-key="change-halve"]').click()
        found = figure.root.locator("[data-ratio]").get_attribute("data-ratio")
        assert float(found or 0) == pytest.approx(ratio, rel=1e-5)

    return shows


def forward_times_backward(figure: LiveFigure) -> None:
    """Any weight that is clicked: its forward number times its backward number."""
    page = figure.root.page
    pictures = figure.root.locator(".panel").all()
    chosen = page.locator('[data-key="product-weight"]')
    for picture, weight in zip(pictures, ("w2.1.0", "w1.0.1"), strict=True):
        picture.locator(f'[role=button][data-focus="{weight}"]').first.click()
        expect(chosen).to_have_value(weight)
        values = [
            float(
                page.locator(f'.product-card[data-part="{part}"] .product-formula').get_attribute(
                    "data-value"
                )
                or 0
            )
            for part in ("forward", "backward", "gradient")
        ]
        assert values[2] == pytest.approx(values[0] * values[1], rel=1e-12)


SECTIONS_2_TO_4 = {
    "formula1": Expected(
        2,
        (
            r"\operatorname{grad} f=\left(\frac{\partial f}{\partial x},"
            r"\frac{\partial f}{\partial y}\right)=\nabla f",
        ),
        shows=gradient_at_a_point,
    ),
    "1": Expected(
        2,
        (
            r"\hat g=\frac1m\nabla_\theta\sum_i L(f(x_i,\theta),y^{(i)})",
            r"\theta=\theta-\varepsilon_k\hat g",
        ),
        shows=program_of_figure_1,
    ),
    "gif1": Expected(2, shows=costs_of_the_line),
    "gif2": Expected(2, shows=neuron_on_four_points),
    "2": Expected(3, shows=network_of_figure_2),
    # y = sin x, z = e^y at x = 0.5
    "3": Expected(
        4,
        (
            r"y=g(x)\quad z=h(y)",
            r"\Delta x\to\Delta y\to\Delta z",
            r"\frac{dz}{dx}=\frac{dz}{dy}\frac{dy}{dx}",
        ),
        shows=increments("0.1", "1.2", ratio=exp(sin(0.5)) * cos(0.5)),
    ),
    # x = s², y = sin s, z = xy at s = 1.5
    "4": Expected(
        4,
        (
            r"x=g(s)\quad y=h(s)\quad z=k(x,y)",
            rf"{d('z', 's')}={d('z', 'x')}{d('x', 's')}+{d('z', 'y')}{d('y', 's')}",
        ),
        shows=increments("0.2", "0.3", "2.4", "3.4", ratio=3 * sin(1.5) + 1.5**2 * cos(1.5)),
    ),
    "23": Expected(
        7,
        (rf"{d('z', 'w')}=a", rf"a\times {d('C', 'z')}={d('C', 'w')}"),
        shows=forward_times_backward,
    ),
}
TABLE |= SECTIONS_2_TO_4
TABLE |= {
    name: replace(TABLE[name], shows=alone_and_large(*units))
    for names, units in (
        (("14", "15"), ("1.0",)),
        (("16", "17", "18", "19"), ("1.0", "2.0", "2.1")),
    )
    for name in names
}

#: The document's figures that must have a counterpart, its formula and its two animations.
OF_THE_DOCUMENT = {*(str(number) for number in range(1, 24)), "formula1", "gif1", "gif2"}


def test_every_figure_of_the_document_has_its_row() -> None:
    assert TABLE.keys() >= OF_THE_DOCUMENT
    assert TABLE.keys() <= FIGURES.keys()
    assert QUESTIONS_TO_THINK_ABOUT.keys() == QUESTIONS.keys()


@pytest.fixture
def open_lesson(open_screen: Open) -> Callable[..., LessonPage]:
    def opened(section: int, language: str = "en", **options: Any) -> LessonPage:
        address = f"/lesson/{section}?lang={language}"
        page: Page = open_screen(address, ready=False, **options).page
        lesson = LessonPage(page)
        lesson.settle()
        return lesson

    return opened


#: The questions to think about: the section, and what is chosen among (0: symbols are sorted).
QUESTIONS_TO_THINK_ABOUT = {
    "parameters": (3, 0),
    "purpose": (3, 4),
    "both": (3, 4),
    "when": (5, 4),
}


def question_is_alive(page: Page, name: str, options: int) -> None:
    """It asks before it tells, and stands on a live figure or leads to one."""
    root = page.locator(f"#question-{name}")
    root.scroll_into_view_if_needed()
    expect(root.locator(".reasoning, .reasons").first).to_be_hidden()
    if options:
        expect(root.locator("input[type=radio]")).to_have_count(options)
        return
    live = root.locator('[data-ready="true"] .diagram[data-picking]')
    expect(live).to_have_count(1)
    # Fifteen weights, five biases, five z, five a, three inputs.
    expect(live.locator('[role=button][tabindex="0"]')).to_have_count(33)
    expect(root.locator("input[type=radio]")).to_have_count(4)


#: Of a section the figure that is left for the full tool at its end.
LEFT_BY = {2: "gif1", 4: "4", 5: "7", 6: "17"}


@pytest.mark.parametrize("section", SECTIONS)
def test_the_figures_of_a_section_show_what_the_document_shows(
    open_lesson: Callable[..., LessonPage], api: Api, section: int
) -> None:
    """Step by step in English: what is drawn is the same in Chinese, where `test_pages.py` meets
    every figure.
    """
    lesson = open_lesson(section)
    for name, (stands, options) in QUESTIONS_TO_THINK_ABOUT.items():
        if stands == section:
            question_is_alive(lesson.page, name, options)
    for name, expected in TABLE.items():
        if expected.section != section:
            continue
        figure = lesson.figure(name)
        figure.root.scroll_into_view_if_needed()
        missing = {plain(formula) for formula in expected.formulas} - figure.formulas
        assert not missing, f"figure {name}: {missing} not among {sorted(figure.formulas)}"
        for step, state in enumerate(expected.states):
            if step > 0:
                figure.press("next")
            assert flow_picture(figure.picture()) == state, f"figure {name}, step {step + 1}"
        if expected.lines:
            walk_lines(name, figure, expected, api)
        if expected.shows is not None:
            expected.shows(figure)
    if section in LEFT_BY:
        leads_to_the_full_tool_in_its_state(lesson, LEFT_BY[section])


def leads_to_the_full_tool_in_its_state(lesson: LessonPage, name: str) -> None:
    """In the state that it was left in; of a derivation, at its first line."""
    figure = lesson.figure(name)
    lines = TABLE[name].lines
    for _ in lines[1:]:
        figure.press("back")
    # The lines of a derivation are steps of the figure alone: the tool stands where they begin.
    stands = figure.position() - (1 if lines else 0)
    words = figure.root.locator(".step-caption-narration")
    said = words.inner_text() if words.count() else None
    figure.press("full")
    page = lesson.page
    page.wait_for_selector('html[data-ready="true"][data-pending="false"]')
    expect(page.locator("html")).to_have_attribute("data-position", str(stands))
    if said:
        expect(page.locator(".formula-panel-narration")).to_have_text(said)


def walk_lines(name: str, figure: LiveFigure, expected: Expected, api: Api) -> None:
    """Every line is a step that lights a part of the circuit, with the network's own numbers."""
    request = api.preset(expected.experiment)
    trace = api.trace(request)
    rows = figure.root.locator(".derivation-line")
    expect(rows).to_have_count(len(expected.lines))
    for drawing in figure.root.locator(".diagram").all():
        expect(drawing).to_have_attribute("data-presentation", "circuit")
    for k, address in enumerate(expected.lines):
        if k > 0:
            figure.press("next")
        row = rows.nth(k)
        expect(row).to_have_attribute("aria-current", "step")
        expect(row.locator(".line-words")).not_to_be_empty()
        assert figure.root.locator(".bright").count() > 0, f"figure {name}, line {k + 1}"
        truth = 1 if address == "one" else number(request, trace, address)
        shown = float(row.locator(".line-numbers").get_attribute("data-value") or "nan")
        assert shown == pytest.approx(truth, rel=1e-12), f"figure {name}, line {k + 1}: {address}"
    balls = figure.picture()["ball"]
    assert {ball for ball, state in balls.items() if state in ("known", "active")} == {
        *expected.known.split()
    }, f"figure {name}"


def live_numbers(lesson: LessonPage) -> dict[str, tuple[str, str]]:
    """quantity -> what the text shows, and the full number behind it"""
    return {
        each["quantity"]: (each["text"], each["value"])
        for each in lesson.read(
            """() => [...document.querySelectorAll("data.live-number")].map((node) => ({
              quantity: `${node.dataset.experiment} ${node.dataset.quantity}`,
              text: node.textContent, value: node.value }))"""
        )
    }


def test_the_text_and_every_figure_follow_the_network(
    open_lesson: Callable[..., LessonPage], api: Api
) -> None:
    lesson = open_lesson(5)
    page = lesson.page
    before = live_numbers(lesson)
    assert before
    assert all(value for _, value in before.values()), before

    weight = lesson.figure("6").root.locator('[data-edit="w3.0.0"]').first
    weight.click()
    page.keyboard.type("-0.45")
    page.keyboard.press("Enter")
    shown = lesson.figure("9").root.locator('[data-edit="w3.0.0"]')
    expect(shown).to_contain_text("−0.45")
    lesson.settle()

    request = deepcopy(api.preset("document"))
    request["network"]["layers"][2]["weights"][0][0] = -0.45
    trace = api.trace(request, "as_drawn")
    after = live_numbers(lesson)
    checked = 0
    for quantity, (text, value) in after.items():
        truth = number_of(request, trace, quantity.removeprefix("document "))
        if truth is None:
            continue
        checked += 1
        assert float(value) == pytest.approx(truth, rel=1e-12, abs=1e-15), quantity
        assert float(text.replace("−", "-")) == pytest.approx(truth, rel=1e-3), quantity
    assert checked >= 5
    assert after != before

    # The network is kept over a reload and another language, and the lesson's own comes back.
    page.reload()
    lesson.settle()
    assert live_numbers(lesson) == after
    page.locator('[data-language="zh"]').click()
    lesson.settle()
    assert {quantity: value for quantity, (_, value) in live_numbers(lesson).items()} == {
        quantity: value for quantity, (_, value) in after.items()
    }
    lesson.figure("6").press("reset")
    expect(lesson.figure("9").root.locator('[data-edit="w3.0.0"]')).to_contain_text("0.7")
    lesson.settle()
    assert {quantity: value for quantity, (_, value) in live_numbers(lesson).items()} == {
        quantity: value for quantity, (_, value) in before.items()
    }


def number_of(request: Json, trace: Json, quantity: str) -> float | None:
    """The number that a quantity of the text stands for, by the names of the API."""
    kind, _, address = quantity.rpartition(":")
    if address == "loss_after":
        return float(trace["loss_after"])
    if kind == "drawn" and address.startswith("error"):
        return drawn_number(request, trace, address)
    if kind not in ("", "figure"):
        return None
    sign = -1 if kind == "figure" and address.startswith(("error", "delta")) else 1
    return sign * number(request, trace, address)


def packed(experiments: Json) -> str:
    """A link to a section with requests of its own."""
    text = json.dumps({"b": experiments, "f": {"7": 11}})
    return f"#1.{base64.urlsafe_b64encode(text.encode()).decode().rstrip('=')}"


@pytest.mark.parametrize(
    "request_of_the_link",
    [
        {},
        {"network": 3},
        {"network": {"layers": []}, "inputs": "x"},
        {"network": {"inputs": 2, "layers": [{"units": 1}]}, "inputs": [[1]], "targets": [[1]]},
        # Of the right form, and refused by the engine.
        {
            "network": {
                "inputs": 2,
                "layers": [{"units": 1, "activation": "no such thing"}],
                "loss": "half_squared_error",
            },
            "inputs": [[1, 2]],
            "targets": [[1]],
        },
    ],
)
def test_a_damaged_link_leaves_the_lessons_own_numbers(
    open_screen: Open, complaints: Complaints, request_of_the_link: Json
) -> None:
    complaints.allow("status of 422")
    link = packed({"document": request_of_the_link, "__proto__": {"network": 1}})
    page = open_screen(f"/lesson/5?lang=en{link}", ready=False).page
    lesson = LessonPage(page)
    lesson.settle()
    expect(page.locator('[data-quantity="loss"], [data-quantity="a3.0"]').first).to_have_text(
        "0.5628"
    )
    figure = lesson.figure("6")
    assert flow_picture(figure.picture()) == TABLE["6"].states[0]
    figure.press("next")
    assert flow_picture(figure.picture()) == TABLE["6"].states[1]


def test_a_figure_takes_other_letters_and_another_drawing(
    open_lesson: Callable[..., LessonPage], api: Api
) -> None:
    """Figure 7: the error of neuron 1. Its numbers, formulas and choices go with what is drawn."""
    figure = open_lesson(5, "en").figure("7")
    trace = api.trace(api.preset("document"))
    request = api.preset("document")
    board, rule = figure.root.locator(".board:not([hidden])"), figure.root.locator(".figure-rule")
    diagram = figure.root.locator(".diagram").first

    def shows(letters: str, drawing: str, symbol: str, sign: int) -> None:
        expect(diagram).to_have_attribute("data-presentation", drawing)
        expect(figure.root).to_have_attribute("data-letters", letters)
        family = "error" if (letters, drawing) == ("figure", "flow") else "delta"
        ball = diagram.locator('[data-ball="1.0"]')
        value = ball.locator(".value")
        expect(value).to_have_attribute("data-address", f"{family}1.0")
        assert float(value.get_attribute("data-value") or "nan") == sign * number(
            request, trace, f"{family}1.0"
        )
        assert (ball.get_attribute("aria-label") or "").startswith(f"{symbol} = ")
        for k in (0, 1):
            brought = diagram.locator(f'[data-contribution="2.{k}.0"]')
            assert float(brought.get_attribute("data-value") or "nan") == sign * number(
                request, trace, f"w2.{k}.0"
            ) * number(request, trace, f"delta2.{k}")

    shows("figure", "flow", "δ1", -1)
    expect(board).to_be_visible()
    expect(rule).to_be_visible()
    diagram.focus()
    for key, letters, drawing, symbol, sign in (
        ("n", "textbook", "flow", "δ1(1)", 1),
        ("c", "textbook", "circuit", "δ1(1)", 1),
        ("n", "figure", "circuit", "−∂C/∂e1", -1),
    ):
        figure.root.page.keyboard.press(key)
        shows(letters, drawing, symbol, sign)
        expect(rule).to_be_hidden()
        expect(board).to_be_visible(visible=letters == "figure")
    figure.root.page.keyboard.press("c")
    shows("figure", "flow", "δ1", -1)
    expect(rule).to_be_visible()
